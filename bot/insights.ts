/** What was asked and not answered, or answered badly, beside the stored questions nearest to it. */
import type { AnswerEnd } from '#dialogs/answer-end.ts'
import type { Feedback } from '#dialogs/feedback-reasons.ts'
import { findMeasure, type Law, translationOf } from '#knowledge/law/load.ts'
import type { ArticleRef, Measure } from '#knowledge/law/measure.ts'
import type { SearchIndex } from '#knowledge/retrieval/index-types.ts'
import { type NearQuestion, openNearestQuestions } from '#knowledge/retrieval/nearest-questions.ts'
import type { AnswerReader, KeptAnswer } from './store/store.ts'

const unanswered: readonly AnswerEnd[] = [
  'not-covered-silent',
  'not-covered-comparison',
  'not-covered-missing-article',
  'not-covered-lost-picture',
  'not-covered-outside',
]
/** A question back is one left open where the person did not go on. */
const leftOpen: readonly AnswerEnd[] = ['clarify-place', 'clarify-words']
const nearestAtMost = 3

/** One question in the same words, however often it was asked. */
export interface Insight {
  readonly words: string
  /** The turn it may have leaned on. */
  readonly before?: string
  readonly lang: 'zh' | 'en'
  /** Absent where no place or several were asked about. */
  readonly measure?: string
  readonly end: AnswerEnd
  readonly times: number
  readonly firstAt: string
  readonly lastAt: string
  /** Articles it was answered with, or that were shown as near. */
  readonly shown: readonly string[]
  readonly votes: KeptAnswer['votes']
  /** Articles search finds, best first. */
  readonly articles: readonly ArticleRef[]
  readonly nearest: readonly NearQuestion[]
  /** Lines to add to one of the files, once a person has put what is `null` right. */
  readonly rows: readonly { readonly file: string; readonly row: string }[]
}

export interface Insights {
  readonly ends: Readonly<Record<string, number>>
  readonly unanswered: readonly Insight[]
  readonly bad: readonly Insight[]
  /** Questions left out because they stand among the stored ones by now. */
  readonly added: number
}

/** @param since an instant, e.g. `2026-11-22T16:00:00.000Z`; empty for all there is */
export async function gatherInsights(
  reader: AnswerReader,
  law: Law,
  search: SearchIndex,
  since: string,
): Promise<Insights> {
  const see = openSight(law, search)
  const all = await reader.answersEnded(since, unanswered, leftOpen)
  // What was voted bad is listed once, with its reasons.
  const open = all.filter((each) => !each.votes.some((vote) => !vote.good))
  const bad = await reader.answersVotedBad(since)
  const stored = new Set(
    law.measures.flatMap((m) => [...m.questions, ...m.silences].map(({ q }) => `${original(m)} ${q}`)),
  )
  const groups = groupByWords(open)
  const isAdded = ([first]: readonly KeptAnswer[]) =>
    first !== undefined && stored.has(`${measureOf(first)} ${first.record.asked.words}`)
  const fresh = groups.filter((group) => !isAdded(group))
  return {
    ends: Object.fromEntries(await reader.countEnds(since)),
    unanswered: await inOrder(fresh, see),
    bad: await inOrder(groupByWords(bad), see),
    added: groups.length - fresh.length,
  }
}

type Sight = (group: readonly KeptAnswer[]) => Promise<Insight[]>

/** Most often asked first; the same count in the order of asking. */
async function inOrder(groups: readonly (readonly KeptAnswer[])[], see: Sight): Promise<Insight[]> {
  const insights = (await Promise.all(groups.map(see))).flat()
  return insights.sort((a, b) => b.times - a.times)
}

function groupByWords(kept: readonly KeptAnswer[]): KeptAnswer[][] {
  const said = kept.filter((each) => each.record.asked.words !== '')
  return [
    ...Map.groupBy(said, (each) =>
      JSON.stringify([measureOf(each), each.record.asked.words, each.record.asked.before]),
    ).values(),
  ]
}

function openSight(law: Law, search: SearchIndex): Sight {
  const nearest = new Map<string, ReturnType<typeof openNearestQuestions>>()
  const nearestIn = (measure: Measure) => {
    const known = nearest.get(measure.id) ?? openNearestQuestions(law, measure)
    nearest.set(measure.id, known)
    return known
  }
  return async (group) => {
    const [first] = group
    if (first === undefined) return []
    const { asked, lang, end } = first.record
    const { words, before } = asked
    const measure = findMeasure(law, measureOf(first))
    const result = measure && (await search.search(words, { measure: measure.id, limit: nearestAtMost }))
    const articles = result?.hits.map((hit) => hit.article) ?? []
    return [
      {
        words,
        ...(before === undefined ? {} : { before }),
        lang,
        ...(measure === undefined ? {} : { measure: measure.id }),
        end,
        times: group.length,
        firstAt: first.at,
        lastAt: group.at(-1)?.at ?? first.at,
        shown: [...new Set(group.flatMap(shownIn))],
        votes: group.flatMap((each) => each.votes),
        articles,
        nearest: measure === undefined ? [] : nearestIn(measure)(words, nearestAtMost),
        rows: rowsFor(law, measure, words, lang, articles),
      },
    ]
  }
}

function shownIn({ record }: KeptAnswer): string[] {
  return [...record.citations, ...record.near].map(({ measure, article }) => `${measure} ${article}`)
}

/** Empty where no place or several were asked about. */
function measureOf({ record }: KeptAnswer): string {
  const { measures } = record.asked
  return measures.length === 1 ? (measures[0] ?? '') : ''
}

function original(measure: Measure): string {
  return measure.translationOf ?? measure.id
}

/** `null` does not load: a row that nobody looked at stops the start and is not learned from. */
function rowsFor(
  law: Law,
  measure: Measure | undefined,
  q: string,
  lang: 'zh' | 'en',
  near: readonly ArticleRef[],
): Insight['rows'] {
  if (measure === undefined) return []
  const translation = lang === 'en' ? translationOf(law, measure.id) : undefined
  const questions = lang === 'en' && translation === undefined ? 'questions.en.jsonl' : 'questions.jsonl'
  return [
    {
      file: `knowledge/measures/${translation?.id ?? measure.id}/${questions}`,
      row: `{"article": null, "q": ${JSON.stringify(q)}}`,
    },
    {
      file: `knowledge/measures/${measure.id}/silences.jsonl`,
      row: `{"q": ${JSON.stringify(q)}, "class": "near", "near": ${JSON.stringify(near.slice(0, 1))}, "silent_on": null}`,
    },
  ]
}

/** «太长看不懂 ×2»: how often each reason was told. */
export function countReasons(votes: KeptAnswer['votes']): [NonNullable<Feedback['reason']> | 'none', number][] {
  const bad = votes.filter((vote) => !vote.good)
  return [...Map.groupBy(bad, (vote) => vote.reason ?? ('none' as const))].map(([reason, own]) => [reason, own.length])
}
