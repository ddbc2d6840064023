/** Days as the law counts them: calendar days of Asia/Shanghai, never an instant. */
declare const isoDate: unique symbol
/** A calendar day `YYYY-MM-DD` that exists. Made by `parseDay` or `dayFromNumber` only. */
export type IsoDate = string & { readonly [isoDate]: true }

const millisecondsADay = 86_400_000

/** @returns the day, or undefined where there is no such day (2026-02-30, 2026-2-3, words) */
export function parseDay(text: string): IsoDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const instant = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(instant)) return undefined
  return new Date(instant).toISOString().slice(0, 10) === text ? (text as IsoDate) : undefined
}

/** Days since 1970-01-01, the number all reckoning is done on. */
export function dayNumber(day: IsoDate): number {
  return Date.parse(`${day}T00:00:00Z`) / millisecondsADay
}

export function dayFromNumber(number: number): IsoDate {
  return new Date(number * millisecondsADay).toISOString().slice(0, 10) as IsoDate
}

/** The day in Asia/Shanghai at an instant (China has had no summer time since 1991). */
export function shanghaiDay(instant: Date): IsoDate {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10) as IsoDate
}

export function yearOf(day: IsoDate): number {
  return Number(day.slice(0, 4))
}

/** 0 Sunday to 6 Saturday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: IsoDate): number {
  return (((dayNumber(day) + 4) % 7) + 7) % 7
}

/** The day that many days later, or earlier where negative. */
export function shiftDays(day: IsoDate, by: number): IsoDate {
  return dayFromNumber(dayNumber(day) + by)
}

/**
 * The corresponding day that many months later (earlier where negative), or that month's last day where there is
 * none (民法典 第202条): 2026-01-31 and one month is 2026-02-28.
 */
export function addMonths(day: IsoDate, months: number): IsoDate {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const index = year * 12 + (month - 1) + months
  const [y, m] = [Math.floor(index / 12), ((index % 12) + 12) % 12]
  return dayOf(y, m + 1, Math.min(date, lastDateOf(y, m + 1)))
}

/** How many days the month has; months count from 1. */
export function lastDateOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** A day from its numbers; the month and the date must exist. */
export function dayOf(year: number, month: number, date: number): IsoDate {
  return dayFromNumber(Date.UTC(year, month - 1, date) / millisecondsADay)
}
