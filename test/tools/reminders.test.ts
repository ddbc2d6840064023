/** Every open deadline is told in time, in the mornings of working days, once. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { dayFromNumber, dayNumber, type IsoDate, parseDay, shanghaiDay, shiftDays } from '#knowledge/law/units.ts'
import { keyOf, type Notice, noSettings, type OpenDeadline, type ReminderSettings } from '#tools/notice.ts'
import {
  addOfficeHours,
  isOfficeHour,
  isWorkingDay,
  mondayOf,
  morningOf,
  shiftWorkingDays,
  workingDayUpTo,
} from '#tools/reminder-days.ts'
import { noticesDue, planNotices } from '#tools/reminders.ts'

const calendar = loadCalendar()

function day(text: string): IsoDate {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`no day: ${text}`)
  return parsed
}

/** @param since the day it was told, at ten o'clock */
function open(due: string, since: string, more: Partial<OpenDeadline> = {}): OpenDeadline {
  const last = day(due)
  return {
    project: 'p',
    deadline: 'd',
    due: last,
    advised: workingDayUpTo(last, calendar),
    from: day(since),
    since: `${since}T02:00:00.000Z`,
    ...more,
  }
}

function plan(
  deadlines: readonly OpenDeadline[],
  settings: ReminderSettings = noSettings,
  told: Iterable<string> = [],
  until?: IsoDate,
) {
  return planNotices({ deadlines, settings, told: new Set(told), calendar, ...(until === undefined ? {} : { until }) })
}

function say(notices: readonly Notice[]): string[] {
  return notices.map(({ id, on }) => `${on} ${id.replace(/^p\|d\|[\d-]+\|/u, '')}`)
}

/** Goes through the days, sends what is due each morning, and closes what is done. @returns what was sent, with its day */
function live(
  deadlines: readonly (OpenDeadline & { readonly doneOn?: IsoDate })[],
  from: IsoDate,
  days: number,
  settings: ReminderSettings = noSettings,
  isDown: (on: IsoDate) => boolean = () => false,
) {
  const told = new Set<string>()
  const sent: { readonly on: IsoDate; readonly notice: Notice }[] = []
  for (let i = 0; i < days; i++) {
    const on = shiftDays(from, i)
    const now = morningOf(on)
    if (isDown(on) || !isOfficeHour(now, calendar)) continue
    const known = deadlines.filter((each) => each.since <= now && !(each.doneOn !== undefined && each.doneOn < on))
    const { due, passed } = noticesDue(plan(known, settings, told, shiftDays(on, 14)), now)
    for (const notice of due) sent.push({ on, notice })
    for (const notice of [...due, ...passed]) for (const each of [notice, ...notice.covers]) told.add(each.id)
  }
  return sent
}

const dayWithin = (from: string, to: string) =>
  fc.integer({ min: dayNumber(day(from)), max: dayNumber(day(to)) }).map(dayFromNumber)
const deadline = fc
  .record({
    project: fc.constantFrom('a', 'b', 'c'),
    deadline: fc.constantFrom('x', 'y', 'z', 'w'),
    told: dayWithin('2025-01-02', '2026-10-01'),
    hour: fc.integer({ min: 0, max: 23 }),
    // Negative: told ahead of its day.
    ago: fc.integer({ min: -40, max: 20 }),
    length: fc.integer({ min: 0, max: 90 }),
    recurs: fc.constantFrom(undefined, 'quarter' as const, 'year' as const),
    planned: fc.constantFrom(undefined, undefined, true as const),
    doneAfter: fc.option(fc.integer({ min: 0, max: 120 }), { nil: undefined }),
  })
  .map(({ project, deadline: id, told, hour, ago, length, recurs, planned, doneAfter }) => {
    const due = shiftDays(told, length)
    return {
      project,
      deadline: id,
      due,
      advised: workingDayUpTo(due, calendar),
      from: recurs === undefined ? shiftDays(told, -ago) : null,
      since: `${told}T${String(hour).padStart(2, '0')}:30:00.000Z`,
      ...(recurs === undefined ? {} : { recurs }),
      ...(planned === undefined ? {} : { planned }),
      ...(doneAfter === undefined ? {} : { doneOn: shiftDays(told, doneAfter) }),
    }
  })
const deadlines = fc.uniqueArray(deadline, { maxLength: 9, selector: keyOf })
const settings = fc.record({
  muted: fc.constant([]),
  later: fc.constant({}),
  seconds: fc.constantFrom<Record<string, string>>({}, { a: 'chief' }),
})

