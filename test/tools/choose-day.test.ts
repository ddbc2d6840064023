/** Which of a calendar's recurring days is meant. */

import { describe, expect, test } from 'vitest'
import { type IsoDate, parseDay } from '#knowledge/law/units.ts'
import {
  type Asked,
  chooseAnniversary,
  chooseMonthEnd,
  chooseQuarterEnd,
  chooseYearEnd,
  nextAnniversary,
} from '#tools/choose-day.ts'
import { mistake } from '../support/mistake.ts'

function day(text: string): IsoDate {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is no day`)
  return parsed
}

/** `from`, the year asked for, and today, each left out with an empty word. */
function asked(from: string, year: number | undefined, today = '2026-09-18'): Asked {
  return { from: from === '' ? undefined : day(from), year, today: day(today) }
}

test.each([
  ['', undefined, '2026-05-31', '2026-05-31'],
  ['', undefined, '2026-06-01', '2027-05-31'],
  ['2026-05-30', undefined, '2030-01-01', '2026-05-31'],
  ['2026-06-01', undefined, '2020-01-01', '2027-05-31'],
  ['', 2024, '2026-09-18', '2024-05-31'],
  ['2026-06-01', 2027, '2026-09-18', '2027-05-31'],
])('the end of May, from «%s» in %s on %s, is %s', (from, year, today, expected) => {
  expect(chooseMonthEnd(5, asked(from, year, today))).toBe(expected)
})

test.each([
  ['', undefined, '2026-01-01', '2026-03-31'],
  ['', undefined, '2026-03-31', '2026-03-31'],
  ['', undefined, '2026-04-01', '2026-06-30'],
  ['', undefined, '2026-12-31', '2026-12-31'],
  ['2026-07-15', undefined, '2026-01-01', '2026-09-30'],
  ['', 2026, '2026-09-18', '2026-09-30'],
  ['', 2027, '2026-09-18', '2027-03-31'],
  ['', 2025, '2026-09-18', '2025-03-31'],
  ['2026-07-15', 2026, '2026-01-01', '2026-09-30'],
])('the end of a quarter, from «%s» in %s on %s, is %s', (from, year, today, expected) => {
  expect(chooseQuarterEnd(asked(from, year, today))).toBe(expected)
})

test('a day and a year that differ are refused, naming the day that follows', () => {
  const error = mistake(() => chooseMonthEnd(5, asked('2026-06-01', 2026)))
  expect(error).toMatchObject({ code: 'bad-input', path: 'year' })
  expect(error.message).toBe(
    'year: the next day on or after 2026-06-01 is 2027-05-31; give from or year, not two that differ',
  )
})

describe('an anniversary', () => {
  test.each([
    ['2024-02-29', undefined, '2025-02-28'],
    ['2024-02-29', 2028, '2028-02-29'],
    ['2024-03-01', 2025, '2025-03-01'],
  ])('of %s in %s is %s', (from, year, expected) => {
    expect(chooseAnniversary(day(from), year)).toBe(expected)
  })
  test.each([2024, 2023])('there is none in %d', (year) => {
    const error = mistake(() => chooseAnniversary(day('2024-03-01'), year))
    expect(error).toMatchObject({ code: 'bad-input', path: 'year' })
    expect(error.message).toContain('the first anniversary of 2024-03-01 is in 2025')
  })
  test.each([
    ['2024-03-01', '2024-03-02', '2025-03-01'],
    ['2024-03-01', '2025-03-01', '2025-03-01'],
    ['2024-03-01', '2025-03-02', '2026-03-01'],
    ['2024-03-01', '2026-03-01', '2026-03-01'],
    ['2024-03-01', '2026-01-01', '2026-03-01'],
    ['2024-03-01', '2029-12-31', '2030-03-01'],
    ['2024-03-01', '2020-01-01', '2025-03-01'],
  ])('next after %s, seen on %s, is %s', (from, today, expected) => {
    expect(nextAnniversary(day(from), day(today))).toBe(expected)
  })
})

describe('a year’s end within construction', () => {
  test.each([
    ['', undefined, undefined, '2026-12-31'],
    ['', 2030, 24, '2030-12-31'],
    ['2024-05-01', undefined, undefined, '2024-12-31'],
    ['2024-05-01', 2035, undefined, '2035-12-31'],
    ['2024-12-31', 2024, 24, '2024-12-31'],
    ['2024-12-31', 2026, 24, '2026-12-31'],
    ['2024-05-01', 2025, 24, '2025-12-31'],
  ])('from «%s» in %s over %s months is %s', (from, year, months, expected) => {
    expect(chooseYearEnd(asked(from, year), months)).toBe(expected)
  })
  test.each([
    ['2024-05-01', 2023, undefined, 'from 2024 on'],
    ['2024-05-01', 2023, 24, '2024 to 2025'],
    ['2024-05-01', 2026, 24, '2024 to 2025'],
    ['2024-12-31', 2027, 24, '2024 to 2026'],
  ])('from %s in %s over %s months is refused: %s', (from, year, months, years) => {
    const error = mistake(() => chooseYearEnd(asked(from, year), months))
    expect(error).toMatchObject({ code: 'bad-input', path: 'year' })
    expect(error.message).toMatch(new RegExp(`the years to ask for are ${years}$`, 'u'))
  })
})
