/** Shares (15%, 百分之十五, 一成半) and periods (三个月, 半年, 十个工作日) in a sentence. */
import { readNumber, readWhole } from './chinese-number.ts'
import { halfWidth, type Span } from './spans.ts'

/** A share in hundredths: 15 is 15 %. */
export interface Share extends Span {
  readonly kind: 'share'
  readonly percent: number
}

export interface Period extends Span {
  readonly kind: 'period'
  /** Years are told in months. */
  readonly unit: 'working-days' | 'days' | 'weeks' | 'months'
  /** Absent where it is not exact; then `question` asks. */
  readonly count?: number
  readonly question?: string
}

const digits = '零〇一二两三四五六七八九十百'
const number = String.raw`(?:\d+(?:\.\d+)?|[${digits}]+(?:点[${digits}]+)?)`
const sharePattern = new RegExp(
  String.raw`百分之(?<fraction>${number})|(?<percent>\d+(?:\.\d+)?)\s*(?:%|percent\b|per cent\b)|(?<points>${number})个(?:百分)?点|(?<tenths>[一二两三四五六七八九\d])成(?<half>半)?(?![不为立果员本功])`,
  'giu',
)

export function findShares(text: string): Share[] {
  return [...halfWidth(text).matchAll(sharePattern)].flatMap((match) => {
    const { fraction, percent, points, tenths, half } = match.groups ?? {}
    const read = readNumber(fraction ?? percent ?? points ?? tenths ?? '')
    if (read === undefined) return []
    const value = Number(read.numerator) / Number(read.denominator)
    return [
      {
        kind: 'share',
        percent: tenths === undefined ? value : value * 10 + (half === undefined ? 0 : 5),
        ...spanOf(text, match),
      },
    ]
  })
}

const units = '个工作日|工作日|个半月|个多月|个月|年|个?星期|个?礼拜|周|个季度|天|日'
const periodPattern = new RegExp(
  String.raw`(?<![\d第年月〔.-])(?<number>\d+|[${digits}]+)?(?<half>半)?\s?(?<vague>多|几|来)?\s?(?<unit>${units})(?<more>半|多)?|(?<![\d.])(?<english>\d+)[\s-]*(?<of>working days?|business days?|days?|weeks?|months?|years?)\b`,
  'giu',
)

/** Calendar years and days of the month (2024年, 24年, 26日) are no periods. */
export function findPeriods(text: string): Period[] {
  return [...halfWidth(text).matchAll(periodPattern)].flatMap((match) => {
    const span = spanOf(text, match)
    const groups = match.groups ?? {}
    if (groups.english !== undefined)
      return [{ kind: 'period', ...span, ...inUnit(Number(groups.english), groups.of ?? '') }]
    return readPeriod(groups, span, halfWidth(text).slice(match.index + match[0].length))
  })
}

function readPeriod(
  { number: count, half, vague, unit = '', more }: Readonly<Record<string, string | undefined>>,
  span: Span,
  next: string,
): Period[] {
  if (count === undefined && (half === undefined || !/^(?:年|个月|天)$/u.test(unit))) return []
  if (unit === '日' || (unit === '年' && isCalendarYear(count, next))) return []
  const whole = count === undefined ? 0 : readWhole(count)
  if (whole === undefined) return []
  const halves = half !== undefined || more === '半' || unit === '个半月'
  if (vague !== undefined || more === '多' || unit === '个多月' || (halves && !(unit === '年')))
    return [
      {
        kind: 'period',
        ...span,
        unit: inUnit(1, unit).unit,
        question: `“${span.text}”准确是多久？例如3个月、10个工作日。`,
      },
    ]
  const { unit: measured, count: units } = inUnit(whole, unit)
  return [{ kind: 'period', ...span, unit: measured, count: units + (halves ? 6 : 0) }]
}

function isCalendarYear(count: string | undefined, next: string): boolean {
  if (count === undefined) return false
  if (/^\d+$/u.test(count) && Number(count) >= 16 && Number(count) < 100) return true
  return count.length === 4 || /^\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|^[初底末]/u.test(next)
}

function inUnit(count: number, unit: string): { unit: Period['unit']; count: number } {
  if (/工作日|working|business/iu.test(unit)) return { unit: 'working-days', count }
  if (/年|year/iu.test(unit)) return { unit: 'months', count: count * 12 }
  if (/季度/u.test(unit)) return { unit: 'months', count: count * 3 }
  if (/月|month/iu.test(unit)) return { unit: 'months', count }
  return /周|星期|礼拜|week/iu.test(unit) ? { unit: 'weeks', count } : { unit: 'days', count }
}

function spanOf(text: string, match: RegExpExecArray): Span {
  return {
    start: match.index,
    end: match.index + match[0].length,
    text: text.slice(match.index, match.index + match[0].length),
  }
}
