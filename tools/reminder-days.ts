/** When reminders may be sent: at nine in the morning of a working day in China, moved earlier rather than later. */
import type { WorkCalendar } from '#knowledge/calendar/calendar.ts'
import { dayNumber, type IsoDate, shanghaiDay, shiftDays, weekdayOf, yearOf } from '#knowledge/law/units.ts'

/** Office hours in Asia/Shanghai: what was missed is sent within them. */
const opensAt = 9
const closesAt = 18
const shanghaiOffset = 8
const millisecondsAnHour = 3_600_000

/** An instant in UTC, e.g. `2026-11-24T01:00:00.000Z`: order of text is order of time. */
export type Instant = string

/** Of a year of which nothing is known, Monday to Friday: a reminder on a holiday is better than none. */
export function isWorkingDay(day: IsoDate, calendar: WorkCalendar): boolean {
  return calendar.covers(yearOf(day)) ? calendar.restOn(day) === undefined : weekdayOf(day) % 6 !== 0
}

/** Nine o'clock in Asia/Shanghai. */
export function morningOf(day: IsoDate): Instant {
  return new Date(
    dayNumber(day) * 24 * millisecondsAnHour + (opensAt - shanghaiOffset) * millisecondsAnHour,
  ).toISOString()
}

/** The first working morning at or after an instant. */
export function nextMorningDay(instant: Instant, calendar: WorkCalendar): IsoDate {
  const day = shanghaiDay(new Date(instant))
  return workingDayFrom(morningOf(day) >= instant ? day : shiftDays(day, 1), calendar)
}

/** The day itself or the first working day after it. */
export function workingDayFrom(day: IsoDate, calendar: WorkCalendar): IsoDate {
  let found = day
  while (!isWorkingDay(found, calendar)) found = shiftDays(found, 1)
  return found
}

/** The day itself or the last working day before it. */
export function workingDayUpTo(day: IsoDate, calendar: WorkCalendar): IsoDate {
  let found = day
  while (!isWorkingDay(found, calendar)) found = shiftDays(found, -1)
  return found
}

/** @param count working days after the day, 0 for the day itself; negative before it */
export function shiftWorkingDays(day: IsoDate, count: number, calendar: WorkCalendar): IsoDate {
  const step = count < 0 ? -1 : 1
  let found = day
  for (let left = Math.abs(count); left > 0; ) {
    found = shiftDays(found, step)
    if (isWorkingDay(found, calendar)) left -= 1
  }
  return found
}

/**
 * Working days after one day up to and including another; negative where the other lies before.
 *
 * @param most no more are counted: of a period of years it is enough to know that it is long
 */
export function workingDaysTo(
  from: IsoDate,
  to: IsoDate,
  calendar: WorkCalendar,
  most = Number.POSITIVE_INFINITY,
): number {
  if (to < from) return -workingDaysTo(to, from, calendar, most) || 0
  let count = 0
  for (let day = shiftDays(from, 1); day <= to && count < most; day = shiftDays(day, 1))
    if (isWorkingDay(day, calendar)) count += 1
  return count
}

/** The Monday of a day's week. */
export function mondayOf(day: IsoDate): IsoDate {
  return shiftDays(day, -((weekdayOf(day) + 6) % 7))
}

/** The first working day of the week that begins on a Monday; undefined where nobody works in it. */
export function firstWorkingDayOfWeek(monday: IsoDate, calendar: WorkCalendar): IsoDate | undefined {
  const found = workingDayFrom(monday, calendar)
  return mondayOf(found) === monday ? found : undefined
}

/** Whether something missed may be sent now. */
export function isOfficeHour(instant: Instant, calendar: WorkCalendar): boolean {
  const shifted = new Date(Date.parse(instant) + shanghaiOffset * millisecondsAnHour)
  const hour = shifted.getUTCHours()
  return hour >= opensAt && hour < closesAt && isWorkingDay(shanghaiDay(new Date(instant)), calendar)
}

/** The instant so many office hours later: an evening, a night or a holiday does not count. */
export function addOfficeHours(instant: Instant, hours: number, calendar: WorkCalendar): Instant {
  let at = Date.parse(isOfficeHour(instant, calendar) ? instant : morningOf(nextMorningDay(instant, calendar)))
  for (let left = hours * millisecondsAnHour; ; ) {
    const day = shanghaiDay(new Date(at))
    const close = Date.parse(morningOf(day)) + (closesAt - opensAt) * millisecondsAnHour
    if (at + left <= close) return new Date(at + left).toISOString()
    left -= close - at
    at = Date.parse(morningOf(workingDayFrom(shiftDays(day, 1), calendar)))
  }
}
