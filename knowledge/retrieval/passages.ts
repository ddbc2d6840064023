/** Articles → what can be shown alone: a paragraph, an item, an annex section. */

import type { Article, Measure, Paragraph } from '../law/measure.ts'
import { squeeze } from '../law/whitespace.ts'
import type { Passage } from './index-types.ts'

/** Every article has at least one passage: an annex whose picture is lost has its title. */
export function passagesOf(measure: Measure): Passage[] {
  const id = measure.translationOf ?? measure.id
  return measure.articles.flatMap((article) => {
    const path = pathOf(article)
    const passages = article.paragraphs.flatMap((paragraph) => passagesOfParagraph(id, article, paragraph, path))
    if (passages.length > 0) return passages
    return [
      {
        measure: id,
        article: article.ref,
        heading: path.join(' › '),
        text: article.text || (article.title ?? article.label),
      },
    ]
  })
}

function pathOf(article: Article): string[] {
  const chapter = article.chapter?.title ?? ''
  return [chapter, article.label, article.title ?? ''].filter((part) => part !== '')
}

function passagesOfParagraph(measure: string, article: Article, paragraph: Paragraph, path: string[]): Passage[] {
  const place = { measure, article: article.ref, paragraph: paragraph.number }
  const heading = [...path, ...paragraph.under].join(' › ')
  const own = squeeze(paragraph.text) === '' ? [] : [{ ...place, heading, text: paragraph.text }]
  const items = paragraph.items.map((item) => ({
    ...place,
    item: item.number,
    heading,
    text: [item.text, ...item.subItems].join('\n'),
  }))
  return [...own, ...items]
}
