/** Days in a sentence, as staff say them: 4月26日, 上周五, 月底, September 18, 2026. What is vague is asked back. */
import { readWhole } from './chinese-number.ts'
import { halfWidth, type Span } from './spans.ts'
import { addMonths, dayOf, type IsoDate, lastDateOf, shiftDays, weekdayOf, yearOf } from './units.ts'

/** A day that is sure. */
export interface ReadDay extends Span {
  readonly kind: 'day'
  readonly day: IsoDate
  /** What was not said and is taken from today; to be told with the answer. */
  readonly assumed?: 'year' | 'month' | 'week'
}

/** A day that is not sure: the question to ask back, and the days it may be. */
export interface VagueDay extends Span {
  readonly kind: 'vague'
  readonly candidates: readonly IsoDate[]
  readonly question: string
}

export type DayInWords = ReadDay | VagueDay

type Groups = Readonly<Record<string, string | undefined>>
type Reader = (groups: Groups, today: IsoDate) => Found | undefined
type Found = { day: IsoDate; assumed?: ReadDay['assumed'] } | { candidates: readonly IsoDate[]; why: string }

const cn = '零〇一二两三四五六七八九十'
const yearWord =
  '(?<relative>大前|前|去|上一|今|本|当|明|下一|后)年|(?<year>\\d{4}|\\d{2}|[零〇一二三四五六七八九]{4})年'
const month = `(?<month>\\d{1,2}|[${cn}]{1,3})月`
const date = `(?<date>\\d{1,2}|[${cn}]{1,3})\\s?[日号]`
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthName = '(?<name>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\\.?'
const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const relativeDays: Readonly<Record<string, number>> = {
  今天: 0,
  今日: 0,
  当天: 0,
  昨天: -1,
  昨日: -1,
  前天: -2,
  大前天: -3,
  明天: 1,
  明日: 1,
  后天: 2,
  大后天: 3,
  today: 0,
  yesterday: -1,
  tomorrow: 1,
}
const relativeYears: Readonly<Record<string, number>> = {
  大前: -3,
  前: -2,
  去: -1,
  上一: -1,
  今: 0,
  本: 0,
  当: 0,
  明: 1,
  下一: 1,
  后: 2,
}

/** In order: the more a pattern says, the earlier it is tried. */
const readers: readonly (readonly [RegExp, Reader])[] = [
  [/(?<![\d.-])(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<date>\d{1,2})(?!\d)/gu, readWritten],
  [/(?<!\d)(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<date>\d{2})(?!\d)/gu, readWritten],
  [new RegExp(`(?:${yearWord})\\s?${month}\\s?${date}`, 'gu'), readWritten],
  [new RegExp(`(?:${yearWord})\\s?${month}(?:份)?(?<part>底|末|初|上旬|中旬|下旬|中)`, 'gu'), readPart],
  [new RegExp(`(?:${yearWord})年?\\s?(?<part>底|末|初|中)`, 'gu'), readPart],
  [/年(?<part>底|末)/gu, readPart],
  [
    new RegExp(
      `(?:${yearWord})?\\s?(?<feast>元旦|春节|过年|除夕|清明节?|五一|劳动节|端午节?|中秋节?|国庆节?|十一)(?:放假)?(?:之?前后?|之?后|期间|那几天|左右|当天)`,
      'gu',
    ),
    readFeast,
  ],
  [new RegExp(`(?<!年\\s?)${month}\\s?${date}`, 'gu'), readWritten],
  [new RegExp(`(?<!年\\s?)${month}(?:份)?(?<part>底|末|初|上旬|中旬|下旬|中)`, 'gu'), readPart],
  [new RegExp(`(?<which>上|这|本|下)个?月\\s?${date}`, 'gu'), readMonthDay],
  [/(?<which>上|这|本|下)?个?月(?<part>底|末|初|上旬|中旬|下旬|中)/gu, readMonthPart],
  [/(?<which>上上|上|这|本|下下|下)?个?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])/gu, readWeekday],
  [new RegExp(`(?<count>\\d{1,3}|[${cn}]{1,3})\\s?(?<unit>天|周|个月)(?<side>前|后)(?!年)`, 'gu'), readAgo],
  [
    /前几天|前两天|最近|近期|前阵子|过几天|这几天|上个月(?!\s?\d)|下个月(?!\s?\d)|节前|节后|(?<!个)月内|(?<![\d零〇一二两三四五六七八九十半几])年内|[上中下]旬|年初|月初|年中/gu,
    (_, today) => ({ candidates: [], why: example(today) }),
  ],
  [new RegExp(`${monthName}\\s+(?<date>\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(?<year>\\d{4}))?\\b`, 'giu'), readEnglish],
  [
    new RegExp(`(?<!\\d)(?<date>\\d{1,2})(?:st|nd|rd|th)?\\s+${monthName}(?:,?\\s+(?<year>\\d{4}))?`, 'giu'),
    readEnglish,
  ],
  [new RegExp(`end of ${monthName}(?:\\s+(?<year>\\d{4}))?`, 'giu'), readEnglishEnd],
  [/\b(?:(?<which>last|this|next)\s+)(?<english>sun|mon|tue|wed|thu|fri|sat)[a-z]*day\b/giu, readWeekday],
  [/(?<![\d/〔-])(?<first>\d{1,2})\/(?<second>\d{1,2})(?![\d/%])/gu, readSlashed],
  [
    new RegExp(`(?:${yearWord})?\\s?${month}(?!\\s?\\d|内|间|份?[底末初上中下])`, 'gu'),
    (_, today) => ({ candidates: [], why: example(today) }),
  ],
  [/^\s*(?<date>\d{1,2})\s?[日号]\s*$/gu, readMonthDay],
]

