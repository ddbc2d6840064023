/** What of an article is quoted: all of a short one, of a long one the paragraphs and items that answer. */
import { findArticle, type Law, translationOf } from '#knowledge/law/load.ts'
import type { Article, Citation, Paragraph } from '#knowledge/law/measure.ts'
import { cite } from '#knowledge/law/quotes.ts'
import type { Passage } from '#knowledge/retrieval/index-types.ts'
import type { Sentence } from '#knowledge/retrieval/telling.ts'
import type { Section } from './annex-section.ts'

const longestSection = 800
const wholeUpTo = 420
const longestQuote = 700

/** @returns at least one citation of the article, the place that tells most first */
export function quoteArticle(
  law: Law,
  article: Article,
  telling: readonly Sentence[],
  passages: readonly Passage[],
  lang: 'zh' | 'en',
): Citation[] {
  const translate = (citation: Citation) => (lang === 'en' ? withTranslation(law, citation) : citation)
  if (article.text.length <= wholeUpTo || telling.length === 0) return [translate(citeWhole(article))]
  const wanted: { paragraph: number; item?: number }[] = [
    ...telling,
    ...passages
      .slice(0, 2)
      .flatMap((passage) =>
        passage.paragraph === undefined
          ? []
          : [{ paragraph: passage.paragraph, ...(passage.item === undefined ? {} : { item: passage.item }) }],
      ),
  ]
  const citations: Citation[] = []
  let length = 0
  for (const place of wanted) {
    const quote = wordsOf(article, place)
    if (
      citations.some((citation) => citation.quote.includes(quote)) ||
      (length > 0 && length + quote.length > longestQuote)
    )
      continue
    length += quote.length
    citations.push(
      translate(
        cite(article, quote, { paragraph: place.paragraph, ...(place.item === undefined ? {} : { item: place.item }) }),
      ),
    )
  }
  return citations
}

/** A section of an annex as one citation, heading and all, cut to what can be read at once. */
export function quoteSection(article: Article, section: Section): Citation {
  const kept: string[] = []
  let length = 0
  for (const block of section.blocks) {
    if (kept.length > 0 && length + block.text.length > longestSection) break
    kept.push(block.text)
    length += block.text.length
  }
  return cite(article, kept.join('\n'), { paragraph: section.paragraph })
}

/** The article as one citation, cut to what can be read at once. */
export function citeWhole(article: Article, most = longestQuote): Citation {
  if (article.text === '')
    return { measure: article.measure, article: article.ref, quote: article.title ?? article.label, corrected: false }
  const kept: string[] = []
  let length = 0
  for (const block of article.blocks) {
    if (kept.length > 0 && length + block.text.length > most) break
    kept.push(block.text)
    length += block.text.length
  }
  const { paragraph: _paragraph, item: _item, ...citation } = cite(article, kept.join('\n'), { paragraph: 1 })
  return citation
}

function wordsOf(article: Article, place: { paragraph: number; item?: number }): string {
  const paragraph = article.paragraphs.find((each) => each.number === place.paragraph)
  if (paragraph === undefined) return article.text
  const item = paragraph.items.find((each) => each.number === place.item)
  if (item !== undefined) return [item.text, ...item.subItems].join('\n')
  return paragraph.text === '' ? itemsOf(paragraph) : paragraph.text
}

function itemsOf(paragraph: Paragraph): string {
  const words = paragraph.items.map((item) => item.text).join('\n')
  return words === '' ? (paragraph.under.at(-1) ?? '') : words
}

/** The translated article beside the Chinese words, where there is a translation. */
function withTranslation(law: Law, citation: Citation): Citation {
  const translation = translationOf(law, citation.measure)
  const article = translation === undefined ? undefined : findArticle(translation, citation.article)
  if (article === undefined) return citation
  const paragraph = article.paragraphs.find((each) => each.number === citation.paragraph)
  return { ...citation, translation: paragraph?.text ?? article.text }
}
