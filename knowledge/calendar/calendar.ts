/** Working days of China: for any day, why nobody works, and how sure that is. */
import { createHash } from 'node:crypto'
import { dayNumber, type IsoDate, weekdayOf, yearOf } from '../law/units.ts'
import { daysOf, type StatutoryFile, type YearFile } from './calendar-file.ts'
import { describeHoliday, type Holiday, type Lang, weekendName } from './rest-words.ts'

/**
 * How sure a span of days is. `official`: every year has its State Council notice. `projected`: some year has none yet
 * and is taken as Monday to Friday less the days off by law. `none`: some year has neither.
 *
 * December of the last published year counts as official, though the next year's notice may still move its last days
 * (as those of 2019 and 2023 did).
 */
export type CalendarStatus = 'official' | 'projected' | 'none'

/** What was known of one year when a day was reckoned: another digest means the reckoning must be done again. */
export interface CalendarYear {
  readonly year: number
  /** The notices' numbers; null where the year's notice is not out. */
  readonly notice: string | null
  /** Of the year's days off and make-up days, 16 hexadecimal digits. */
  readonly digest: string
}

export interface WorkCalendar {
  /** SHA-256 of all years known, 64 hexadecimal digits. */
  readonly digest: string
  /** The first and the last year of which anything is known. */
  readonly firstYear: number
  readonly lastYear: number
  /** Whether the year has a notice, or days off by law to go by. */
  covers(year: number): boolean
  /** Why nobody works that day; undefined on a working day. Ask only of years that are covered. */
  restOn(day: IsoDate, lang?: 'zh' | 'en'): string | undefined
  /** A Saturday or Sunday that is worked, 调休上班. */
  isMakeUpDay(day: IsoDate): boolean
  /** The status of the days from one to the other, both included. */
  statusBetween(from: IsoDate, to: IsoDate): CalendarStatus
  /** The covered years that the days from one to the other lie in. */
  yearsBetween(from: IsoDate, to: IsoDate): CalendarYear[]
}

/**
 * @param files one a year; where two are of the same year the later replaces the earlier
 * @param statutory days off by law of the years whose notice is not out
 */
export function buildCalendar(files: readonly YearFile[], statutory: StatutoryFile): WorkCalendar {
  const notices = new Map(files.map((file) => [file.year, file]))
  const projected = new Map(statutory.years.map((year) => [year.year, year]))
  const rests = new Map<number, Holiday>()
  const makeUps = new Set<number>()
  for (const { year, daysOff } of projected.values()) {
    if (notices.has(year)) continue
    for (const [day, holiday] of holidaysOf(daysOff)) rests.set(day, { holiday, projectedYear: year })
  }
  // In order of years: what a later notice says of the last days of the year before holds.
  for (const file of [...notices.values()].sort((a, b) => a.year - b.year)) {
    for (const [day, holiday] of holidaysOf(file.daysOff)) {
      rests.set(day, { holiday })
      makeUps.delete(day)
    }
    for (const day of file.makeUpDays.map(dayNumber)) {
      makeUps.add(day)
      rests.delete(day)
    }
  }
  const covered = [...new Set([...notices.keys(), ...projected.keys()])].sort((a, b) => a - b)
  const digests = new Map(covered.map((year) => [year, digestOf(year, rests, makeUps)]))
  const statusOf = (year: number): CalendarStatus =>
    notices.has(year) ? 'official' : projected.has(year) ? 'projected' : 'none'
  return {
    digest: createHash('sha256')
      .update(JSON.stringify([...digests]))
      .digest('hex'),
    firstYear: covered.at(0) ?? Number.NaN,
    lastYear: covered.at(-1) ?? Number.NaN,
    covers: (year) => statusOf(year) !== 'none',
    restOn: (day, lang: Lang = 'zh') => {
      const number = dayNumber(day)
      if (makeUps.has(number)) return undefined
      const rest = rests.get(number)
      return rest === undefined ? weekendName(weekdayOf(day), lang) : describeHoliday(rest, lang)
    },
    isMakeUpDay: (day) => makeUps.has(dayNumber(day)),
    statusBetween: (from, to) => {
      const statuses = yearsFrom(from, to).map(statusOf)
      return statuses.includes('none') ? 'none' : statuses.includes('projected') ? 'projected' : 'official'
    },
    yearsBetween: (from, to) =>
      yearsFrom(from, to).flatMap((year) => {
        const digest = digests.get(year)
        const numbers = notices.get(year)?.notices.map((notice) => notice.number ?? notice.id)
        return digest === undefined ? [] : [{ year, notice: numbers?.join('、') ?? null, digest }]
      }),
  }
}

/** Day numbers with their holiday; a day of two holidays carries both names. */
function holidaysOf(daysOff: YearFile['daysOff']): Map<number, string> {
  const holidays = new Map<number, string>()
  for (const range of daysOff) {
    for (const day of daysOf(range).map(dayNumber)) {
      const other = holidays.get(day)
      holidays.set(day, other === undefined ? range.holiday : `${other}、${range.holiday}`)
    }
  }
  return holidays
}

function yearsFrom(from: IsoDate, to: IsoDate): number[] {
  const [first, last] = from <= to ? [yearOf(from), yearOf(to)] : [yearOf(to), yearOf(from)]
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

function digestOf(year: number, rests: ReadonlyMap<number, Holiday>, makeUps: ReadonlySet<number>): string {
  const first = Date.UTC(year, 0, 1) / 86_400_000
  const next = Date.UTC(year + 1, 0, 1) / 86_400_000
  const within = (numbers: Iterable<number>) =>
    [...numbers].filter((day) => day >= first && day < next).sort((a, b) => a - b)
  const days = JSON.stringify([within(rests.keys()), within(makeUps)])
  return createHash('sha256').update(days).digest('hex').slice(0, 16)
}
