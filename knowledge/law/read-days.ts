/** The parts of a day as a pattern found them → the day they name, or what is to be asked back. */
import { readWhole } from './chinese-number.ts'
import { addMonths, dayOf, type IsoDate, lastDateOf, shiftDays, weekdayOf, yearOf } from './units.ts'

export type Groups = Readonly<Record<string, string | undefined>>
/** What was not said and is taken from today. */
export type Assumed = 'year' | 'month' | 'week'
/** A day, or the days it may be and why it is not sure. */
export type Found =
  | { readonly day: IsoDate; readonly assumed?: Assumed }
  | { readonly candidates: readonly IsoDate[]; readonly why: string }

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
/** Weeks or months from this one. */
const steps: Readonly<Record<string, number>> = { 上上: -2, 上: -1, last: -1, 下: 1, next: 1, 下下: 2 }
const relativeDays: Readonly<Record<string, number>> = {
  今天: 0,
  今日: 0,
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

/** 2026-04-26, 20260426: digits that make no day (2026-13-05) are something else. */
export function readWritten(groups: Groups, today: IsoDate): Found | undefined {
  const [m, d] = [Number(groups.month), Number(groups.date)]
  return m >= 1 && m <= 12 && d >= 1 && d <= 31 ? readNamed(groups, today) : undefined
}

/** 2026年4月26日, 4月26日: what is called a day and is none is asked back. */
export function readNamed(groups: Groups, today: IsoDate): Found {
  const [m, d] = [readWhole(groups.month ?? '') ?? 0, readWhole(groups.date ?? '') ?? 0]
  if (m < 1 || m > 12 || d < 1) return noSuchDay(today)
  const year = readYear(groups, today)
  return year === undefined ? inSomeYear(m, d, today) : existing(year, m, d)
}

/** Without a year it is this year's; near New Year it may be the neighbouring year's, and is asked. */
function inSomeYear(month: number, date: number, today: IsoDate): Found {
  const [year, now] = [yearOf(today), Number(today.slice(5, 7))]
  const years = now <= 2 && month >= 11 ? [year - 1, year] : now >= 11 && month <= 2 ? [year, year + 1] : [year]
  const days = years.map((each) => existing(each, month, date)).flatMap((found) => ('day' in found ? found.day : []))
  const [first] = days
  if (first === undefined) return existing(year, month, date)
  return days.length === 1 ? { day: first, assumed: 'year' } : { candidates: days, why: '' }
}

function noSuchDay(today: IsoDate): Found {
  return { candidates: [], why: `没有这一天，${example(today)}` }
}

function existing(year: number, month: number, date: number): Found {
  if (date <= lastDateOf(year, month)) return { day: dayOf(year, month, date) }
  return { candidates: [], why: `${year}年${month}月只有${lastDateOf(year, month)}天。` }
}

/** 8月底, 今年底: a month's end is a day; its beginning or middle is not. */
export function readPart(groups: Groups, today: IsoDate): Found {
  const m = readWhole(groups.month ?? '12') ?? 0
  if (m < 1 || m > 12) return noSuchDay(today)
  const year = readYear(groups, today)
  if (groups.part !== '底' && groups.part !== '末') return { candidates: [], why: example(today) }
  const of = year ?? yearOf(today)
  const day = dayOf(of, m, lastDateOf(of, m))
  return year === undefined ? { day, assumed: 'year' } : { day }
}

/** 最近, 春节后, 9月: a time, and no day. */
export function readVague(_: Groups, today: IsoDate): Found {
  return { candidates: [], why: example(today) }
}

/** 昨天, tomorrow */
export function readSaid({ said = '' }: Groups, today: IsoDate): Found {
  return { day: shiftDays(today, relativeDays[said.toLowerCase()] ?? 0) }
}

export function readMonthDay(groups: Groups, today: IsoDate): Found | undefined {
  const d = readWhole(groups.date ?? '')
  if (d === undefined || d < 1 || d > 31) return undefined
  const first = monthOf(groups.which, today)
  const read = existing(yearOf(first), Number(first.slice(5, 7)), d)
  return 'day' in read && groups.which === undefined ? { ...read, assumed: 'month' } : read
}

export function readMonthPart(groups: Groups, today: IsoDate): Found {
  const first = monthOf(groups.which, today)
  const [year, m] = [yearOf(first), Number(first.slice(5, 7))]
  if (groups.part !== '底' && groups.part !== '末') return { candidates: [], why: example(today) }
  const day = dayOf(year, m, lastDateOf(year, m))
  return groups.which === undefined ? { day, assumed: 'month' } : { day }
}

/** The first day of last, this or next month. */
function monthOf(which: string | undefined, today: IsoDate): IsoDate {
  const first = dayOf(yearOf(today), Number(today.slice(5, 7)), 1)
  return addMonths(first, steps[which ?? ''] ?? 0)
}

/** Weeks begin on Monday: 上周五 is the Friday of the week before this one. */
export function readWeekday({ which, weekday = '', english }: Groups, today: IsoDate): Found {
  const index =
    english === undefined
      ? '一二三四五六日'.indexOf(weekday.replace('天', '日'))
      : weekdayNames.indexOf(english.toLowerCase())
  const monday = shiftDays(today, -((weekdayOf(today) + 6) % 7))
  const day = shiftDays(monday, 7 * (steps[(which ?? '').toLowerCase()] ?? 0) + index)
  // «last Friday» may be this week's or the week's before.
  const recent = shiftDays(day, 7)
  if (which?.toLowerCase() === 'last' && recent < today) return { candidates: [day, recent], why: '' }
  return which === undefined ? { day, assumed: 'week' } : { day }
}

export function readAgo(groups: Groups, today: IsoDate): Found | undefined {
  const count = readWhole(groups.count ?? '')
  if (count === undefined) return undefined
  const by = groups.side === '前' ? -count : count
  if (groups.unit === '个月') return { day: addMonths(today, by) }
  return { day: shiftDays(today, groups.unit === '周' ? by * 7 : by) }
}

export function readEnglish(groups: Groups, today: IsoDate): Found | undefined {
  const m = monthIndex(groups.name)
  return readWritten({ month: String(m), date: groups.date, year: groups.year }, today)
}

export function readEnglishEnd(groups: Groups, today: IsoDate): Found | undefined {
  return readPart({ month: String(monthIndex(groups.name)), part: '底', year: groups.year }, today)
}

/** 26/4, 4/26: which is the month is asked, never guessed. */
export function readSlashed(groups: Groups, today: IsoDate): Found | undefined {
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

export function say(day: IsoDate): string {
  return `${yearOf(day)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
}
