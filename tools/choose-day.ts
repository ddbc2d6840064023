/** Which of a calendar's recurring days is meant: the next one, or that of a year. */
import { addMonths, dayOf, type IsoDate, lastDateOf, yearOf } from '#knowledge/law/units.ts'
import { InputError } from './input-error.ts'

export interface Asked {
  readonly from: IsoDate | undefined
  readonly year: number | undefined
  readonly today: IsoDate
}

/** The last day of a month: the next one on or after `from` or today, or that of the year. */
export function chooseMonthEnd(month: number, asked: Asked): IsoDate {
  const of = (year: number) => dayOf(year, month, lastDateOf(year, month))
  const base = asked.from ?? asked.today
  const next = of(yearOf(base)) >= base ? of(yearOf(base)) : of(yearOf(base) + 1)
  return asked.year === undefined ? next : agreeing(of(asked.year), next, asked)
}

/** The end of a quarter: the next one on or after `from` or today, or the first of the year that is not yet past. */
export function chooseQuarterEnd(asked: Asked): IsoDate {
  const next = (day: IsoDate): IsoDate => {
    const month = Math.ceil(Number(day.slice(5, 7)) / 3) * 3
    return dayOf(yearOf(day), month, lastDateOf(yearOf(day), month))
  }
  const nextAsked = next(asked.from ?? asked.today)
  if (asked.year === undefined) return nextAsked
  const start = asked.from === undefined && yearOf(asked.today) === asked.year ? asked.today : dayOf(asked.year, 1, 1)
  return agreeing(asked.from === undefined ? next(start) : nextAsked, nextAsked, asked)
}

/** An anniversary: the first, or that of the year. @throws InputError where the year has none */
export function chooseAnniversary(from: IsoDate, year: number | undefined): IsoDate {
  if (year === undefined) return addMonths(from, 12)
  if (year > yearOf(from)) return addMonths(from, 12 * (year - yearOf(from)))
  throw new InputError(
    'bad-input',
    `year: the first anniversary of ${from} is in ${yearOf(from) + 1}; give that year or a later one`,
    'year',
  )
}

/** The next anniversary on or after a day, the first at the earliest. */
export function nextAnniversary(from: IsoDate, today: IsoDate): IsoDate {
  const first = addMonths(from, 12)
  if (first >= today) return first
  const same = addMonths(from, 12 * (yearOf(today) - yearOf(from)))
  return same >= today ? same : addMonths(from, 12 * (yearOf(today) - yearOf(from) + 1))
}

/**
 * A year's end within a construction period.
 *
 * @param months the period's length where it is known
 * @throws InputError where that year's end does not lie within the period
 */
export function chooseYearEnd(asked: Asked, months: number | undefined): IsoDate {
  const day = dayOf(asked.year ?? yearOf(asked.from ?? asked.today), 12, 31)
  const { from } = asked
  if (from === undefined) return day
  const last = months === undefined ? undefined : addMonths(from, months)
  if (day >= from && (last === undefined || day <= last)) return day
  const ends =
    last === undefined
      ? `from ${yearOf(from)} on`
      : `${yearOf(from)} to ${last.endsWith('12-31') ? yearOf(last) : yearOf(last) - 1}`
  throw new InputError(
    'bad-input',
    `year: that year's end is not within the construction period; the years to ask for are ${ends}`,
    'year',
  )
}

function agreeing(ofYear: IsoDate, next: IsoDate, asked: Asked): IsoDate {
  if (asked.from === undefined || ofYear === next) return ofYear
  throw new InputError(
    'bad-input',
    `year: the next day on or after ${asked.from} is ${next}; give from or year, not two that differ`,
    'year',
  )
}