describe('what must always hold', { timeout: 60_000 }, () => {
  test('notices lie on working days at nine in Shanghai', () => {
    fc.assert(
      fc.property(deadlines, settings, (all, wishes) => {
        for (const { at, on, covers } of plan(all, wishes)) {
          expect(isWorkingDay(on, calendar)).toBe(true)
          expect(at).toBe(`${on}T01:00:00.000Z`)
          expect(shanghaiDay(new Date(at))).toBe(on)
          for (const covered of covers) expect(covered.on >= on).toBe(true)
        }
      }),
    )
  })

  test('every deadline is told before or on its advised day wherever a working morning lies between', () => {
    fc.assert(
      fc.property(deadlines, (all) => {
        const sent = live(all, day('2025-01-01'), 900)
        for (const each of all) {
          const mornings = sent.filter(
            ({ on, notice }) =>
              on <= each.advised &&
              [notice.about, ...notice.lists].some((about) => about !== undefined && keyOf(about) === keyOf(each)),
          )
          const last = morningOf(each.advised)
          const isDoneFirst = each.doneOn !== undefined && each.doneOn <= each.advised
          if (last >= each.since && !isDoneFirst) expect(mornings.length, JSON.stringify(each)).toBeGreaterThan(0)
        }
      }),
      { numRuns: 15 },
    )
  })

  test('nothing is told after it was done, and nothing twice', () => {
    fc.assert(
      fc.property(deadlines, settings, (all, wishes) => {
        const sent = live(all, day('2025-01-01'), 900, wishes)
        const ids = sent.map(({ notice }) => notice.id)
        expect(new Set(ids).size).toBe(ids.length)
        for (const { on, notice } of sent) {
          const about = all.find((each) => notice.about !== undefined && keyOf(each) === keyOf(notice.about))
          if (about?.doneOn !== undefined) expect(on <= about.doneOn).toBe(true)
        }
      }),
      { numRuns: 15 },
    )
  })

  test('of one deadline nobody hears twice on one day', () => {
    fc.assert(
      fc.property(deadlines, (all) => {
        const own = plan(all).filter((notice) => notice.about !== undefined && notice.to === 'owner')
        const mornings = own.map((notice) => `${notice.on} ${notice.about === undefined ? '' : keyOf(notice.about)}`)
        expect(new Set(mornings).size).toBe(mornings.length)
      }),
    )
  })

  test('planning again with what was told gives the rest of the same plan; the order of projects does not matter', () => {
    fc.assert(
      fc.property(deadlines, settings, fc.nat({ max: 700 }), (all, wishes, after) => {
        const whole = plan(all, wishes)
        const now = morningOf(shiftDays(day('2025-01-02'), after))
        const told = whole
          .filter(({ at }) => at <= now)
          .flatMap((notice) => [notice, ...notice.covers])
          .map(({ id }) => id)
        expect(plan(all.toReversed(), wishes, told)).toEqual(whole.filter(({ id }) => !told.includes(id)))
      }),
    )
  })

  test('planned only so far it is the beginning of the whole plan', () => {
    fc.assert(
      fc.property(deadlines, settings, dayWithin('2025-01-02', '2027-06-01'), (all, wishes, until) => {
        const input = { deadlines: all, settings: wishes, told: new Set<string>(), calendar }
        const isNear = ({ on }: Notice) => on <= until
        expect(planNotices({ ...input, until }).filter(isNear)).toEqual(planNotices(input).filter(isNear))
      }),
    )
  })

  test('nobody there for days: each deadline is told once, not as often as it was missed', () => {
    fc.assert(
      fc.property(deadlines, (all) => {
        const downUntil = day('2026-06-01')
        const sent = live(all, day('2025-01-01'), 800, noSettings, (on) => on < downUntil)
        const first = sent.filter(({ on }) => on === sent[0]?.on && sent[0].notice.on < on)
        const about = first.flatMap(({ notice }) => (notice.about === undefined ? [] : [keyOf(notice.about)]))
        expect(new Set(about).size).toBe(about.length)
      }),
      { numRuns: 15 },
    )
  })
})

/** Every day of the years, told so many days before or, where negative, after. */
function everyLastDay(from: string, to: string, told: readonly number[], check: (about: OpenDeadline) => void): number {
  let count = 0
  for (let due = day(from); due <= day(to); due = shiftDays(due, 1))
    for (const before of told) {
      count += 1
      const since = shiftDays(due, -before)
      check(open(due, since, { deadline: `d${before}`, from: shiftDays(due, -100) }))
    }
  return count
}

