/** Article by article: how many paragraphs and items, how long, how it begins and ends. Read by eye once; any change shows. */
import { describe, expect, test } from 'vitest'
import { loadLaw } from '#knowledge/law/load.ts'
import type { Article } from '#knowledge/law/measure.ts'

function outline(article: Article): string {
  const items = article.paragraphs.reduce((sum, paragraph) => sum + paragraph.items.length, 0)
  const subItems = article.paragraphs.reduce(
    (sum, paragraph) => sum + paragraph.items.reduce((count, item) => count + item.subItems.length, 0),
    0,
  )
  const text = article.text.replaceAll('\n', '')
  const counts = `${article.paragraphs.length} paragraphs, ${items} items, ${subItems} sub-items, ${text.length} characters`
  return `${article.label}${article.title === undefined ? '' : ` ${article.title}`} | ${counts} | ${text.slice(0, 14)} … ${text.slice(-10)}`
}

describe.each(loadLaw().measures)('$id', (measure) => {
  test('every article as it was read', async () => {
    const lines = measure.articles.map(outline)
    expect(lines).toHaveLength(measure.articles.length)
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`../../golden/articles/${measure.id}.txt`)
  })
})
