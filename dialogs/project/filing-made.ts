/** A document that was made: its sections, what it lacks, what has changed since the last one, and where it is fetched. */
import type { FilingOutline } from '#knowledge/law/filing.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { GeneratedFiling } from '#tools/generate-filing.ts'
import { InputError } from '#tools/input-error.ts'
import type { Reply, ReplyOption, ReviewCard, Step } from '../conversation.ts'
import { articlePath } from '../reply-of-answer.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { wordsIn } from '../wording/words-in.ts'
import { option } from './ask.ts'
import { filingFiles } from './filing-files.ts'
import { sectionLines, sectionRows } from './filing-preview.ts'
import { refusedReply } from './filing-refused.ts'
import { changedLines, keptValues, withMade } from './filing-values.ts'
import { mayAskFirst } from './fill-first.ts'
import { type KnownProject, mayChange, type ProjectRecord } from './record.ts'
import { sumLines } from './sum-lines.ts'
import { keep, say, type Talk } from './talk.ts'

/** Lines of what a document lacks. */
const gapsShown = 6

/** Makes it, and tells what it holds, what it lacks and where it is fetched. */
export async function makeFiling(
  talk: Talk,
  measure: Measure,
  outline: FilingOutline,
  known: KnownProject | undefined,
): Promise<Step> {
  const record = known?.record
  try {
    const made = await generate(talk, measure, outline.id, record)
    const step = say(talk, [madeReply(talk, measure, outline, made, known)], undefined, record?.id)
    if (known === undefined || !mayChange(known)) return step
    return keptWith(talk, step, remembered(talk, known.record, made))
  } catch (error) {
    return refused(talk, error, measure, outline, record)
  }
}

/** @throws what is no mistake in the project */
export function refused(
  talk: Talk,
  error: unknown,
  measure: Measure,
  outline: FilingOutline,
  record: ProjectRecord | undefined,
): Step {
  if (!(error instanceof InputError)) throw error
  return say(talk, [refusedReply(error, measure, outline, record, talk.ports, talk.lang)], undefined, record?.id)
}

/** @throws InputError where it cannot be made of this project */
export async function generate(
  { ports }: Talk,
  measure: Measure,
  filing: string,
  record: ProjectRecord | undefined,
): Promise<GeneratedFiling> {
  const project = record?.project ?? { measure: measure.id }
  return (await ports.runTool('generate_filing', { filing, project, today: ports.today })) as GeneratedFiling
}

/** The project with this document among those made of it. */
export function remembered({ projects }: Talk, record: ProjectRecord, made: GeneratedFiling): ProjectRecord {
  return withMade(record, { filing: made.filing, at: projects.now, values: keptValues(made.values, record) })
}

/** @returns what has changed since it was made last; nothing where it was not */
export function changesOf(record: ProjectRecord, made: GeneratedFiling, measure: Measure, lang: 'zh' | 'en'): string[] {
  const before = record.made?.find(({ filing }) => filing === made.filing)
  return changedLines(before, keptValues(made.values, record), measure, lang)
}

/** The project as it now stands is kept with the step that follows. */
export async function keptWith(talk: Talk, step: Step, record: ProjectRecord): Promise<Step> {
  const { changes } = await keep(talk, record, [], null)
  return changes === undefined ? step : { ...step, changes }
}

function madeReply(
  talk: Talk,
  measure: Measure,
  outline: FilingOutline,
  made: GeneratedFiling,
  known: KnownProject | undefined,
): Reply {
  const { lang } = talk
  const words = filingWordsIn(lang)
  const title = outline.title[lang]
  const record = known?.record
  const { article } = outline.cites
  const head = record === undefined ? words.madeBlank(title) : words.made(title, record.project.name ?? zh.unnamed)
  const place = `[${wordsIn(lang).articleLabel(article)}](${articlePath(measure.id, article)})`
  const basis = [words.basis(place), ...(outline.basis === 'custom' ? [words.conventional] : [])]
  const told =
    record === undefined
      ? []
      : [...changesOf(record, made, measure, lang), ...sumLines(record.project, undefined, lang)]
  const after = [...(made.coverNote === undefined ? [] : [words.coverNote]), words.linkLife]
  const gaps = record === undefined ? [] : gapLines(made, lang)
  const text = [head, ...told, basis.join('\n'), ...sectionLines(measure, made, lang), ...gaps, ...after].join('\n\n')
  const mayAsk = known !== undefined && mayChange(known) && mayAskFirst(talk, known.record)
  const ask = mayAsk ? { project: known.record.id, filing: outline.id } : undefined
  const card: ReviewCard = {
    kind: 'review',
    title: head.replaceAll('*', ''),
    rows: sectionRows(made, ask, lang),
    notes: [...told, ...basis, ...after],
    options: optionsOf(outline, made, known, mayAsk, lang),
  }
  const cited = made.citations.slice(0, 1)
  return {
    text,
    summary: card.title,
    card,
    files: filingFiles(outline, record?.id, made.coverNote !== undefined),
    ...(cited.length === 0 ? {} : { citations: cited }),
  }
}

function optionsOf(
  { id: filing }: FilingOutline,
  made: GeneratedFiling,
  known: KnownProject | undefined,
  mayAsk: boolean,
  lang: 'zh' | 'en',
): ReplyOption[] {
  const words = filingWordsIn(lang)
  if (known === undefined) return [option(words.again, 'filing', { filing, atOnce: true })]
  const project = known.record.id
  return [
    ...(mayAsk && made.gaps.length > 0 ? [option(words.askAgain, 'filing-again', { project, filing })] : []),
    option(words.filings, 'filings', { project }),
    option(words.again, 'filing', { project, filing, atOnce: true }),
  ]
}

function gapLines({ gaps }: GeneratedFiling, lang: 'zh' | 'en'): string[] {
  const words = filingWordsIn(lang)
  if (gaps.length === 0) return []
  const lines = gaps.slice(0, gapsShown).map(({ hint, ask }) => `- ${ask?.[0]?.[lang] ?? hint}`)
  const rest = gaps.length - gapsShown
  return [[`**${words.gaps(gaps.length)}**`, ...lines, ...(rest > 0 ? [`- ${words.gapsMore(rest)}`] : [])].join('\n')]
}

/** What one document is told by, on its own line, among several. */
export function summaryOf(made: GeneratedFiling, lang: 'zh' | 'en'): string {
  const words = filingWordsIn(lang)
  return made.gaps.length === 0 ? words.allFilled : words.gaps(made.gaps.length)
}
