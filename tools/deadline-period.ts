/** The period of a deadline as a number, and as a list shows it. */
import type { DeadlineReckoning } from '#knowledge/law/rule.ts'
import { readMonthEnd, readWindow, readWritten, type WrittenUnit } from '#knowledge/law/written-number.ts'

/** @throws Error where the law's words hold no such number: a measure with such a deadline does not load */
export function periodOf(period: string, unit: Extract<WrittenUnit, 'working-days' | 'months'>): number {
  const read = readWritten(period, unit)
  if (read === undefined) throw new Error(`«${period}» is no number of ${unit}`)
  return Number(read.numerator / read.denominator)
}

/** @throws Error where the law's words are no such window */
export function windowOf(period: string): { from: number; to: number } {
  const window = readWindow(period)
  if (window === undefined) throw new Error(`«${period}» is no window of months`)
  return window
}

/** @throws Error where the law's words are no month's end */
export function monthEndOf(period: string): number {
  const month = readMonthEnd(period)
  if (month === undefined) throw new Error(`«${period}» is no month's end`)
  return month
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
