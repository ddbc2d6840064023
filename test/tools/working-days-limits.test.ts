/** What counting working days refuses, and what it tells beside the day. */
import { expect, test } from 'vitest'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { dayOf } from '#knowledge/law/units.ts'
import { addWorkingDays, countWorkingDays, nearestWorkingDay, rollBack, rollForward } from '#tools/working-days.ts'
import { mistake } from '../support/mistake.ts'

const calendar = loadCalendar()
const beforeAll = dayOf(calendar.firstYear - 1, 12, 1)
const lastDay = dayOf(calendar.lastYear, 12, 31)
const afterAll = dayOf(calendar.lastYear + 1, 1, 10)

test.each([0, -1, 1.5])('%d working days are none', (count) => {
  expect(mistake(() => addWorkingDays(dayOf(2026, 9, 18), count, calendar))).toMatchObject({
    code: 'bad-count',
    path: 'count',
    message: `count: ${count} is no number of working days; give a whole number, 1 or more`,
  })
})

test.each([
  ['adding', () => addWorkingDays(lastDay, 1, calendar), calendar.lastYear + 1],
  ['rolling forward', () => rollForward(afterAll, calendar), calendar.lastYear + 1],
  ['rolling back', () => rollBack(beforeAll, calendar), calendar.firstYear - 1],
  ['counting to', () => countWorkingDays(dayOf(2026, 1, 1), afterAll, calendar), calendar.lastYear + 1],
  ['counting from', () => countWorkingDays(beforeAll, dayOf(2026, 1, 1), calendar), calendar.firstYear - 1],
  ['counting back', () => countWorkingDays(afterAll, dayOf(2026, 1, 1), calendar), calendar.lastYear + 1],
])('%s over a year nothing is known of names it', (_, run, year) => {
  expect(mistake(run)).toMatchObject({
    code: 'no-calendar',
    path: 'from',
    message: `the working days of ${year} are not known; working days are known from ${calendar.firstYear} to ${calendar.lastYear}`,
  })
})

test('counting back is counting forward with its sign turned', () => {
  expect(countWorkingDays(dayOf(2026, 9, 18), dayOf(2026, 9, 22), calendar)).toBe(3)
  expect(countWorkingDays(dayOf(2026, 9, 22), dayOf(2026, 9, 18), calendar)).toBe(-3)
  expect(Object.is(countWorkingDays(dayOf(2026, 9, 20), dayOf(2026, 9, 19), calendar), -0)).toBe(false)
  expect(countWorkingDays(afterAll, afterAll, calendar)).toBe(0)
})

test('a worked Sunday is told where it is the day that was found', () => {
  const [madeUp, friday] = [dayOf(2026, 9, 20), dayOf(2026, 9, 18)]
  expect(rollForward(madeUp, calendar)).toMatchObject({ last: madeUp, madeUp: [madeUp], skipped: [] })
  expect(rollForward(friday, calendar)).toMatchObject({ last: friday, madeUp: [], skipped: [] })
})

test('ten working days after 25 December 2026 end in a year without its notice', () => {
  expect(addWorkingDays(dayOf(2026, 12, 25), 10, calendar).calendar).toBe('projected')
})

test('the nearest working day is not known beyond the calendar', () => {
  expect(nearestWorkingDay(afterAll, 1, calendar)).toBeUndefined()
  expect(nearestWorkingDay(beforeAll, -1, calendar)).toBeUndefined()
  expect(nearestWorkingDay(dayOf(2026, 9, 19), 1, calendar)).toBe('2026-09-20')
})
