/**
 * Which notices a person gets of the open deadlines of all their projects, and when. A function of what is promised,
 * what the person wishes, what was told already and the calendar; nothing is kept here.
 */
import type { WorkCalendar } from '#knowledge/calendar/calendar.ts'
import { dayNumber, type IsoDate, shanghaiDay, shiftDays } from '#knowledge/law/units.ts'
import { keyOf, type Notice, type NoticeKind, type OpenDeadline, type ReminderSettings } from './notice.ts'
import {
  type Instant,
  morningOf,
  nextMorningDay,
  shiftWorkingDays,
  workingDayFrom,
  workingDaysTo,
  workingDayUpTo,
} from './reminder-days.ts'
import { foldIntoDigests } from './reminder-digest.ts'

export interface ReminderInput {
  readonly deadlines: readonly OpenDeadline[]
  readonly settings: ReminderSettings
  /** Ids of notices that went out, or that another one stood for. */
  readonly told: ReadonlySet<string>
  readonly calendar: WorkCalendar
  /** What comes in the weeks after this day's is not asked for. */
  readonly until?: IsoDate
}

/** Working days ahead, where nobody wishes otherwise. */
export const defaultBefore: readonly number[] = [30, 7, 3, 1]
/** Working days: in a shorter period nothing is told a month ahead. */
const longPeriod = 45
/** Weeks after the last day in which it is told again: a year, then who was told so often will not be moved by more. */
export const weeksTold = 52
/** A last day that lay further back when it was first told is not reminded of: the answer then said so. */
const daysBackAtMost = 40

/** Everything still to be told, by its time; what lies before now is late and wants telling at the next good moment. */
export function planNotices({ deadlines, settings, told, calendar, until }: ReminderInput): Notice[] {
  if (settings.stopped === true) return []
  const wanted = deadlines
    .filter((each) => !settings.muted.includes(keyOf(each)))
    .flatMap((each) => noticesOf(each, settings, calendar, until))
    .toSorted(inOrder)
  return foldIntoDigests(wanted, told, calendar)
    .filter((notice) => !told.has(notice.id))
    .toSorted(inOrder)
}

/**
 * What goes out now: of each deadline only the newest notice, however long nobody was there to send it.
 *
 * @returns `passed`: those that the newer ones stand for
 */
export function noticesDue(
  plan: readonly Notice[],
  now: Instant,
): { readonly due: readonly Notice[]; readonly passed: readonly Notice[] } {
  const late = plan.filter(({ at }) => at <= now)
  const isNewest = (notice: Notice): boolean =>
    notice.about === undefined || !late.some((other) => isAboutTheSame(other, notice) && inOrder(other, notice) > 0)
  return { due: late.filter(isNewest), passed: late.filter((notice) => !isNewest(notice)) }
}

function isAboutTheSame(a: Notice, b: Notice): boolean {
  return a.about !== undefined && b.about !== undefined && a.to === b.to && keyOf(a.about) === keyOf(b.about)
}

function noticesOf(
  given: OpenDeadline,
  settings: ReminderSettings,
  calendar: WorkCalendar,
  until: IsoDate | undefined,
): Notice[] {
  // Of a year of which nothing is known the last working day was not found: earlier rather than later.
  const about = { ...given, advised: workingDayUpTo(given.advised, calendar) }
  if (shiftDays(about.due, daysBackAtMost) < shanghaiDay(new Date(about.since))) return []
  const make = (kind: NoticeKind, name: string, on: IsoDate, to: Notice['to'] = 'owner'): Notice => ({
    id: `${keyOf(about)}|${name}`,
    kind,
    on,
    at: morningOf(on),
    to,
    covers: [],
    lists: [],
    about,
  })
  const ahead = aheadOf(about, settings, calendar).map((count) => ({
    count,
    on: shiftWorkingDays(about.advised, -count, calendar),
  }))
  const inTime = ahead.filter(({ on }) => morningOf(on) >= about.since)
  const first = nextMorningDay(about.since, calendar)
  const before = inTime.map(({ count, on }) => make('before', `before-${count}`, on))
  const own = [...before, ...(about.planned === true ? [] : lastDays(about, first, calendar, until, make))]
  const kept = [...own, ...lateTold(about, ahead.length > inTime.length, first, own, make)]
  const movedTold = about.movedFrom === undefined ? [] : [make('moved', `moved-${about.movedFrom}`, first)]
  // What moved is told with its new day; a notice of the same morning would say it twice.
  const plain = movedTold.length === 0 ? kept : kept.filter(({ on }) => on !== first)
  return [
    ...postponed(plain, about, settings, calendar, make),
    ...movedTold,
    ...second(about, settings, first, calendar, make),
  ]
}

