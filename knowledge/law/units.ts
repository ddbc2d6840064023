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

/**
 * Days since 1970-01-01, the number all reckoning is done on. Years are counted from March, so that a leap day is a
 * year's last; by way of `Date` a plan of many deadlines takes twice as long.
 */
export function dayNumber(day: IsoDate): number {
  const month = Number(day.slice(5, 7))
  const year = Number(day.slice(0, 4)) - (month > 2 ? 0 : 1)
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  return year * 365 + leapDays + daysBefore((month + 9) % 12) + Number(day.slice(8, 10)) - 1 - marchOfYear0
}

export function dayFromNumber(number: number): IsoDate {
  if (!Number.isInteger(number)) throw new RangeError(`there is no day number ${number}`)
  const day = number + marchOfYear0
  const century4 = Math.floor(day / daysIn400Years)
  const left = day - century4 * daysIn400Years
  const leapDays = Math.floor(left / 1460) - Math.floor(left / 36_524) + Math.floor(left / 146_096)
  const years = Math.floor((left - leapDays) / 365)
  const ofYear = left - (years * 365 + Math.floor(years / 4) - Math.floor(years / 100))
  const fromMarch = Math.floor((5 * ofYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = century4 * 400 + years + (month > 2 ? 0 : 1)
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(ofYear - daysBefore(fromMarch) + 1, 2)}` as IsoDate
}

/** From 0000-03-01 to 1970-01-01. */
const marchOfYear0 = 719_468
const daysIn400Years = 146_097

/** Days of the months before one, counted from March as 0. */
function daysBefore(month: number): number {
  return Math.floor((153 * month + 2) / 5)
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0')
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