/**
 * The days in a text, in order.
 *
 * @param today what 昨天, 上周五 and a day without a year are reckoned from
 */
export function findDays(text: string, today: IsoDate): DayInWords[] {
  const plain = halfWidth(text)
  const found: DayInWords[] = []
  const keep = (index: number, length: number, read: Found | undefined) => {
    const span = { start: index, end: index + length, text: text.slice(index, index + length) }
    if (read === undefined || found.some((other) => other.start < span.end && span.start < other.end)) return
    found.push(toWords(span, read))
  }
  for (const [pattern, reader] of readers) {
    for (const match of plain.matchAll(pattern)) keep(match.index, match[0].length, reader(match.groups ?? {}, today))
  }
  for (const match of plain.matchAll(
    /大前天|大后天|今天|今日|昨天|昨日|前天|明天|明日|后天|\b(?:today|yesterday|tomorrow)\b/giu,
  )) {
    const by = relativeDays[match[0].toLowerCase()]
    keep(match.index, match[0].length, by === undefined ? undefined : { day: shiftDays(today, by) })
  }
  return found.sort((a, b) => a.start - b.start)
}

function toWords(span: Span, read: Found): DayInWords {
  if ('day' in read)
    return { ...span, kind: 'day', day: read.day, ...(read.assumed === undefined ? {} : { assumed: read.assumed }) }
  const { candidates, why } = read
  return {
    ...span,
    kind: 'vague',
    candidates,
    question:
      candidates.length > 0
        ? `“${span.text}”是${candidates.map(say).join('，还是')}？`
        : `“${span.text}”是哪一天？${why}`,
  }
}

function readWritten(groups: Groups, today: IsoDate): Found | undefined {
  const [m, d] = [readWhole(groups.month ?? ''), readWhole(groups.date ?? '')]
  if (m === undefined || d === undefined || m < 1 || m > 12 || d < 1 || d > 31) return undefined
  const year = readYear(groups, today)
  if (year === undefined) return inSomeYear(m, d, today)
  return existing(year, m, d)
}

/** Without a year it is this year's; near New Year it may be the neighbouring year's, and is asked. */
function inSomeYear(month: number, date: number, today: IsoDate): Found {
  const [year, now] = [yearOf(today), Number(today.slice(5, 7))]
  const other = now <= 2 && month >= 11 ? year - 1 : now >= 11 && month <= 2 ? year + 1 : undefined
  const own = existing(year, month, date)
  if (other === undefined || !('day' in own)) return 'day' in own ? { ...own, assumed: 'year' } : own
  const neighbour = existing(other, month, date)
  return 'day' in neighbour ? { candidates: [neighbour.day, own.day].sort(), why: '' } : { ...own, assumed: 'year' }
}

function existing(year: number, month: number, date: number): Found {
  if (date <= lastDateOf(year, month)) return { day: dayOf(year, month, date) }
  return { candidates: [], why: `${year}年${month}月只有${lastDateOf(year, month)}天。` }
}

/** 8月底, 今年底: a month's end is a day; its beginning or middle is not. */
function readPart(groups: Groups, today: IsoDate): Found | undefined {
  const m = groups.month === undefined ? 12 : readWhole(groups.month)
  if (m === undefined || m < 1 || m > 12) return undefined
  const year = readYear(groups, today)
  if (groups.part !== '底' && groups.part !== '末') return { candidates: [], why: example(today) }
  const of = year ?? yearOf(today)
  const day = dayOf(of, m, lastDateOf(of, m))
  return year === undefined ? { day, assumed: 'year' } : { day }
}

