import { z } from 'zod'
import { authoritative, findArticle, type Law } from '#knowledge/law/load.ts'
import type { ArticleRef, Citation, Measure, Topic, Validity } from '#knowledge/law/measure.ts'
import { cite } from '#knowledge/law/quotes.ts'
import type { SearchIndex } from '#knowledge/retrieval/index-types.ts'
import { tellingWords } from '#knowledge/retrieval/telling.ts'
import { validityOn } from './check-validity.ts'
import { findTopics } from './find-topic.ts'
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

/** Below this the words name no topic of the table. */
const topicFrom = 0.2
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
  run: ({ topic: words, measures }, { law, search, today }) => {
    const compared = chosenMeasures(law, measures)
    const topic = topicOf(law.topics, words)
    if (topic === undefined && !/\p{L}/u.test(words))
      throw new InputError('unknown-topic', 'topic: must name a subject in words, e.g. 自评价', 'topic')
    const rows = compared.map((measure): ComparedRow => {
      const row = topic === undefined ? rowBySearch(measure, words, search) : rowOfTopic(measure, topic, words)
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

function topicOf(topics: readonly Topic[], words: string): Topic | undefined {
  const named = topics.find((topic) => topic.topic === words || topic.zh === words)
  if (named !== undefined) return named
  const best = findTopics(topics, words)[0]
  return best !== undefined && best.score >= topicFrom ? best.topic : undefined
}

function rowOfTopic(measure: Measure, topic: Topic, words: string): Omit<ComparedRow, 'validity'> {
  const refs = topic.articles[measure.id] ?? []
  const citations = refs.flatMap((ref) => citationOf(measure, ref, words))
  return { measure: measure.id, gist: topic.gist[measure.id] ?? '未作规定', citations, silent: refs.length === 0 }
}

/** A subject the table does not have: the nearest article and its telling words stand for it. */
function rowBySearch(measure: Measure, words: string, search: SearchIndex): Omit<ComparedRow, 'validity'> {
  const result = search.search(words, { measure: measure.id, limit: 1 })
  const hit = result.hits[0]
  const article = hit === undefined ? undefined : findArticle(measure, hit.article)
  if (hit === undefined || article === undefined || result.answerable < 0.5)
    return { measure: measure.id, gist: '未作规定', citations: [], silent: true }
  const telling = tellingWords(article, { query: words, seeks: new Set(), passages: hit.passages }, longestGist)
  return {
    measure: measure.id,
    gist: telling.map((sentence) => sentence.text).join(''),
    citations: citationOf(measure, hit.article, words),
    silent: false,
  }
}

/** The words of the article that tell most of the subject, as they stand there. */
function citationOf(measure: Measure, ref: ArticleRef, words: string): Citation[] {
  const article = findArticle(measure, ref)
  if (article === undefined) return []
  const [sentence] = tellingWords(article, { query: words, seeks: new Set(), passages: [] }, longestGist)
  if (sentence === undefined) return [cite(article, article.title ?? article.label, { paragraph: 1 })]
  const quote = sentence.text.replace(/^…|…$/gu, '')
  return [
    cite(article, quote, {
      paragraph: sentence.paragraph,
      ...(sentence.item === undefined ? {} : { item: sentence.item }),
    }),
  ]
}
