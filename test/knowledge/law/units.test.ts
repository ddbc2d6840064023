import { describe, expect, test } from 'vitest'
import {
  addMonths,
  dayFromNumber,
  dayNumber,
  dayOf,
  lastDateOf,
  parseDay,
  shanghaiDay,
  shiftDays,
  weekdayOf,
  yearOf,
} from '#knowledge/law/units.ts'

describe('a day', () => {
  test.each(['2026-02-28', '2024-02-29', '2000-02-29', '1949-10-01', '2026-12-31'])('%s exists', (text) => {
    expect(parseDay(text)).toBe(text)
  })
  test.each([
    ['2026-02-30', 'February has 28 days'],
    ['2025-02-29', 'no leap year'],
    ['2100-02-29', 'a century is no leap year'],
    ['2026-04-31', 'April has 30 days'],
    ['2026-13-01', 'there is no 13th month'],
    ['2026-00-10', 'months count from 1'],
    ['2026-01-00', 'dates count from 1'],
    ['2026-2-3', 'two digits each'],
    ['26-02-03', 'four digits for the year'],
    ['2026-02-3', 'two digits for the date'],
    ['2026/02/03', 'hyphens'],
    ['2026-02-03T00:00:00Z', 'an instant'],
    [' 2026-02-03', 'a space before'],
    ['2026-02-03 ', 'a space after'],
    ['12026-02-03', 'a year of five digits'],
    ['2026-02-031', 'a date of three digits'],
    ['今天', 'a word'],
    ['', 'nothing'],
  ])('%s is none: %s', (text) => {
    expect(parseDay(text)).toBeUndefined()
  })
  test('has a number, from 1970-01-01', () => {
    expect(dayNumber(dayOf(1970, 1, 1))).toBe(0)
    expect(dayNumber(dayOf(2000, 1, 1))).toBe(10_957)
    expect(dayFromNumber(-1)).toBe('1969-12-31')
  })
  test('is that of the Gregorian calendar, each of the 400 years that it repeats in, and at both ends of what is written', () => {
    const numbers = [...Array.from({ length: 146_097 }, (_, i) => i - 36_525), -719_528, -719_469, -719_468, 2_932_896]
    const wrong = numbers.filter((number) => {
      const day = new Date(number * 86_400_000).toISOString().slice(0, 10)
      return dayFromNumber(number) !== day || dayNumber(dayFromNumber(number)) !== number
    })
    expect(wrong).toEqual([])
  })
  test.each([
    ['1970-01-01', 4],
    ['1969-12-28', 0],
    ['1969-12-27', 6],
    ['1949-10-01', 6],
    ['2026-09-18', 5],
    ['2026-09-20', 0],
    ['2026-09-21', 1],
  ])('%s is weekday %d, Sunday being 0', (text, weekday) => {
    const day = parseDay(text)
    expect(day === undefined ? undefined : weekdayOf(day)).toBe(weekday)
  })
  test('begins in Shanghai eight hours before it does in Greenwich', () => {
    expect(shanghaiDay(new Date('2026-09-17T15:59:59.999Z'))).toBe('2026-09-17')
    expect(shanghaiDay(new Date('2026-09-17T16:00:00.000Z'))).toBe('2026-09-18')
  })
  test('is shifted over a year’s end, both ways', () => {
    expect(shiftDays(dayOf(2026, 12, 31), 1)).toBe('2027-01-01')
    expect(shiftDays(dayOf(2026, 1, 1), -1)).toBe('2025-12-31')
    expect(yearOf(dayOf(2026, 12, 31))).toBe(2026)
  })
})

test.each([
  [2026, 1, 31],
  [2026, 2, 28],
  [2024, 2, 29],
  [2026, 4, 30],
  [2026, 12, 31],
])('%d-%d has %d days', (year, month, days) => {
  expect(lastDateOf(year, month)).toBe(days)
})

test.each([
  ['2026-01-15', 1, '2026-02-15'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2024-01-31', 1, '2024-02-29'],
  ['2026-03-31', 1, '2026-04-30'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-11-30', 1, '2026-12-30'],
  ['2026-01-15', -1, '2025-12-15'],
  ['2026-03-31', -13, '2025-02-28'],
  ['2026-06-30', 12, '2027-06-30'],
  ['2026-06-30', 0, '2026-06-30'],
])('%s and %d months is %s', (text, months, expected) => {
  const day = parseDay(text)
  expect(day === undefined ? undefined : addMonths(day, months)).toBe(expected)
})
