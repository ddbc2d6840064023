import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { addMonths, dayFromNumber, dayNumber, dayOf, parseDay, shiftDays } from '#knowledge/law/units.ts'
import { InputError } from '#tools/input-error.ts'
import { addWorkingDays, countWorkingDays, rollBack, rollForward } from '#tools/working-days.ts'

const calendar = loadCalendar()
const published = fc
  .integer({ min: dayNumber(dayOf(2018, 1, 1)), max: dayNumber(dayOf(2034, 12, 31)) })
  .map(dayFromNumber)
const someDays = fc.integer({ min: 1, max: 60 })

describe('adding working days', () => {
  test('ten from 18 September 2026 end on 9 October, over Mid-Autumn and National Day', () => {
    const { last, skipped, madeUp, calendar: status } = addWorkingDays(dayOf(2026, 9, 18), 10, calendar)
    expect(last).toBe('2026-10-09')
    expect(skipped.map((each) => each.date)).toEqual([
      '2026-09-19',
      ...['2026-09-25', '2026-09-26', '2026-09-27'],
      ...['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07'],
    ])
    expect(madeUp).toEqual(['2026-09-20'])
    expect(status).toBe('official')
  })
  test('a count that leads into a year without its notice is projected', () => {
    expect(addWorkingDays(dayOf(2026, 12, 25), 10, calendar).calendar).toBe('projected')
    expect(addWorkingDays(dayOf(2027, 2, 1), 1, calendar).calendar).toBe('projected')
  })
  test.each([0, -1, 1.5, Number.NaN])('%d working days are refused', (count) => {
    expect(() => addWorkingDays(dayOf(2026, 9, 18), count, calendar)).toThrow(InputError)
  })
  test.each([
    [dayOf(2017, 12, 20), '2017'],
    [dayOf(2035, 12, 25), '2036'],
  ])('from %s a year of which nothing is known is refused by name', (from, year) => {
    expect(() => addWorkingDays(from, 10, calendar)).toThrow(new RegExp(`working days of ${year} are not known`))
  })
  test('the last day of 2017 may begin a count that lies in 2018', () => {
    expect(addWorkingDays(dayOf(2017, 12, 31), 1, calendar).last).toBe('2018-01-02')
  })
})

describe('what always holds', () => {
  test('the last day is a working day after the event', () => {
    fc.assert(
      fc.property(published, someDays, (from, count) => {
        const { last } = addWorkingDays(from, count, calendar)
        return last > from && calendar.restOn(last) === undefined
      }),
    )
  })
  test('a later event never ends earlier', () => {
    fc.assert(
      fc.property(
        published,
        someDays,
        (from, count) =>
          addWorkingDays(from, count, calendar).last <= addWorkingDays(shiftDays(from, 1), count, calendar).last,
      ),
    )
  })
  test('a then b is a + b', () => {
    fc.assert(
      fc.property(published, someDays, someDays, (from, a, b) => {
        const first = addWorkingDays(from, a, calendar).last
        return addWorkingDays(first, b, calendar).last === addWorkingDays(from, a + b, calendar).last
      }),
    )
  })
  test('counting back what was added gives the count', () => {
    fc.assert(
      fc.property(
        published,
        someDays,
        (from, count) => countWorkingDays(from, addWorkingDays(from, count, calendar).last, calendar) === count,
      ),
    )
  })
  test('every day passed over rests, and every day is passed over or counted', () => {
    fc.assert(
      fc.property(published, someDays, (from, count) => {
        const { last, skipped } = addWorkingDays(from, count, calendar)
        return (
          skipped.every(({ date }) => calendar.restOn(date) !== undefined) &&
          skipped.length + count === dayNumber(last) - dayNumber(from)
        )
      }),
    )
  })
  test('on every day of 2018 to 2026 rolling gives the nearest working days', () => {
    for (let day = dayOf(2018, 1, 3); day < dayOf(2026, 12, 30); day = shiftDays(day, 1)) {
      const [before, after] = [rollBack(day, calendar).last, rollForward(day, calendar).last]
      expect(
        before <= day && after >= day && calendar.restOn(before) === undefined && calendar.restOn(after) === undefined,
      ).toBe(true)
      expect(countWorkingDays(before, after, calendar)).toBe(calendar.restOn(day) === undefined ? 0 : 1)
    }
  })
})

describe('months', () => {
  test.each([
    ['2025-01-31', 1, '2025-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2025-08-31', 6, '2026-02-28'],
    ['2025-03-31', -1, '2025-02-28'],
    ['2025-11-30', 14, '2027-01-30'],
  ])('%s and %d months is %s', (from, months, to) => {
    const day = parseDay(from)
    expect(day === undefined ? undefined : addMonths(day, months)).toBe(to)
  })
  test('a corresponding day keeps its date unless the month is too short', () => {
    fc.assert(
      fc.property(published, fc.integer({ min: 0, max: 60 }), (from, months) => {
        const to = addMonths(from, months)
        return to.slice(8) === from.slice(8) || (to.slice(8) < from.slice(8) && shiftDays(to, 1).slice(8) === '01')
      }),
    )
  })
})
