import { z } from 'zod'
import { findArticle, type Law } from '#knowledge/law/load.ts'
import type { Article, ArticleRef, Measure } from '#knowledge/law/measure.ts'
import { validityOn } from './check-validity.ts'
import { InputError } from './input-error.ts'
import { parseMeasure } from './parse-measure.ts'
import { articleRef } from './schemas.ts'
import { defineTool } from './tool.ts'

/** @throws InputError naming the articles there are */
export function parseArticle(measure: Measure, ref: ArticleRef): Article {
  const article = findArticle(measure, ref)
  if (article !== undefined) return article
  const numbered = measure.articles.filter((candidate) => typeof candidate.ref === 'number').length
  const annexes = measure.articles
    .map((candidate) => candidate.ref)
    .filter((candidate) => typeof candidate === 'string')
  const known = [`1 to ${numbered}`, ...annexes].join(', ')
  throw new InputError('unknown-article', `article: ${measure.id} has no article ${ref}; it has ${known}`, 'article')
}

export const getArticle = defineTool({
  name: 'get_article',
  description:
    'One article or annex of a measure, whole or one paragraph of it, with its corrections and validity. 取某办法某条（款）原文。',
  schema: z.strictObject({
    measure: z.string().describe('measure id, e.g. jining-htz-2024'),
    article: articleRef.describe('article number, or "annex-2"'),
    paragraph: z.number().int().positive().optional().describe('paragraph 款, from 1'),
  }),
  run: ({ measure: id, article: ref, paragraph }, { law, today }) => {
    const measure = parseMeasure(law, id)
    const article = parseArticle(measure, ref)
    const paragraphs = article.paragraphs.map((each) => ({ ...each, text: wholeParagraph(each) }))
    const chosen = paragraph === undefined ? undefined : paragraphs.find((each) => each.number === paragraph)
    if (paragraph !== undefined && chosen === undefined) {
      throw new InputError(
        'unknown-paragraph',
        `paragraph: ${article.label} has ${paragraphs.length} paragraphs`,
        'paragraph',
      )
    }
    return {
      measure: measure.id,
      article: article.ref,
      label: article.label,
      ...(article.title === undefined ? {} : { title: article.title }),
      chapter: article.chapter ?? null,
      text: chosen?.text ?? article.text,
      paragraphs: chosen === undefined ? paragraphs : [chosen],
      errata: article.errata,
      doubts: article.doubts,
      validity: [validityOn(bindingMeasure(law, measure), today, 'today')],
    }
  },
})

function bindingMeasure(law: Law, measure: Measure): Measure {
  return law.measures.find((candidate) => candidate.id === measure.translationOf) ?? measure
}

function wholeParagraph(paragraph: Article['paragraphs'][number]): string {
  const items = paragraph.items.flatMap((item) => [item.text, ...item.subItems])
  return [...(paragraph.text === '' ? [] : [paragraph.text]), ...items].join('\n')
}