/** By hand: the working mornings from when it was told up to the advised day. */
function morningsLeft({ since, advised }: OpenDeadline): IsoDate[] {
  const days: IsoDate[] = []
  for (let on = shanghaiDay(new Date(since)); on <= advised; on = shiftDays(on, 1))
    if (morningOf(on) >= since && isWorkingDay(on, calendar)) days.push(on)
  return days
}

describe.each([
  ['2026, by its notice and the next year’s days off by law', '2026-01-01', '2026-12-31'],
  ['years of which nothing is known', '2041-01-01', '2042-01-31'],
])('every last day of %s', { timeout: 60_000 }, (_name, from, to) => {
  const toldBefore = [90, 35, 12, 5, 1, 0, -1]

  test('ahead by 30, 7, 3 and 1 working days, counted by hand across any holiday; what is past by then once, at the first morning', () => {
    const faults: unknown[] = []
    const checked = everyLastDay(from, to, toldBefore, (about) => {
      const days = morningsLeft(about)
      const notices = plan([about], noSettings, [], about.due)
      const wished = [30, 7, 3, 1].flatMap((count) => days.at(-1 - count) ?? [])
      const ahead = notices.filter(({ kind }) => kind === 'before').map(({ on }) => on)
      const morning = notices.find(({ kind }) => kind === 'morning')?.on
      const first = notices.filter(({ on }) => on === days[0])
      const isMissed = days.length > 0 && days.length <= 30
      const isOnce = first.length === 1 || (first.length === 0 && !isMissed)
      if (ahead.join() !== wished.join() || morning !== days.at(-1) || !isOnce) faults.push({ about, wished, notices })
    })
    expect(checked).toBeGreaterThan(365 * toldBefore.length - 1)
    expect(faults).toEqual([])
  })

  test('past it is told on the next working morning, then every week of a year, earlier where that day is off', () => {
    const faults: unknown[] = []
    everyLastDay(from, to, [35, -1], (about) => {
      const [overdue, ...weekly] = plan([about]).filter(({ kind }) => kind === 'overdue' || kind === 'weekly')
      let next = shiftDays(about.due, 1)
      while (!isWorkingDay(next, calendar) || morningOf(next) < about.since) next = shiftDays(next, 1)
      const weekOf = ({ id }: Notice) => Number(id.split('-').at(-1))
      const isWrong = (notice: Notice) =>
        !isWorkingDay(notice.on, calendar) ||
        notice.at !== `${notice.on}T01:00:00.000Z` ||
        notice.on > shiftDays(next, 7 * weekOf(notice))
      const last = weekly.at(-1)
      // A week is left out only where nobody works in it.
      const isWhole = weekly.length >= 50 && last !== undefined && weekOf(last) === 52
      if (overdue?.on !== next || weekly.some(isWrong) || !isWhole) faults.push({ about, overdue, weekly })
    })
    expect(faults).toEqual([])
  })
})

test('an advised day that is no working day, because nothing was known of its year, is told before it', () => {
  // 2041-06-09 is a Sunday.
  const about = open('2041-06-09', '2041-03-01', { advised: day('2041-06-09') })
  expect(say(plan([about])).slice(3, 6)).toEqual(['2041-06-06 before-1', '2041-06-07 morning', '2041-06-10 overdue'])
})

