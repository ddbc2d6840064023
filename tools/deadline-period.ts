/** The period of a deadline as a number, and as a list shows it. */
import type { DeadlineReckoning } from '#knowledge/law/rule.ts'
import { readWritten, type WrittenUnit } from '#knowledge/law/written-number.ts'

/** @throws Error where the law's words hold no such number: a mistake in deadlines.yaml */
export function readPeriod(period: string, unit: Extract<WrittenUnit, 'working-days' | 'months'>): number {
  const read = readWritten(period, unit)
  if (read === undefined) throw new Error(`«${period}» is no number of ${unit}`)
  return Number(read.numerator / read.denominator)
}

/** `12至24个月` → 12 and 24. @throws Error where it is no such window */
export function readWindow(period: string): { from: number; to: number } {
  const match = /^(\d+)至(\d+)个月$/u.exec(period)
  if (match === null) throw new Error(`«${period}» is no window of months`)
  return { from: Number(match[1]), to: Number(match[2]) }
}

/** `5月底` → 5. @throws Error where it is no month's end */
export function readMonthEnd(period: string): number {
  const month = Number(/^(\d{1,2})月底$/u.exec(period)?.[1])
  if (!(month >= 1 && month <= 12)) throw new Error(`«${period}» is no month's end`)
  return month
}

/** Every period a deadline has, as its quote holds it. */
export function periodsOf(reckoning: DeadlineReckoning): string[] {
  if (reckoning.by !== 'depends') return [reckoning.period]
  return [reckoning.then.is.period, reckoning.otherwise.is.period]
}

/** One line for a list: `10个工作日`, `限额以上30个工作日，限额以下10个工作日`, `每年5月底前`. */
export function describePeriod(reckoning: DeadlineReckoning): string {
  switch (reckoning.by) {
    case 'depends':
      return [reckoning.then, reckoning.otherwise].map((branch) => `${branch.case.zh}${branch.is.period}`).join('，')
    case 'yearly-day':
      return `每年${reckoning.period}前`
    case 'not-before':
      return `满${reckoning.period}之后`
    case 'given-day':
      return `${reckoning.period}（以批复为准）`
    case 'year-end-within':
      return `建设期内${reckoning.period}前`
    default:
      return reckoning.period
  }
}
