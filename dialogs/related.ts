/** Which other articles of a measure treat the same subject: those that share a topic, nearest number first. */
import { findArticle, findMeasure, type Law } from '#knowledge/law/load.ts'
import type { Article, ArticleRef, MeasureId } from '#knowledge/law/measure.ts'

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
  return [...counts]
    .sort(([a, timesA], [b, timesB]) => timesB - timesA || distance(a) - distance(b))
    .slice(0, most)
    .flatMap(([other]) => findArticle(measure, other) ?? [])
}
