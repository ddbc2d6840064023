/** A document that was made: its sections, what it lacks, and the links it is fetched by. */
import type { FilingOutline } from '#knowledge/law/filing.ts'
import { findArticle } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { GeneratedFiling } from '#tools/generate-filing.ts'
import { InputError } from '#tools/input-error.ts'
import type { Reply, Step } from '../conversation.ts'
import { articlePath } from '../reply-of-answer.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { wordsIn } from '../wording/words-in.ts'
import { option, plain } from './ask.ts'
import { filingFiles } from './filing-files.ts'
import { type KnownProject, mayChange, type ProjectRecord } from './record.ts'
import { say, type Talk } from './talk.ts'

/** Lines of what a document holds or lacks. */
const sectionsShown = 12
const gapsShown = 6

/** Makes it, and tells what it holds, what it lacks and where it is fetched. */
export async function makeFiling(
  talk: Talk,
  measure: Measure,
  outline: FilingOutline,
  known: KnownProject | undefined,
): Promise<Step> {
  const { ports } = talk
  const record = known?.record
  const project = record?.project ?? { measure: measure.id }
  try {
    const made = await ports.runTool('generate_filing', { filing: outline.id, project, today: ports.today })
    const reply = madeReply(talk, measure, outline, made as GeneratedFiling, known)
    return say(talk, [reply], undefined, record?.id)
  } catch (error) {
    // A project may since have been found to be another place's, or classified: said, not failed.
    if (error instanceof InputError) return say(talk, [plain(wordsIn(talk.lang).notUnderstood)])
    throw error
  }
}

/** What it would lack; nothing where it cannot be made. */
export async function gapsOfFiling(
  { ports }: Talk,
  filing: string,
  { project }: ProjectRecord,
): Promise<GeneratedFiling['gaps']> {
  try {
    const made = await ports.runTool('generate_filing', { filing, project, today: ports.today })
    return (made as GeneratedFiling).gaps
  } catch (error) {
    if (error instanceof InputError) return []
    throw error
  }
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
  const place = `[${wordsIn(lang).articleLabel(article)}](${articlePath(measure.id, article)})`
  const head = record === undefined ? words.madeBlank(title) : words.made(title, record.project.name ?? zh.unnamed)
  const text = [
    head,
    [words.basis(place), ...(outline.basis === 'custom' ? [words.conventional] : [])].join('\n'),
    ...sectionLines(measure, made, lang),
    ...(record === undefined ? [] : gapLines(made, lang)),
    ...(made.coverNote === undefined ? [] : [words.coverNote]),
    words.linkLife,
  ].join('\n\n')
  const args = { filing: outline.id, ...(record === undefined ? {} : { project: record.id }) }
  const ofProject = record === undefined ? [] : [option(words.filings, 'filings', { project: record.id })]
  const cited = made.citations.slice(0, 1)
  return {
    ...plain(text, [
      ...(known === undefined || !mayChange(known) || made.gaps.length === 0
        ? []
        : [option(words.supplement, 'go-on', { project: known.record.id })]),
      ...ofProject,
      option(words.again, 'filing', { ...args, atOnce: true }),
    ]),
    files: filingFiles(outline, record?.id, made.coverNote !== undefined),
    ...(cited.length === 0 ? {} : { citations: cited }),
  }
}

/** The top sections as printed, each with its article and how much of it waits to be filled in. */
function sectionLines(measure: Measure, made: GeneratedFiling, lang: 'zh' | 'en'): string[] {
  const words = filingWordsIn(lang)
  const { bracket } = resultsIn(lang)
  const tops = made.sections.filter(({ level }) => level === 1)
  if (tops.length === 0) return []
  const lines = tops.slice(0, sectionsShown).map(({ heading, article }) => {
    const marks = [
      ...(article === undefined || findArticle(measure, article) === undefined
        ? []
        : [`[${wordsIn(lang).articleLabel(article)}](${articlePath(measure.id, article)})`]),
      ...(missingIn(heading, made) === 0 ? [] : [words.missing(missingIn(heading, made))]),
    ]
    return marks.length === 0 ? `- ${heading}` : `- ${heading}${bracket(marks.join(lang === 'zh' ? '，' : ', '))}`
  })
  const rest = tops.length - sectionsShown
  return [[`**${words.sections}**`, ...lines, ...(rest > 0 ? [words.more(rest)] : [])].join('\n')]
}

/** Gaps in a section and in those inside it, each counted where it stands first. */
function missingIn(top: string, { sections, gaps }: GeneratedFiling): number {
  const start = sections.findIndex(({ heading, level }) => level === 1 && heading === top)
  const next = sections.findIndex(({ level }, i) => i > start && level === 1)
  const inside = sections.slice(start, next === -1 ? undefined : next).map(({ heading }) => heading)
  return gaps.filter(({ section }) => section !== undefined && inside.includes(section)).length
}

function gapLines({ gaps }: GeneratedFiling, lang: 'zh' | 'en'): string[] {
  const words = filingWordsIn(lang)
  if (gaps.length === 0) return []
  const lines = gaps.slice(0, gapsShown).map(({ hint, ask }) => `- ${ask?.[0]?.[lang] ?? hint}`)
  const rest = gaps.length - gapsShown
  return [[`**${words.gaps(gaps.length)}**`, ...lines, ...(rest > 0 ? [`- ${words.gapsMore(rest)}`] : [])].join('\n')]
}
