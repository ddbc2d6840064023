/** From the days known to the deadlines that follow, one leading to the next. */
import type { CalendarStatus } from '#knowledge/calendar/calendar.ts'
import type { Facts } from '#knowledge/law/facts.ts'
import type { DeadlineRule, EventId } from '#knowledge/law/rule.ts'
import { addMonths, dayOf, type IsoDate, yearOf } from '#knowledge/law/units.ts'
import { calculate, type Deadline, type DeadlineContext, standingOf } from './calculate-deadline.ts'
import { nextAnniversary } from './choose-day.ts'
import { eventNames } from './event-names.ts'
import { InputError } from './input-error.ts'
import { countWorkingDays } from './working-days.ts'

export interface KnownEvent {
  readonly event: EventId
  readonly on: IsoDate
  /** Reckoned from an earlier deadline, not told. */
  readonly planned: boolean
}

export interface TimelineEntry {
  readonly deadline: string
  readonly title: string
  readonly event: string
  /** The day it is reckoned from. */
  readonly from: IsoDate
  /** The day reckoned from is itself only planned. */
  readonly planned: boolean
  readonly earliest?: IsoDate
  readonly due: IsoDate | null
  /** Working days from today, or from the day it was done, up to the due day; negative when late; null where none can be counted. */
  readonly slackWorkingDays: number | null
  readonly binds: 'unit' | 'authority'
  readonly calendar: CalendarStatus
}

export interface Chain {
  readonly entries: readonly TimelineEntry[]
  /** The deadlines whose event is known or planned. */
  readonly reached: readonly RunningRule[]
  /** Every day told or planned, by its event. */
  readonly days: ReadonlyMap<EventId, KnownEvent>
  readonly notes: readonly string[]
}

/** A deadline that runs from an event; one on a day of the calendar belongs to no project's timeline. */
export type RunningRule = DeadlineRule & { readonly event: EventId }

type Days = ReadonlyMap<EventId, KnownEvent>

/**
 * @param known the days told
 * @param extent `by-route`: stages that the route leaves out are left out; `whole`: as if there were one route
 */
export function followDates(known: Days, context: DeadlineContext, extent: 'by-route' | 'whole'): Chain {
  const days = new Map(known)
  const reached: RunningRule[] = []
  const entries: TimelineEntry[] = []
  const notes: string[] = []
  // The rules stand in the order of the procedure, so one pass finds all that follow.
  for (const rule of context.measure.deadlines.filter(runsFromEvent)) {
    const start = startOf(rule, days, known, context, notes)
    if (start === undefined) continue
    reached.push(rule)
    if (extent === 'by-route' && isLeftOut(rule, days, context)) continue
    const outcome = tryCalculate(rule, start, days, context)
    if (typeof outcome === 'string') {
      notes.push(outcome)
      continue
    }
    for (const deadline of outcome) entries.push(entryOf(rule, deadline, start, known, context))
    const { leadsTo } = rule
    if (leadsTo === undefined || days.has(leadsTo)) continue
    days.set(leadsTo, { event: leadsTo, on: outcome.at(-1)?.due ?? start.on, planned: true })
  }
  return { entries: inOrder(entries), reached, days, notes: [...notes, ...overdueNotes(entries, context)] }
}

function runsFromEvent(rule: DeadlineRule): rule is RunningRule {
  return rule.event !== 'any'
}

/**
 * Left out by the route: the measure sets no such period, or lets the stage go and nobody has said that it is kept.
 *
 * @param days told, or planned by a stage that is kept
 */
export function isLeftOut(rule: RunningRule, days: Days, context: DeadlineContext): boolean {
  const { given, skipped } = standingOf(rule, context)
  if (given === false) return true
  return skipped === true && !isKept(rule, days, context)
}

/** A day that arises only in a stage which may be left out shows that the stage is kept. */
function isKept(rule: RunningRule, days: Days, context: DeadlineContext): boolean {
  const optional = context.measure.deadlines.filter((each) => each.mayBeSkipped !== undefined)
  const onlyThere = optional.flatMap((each) => {
    const goesOn = optional.some((next) => next.event === each.leadsTo)
    return each.leadsTo !== undefined && goesOn ? [each.leadsTo] : []
  })
  const events = [rule.event, ...(rule.leadsTo === undefined ? [] : [rule.leadsTo])]
  return events.some((event) => days.has(event) && (onlyThere.includes(event) || event === 'revision-requested'))
}

