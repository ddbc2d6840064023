import { z } from 'zod'
import { authoritative, findArticle, type Law } from '#knowledge/law/load.ts'
import type { Citation } from '#knowledge/law/measure.ts'
import { cite } from '#knowledge/law/quotes.ts'
import type { ArticleHit } from '#knowledge/retrieval/index-types.ts'
import { parseMeasure } from './parse-measure.ts'
import { defineTool } from './tool.ts'

export const searchProvisions = defineTool({
  name: 'search_provisions',
  description: 'The provisions nearest to a question, best first, each quoted. 按问题查找最相关的条款。',
  schema: z.strictObject({
    query: z.string().trim().min(1, 'must hold at least one word').max(2000, 'must be at most 2,000 characters'),
    measure: z.string().optional().describe('measure id; all four jurisdictions when absent'),
    limit: z.number().int().min(1).max(20).default(5),
  }),
  run: async ({ query, measure, limit }, { law, search }) => {
    const ids =
      measure === undefined
        ? law.measures.filter((each) => each.translationOf === undefined).map((each) => each.id)
        : [authoritative(law, parseMeasure(law, measure).id)?.id ?? measure]
    const found = await Promise.all(ids.map((id) => search.search(query, { measure: id, limit })))
    const hits = found.flatMap((result) => result.hits)
    return {
      hits: hits
        .sort((a, b) => b.score - a.score)
        .slice(0, limit)
        .map((hit) => ({ citation: citationOfHit(law, hit), score: hit.score })),
    }
  },
})

/** The best passage of a found article as a citation; the label alone has no words (a lost picture). */
export function citationOfHit(law: Law, hit: ArticleHit): Citation {
  const measure = authoritative(law, hit.measure)
  const article = measure === undefined ? undefined : findArticle(measure, hit.article)
  if (article === undefined)
    throw new Error(`the index names ${hit.measure} ${hit.article}, which the law does not have`)
  const passage = hit.passages[0]
  const words = passage?.text ?? article.text
  const place =
    passage?.paragraph === undefined
      ? undefined
      : { paragraph: passage.paragraph, ...(passage.item === undefined ? {} : { item: passage.item }) }
  return cite(article, words, place ?? { paragraph: 1 })
}
