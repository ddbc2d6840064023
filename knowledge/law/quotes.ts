/** Is it verbatim, and where does it stand? */
import type { Article, Citation } from './measure.ts'
import { squeeze } from './whitespace.ts'

export interface QuotePlace {
  readonly paragraph: number
  readonly item?: number
}

/** Where words stand in an article, white space aside. @returns undefined where they do not */
export function findQuote(article: Article, quote: string): QuotePlace | undefined {
  const wanted = squeeze(quote)
  if (wanted === '') return undefined
  const whole = article.blocks.map((block) => squeeze(block.text))
  const at = whole.join('').indexOf(wanted)
  if (at === -1) return undefined
  let seen = 0
  const index = whole.findIndex((text) => {
    seen += text.length
    return at < seen
  })
  const block = article.blocks[index]
  if (block === undefined) return undefined
  return { paragraph: block.paragraph, ...(block.item === undefined ? {} : { item: block.item }) }
}

/** Whether any of the quoted words are corrected words. Words that were only taken out leave nothing to mark. */
export function isCorrected(article: Article, quote: string): boolean {
  const words = squeeze(quote)
  return article.errata.some((erratum) => {
    const { changed, around } = changedPart(squeeze(erratum.old), squeeze(erratum.new))
    if (changed === '') return false
    return words.includes(around) || around.includes(words)
  })
}

/** The words an erratum really changes, and the same with two characters either side, so that they are found only there. */
function changedPart(before: string, after: string): { changed: string; around: string } {
  let start = 0
  while (start < before.length && start < after.length && before.charAt(start) === after.charAt(start)) start += 1
  let end = 0
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end))
    end += 1
  const changed = after.slice(start, after.length - end)
  return { changed, around: after.slice(Math.max(0, start - 2), after.length - Math.max(0, end - 2)) }
}

/**
 * A citation of an article's words.
 *
 * @throws Error where the words do not stand in the article: a quote of ours is never made up
 */
export function cite(article: Article, quote: string, place = findQuote(article, quote)): Citation {
  if (place === undefined) throw new Error(`not in ${article.measure} ${article.label}: «${quote}»`)
  const corrected = isCorrected(article, quote)
  return { measure: article.measure, article: article.ref, ...place, quote, corrected }
}
