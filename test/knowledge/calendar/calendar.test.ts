import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CalendarError, parseYearFile } from '#knowledge/calendar/calendar-file.ts'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { dayFromNumber, dayNumber, dayOf, weekdayOf } from '#knowledge/law/units.ts'

const calendar = loadCalendar()
const notice2027 = `
year: 2027
notices:
  - { id: content_1, number: 国办发明电〔2026〕1号, on: 2026-11-30 }
daysOff:
  - { holiday: 元旦, from: 2026-12-31, to: 2027-01-02 }
  - { holiday: 春节, from: 2027-02-05, to: 2027-02-11 }
makeUpDays:
  - 2026-12-27
  - 2027-01-03
`

describe('how sure a span is', () => {
  test('a span within published years is official, also to the last day of 2026', () => {
    expect(calendar.statusBetween(dayOf(2018, 1, 1), dayOf(2026, 12, 31))).toBe('official')
  })
  test('a span that touches a year without its notice is projected', () => {
    expect(calendar.statusBetween(dayOf(2026, 12, 31), dayOf(2027, 1, 1))).toBe('projected')
  })
  test('a span that touches a year of which nothing is known is none', () => {
    expect(calendar.statusBetween(dayOf(2017, 12, 31), dayOf(2018, 1, 1))).toBe('none')
    expect(calendar.statusBetween(dayOf(2035, 12, 31), dayOf(2036, 1, 1))).toBe('none')
  })
})

describe('why nobody works', () => {
  test('is a weekday’s name, a notice, or the law where the notice is not out', () => {
    expect(calendar.restOn(dayOf(2026, 9, 19))).toBe('星期六')
    expect(calendar.restOn(dayOf(2026, 10, 7))).toBe('国庆节放假（国务院办公厅通知）')
    expect(calendar.restOn(dayOf(2027, 2, 8))).toBe('2027年春节法定假日（放假安排尚未公布）')
    expect(calendar.restOn(dayOf(2026, 10, 7), 'en')).toBe('National Day (State Council notice)')
  })
  test('a Saturday worked instead is a working day and known as one', () => {
    expect(calendar.restOn(dayOf(2026, 10, 10))).toBeUndefined()
    expect(calendar.isMakeUpDay(dayOf(2026, 10, 10))).toBe(true)
    expect(calendar.isMakeUpDay(dayOf(2026, 10, 9))).toBe(false)
  })
  test('the Monday after the 2027 Spring Festival Sunday is no working day', () => {
    expect(calendar.restOn(dayOf(2027, 2, 8))).toBeDefined()
  })
  test('without a notice every Saturday and Sunday rests', () => {
    const anyDay = fc.integer({ min: dayNumber(dayOf(2027, 1, 1)), max: dayNumber(dayOf(2035, 12, 31)) })
    fc.assert(
      fc.property(
        anyDay,
        (number) => weekdayOf(dayFromNumber(number)) % 6 !== 0 || calendar.restOn(dayFromNumber(number)) !== undefined,
      ),
    )
  })
})

describe('a further year dropped in as a file', () => {
  const later = loadCalendar([{ name: '2027.yaml', text: notice2027 }])
  test('makes its year official and replaces the projection', () => {
    expect(later.statusBetween(dayOf(2026, 12, 1), dayOf(2027, 12, 31))).toBe('official')
    expect(later.restOn(dayOf(2027, 2, 11))).toBe('春节放假（国务院办公厅通知）')
    expect(later.restOn(dayOf(2027, 4, 5))).toBeUndefined()
  })
  test('rules the last days of the year before, and changes that year’s digest', () => {
    expect(later.restOn(dayOf(2026, 12, 31))).toBe('元旦放假（国务院办公厅通知）')
    expect(later.isMakeUpDay(dayOf(2026, 12, 27))).toBe(true)
    const digest = (of: typeof later) => of.yearsBetween(dayOf(2026, 6, 1), dayOf(2026, 6, 1))[0]?.digest
    expect(digest(later)).not.toBe(digest(calendar))
  })
  test('replaces an earlier file of the same year', () => {
    const twice = loadCalendar([
      { name: 'a.yaml', text: notice2027 },
      { name: 'b.yaml', text: notice2027.replace('2027-02-11', '2027-02-12') },
    ])
    expect(twice.restOn(dayOf(2027, 2, 12))).toBe('春节放假（国务院办公厅通知）')
  })
})

describe('a file that cannot be used', () => {
  const fault = (change: (text: string) => string) => () => parseYearFile('2027.yaml', change(notice2027))
  test.each([
    [
      'a day that does not exist',
      (text: string) => text.replace('2027-02-11', '2027-02-30'),
      /2027\.yaml daysOff\.1\.to: «2027-02-30» is no day/,
    ],
    [
      'a make-up day that is no weekend',
      (text: string) => text.replace('2027-01-03', '2027-01-04'),
      /2027-01-04: is no Saturday or Sunday/,
    ],
    [
      'a day off and worked at once',
      (text: string) => text.replace('2027-01-03', '2027-01-02'),
      /2027-01-02: stands twice/,
    ],
    [
      'a range that ends before it begins',
      (text: string) => text.replace('to: 2027-02-11', 'to: 2027-02-01'),
      /春节: ends before it begins/,
    ],
    [
      'a day of another year',
      (text: string) => text.replace('2026-12-27', '2024-12-28'),
      /2024-12-28: is far from 2027/,
    ],
    ['an unknown key', (text: string) => `${text}\nhoidays: []\n`, /Unrecognized key/],
    ['no YAML', () => 'year: [', /is not YAML/],
  ])('with %s names it', (_name, change, message) => {
    expect(fault(change)).toThrow(CalendarError)
    expect(fault(change)).toThrow(message)
  })
  test('together with another tells the faults of both', () => {
    const bad = { name: 'x.yaml', text: 'year: 1' }
    expect(() => loadCalendar([bad, { ...bad, name: 'y.yaml' }])).toThrow(/x\.yaml[\s\S]*y\.yaml/)
  })
})
