/** Several documents made at once: one zip, one line a document. */
import type { FilingOutline } from '#knowledge/law/filing.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { GeneratedFiling } from '#tools/generate-filing.ts'
import type { Reply, ReviewCard, Step } from '../conversation.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { option } from './ask.ts'
import { bundleFile } from './filing-files.ts'
import { changesOf, generate, keptWith, refused, remembered, summaryOf } from './filing-made.ts'
import { type KnownProject, mayChange, type ProjectRecord } from './record.ts'
import { sumLines } from './sum-lines.ts'
import { say, type Talk } from './talk.ts'

type Lang = 'zh' | 'en'
type Made = { readonly outline: FilingOutline; readonly made: GeneratedFiling }

/** @param lead what is said before: what was left out, or is not clear */
export async function makeSeveral(
  talk: Talk,
  measure: Measure,
  outlines: readonly FilingOutline[],
  known: KnownProject | undefined,
  lead: readonly string[] = [],
): Promise<Step> {
  const record = known?.record
  const all: Made[] = []
  for (const outline of outlines) {
    try {
      all.push({ outline, made: await generate(talk, measure, outline.id, record) })
    } catch (error) {
      return refused(talk, error, measure, outline, record)
    }
  }
  const step = say(talk, [bundleReply(talk, measure, all, record, lead)], undefined, record?.id)
  if (known === undefined || record === undefined || !mayChange(known)) return step
  return keptWith(
    talk,
    step,
    all.reduce((kept, { made }) => remembered(talk, kept, made), record),
  )
}

function bundleReply(
  { lang }: Talk,
  measure: Measure,
  all: readonly Made[],
  record: ProjectRecord | undefined,
  lead: readonly string[],
): Reply {
  const words = filingWordsIn(lang)
  const name = record?.project.name ?? zh.unnamed
  const head = record === undefined ? words.madeSeveralBlank(all.length) : words.madeSeveral(all.length, name)
  const rows = all.map((each) => rowOf(each, measure, record, lang))
  const notes = [
    ...lead,
    ...(record === undefined ? [] : sumLines(record.project, undefined, lang)),
    ...(all.some(({ made }) => made.coverNote !== undefined) ? [words.coverNote] : []),
    words.linkLife,
  ]
  const ids = all.map(({ outline }) => outline.id)
  const args = { filing: ids.join(','), atOnce: true, ...(record === undefined ? {} : { project: record.id }) }
  const card: ReviewCard = {
    kind: 'review',
    title: head.replaceAll('*', ''),
    rows,
    notes,
    options: [
      ...(record === undefined ? [] : [option(words.filings, 'filings', { project: record.id })]),
      option(words.again, 'filing', args),
    ],
  }
  const lines = rows.map(
    ({ label, value, origin }) => `- ${[`${label}：${value}`, ...(origin === undefined ? [] : [origin])].join('；')}`,
  )
  return {
    text: [head, lines.join('\n'), ...notes].join('\n\n'),
    summary: card.title,
    card,
    files: [bundleFile(ids, record === undefined ? undefined : { id: record.id, name }, lang)],
  }
}

function rowOf(
  { outline, made }: Made,
  measure: Measure,
  record: ProjectRecord | undefined,
  lang: Lang,
): ReviewCard['rows'][number] {
  const changed = record === undefined ? [] : changesOf(record, made, measure, lang)
  const args = { filing: outline.id, atOnce: true, ...(record === undefined ? {} : { project: record.id }) }
  return {
    label: outline.title[lang],
    value: summaryOf(made, lang),
    ...(changed.length === 0 ? {} : { origin: changed.join('') }),
    edit: option(filingWordsIn(lang).openOne, 'filing', args),
  }
}
