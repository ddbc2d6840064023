/**
 * What staff write of sums, shares and periods: 300万, 叁佰万元整, 0.03亿, RMB 2m, 百分之十五, 三个月.
 * What is not exact is asked back, never guessed; what is no amount (第18条, 57号, 3家, 5万条) is not read.
 */
import { readWhole } from './chinese-number.ts'
import { findMoney, type Money, type VagueMoney } from './money.ts'
import { formatYuan } from './money-words.ts'
import { findPeriods, findShares, type Period, type Share } from './shares-and-periods.ts'
import { halfWidth, type Span } from './spans.ts'

export type Amount = Money | VagueMoney | Share | Period

/**
 * Everything counted in a sentence, in order: sums, shares and periods.
 * A number belongs to the word behind it: «15万5%» is 15万 and 5 %, «300万一年» is 300万 and one year.
 */
export function findAmounts(text: string): Amount[] {
  return [...findSums(text), ...sharesAndPeriods(text)].sort((a, b) => a.start - b.start)
}

function findSums(text: string): (Money | VagueMoney)[] {
  return findMoney(without(text, sharesAndPeriods(text)))
}

function sharesAndPeriods(text: string): (Share | Period)[] {
  return [...findShares(text), ...findPeriods(text)]
}

/**
 * The answer to «how many yuan?»: one sum, also without 元. A small bare number may be meant in 万元, so it is asked back.
 *
 * @returns undefined where the text holds no sum, or several
 */
export function readSum(text: string): Money | VagueMoney | undefined {
  const sums = findSums(text)
  if (sums.length > 0) return sums.length === 1 ? sums[0] : undefined
  const bare = halfWidth(text).trim()
  const value = /^[\d,.]+$|^[零〇一二两三四五六七八九十百千]+$/u.test(bare) ? readWhole(bare) : undefined
  if (value === undefined) return undefined
  const start = text.indexOf(text.trim())
  const span = { start, end: start + text.trim().length, text: text.trim() }
  if (value === 0 || value >= 10_000) return { ...span, kind: 'money', yuan: value }
  const question = `是${formatYuan(value)}还是${value}万元？`
  return { ...span, kind: 'vague', low: value, high: value * 10_000, lowIncluded: true, highIncluded: true, question }
}

/** The text with some of its places covered, every other character where it was. */
function without(text: string, places: readonly Span[]): string {
  return places.reduce(
    (rest, { start, end }) => rest.slice(0, start) + '；'.repeat(end - start) + rest.slice(end),
    text,
  )
}
