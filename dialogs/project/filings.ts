/** The documents a project has to prepare: in its result those that are due now; asked for, all of them with their state. */
import type { Measure } from '#knowledge/law/measure.ts'
import type { FilingList, FilingListed } from '#tools/list-filings.ts'
import type { Step } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { articlePath } from '../reply-of-answer.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { wordsIn } from '../wording/words-in.ts'
import { option, plain } from './ask.ts'
import { measureOf } from './questions.ts'
import { factsOf, type ProjectRecord } from './record.ts'
import { say, type Talk } from './talk.ts'

type Lang = 'zh' | 'en'

/** Buttons under the list. */
const buttonsShown = 6

/** @returns one line a document that is due now; none where the measure's documents are not listed */
export async function filingLines(
  record: ProjectRecord,
  measure: Measure,
  ports: Ports,
  lang: Lang,
): Promise<string[]> {
  const filings = await filingsOf(record, measure, ports, lang)
  return filings.filter((filing) => filing.due === 'now').map((filing) => lineOf(filing, lang))
}

/** Every document of the measure with its state; a button for each that is due. */
export async function listFilings(talk: Talk, record: ProjectRecord): Promise<Step> {
  const { ports, lang } = talk
  const measure = measureOf(record, ports.law)
  if (measure === undefined) return say(talk, [plain(zh.gone)])
  const words = filingWordsIn(lang)
  const filings = await filingsOf(record, measure, ports, lang)
  const parts = (['now', 'unknown', 'later'] as const).flatMap((due) => {
    const lines = filings.filter((filing) => filing.due === due).map((filing) => lineOf(filing, lang))
    return lines.length === 0 ? [] : [`**${words.due[due]}**\n${lines.join('\n')}`]
  })
  const left = filings.filter((filing) => filing.due === 'not-due').map(({ title }) => title)
  const text = [
    words.listHead(record.project.name ?? zh.unnamed),
    ...parts,
    ...(left.length === 0 ? [] : [words.notDue(left.join(words.comma))]),
  ].join('\n\n')
  const options = filings
    .filter((filing) => filing.due === 'now')
    .slice(0, buttonsShown)
    .map(({ filing, title }) => option(words.make(title), 'filing', { project: record.id, filing }))
  return say(talk, [plain(text, options)], undefined, record.id)
}

/** The state of every document of the measure, by its id. */
export async function filingsDue(
  record: ProjectRecord,
  measure: Measure,
  ports: Ports,
): Promise<ReadonlyMap<string, FilingListed['due']>> {
  return new Map((await filingsOf(record, measure, ports, 'zh')).map(({ filing, due }) => [filing, due]))
}

export async function filingsOf(record: ProjectRecord, measure: Measure, ports: Ports, lang: Lang) {
  const input = {
    measure: measure.id,
    facts: factsOf(record),
    events: record.project.events ?? [],
    today: ports.today,
    lang,
  }
  const { filings } = (await ports.runTool('list_filings', input)) as FilingList
  return filings
}

export function lineOf({ title, when, citation }: FilingListed, lang: Lang): string {
  const place = `[${wordsIn(lang).articleLabel(citation.article)}](${articlePath(citation.measure, citation.article)})`
  return `- ${title}${resultsIn(lang).bracket([when, place].join(lang === 'zh' ? '，' : ', '))}`
}
