/** Reads the few forms in which rules write a number: as the law does, so that it is found again in the quote. */
import { readOrdinal } from './numerals.ts'

/** What a number measures: whole yuan, a share of a sum, months, working days, or things counted (三家, 三种). */
export type WrittenUnit = 'yuan' | 'share' | 'months' | 'working-days' | 'count'

/** Exact: a share stays a fraction, so that no comparison is ever rounded. `denominator` is more than 0. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

const tenThousands: Readonly<Record<string, bigint>> = { '': 1n, 万: 10_000n, 亿: 100_000_000n }
const forms: Readonly<Record<WrittenUnit, RegExp>> = {
  yuan: /^(\d+(?:\.\d+)?)(万|亿)?元?$/u,
  share: /^(\d+(?:\.\d+)?)[%％]$/u,
  months: /^(\d+|[一二两三四五六七八九十]+)(年|个月)$/u,
  'working-days': /^(\d+|[一二两三四五六七八九十]+)个工作日$/u,
  count: /^(\d+|[一二两三四五六七八九十]+)[个家种项份]?$/u,
}

/**
 * @param text as the law writes it: `200万`, `5%`, `3年`, `一年`, `30个工作日`, `三家`
 * @returns yuan, a share of 1, months, working days or a count; undefined where the text is none of that unit
 */
export function readWritten(text: string, unit: WrittenUnit): Fraction | undefined {
  const match = forms[unit].exec(text.replace(/[\s,，]/gu, ''))
  const digits = match?.[1]
  if (match === null || digits === undefined) return undefined
  if (unit === 'yuan') return whole(times(readDecimal(digits), tenThousands[match[2] ?? ''] ?? 1n))
  if (unit === 'share') return times(readDecimal(digits), 1n, 100n)
  const count = readCount(digits)
  if (count === undefined) return undefined
  return { numerator: unit === 'months' && match[2] === '年' ? count * 12n : count, denominator: 1n }
}

/** `12至24个月` → 12 and 24, in months; undefined where the text is no such window */
export function readWindow(text: string): { from: number; to: number } | undefined {
  const [, from, to] = /^(\d+)至(\d+)个月$/u.exec(text) ?? []
  return from === undefined || to === undefined ? undefined : { from: Number(from), to: Number(to) }
}

/** `5月底` → 5; undefined where the text is no month's end */
export function readMonthEnd(text: string): number | undefined {
  const month = Number(/^(\d{1,2})月底$/u.exec(text)?.[1])
  return month >= 1 && month <= 12 ? month : undefined
}

/** @returns -1, 0 or 1 as a is less than, equal to or more than b */
export function compareFractions(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function readDecimal(digits: string): Fraction {
  const [integer = '0', decimals = ''] = digits.split('.')
  return { numerator: BigInt(integer + decimals), denominator: 10n ** BigInt(decimals.length) }
}

function readCount(digits: string): bigint | undefined {
  if (/^\d+$/u.test(digits)) return BigInt(digits)
  const ordinal = readOrdinal(digits.replace('两', '二'))
  return ordinal === undefined ? undefined : BigInt(ordinal)
}

function times(value: Fraction, by: bigint, dividedBy = 1n): Fraction {
  return { numerator: value.numerator * by, denominator: value.denominator * dividedBy }
}

/** Money is whole yuan: `0.00001万` is no sum. */
function whole(value: Fraction): Fraction | undefined {
  if (value.numerator % value.denominator !== 0n) return undefined
  return { numerator: value.numerator / value.denominator, denominator: 1n }
}
