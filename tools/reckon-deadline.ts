/** One deadline reckoned from one day: the last lawful day, the nominal one, and how they were found. */
import type { CalendarStatus, WorkCalendar } from '#knowledge/calendar/calendar.ts'
import type { DeadlineReckoning } from '#knowledge/law/rule.ts'
import { addMonths, type IsoDate, yearOf } from '#knowledge/law/units.ts'
import { periodOf, windowOf } from './deadline-period.ts'
import { type Lang, saySkipped, stepWords } from './deadline-words.ts'
import { addWorkingDays, nearestWorkingDay, rollForward, type SkippedDay } from './working-days.ts'

export interface Reckoned {
  /** The last lawful day; null where there is none, or where rolling cannot be known. */
  readonly due: IsoDate | null
  /** Before rolling. */
  readonly dueNominal: IsoDate | null
  /** The last working day not after `dueNominal`. */
  readonly advised: IsoDate | null
  /** Windows and «not before» only. */
  readonly earliest?: IsoDate
  readonly skipped: readonly SkippedDay[]
  readonly calendar: CalendarStatus
  /** The days whose calendar was asked. */
  readonly span: readonly [IsoDate, IsoDate]
  readonly steps: readonly string[]
}

export interface ReckonOptions {
  readonly calendar: WorkCalendar
  readonly lang: Lang
  /** Working days that the measure leaves out of the period. */
  readonly excluded: number
  /** What happened on the day, for the first step. */
  readonly event: string
}

type Running = Extract<DeadlineReckoning, { by: 'working-days' | 'months' | 'duration' | 'window' | 'not-before' }>

/**
 * A period that runs from an event (民法典 第201–203条).
 *
 * @throws InputError where working days cross a year of which nothing is known
 */
export function reckonPeriod(reckoning: Running, from: IsoDate, options: ReckonOptions): Reckoned {
  const words = stepWords[options.lang]
  const start = words.start(options.event, from)
  switch (reckoning.by) {
    case 'working-days':
      return reckonWorkingDays(periodOf(reckoning.period, 'working-days'), from, options)
    case 'months': {
      const nominal = addMonths(from, periodOf(reckoning.period, 'months'))
      const steps = [start, words.months(reckoning.period, nominal, nominal.slice(8) === from.slice(8))]
      return rolled(nominal, options, steps)
    }
    case 'duration': {
      const nominal = addMonths(from, periodOf(reckoning.period, 'months'))
      const steps = [start, words.months(reckoning.period, nominal, nominal.slice(8) === from.slice(8))]
      return fixed(nominal, options, steps)
    }
    case 'window': {
      const { from: least, to: most } = windowOf(reckoning.period)
      const [earliest, nominal] = [addMonths(from, least), addMonths(from, most)]
      return { ...rolled(nominal, options, [start, words.window(reckoning.period, earliest, nominal)]), earliest }
    }
    case 'not-before': {
      const earliest = addMonths(from, periodOf(reckoning.period, 'months'))
      const steps = [start, words.notBefore(reckoning.period, earliest)]
      const status = options.calendar.statusBetween(earliest, earliest)
      return {
        due: null,
        dueNominal: null,
        advised: null,
        earliest,
        skipped: [],
        calendar: status,
        span: [earliest, earliest],
        steps,
      }
    }
  }
}

/** A day that the calendar or an approval fixes. Never rolled. */
export function reckonFixedDay(period: string, day: IsoDate, options: ReckonOptions): Reckoned {
  return fixed(day, options, [stepWords[options.lang].fixed(period, day)])
}

function reckonWorkingDays(count: number, from: IsoDate, options: ReckonOptions): Reckoned {
  const words = stepWords[options.lang]
  const all = count + options.excluded
  const { last, skipped, madeUp, calendar } = addWorkingDays(from, all, options.calendar, options.lang)
  const steps = [
    words.start(options.event, from),
    words.workingDays(count, options.excluded),
    words.skipped(saySkipped(skipped, options.lang), skipped.length),
    ...(madeUp.length === 0 ? [] : [words.madeUp(madeUp)]),
    words.lastWorkingDay(all, last),
    words.isWorkingDay(),
  ]
  return { due: last, dueNominal: last, advised: last, skipped, calendar, span: [from, last], steps }
}

function rolled(nominal: IsoDate, options: ReckonOptions, steps: readonly string[]): Reckoned {
  const { calendar, lang } = options
  const words = stepWords[lang]
  const advised = nearestWorkingDay(nominal, -1, calendar)
  if (advised === undefined || nearestWorkingDay(nominal, 1, calendar) === undefined) {
    const step = words.unknownRoll(String(yearOf(nominal)))
    const unknown = { due: null, dueNominal: nominal, advised: null, skipped: [], calendar: 'none' } as const
    return { ...unknown, span: [nominal, nominal], steps: [...steps, step] }
  }
  const { last: due, skipped } = rollForward(nominal, calendar, lang)
  const rolling =
    skipped.length === 0
      ? [words.isWorkingDay()]
      : [words.rolled(saySkipped(skipped, lang), due), words.advised(advised)]
  return {
    due,
    dueNominal: nominal,
    advised,
    skipped,
    calendar: calendar.statusBetween(advised, due),
    span: [advised, due],
    steps: [...steps, ...rolling],
  }
}

function fixed(day: IsoDate, options: ReckonOptions, steps: readonly string[]): Reckoned {
  const { calendar, lang } = options
  const words = stepWords[lang]
  const advised = nearestWorkingDay(day, -1, calendar) ?? null
  const advice = advised === null || advised === day ? [] : [words.advised(advised)]
  return {
    due: day,
    dueNominal: day,
    advised,
    skipped: [],
    calendar: advised === null ? 'none' : calendar.statusBetween(advised, day),
    span: [advised ?? day, day],
    steps: [...steps, words.neverRolled(day), ...advice],
  }
}
