/** Chinese numerals, read and written: 三百二十万, 叁佰万, 二〇二六, 3百万, 1亿2千万. */

/** An exact number: what is written with a decimal point stays exact. */
export interface Exact {
  readonly numerator: bigint
  readonly denominator: bigint
}

const digitValues: Readonly<Record<string, bigint>> = Object.fromEntries(
  ['零〇', '一壹', '二贰两', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].flatMap((same, value) =>
    [...same].map((character) => [character, BigInt(value)]),
  ),
)
const smallUnits: Readonly<Record<string, bigint>> = { 十: 10n, 拾: 10n, 百: 100n, 佰: 100n, 千: 1000n, 仟: 1000n }
const bigUnits: readonly (readonly [RegExp, bigint])[] = [
  [/[亿億]/u, 100_000_000n],
  [/[万萬]/u, 10_000n],
]

const zero: Exact = { numerator: 0n, denominator: 1n }

/** @returns undefined where the text is no number */
export function readNumber(text: string): Exact | undefined {
  return text === '' ? undefined : readBig(text)
}

/** @returns a whole number small enough to count with, or undefined */
export function readWhole(text: string): number | undefined {
  const read = readNumber(text)
  if (read === undefined || read.numerator % read.denominator !== 0n) return undefined
  const whole = read.numerator / read.denominator
  return whole <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(whole) : undefined
}

function readBig(text: string): Exact | undefined {
  for (const [unit, value] of bigUnits) {
    const at = lastIndexOf(text, unit)
    if (at === -1) continue
    const head = readBig(text.slice(0, at))
    const tail = text.slice(at + 1)
    if (head === undefined) return undefined
    if (tail === '') return times(head, value)
    // 千 and 百 stand for one of them only at the head: 千万, never 百万千.
    if (/^[百佰千仟]/u.test(tail)) return undefined
    // 一万二: a lone digit after a unit counts tenths of it.
    const lone = digitValues[tail] ?? (/^\d$/u.test(tail) ? BigInt(tail) : undefined)
    const rest =
      lone !== undefined && lone !== 0n
        ? times({ numerator: lone, denominator: 1n }, value / 10n)
        : readBig(tail.replace(/^[零〇]/u, ''))
    return rest === undefined ? undefined : plus(times(head, value), rest)
  }
  return readSection(text)
}

/** Below 10 000 in Chinese; any size in Arabic. */
function readSection(text: string): Exact | undefined {
  if (/^\d/u.test(text) && !/[十拾百佰千仟]/u.test(text)) return readArabic(text)
  const [whole = '', decimals, ...more] = text.split('点')
  if (more.length > 0) return undefined
  if (decimals !== undefined) return plusDecimals(readUnits(whole), decimals)
  return readUnits(whole)
}

function readArabic(text: string): Exact | undefined {
  if (!/^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/u.test(text)) return undefined
  const [whole = '', decimals = ''] = text.replaceAll(',', '').split('.')
  return { numerator: BigInt(whole + decimals), denominator: 10n ** BigInt(decimals.length) }
}

function plusDecimals(whole: Exact | undefined, decimals: string): Exact | undefined {
  const digits = [...decimals].map((character) => digitValues[character])
  if (whole === undefined || digits.length === 0 || digits.includes(undefined)) return undefined
  return plus(whole, { numerator: BigInt(digits.join('')), denominator: 10n ** BigInt(digits.length) })
}

function readUnits(text: string): Exact | undefined {
  const tokens = text.match(/\d+(?:\.\d+)?|./gu) ?? []
  if (tokens.length > 1 && tokens.every((token) => digitValues[token] !== undefined))
    return { numerator: BigInt(tokens.map((token) => digitValues[token]).join('')), denominator: 1n }
  let total = zero
  let pending: Exact | undefined
  let unit = 10_000n
  let zeroBefore = false
  for (const token of tokens) {
    const small = smallUnits[token]
    if (small !== undefined) {
      if (small >= unit || (pending === undefined && small !== 10n && total.numerator !== 0n)) return undefined
      total = plus(total, times(pending ?? { numerator: 1n, denominator: 1n }, small))
      pending = undefined
      unit = small
      zeroBefore = false
    } else {
      if (pending !== undefined && pending.numerator !== 0n) return undefined
      const digit = digitValues[token]
      pending = digit === undefined ? readArabic(token) : { numerator: digit, denominator: 1n }
      if (pending === undefined) return undefined
      if (digit === 0n) zeroBefore = true
    }
  }
  if (pending === undefined) return tokens.length === 0 ? undefined : total
  const colloquial =
    unit >= 100n && unit < 10_000n && !zeroBefore && pending.denominator === 1n && pending.numerator < 10n
  return plus(total, colloquial ? times(pending, unit / 10n) : pending)
}

function times(value: Exact, by: bigint): Exact {
  return { numerator: value.numerator * by, denominator: value.denominator }
}

function plus(a: Exact, b: Exact): Exact {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  }
}

function lastIndexOf(text: string, pattern: RegExp): number {
  return [...text].findLastIndex((character) => pattern.test(character))
}

const plainDigits = '零一二三四五六七八九'
const financialDigits = '零壹贰叁肆伍陆柒捌玖'

/** 3200000 → 三百二十万 */
export function writeChinese(value: number): string {
  return write(value, plainDigits, ['', '十', '百', '千']).replace(/^一十/u, '十')
}

/** 3200000 → 叁佰贰拾万 */
export function writeFinancial(value: number): string {
  return write(value, financialDigits, ['', '拾', '佰', '仟'])
}

function write(value: number, digits: string, units: readonly string[]): string {
  if (value === 0) return digits.charAt(0)
  const sections: string[] = []
  let rest = BigInt(value)
  const bigs = ['', '万', '亿', '万亿']
  for (; rest > 0n; rest /= 10_000n) sections.push(writeSection(Number(rest % 10_000n), digits, units, rest >= 10_000n))
  return sections
    .map((section, i) => (section === '' ? '' : section === '零' ? '零' : `${section}${bigs[i] ?? ''}`))
    .reverse()
    .join('')
    .replace(/零+/gu, '零')
    .replace(/零$/u, '')
}

function writeSection(value: number, digits: string, units: readonly string[], padded: boolean): string {
  if (value === 0) return padded ? '零' : ''
  const text = [...String(value)]
    .map((digit, i, all) =>
      digit === '0' ? '零' : `${digits.charAt(Number(digit))}${units[all.length - 1 - i] ?? ''}`,
    )
    .join('')
    .replace(/零+/gu, '零')
    .replace(/零$/u, '')
  return padded && value < 1000 ? `零${text}` : text
}