function startOf(
  rule: RunningRule,
  days: Days,
  told: Days,
  context: DeadlineContext,
  notes: string[],
): KnownEvent | undefined {
  const first = days.get(rule.event)
  if (rule.andEvent === undefined) return first
  const second = days.get(rule.andEvent)
  if (first !== undefined && second !== undefined)
    return { ...(first.on >= second.on ? first : second), planned: first.planned || second.planned }
  if (told.has(rule.event) || told.has(rule.andEvent))
    notes.push(needsDay(rule, first === undefined ? rule.event : rule.andEvent, context))
  return undefined
}

function tryCalculate(
  rule: DeadlineRule,
  start: KnownEvent,
  days: Days,
  context: DeadlineContext,
): Deadline[] | string {
  try {
    return calculateAll(rule, start, days, context)
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause
    if (cause.code !== 'missing-fact' && !(cause.code === 'no-calendar' && start.planned))
      throw new InputError(cause.code, cause.message, cause.path === 'from' ? `dates.${start.event}` : cause.path)
    return context.lang === 'zh'
      ? `${rule.title.zh}：无法推算（${cause.message}）`
      : `${rule.title.en}: cannot be reckoned (${cause.message})`
  }
}

function calculateAll(rule: DeadlineRule, start: KnownEvent, days: Days, context: DeadlineContext): Deadline[] {
  const { reckoning } = rule
  const inYear = (year: number) => calculate(rule, { from: start.on, year }, context)
  if (reckoning.by === 'anniversary') return [inYear(yearOf(nextAnniversary(start.on, context.today)))]
  if (reckoning.by !== 'year-end-within') return [calculate(rule, { from: start.on }, context)]
  const last = lastDayOf(start, days.get(reckoning.until), context)
  const years = Array.from({ length: yearOf(last ?? start.on) - yearOf(start.on) + 1 }, (_, i) => yearOf(start.on) + i)
  return years.filter((year) => last === undefined || dayOf(year, 12, 31) <= last).map(inYear)
}

/** The last day of the construction period: as told, or by its months; the earlier where both are told. */
function lastDayOf(start: KnownEvent, end: KnownEvent | undefined, { facts }: DeadlineContext): IsoDate | undefined {
  const byMonths = facts.constructionMonths === undefined ? undefined : addMonths(start.on, facts.constructionMonths)
  if (end === undefined || byMonths === undefined) return end?.on ?? byMonths
  return end.on < byMonths ? end.on : byMonths
}

function entryOf(
  rule: DeadlineRule,
  deadline: Deadline,
  start: KnownEvent,
  known: Days,
  context: DeadlineContext,
): TimelineEntry {
  const done = rule.leadsTo === undefined ? undefined : known.get(rule.leadsTo)
  return {
    deadline: rule.id,
    title: deadline.title,
    event: rule.event,
    from: start.on,
    planned: start.planned,
    ...(deadline.earliest === undefined ? {} : { earliest: deadline.earliest }),
    due: deadline.due,
    slackWorkingDays: slack(done?.on ?? context.today, deadline.due, context),
    binds: rule.binds,
    calendar: deadline.calendar,
  }
}

function slack(from: IsoDate, due: IsoDate | null, { calendar }: DeadlineContext): number | null {
  if (due === null || calendar.statusBetween(from, due) === 'none') return null
  return countWorkingDays(from, due, calendar)
}

function inOrder(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const key = (entry: TimelineEntry) => entry.due ?? entry.earliest ?? entry.from
  return entries.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

function needsDay(rule: DeadlineRule, event: EventId, { lang }: DeadlineContext): string {
  const name = eventNames[event][lang]
  return lang === 'zh'
    ? `${rule.title.zh}：还需要“${name}”的日期（dates.${event}）`
    : `${rule.title.en}: the day of «${name}» is needed too (dates.${event})`
}

function overdueNotes(entries: readonly TimelineEntry[], { today, lang }: DeadlineContext): string[] {
  const past = entries.filter((entry) => entry.due !== null && entry.due < today && entry.planned)
  if (past.length === 0) return []
  const titles = past.map((entry) => entry.title)
  return [
    lang === 'zh'
      ? `以下期限按推算已过，请提供实际日期后重算：${titles.join('、')}`
      : `By this reckoning these are already past; give the actual days and plan again: ${titles.join(', ')}`,
  ]
}

/** Facts that the days told decide: how many months the construction period has. */
export function factsFromDates(facts: Facts, known: Days): Facts {
  const [started, due] = [known.get('construction-started'), known.get('construction-due')]
  if (facts.constructionMonths !== undefined || started === undefined || due === undefined) return facts
  let months = 0
  while (addMonths(started.on, months) < due.on) months += 1
  return { ...facts, constructionMonths: months }
}
