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
