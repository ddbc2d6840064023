/** Which other articles of a measure treat the same subject: those that share a topic, then the neighbours in its chapter. */
import { findArticle, findMeasure, type Law } from '#knowledge/law/load.ts'
import type { Article, ArticleRef, MeasureId } from '#knowledge/law/measure.ts'

/** Neighbours fill up to so many. */
const fewest = 3

export function relatedArticles(law: Law, id: MeasureId, ref: ArticleRef, most = 5): Article[] {
  const measure = findMeasure(law, id)
  if (measure === undefined) return []
  const counts = new Map<ArticleRef, number>()
  for (const topic of law.topics) {
    const refs = topic.articles[id] ?? []
    if (!refs.includes(ref)) continue
    for (const other of refs) if (other !== ref) counts.set(other, (counts.get(other) ?? 0) + 1)
  }
  const distance = (other: ArticleRef) =>
    typeof other === 'number' && typeof ref === 'number' ? Math.abs(other - ref) : 100
  const sharing = [...counts]
    .sort(([a, timesA], [b, timesB]) => timesB - timesA || distance(a) - distance(b))
    .map(([other]) => other)
  const chapter = findArticle(measure, ref)?.chapter?.number
  const neighbours = measure.articles
    .filter(
      (article) =>
        chapter !== undefined &&
        article.chapter?.number === chapter &&
        article.ref !== ref &&
        !sharing.includes(article.ref),
    )
    .map((article) => article.ref)
    .sort((a, b) => distance(a) - distance(b))
  const refs = [...sharing, ...neighbours.slice(0, Math.max(0, fewest - sharing.length))]
  return refs.slice(0, most).flatMap((other) => findArticle(measure, other) ?? [])
}