describe('cases by hand', () => {
  test('three months: 30, 7, 3 and 1 working days before, the last morning, then overdue and weekly', () => {
    expect(say(plan([open('2026-08-17', '2026-05-15')])).slice(0, 8)).toEqual([
      '2026-07-06 before-30',
      '2026-08-06 before-7',
      '2026-08-12 before-3',
      '2026-08-14 before-1',
      '2026-08-17 morning',
      '2026-08-18 overdue',
      '2026-08-25 weekly-1',
      '2026-09-01 weekly-2',
    ])
  })

  test('ten working days: no 30; told on the day of the event', () => {
    expect(say(plan([open('2026-05-25', '2026-05-11')])).slice(0, 4)).toEqual([
      '2026-05-14 before-7',
      '2026-05-20 before-3',
      '2026-05-22 before-1',
      '2026-05-25 morning',
    ])
  })

  test('across Spring Festival the days ahead are counted in working days, the make-up Saturday among them', () => {
    // 2026: 15 to 23 February off, 14 and 28 February (Saturdays) worked.
    expect(say(plan([open('2026-03-02', '2026-02-03', { from: day('2026-02-02') })])).slice(0, 5)).toEqual([
      '2026-02-13 before-7',
      '2026-02-26 before-3',
      '2026-02-28 before-1',
      '2026-03-02 morning',
      '2026-03-03 overdue',
    ])
  })

  test('a last day within the October holiday is reminded of before the holiday; the make-up Sunday counts', () => {
    const about = open('2026-10-08', '2026-09-10', { advised: day('2026-09-30'), from: day('2026-08-08') })
    expect(say(plan([about])).slice(0, 6)).toEqual([
      '2026-09-20 before-7',
      '2026-09-24 before-3',
      '2026-09-29 before-1',
      '2026-09-30 morning',
      '2026-10-09 overdue',
      '2026-10-16 weekly-1',
    ])
  })

  test('a month’s end on a Sunday is told by the Friday before', () => {
    expect(say(plan([open('2026-05-31', '2026-03-02', { from: null, recurs: 'year' })])).slice(0, 6)).toEqual([
      '2026-04-15 before-30',
      '2026-05-20 before-7',
      '2026-05-26 before-3',
      '2026-05-28 before-1',
      '2026-05-29 morning',
      '2026-06-01 overdue',
    ])
  })

  test('the last working day of a year, with the next year’s holidays behind it', () => {
    const about = open('2025-12-31', '2025-11-03', { from: null, recurs: 'quarter' })
    expect(say(plan([about])).slice(0, 5)).toEqual([
      '2025-12-22 before-7',
      '2025-12-26 before-3',
      '2025-12-30 before-1',
      '2025-12-31 morning',
      '2026-01-04 overdue',
    ])
  })

  test('due tomorrow, told today: tomorrow morning, and the day after that it is past', () => {
    expect(say(plan([open('2026-05-12', '2026-05-11', { from: day('2026-04-27') })])).slice(0, 2)).toEqual([
      '2026-05-12 morning',
      '2026-05-13 overdue',
    ])
  })

  test('told late: what is past becomes one notice at the next morning', () => {
    expect(say(plan([open('2026-05-15', '2026-05-11', { from: day('2026-04-27') })])).slice(0, 3)).toEqual([
      '2026-05-12 before-3',
      '2026-05-14 before-1',
      '2026-05-15 morning',
    ])
    expect(say(plan([open('2026-05-18', '2026-05-11', { from: day('2026-04-27') })])).slice(0, 3)).toEqual([
      '2026-05-12 late-told',
      '2026-05-13 before-3',
      '2026-05-15 before-1',
    ])
  })

  test('due yesterday when told: overdue at the next morning; long past: nothing', () => {
    expect(say(plan([open('2026-05-08', '2026-05-11', { from: day('2026-04-20') })]))[0]).toBe('2026-05-12 overdue')
    expect(plan([open('2026-01-08', '2026-05-11', { from: day('2025-12-20') })])).toEqual([])
  })

  test('three deadlines in one week: one digest on its first working day; last mornings stay on their day', () => {
    const all = ['a', 'b', 'c'].map((id) => open('2026-05-29', '2026-05-11', { deadline: id, from: day('2026-05-08') }))
    const week = plan(all).filter(({ on }) => mondayOf(on) === '2026-05-25')
    expect(week.map(({ on, kind }) => `${on} ${kind}`)).toEqual([
      '2026-05-25 digest',
      '2026-05-29 morning',
      '2026-05-29 morning',
      '2026-05-29 morning',
    ])
    expect(week[0]?.covers.map(({ on }) => on)).toEqual([
      ...Array(3).fill('2026-05-26'),
      ...Array(3).fill('2026-05-28'),
    ])
    expect(week[0]?.lists.map((about) => about.deadline)).toEqual(['a', 'b', 'c'])
  })

  test('a digest’s morning that lies behind takes no notice with it', () => {
    const all = ['a', 'b', 'c'].map((id) => open('2026-05-29', '2026-05-26', { deadline: id, from: day('2026-05-08') }))
    const week = plan(all).filter(({ on }) => mondayOf(on) === '2026-05-25')
    expect(week.map(({ on, kind }) => `${on} ${kind}`)).toEqual([
      ...Array(3).fill('2026-05-27 late-told'),
      ...Array(3).fill('2026-05-28 before'),
      ...Array(3).fill('2026-05-29 morning'),
    ])
  })

  test('the week of the October make-up Saturday begins with the first day after the holiday', () => {
    const all = ['a', 'b', 'c'].map((id) => open('2026-10-12', '2026-09-01', { deadline: id, from: day('2026-09-01') }))
    const week = plan(all).filter(({ on }) => mondayOf(on) === '2026-10-05')
    expect(week.map(({ on, kind }) => `${on} ${kind}`)).toEqual(['2026-10-08 digest'])
  })

  test('put off: nothing before that day but the last morning', () => {
    const about = open('2026-05-25', '2026-05-11')
    const later = { ...noSettings, later: { [keyOf(about)]: '2026-05-21' } }
    expect(say(plan([about], later)).slice(0, 3)).toEqual([
      '2026-05-21 later-2026-05-21',
      '2026-05-22 before-1',
      '2026-05-25 morning',
    ])
    const past = { ...noSettings, later: { [keyOf(about)]: '2026-05-27' } }
    expect(say(plan([about], past)).slice(0, 2)).toEqual(['2026-05-25 morning', '2026-05-27 later-2026-05-27'])
  })

  test('stopped and silenced', () => {
    const about = open('2026-05-25', '2026-05-11')
    expect(plan([about], { ...noSettings, stopped: true })).toEqual([])
    expect(plan([about], { ...noSettings, muted: [keyOf(about)] })).toEqual([])
    expect(plan([about, open('2026-06-25', '2026-05-11')], { ...noSettings, muted: [keyOf(about)] })).not.toEqual([])
  })

  test('as many working days ahead as one wishes; the last morning stays', () => {
    const wished = { ...noSettings, before: [10] }
    expect(say(plan([open('2026-06-30', '2026-05-11')], wished)).slice(0, 2)).toEqual([
      '2026-06-15 before-10',
      '2026-06-30 morning',
    ])
  })

  test('one kind of deadline has its own days ahead, before those for what comes again and those for all', () => {
    const wished = { ...noSettings, before: [10], beforeRecurring: [5], beforeOf: { d: [2] } }
    const all = [
      open('2026-06-30', '2026-05-11'),
      open('2026-06-30', '2026-05-11', { deadline: 'q', recurs: 'quarter', from: null }),
      open('2026-06-30', '2026-05-11', { deadline: 'e' }),
    ]
    const ahead = plan(all, wished).filter(({ kind }) => kind === 'before')
    expect(ahead.map(({ on, about }) => `${on} ${about?.deadline}`)).toEqual([
      '2026-06-15 e',
      '2026-06-23 q',
      '2026-06-26 d',
    ])
  })

  test('reckoned from a day that is only planned: told once, ahead', () => {
    expect(say(plan([open('2026-05-25', '2026-05-08', { planned: true })]))).toEqual(['2026-05-14 before-7'])
    const short = { planned: true, from: day('2026-05-11') } as const
    expect(say(plan([open('2026-05-12', '2026-05-08', short)]))).toEqual(['2026-05-12 before-0'])
  })

  test('a day that is ours and no law’s is told twice ahead, on its morning and once after', () => {
    const about = open('2026-09-12', '2025-09-15', { from: day('2025-09-12'), recurs: 'anniversary' })
    expect(say(plan([about]))).toEqual([
      '2026-07-31 before-30',
      '2026-09-02 before-7',
      '2026-09-11 morning',
      '2026-09-14 overdue',
    ])
  })

  test('where the event’s own day is the limit it is told ahead all the same', () => {
    const about = open('2026-08-10', '2025-02-10', { from: day('2026-08-10') })
    expect(say(plan([about])).slice(0, 2)).toEqual(['2026-06-29 before-30', '2026-07-30 before-7'])
  })

  test('the second contact is told one working day before', () => {
    const wished = { ...noSettings, seconds: { p: 'chief' } }
    const told = plan([open('2026-05-25', '2026-05-11')], wished).filter(({ to }) => to === 'second')
    expect(told.map(({ on, kind }) => `${on} ${kind}`)).toEqual(['2026-05-22 second-contact'])
  })

  test('a day that moved is told at the next morning, once, in place of what else that morning holds', () => {
    const about = open('2026-05-18', '2026-05-11', { from: day('2026-04-27'), movedFrom: day('2026-05-15') })
    expect(say(plan([about])).slice(0, 2)).toEqual(['2026-05-12 moved-2026-05-15', '2026-05-13 before-3'])
  })
})

test('office hours leave out nights, weekends and holidays', () => {
  expect(addOfficeHours('2026-05-11T01:00:00.000Z', 4, calendar)).toBe('2026-05-11T05:00:00.000Z')
  expect(addOfficeHours('2026-09-30T08:00:00.000Z', 4, calendar)).toBe('2026-10-08T03:00:00.000Z')
  expect(addOfficeHours('2026-05-09T20:00:00.000Z', 1, calendar)).toBe('2026-05-11T02:00:00.000Z')
  expect(isOfficeHour('2026-05-11T10:00:00.000Z', calendar)).toBe(false)
  expect(shiftWorkingDays(day('2026-05-11'), 0, calendar)).toBe('2026-05-11')
})
