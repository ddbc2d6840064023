/** Counting working days, rolling to them, and showing the reckoning. Day numbers only; no clock. */
import type { CalendarStatus, WorkCalendar } from '#knowledge/calendar/calendar.ts'
import { type IsoDate, shiftDays, yearOf } from '#knowledge/law/units.ts'
import { InputError } from './input-error.ts'

/** A day passed over and why nobody works on it. */
export interface SkippedDay {
  readonly date: IsoDate
  readonly why: string
}

export interface Reckoning {
  readonly last: IsoDate
  readonly skipped: readonly SkippedDay[]
  /** Saturdays and Sundays that were counted, because they are worked (调休上班). */
  readonly madeUp: readonly IsoDate[]
  /** How sure the days walked over are. */
  readonly calendar: CalendarStatus
}

/**
 * The last day of a period of working days. The day of the event is not counted (民法典 第201条).
 *
 * @param event  the day the period runs from, e.g. the day the award notice was sent
 * @param count  working days, 1 or more
 * @returns the last day, every day passed over and why, and whether each year crossed has its notice
 * @throws InputError where the count is none, or a year crossed has neither notice nor days off by law
 */
export function addWorkingDays(
  event: IsoDate,
  count: number,
  calendar: WorkCalendar,
  lang: 'zh' | 'en' = 'zh',
): Reckoning {
  if (!Number.isInteger(count) || count < 1) {
    throw new InputError(
      'bad-count',
      `count: ${count} is no number of working days; give a whole number, 1 or more`,
      'count',
    )
  }
  const skipped: SkippedDay[] = []
  const madeUp: IsoDate[] = []
  let day = event
  for (let left = count; left > 0; ) {
    day = shiftDays(day, 1)
    refuseUncovered(day, calendar)
    const why = calendar.restOn(day, lang)
    if (why !== undefined) {
      skipped.push({ date: day, why })
      continue
    }
    left -= 1
    if (calendar.isMakeUpDay(day)) madeUp.push(day)
  }
  return { last: day, skipped, madeUp, calendar: calendar.statusBetween(shiftDays(event, 1), day) }
}

/**
 * The first working day on or after a day: where a period's last day is a rest day it ends there (民法典 第203条).
 *
 * @throws InputError where a year walked over is not covered
 */
export function rollForward(day: IsoDate, calendar: WorkCalendar, lang: 'zh' | 'en' = 'zh'): Reckoning {
  return roll(day, 1, calendar, lang)
}

/** The last working day on or before a day. @throws InputError where a year walked over is not covered */
export function rollBack(day: IsoDate, calendar: WorkCalendar, lang: 'zh' | 'en' = 'zh'): Reckoning {
  return roll(day, -1, calendar, lang)
}

/**
 * Working days after one day up to and including another; negative where the other lies before.
 *
 * @throws InputError where a year between is not covered
 */
export function countWorkingDays(from: IsoDate, to: IsoDate, calendar: WorkCalendar): number {
  if (to < from) return -countWorkingDays(to, from, calendar) || 0
  if (from !== to) for (let year = yearOf(shiftDays(from, 1)); year <= yearOf(to); year++) refuseYear(year, calendar)
  let count = 0
  for (let day = from; day < to; ) {
    day = shiftDays(day, 1)
    if (calendar.restOn(day) === undefined) count += 1
  }
  return count
}

function roll(from: IsoDate, step: 1 | -1, calendar: WorkCalendar, lang: 'zh' | 'en'): Reckoning {
  const skipped: SkippedDay[] = []
  for (let day = from; ; day = shiftDays(day, step)) {
    refuseUncovered(day, calendar)
    const why = calendar.restOn(day, lang)
    if (why === undefined) {
      const madeUp = calendar.isMakeUpDay(day) ? [day] : []
      return { last: day, skipped, madeUp, calendar: calendar.statusBetween(from, day) }
    }
    skipped.push({ date: day, why })
  }
}

/**
 * The nearest working day, the day itself where it is one.
 *
 * @param step 1 for the days after, -1 for the days before
 * @returns undefined where a year walked over is not covered
 */
export function nearestWorkingDay(from: IsoDate, step: 1 | -1, calendar: WorkCalendar): IsoDate | undefined {
  for (let day = from; calendar.covers(yearOf(day)); day = shiftDays(day, step)) {
    if (calendar.restOn(day) === undefined) return day
  }
  return undefined
}

function refuseUncovered(day: IsoDate, calendar: WorkCalendar): void {
  refuseYear(yearOf(day), calendar)
}

function refuseYear(year: number, calendar: WorkCalendar): void {
  if (calendar.covers(year)) return
  const known = `working days are known from ${calendar.firstYear} to ${calendar.lastYear}`
  throw new InputError('no-calendar', `the working days of ${year} are not known; ${known}`, 'from')
}