type Make = (kind: NoticeKind, name: string, on: IsoDate, to?: Notice['to']) => Notice

/** How many working days ahead, of those that lie within the period at all. */
function aheadOf(about: OpenDeadline, settings: ReminderSettings, calendar: WorkCalendar): number[] {
  const ofKind = about.recurs === undefined ? undefined : settings.beforeRecurring
  const wished = settings.beforeOf?.[about.deadline] ?? ofKind ?? settings.before
  // Nothing is lost on a day that is only ours: twice is enough.
  const all = [...new Set(wished ?? (about.recurs === 'anniversary' ? [30, 7] : defaultBefore))]
  // Where the event's own day is the limit, and where the calendar sets it, there is no period to lie within.
  const isPeriod = about.from !== null && about.from < about.advised
  const most = Math.max(longPeriod, ...all) + 1
  const span = isPeriod ? workingDaysTo(about.from, about.advised, calendar, most) : Number.POSITIVE_INFINITY
  // A month ahead in a period of two is no news; whoever wishes it so gets it.
  const isShort = about.recurs === 'quarter' || span < longPeriod
  const fitting = all.filter((count) => count < span && (wished !== undefined || count < 30 || !isShort))
  if (about.planned !== true) return fitting
  const once = fitting.filter((count) => count <= 7)
  return [Math.max(...(once.length === 0 ? [0] : once))]
}

/** The last day's morning, the first working day after it, and every week from there. */
function lastDays(
  about: OpenDeadline,
  first: IsoDate,
  calendar: WorkCalendar,
  until: IsoDate | undefined,
  make: Make,
): Notice[] {
  const morning = morningOf(about.advised) >= about.since ? [make('morning', 'morning', about.advised)] : []
  const after = workingDayFrom(shiftDays(about.due, 1), calendar)
  const overdue = after > first ? after : first
  const weekly = about.recurs === 'anniversary' ? [] : weeksAfter(overdue, calendar, until)
  return [
    ...morning,
    make('overdue', 'overdue', overdue),
    ...weekly.map(({ week, on }) => make('weekly', `weekly-${week}`, on)),
  ]
}

/** The same weekday of every week, or the working day before; a week without one is left out. */
function weeksAfter(
  overdue: IsoDate,
  calendar: WorkCalendar,
  until: IsoDate | undefined,
): { readonly week: number; readonly on: IsoDate }[] {
  const wanted = until === undefined ? weeksTold : Math.ceil((dayNumber(until) - dayNumber(overdue)) / 7) + 1
  let before = overdue
  return Array.from({ length: Math.min(weeksTold, Math.max(0, wanted)) }, (_, i) => i + 1).flatMap((week) => {
    const on = workingDayUpTo(shiftDays(overdue, 7 * week), calendar)
    if (on <= before) return []
    before = on
    return [{ week, on }]
  })
}

/** Told too late for some of its notices, or for all: one at the first morning, where there is still time. */
function lateTold(
  about: OpenDeadline,
  isMissed: boolean,
  first: IsoDate,
  own: readonly Notice[],
  make: Make,
): Notice[] {
  if (!isMissed || first > about.advised || own.some(({ on }) => on === first)) return []
  return [make('late-told', 'late-told', first)]
}

/** Put off by the person: nothing before that day but on the last one. */
function postponed(
  notices: readonly Notice[],
  about: OpenDeadline,
  { later }: ReminderSettings,
  calendar: WorkCalendar,
  make: Make,
): Notice[] {
  const wished = later[keyOf(about)] as IsoDate | undefined
  if (wished === undefined) return [...notices]
  const on = workingDayUpTo(wished, calendar)
  const kept = notices.filter((notice) => notice.on >= on || notice.kind === 'morning')
  return kept.some((notice) => notice.on === on) ? kept : [...kept, make('later', `later-${on}`, on)]
}

function second(
  about: OpenDeadline,
  { seconds }: ReminderSettings,
  first: IsoDate,
  calendar: WorkCalendar,
  make: Make,
): Notice[] {
  if (about.planned === true || seconds[about.project] === undefined) return []
  const before = shiftWorkingDays(about.advised, -1, calendar)
  const on = before > first ? before : first
  return on > about.advised ? [] : [make('second-contact', 'second', on, 'second')]
}

function inOrder(a: Notice, b: Notice): number {
  return compare(a.at, b.at) || rank(a) - rank(b) || compare(a.id, b.id)
}

/** Of the same morning the graver notice is the newer. */
const ranks: readonly NoticeKind[] = ['digest', 'late-told', 'before', 'later', 'weekly', 'moved', 'morning', 'overdue']

function rank({ kind }: Notice): number {
  return ranks.indexOf(kind)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