function readFeast(_: Groups, today: IsoDate): Found {
  return { candidates: [], why: example(today) }
}

function readMonthDay(groups: Groups, today: IsoDate): Found | undefined {
  const d = readWhole(groups.date ?? '')
  if (d === undefined || d < 1 || d > 31) return undefined
  const first = monthOf(groups.which, today)
  const read = existing(yearOf(first), Number(first.slice(5, 7)), d)
  return 'day' in read && groups.which === undefined ? { ...read, assumed: 'month' } : read
}

function readMonthPart(groups: Groups, today: IsoDate): Found {
  const first = monthOf(groups.which, today)
  const [year, m] = [yearOf(first), Number(first.slice(5, 7))]
  if (groups.part !== '底' && groups.part !== '末') return { candidates: [], why: example(today) }
  const day = dayOf(year, m, lastDateOf(year, m))
  return groups.which === undefined ? { day, assumed: 'month' } : { day }
}

/** The first day of last, this or next month. */
function monthOf(which: string | undefined, today: IsoDate): IsoDate {
  const first = dayOf(yearOf(today), Number(today.slice(5, 7)), 1)
  return addMonths(first, which === '上' ? -1 : which === '下' ? 1 : 0)
}

/** Weeks begin on Monday: 上周五 is the Friday of the week before this one. */
function readWeekday(groups: Groups, today: IsoDate): Found | undefined {
  const { which, weekday, english } = groups
  const index =
    english === undefined
      ? '一二三四五六日'.indexOf((weekday ?? '').replace('天', '日'))
      : (weekdayNames.indexOf(english.toLowerCase()) + 6) % 7
  if (index === -1) return undefined
  const monday = shiftDays(today, -((weekdayOf(today) + 6) % 7))
  const weeks: Readonly<Record<string, number>> = { 上上: -2, 上: -1, last: -1, 下: 1, next: 1, 下下: 2 }
  const day = shiftDays(monday, 7 * (weeks[(which ?? '').toLowerCase()] ?? 0) + index)
  // «last Friday» may be this week's or the week's before.
  const recent = shiftDays(day, 7)
  if (english !== undefined && which?.toLowerCase() === 'last' && recent < today)
    return { candidates: [day, recent], why: '' }
  return which === undefined ? { day, assumed: 'week' } : { day }
}

function readAgo(groups: Groups, today: IsoDate): Found | undefined {
  const count = readWhole(groups.count ?? '')
  if (count === undefined) return undefined
  const by = groups.side === '前' ? -count : count
  if (groups.unit === '个月') return { day: addMonths(today, by) }
  return { day: shiftDays(today, groups.unit === '周' ? by * 7 : by) }
}

function readEnglish(groups: Groups, today: IsoDate): Found | undefined {
  const m = monthIndex(groups.name)
  return readWritten({ month: String(m), date: groups.date, year: groups.year }, today)
}

function readEnglishEnd(groups: Groups, today: IsoDate): Found | undefined {
  return readPart({ month: String(monthIndex(groups.name)), part: '底', year: groups.year }, today)
}

/** 26/4, 4/26: which is the month is asked, never guessed. */
function readSlashed(groups: Groups, today: IsoDate): Found | undefined {
  const [a, b] = [Number(groups.first), Number(groups.second)]
  const days = [
    [a, b],
    [b, a],
  ].flatMap(([m = 0, d = 0]) =>
    m >= 1 && m <= 12 && d >= 1 && d <= lastDateOf(yearOf(today), m) ? [dayOf(yearOf(today), m, d)] : [],
  )
  return days.length === 0 ? undefined : { candidates: [...new Set(days)].sort(), why: '' }
}

function monthIndex(name: string | undefined): number {
  return monthNames.indexOf((name ?? '').toLowerCase().slice(0, 3)) + 1
}

function readYear({ relative, year }: Groups, today: IsoDate): number | undefined {
  if (relative !== undefined) return yearOf(today) + (relativeYears[relative] ?? 0)
  if (year === undefined) return undefined
  const read = readWhole(year)
  return read !== undefined && year.length === 2 ? 2000 + read : read
}

function example(today: IsoDate): string {
  return `请给出具体日期，例如${say(today)}。`
}

function say(day: IsoDate): string {
  return `${yearOf(day)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
}
