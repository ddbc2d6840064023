import { z } from 'zod'
import { authoritative, findArticle, type Law } from '#knowledge/law/load.ts'
import type { ArticleRef, Citation, Measure, Topic, Validity } from '#knowledge/law/measure.ts'
import { cite } from '#knowledge/law/quotes.ts'
import type { SearchResult } from '#knowledge/retrieval/index-types.ts'
import { seeksOf, tellingWords } from '#knowledge/retrieval/telling.ts'
import { validityOn } from './check-validity.ts'
import { InputError } from './input-error.ts'
import { parseMeasure } from './parse-measure.ts'
import { defineTool } from './tool.ts'

export interface ComparedRow {
  readonly measure: string
  /** What it says, in one line; «未作规定» where it is silent. */
  readonly gist: string
  readonly citations: readonly Citation[]
  readonly silent: boolean
  readonly validity: Validity
}

/**
 * Below this likelihood the words name no topic. The rest was chosen by holding back each fourth of the names staff use
 * (652): right by likelihood alone .76, with what search finds .78.
 */
const topicFrom = 0.05
const leastLikelihood = 1e-3
const foundWeight = 2
const softness = 3
/** What a measure that is silent on a topic says for it. */
const silentVote = 0.1
const articlesFound = 8
const longestGist = 120

export const compareMeasures = defineTool({
  name: 'compare_measures',
  description:
    'What each measure says of one subject, row by row, each cited; 未作规定 where it is silent. 比较各地办法对同一事项的规定。',
  schema: z.strictObject({
    topic: z
      .string()
      .trim()
      .min(2, 'must name a subject, e.g. self-evaluation or 自评价')
      .max(500, 'must be at most 500 characters'),
    measures: z.array(z.string()).min(1).max(10).optional().describe('measure ids; all jurisdictions when absent'),
  }),
  run: async ({ topic: words, measures }, { law, search, today }) => {
    if (!/\p{L}/u.test(words))
      throw new InputError('unknown-topic', 'topic: must name a subject in words, e.g. 自评价', 'topic')
    const compared = chosenMeasures(law, measures)
    const results = await Promise.all(
      compared.map((measure) => search.search(words, { measure: measure.id, limit: articlesFound })),
    )
    const topic = topicOf(law.topics, words, search.topics(words), compared, results)
    const rows = compared.map((measure, i): ComparedRow => {
      const result = results[i]
      const row = topic === undefined ? rowBySearch(measure, words, result) : rowOfTopic(measure, topic, words, result)
      return { ...row, validity: validityOn(measure, today, 'today') }
    })
    return { topic: topic?.topic ?? words, rows }
  },
})

function chosenMeasures(law: Law, ids: readonly string[] | undefined): Measure[] {
  const all = law.measures.filter((measure) => measure.translationOf === undefined)
  if (ids === undefined) return all
  return [...new Set(ids.map((id, i) => authoritative(law, parseMeasure(law, id, `measures.${i}`).id)))].flatMap(
    (measure) => measure ?? [],
  )
}

/** The topic that the words name most likely and whose articles search finds: names alone mistake one stage for another. */
function topicOf(
  topics: readonly Topic[],
  words: string,
  likely: ReadonlyMap<string, number>,
  measures: readonly Measure[],
  results: readonly SearchResult[],
): Topic | undefined {
  const named = topics.find((topic) => topic.topic === words || topic.zh === words)
  if (named !== undefined) return named
  const scored = topics.map((topic) => {
    const likelihood = likely.get(topic.topic) ?? 0
    const votes = measures.map((measure, i) => shareOf(topic.articles[measure.id] ?? [], results[i]))
    const found = votes.reduce((sum, vote) => sum + vote, 0) / measures.length
    return { topic, likelihood, score: Math.log(likelihood + leastLikelihood) + foundWeight * found }
  })
  const best = scored.sort((a, b) => b.score - a.score)[0]
  return best !== undefined && best.likelihood >= topicFrom ? best.topic : undefined
}

/** How much of what search finds stands in a topic's articles; one that lists an article among many says less of it. */
function shareOf(refs: readonly ArticleRef[], result: SearchResult | undefined): number {
  if (refs.length === 0) return silentVote
  const weights = (result?.hits ?? []).map(({ article, score }) => ({ article, weight: Math.exp(score / softness) }))
  const all = weights.reduce((sum, { weight }) => sum + weight, 0)
  const own = weights.reduce((sum, { article, weight }) => sum + (refs.includes(article) ? weight : 0), 0)
  return all === 0 ? 0 : own / all / Math.sqrt(refs.length)
}

/** The topic's articles, and beside them what search found for these very words. */
function rowOfTopic(
  measure: Measure,
  topic: Topic,
  words: string,
  result: SearchResult | undefined,
): Omit<ComparedRow, 'validity'> {
  const refs = topic.articles[measure.id] ?? []
  const gist = topic.gist[measure.id] ?? silentGist
  if (refs.length === 0) return { measure: measure.id, gist, citations: [], silent: true }
  const [first] = result?.hits ?? []
  const cited = refs.flatMap((ref) => citationOf(measure, ref, words, gist))
  if (result !== undefined && first !== undefined && result.answerable >= 0.5 && !refs.includes(first.article)) {
    const own = rowBySearch(measure, words, result)
    return { measure: measure.id, gist: `${gist}；${own.gist}`, citations: [...own.citations, ...cited], silent: false }
  }
  const ordered =
    first === undefined ? refs : [...refs].sort((a, b) => Number(b === first.article) - Number(a === first.article))
  return {
    measure: measure.id,
    gist,
    citations: ordered.flatMap((ref) => citationOf(measure, ref, words, gist)),
    silent: false,
  }
}

const silentGist = '未作规定'

/** A subject the table does not have: the nearest article and its telling words stand for it. */
function rowBySearch(measure: Measure, words: string, result: SearchResult | undefined): Omit<ComparedRow, 'validity'> {
  const hit = result?.hits[0]
  const article = hit === undefined ? undefined : findArticle(measure, hit.article)
  if (result === undefined || hit === undefined || article === undefined || result.answerable < 0.3)
    return { measure: measure.id, gist: silentGist, citations: [], silent: true }
  const telling = tellingWords(article, { query: words, seeks: seeksOf(words), passages: hit.passages }, longestGist)
  return {
    measure: measure.id,
    gist: telling.map((sentence) => sentence.text).join(''),
    citations: citationOf(measure, hit.article, words),
    silent: false,
  }
}

/** The words of the article nearest to what was asked, and to the gist: each as it stands there. */
function citationOf(measure: Measure, ref: ArticleRef, words: string, gist = ''): Citation[] {
  const article = findArticle(measure, ref)
  if (article === undefined) return []
  const quotes = [
    tellingWords(article, { query: words, seeks: seeksOf(words), passages: [] }, longestGist)[0],
    gist === '' ? undefined : tellingWords(article, { query: gist, seeks: new Set(), passages: [] }, longestGist)[0],
  ].filter((sentence) => sentence !== undefined)
  if (quotes.length === 0) return [cite(article, article.title ?? article.label, { paragraph: 1 })]
  const distinct = quotes.filter((sentence, i) => quotes.findIndex((other) => other.text === sentence.text) === i)
  return distinct.map((sentence) => {
    const place = { paragraph: sentence.paragraph, ...(sentence.item === undefined ? {} : { item: sentence.item }) }
    return cite(article, sentence.text.replace(/^…|…$/gu, ''), place)
  })
}
