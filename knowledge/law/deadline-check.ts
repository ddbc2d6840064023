/** What a schema cannot see of deadlines: that the period is one, and that the article's own words hold it. */
import type { DeadlineReckoning, DeadlineRule, SimpleReckoning } from './rule.ts'
import { holdsNumber } from './rule-check.ts'
import { squeeze } from './whitespace.ts'
import { readMonthEnd, readWindow, readWritten } from './written-number.ts'

export interface DeadlineFault {
  readonly deadline: string
  readonly problem: string
  readonly fix: string
}

type OnePeriod = Exclude<DeadlineReckoning, { by: 'depends' }>

/** @returns every fault of a measure's deadlines; none where they may be used */
export function findDeadlineFaults(deadlines: readonly DeadlineRule[]): DeadlineFault[] {
  return deadlines.flatMap((rule) =>
    reckoningsOf(rule.reckoning).flatMap((reckoning) => [
      ...(isReadable(reckoning)
        ? []
        : [
            {
              deadline: rule.id,
              problem: `«${reckoning.period}» cannot be read as ${reckoning.by}.`,
              fix: 'Write it as the law does: 10个工作日, 3个月, 两年, 12至24个月, 5月底.',
            },
          ]),
      ...(holdsNumber(squeeze(rule.cites.quote), squeeze(reckoning.period))
        ? []
        : [
            {
              deadline: rule.id,
              problem: `the period «${reckoning.period}» is not in its quote.`,
              fix: 'Write it as the article does, or quote the words that hold it.',
            },
          ]),
    ]),
  )
}

function reckoningsOf(reckoning: DeadlineReckoning): (OnePeriod | SimpleReckoning)[] {
  return reckoning.by === 'depends' ? [reckoning.then.is, reckoning.otherwise.is] : [reckoning]
}

function isReadable({ by, period }: OnePeriod): boolean {
  switch (by) {
    case 'working-days':
      return readWritten(period, 'working-days') !== undefined
    case 'months':
    case 'duration':
    case 'not-before':
      return readWritten(period, 'months') !== undefined
    case 'window':
      return readWindow(period) !== undefined
    case 'yearly-day':
      return readMonthEnd(period) !== undefined
    // The day comes from the calendar, the event or an approval; the words are only told.
    default:
      return true
  }
}
