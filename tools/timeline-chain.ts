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
  readonly reached: readonly DeadlineRule[]
  readonly notes: readonly string[]
}

type Known = Map<EventId, KnownEvent>

/**
 * @param known the days told
 * @param extent `by-route`: stages that the route leaves out are left out; `whole`: as if there were one route
 */
export function followDates(
  known: ReadonlyMap<EventId, KnownEvent>,
  context: DeadlineContext,
  extent: 'by-route' | 'whole',
): Chain {
  const all: Known = new Map(known)
  const reached: DeadlineRule[] = []
  const entries: TimelineEntry[] = []
  const notes: string[] = []
  // The rules stand in the order of the procedure, so one pass finds all that follow.
  for (const rule of context.measure.deadlines) {
    const start = startOf(rule, all, known, context, notes, extent)
    if (start === undefined) continue
    reached.push(rule)
    if (extent === 'by-route' && isLeftOut(rule, known, context)) continue
    const outcome = tryCalculate(rule, start, context)
    if (typeof outcome === 'string') {
      if (extent === 'by-route') notes.push(outcome)
      if (extent === 'whole' && rule.leadsTo !== undefined && !all.has(rule.leadsTo))
        all.set(rule.leadsTo, { event: rule.leadsTo, on: start.on, planned: true })
      continue
    }
    for (const deadline of outcome) entries.push(entryOf(rule, deadline, start, known, context))
    const due = outcome.at(-1)?.due ?? start.on
    if (rule.leadsTo !== undefined && !all.has(rule.leadsTo))
      all.set(rule.leadsTo, { event: rule.leadsTo, on: due, planned: true })
  }
  return { entries: inOrder(entries), reached, notes: [...new Set([...notes, ...overdueNotes(entries, context)])] }
}

/** Left out by the route: the measure sets no such period, or lets the stage go and nobody has said that it is kept. */
export function isLeftOut(
  rule: DeadlineRule,
  known: ReadonlyMap<EventId, KnownEvent>,
  context: DeadlineContext,
): boolean {
  const { given, skipped } = standingOf(rule, context)
  if (given === false) return true
  return skipped === true && !isKept(rule, known, context)
}

/** A day told that arises only in a stage which may be left out shows that the stage is kept. */
function isKept(rule: DeadlineRule, known: ReadonlyMap<EventId, KnownEvent>, context: DeadlineContext): boolean {
  const optional = context.measure.deadlines.filter((each) => each.mayBeSkipped !== undefined)
  const onlyThere = new Set<string>(
    optional.filter((each) => optional.some((next) => next.event === each.leadsTo)).map((each) => each.leadsTo ?? ''),
  )
  onlyThere.add('revision-requested')
  return [rule.event, rule.leadsTo].some(
    (event) => event !== undefined && event !== 'any' && known.has(event) && onlyThere.has(event),
  )
}

function startOf(
  rule: DeadlineRule,
  all: Known,
  told: ReadonlyMap<EventId, KnownEvent>,
  context: DeadlineContext,
  notes: string[],
  extent: 'by-route' | 'whole',
): KnownEvent | undefined {
  if (rule.event === 'any') return undefined
  const first = all.get(rule.event)
  if (rule.andEvent === undefined) return first
  const second = all.get(rule.andEvent)
  if (first !== undefined && second !== undefined)
    return { ...(first.on >= second.on ? first : second), planned: first.planned || second.planned }
  const missing = first === undefined ? rule.event : rule.andEvent
  if (extent === 'by-route' && (told.has(rule.event) || told.has(rule.andEvent)))
    notes.push(needsDay(rule, missing, context))
  return undefined
}

function tryCalculate(rule: DeadlineRule, start: KnownEvent, context: DeadlineContext): Deadline[] | string {
  try {
    return calculateAll(rule, start, context)
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause
    if (cause.code !== 'missing-fact' && !(cause.code === 'no-calendar' && start.planned))
      throw new InputError(cause.code, cause.message, cause.path === 'from' ? `dates.${start.event}` : cause.path)
    return context.lang === 'zh'
      ? `${rule.title.zh}：无法推算（${cause.message}）`
      : `${rule.title.en}: cannot be reckoned (${cause.message})`
  }
}

function calculateAll(rule: DeadlineRule, start: KnownEvent, context: DeadlineContext): Deadline[] {
  const { by } = rule.reckoning
  if (by === 'anniversary')
    return [calculate(rule, { from: start.on, year: yearOf(nextAnniversary(start.on, context.today)) }, context)]
  if (by !== 'year-end-within') return [calculate(rule, { from: start.on }, context)]
  const months = context.facts.constructionMonths
  const last = months === undefined ? start.on : addMonths(start.on, months)
  const years = Array.from({ length: yearOf(last) - yearOf(start.on) + 1 }, (_, i) => yearOf(start.on) + i)
  const ends = years.filter((year) => months === undefined || dayOf(year, 12, 31) <= last)
  return ends.map((year) => calculate(rule, { from: start.on, year }, context))
}

function entryOf(
  rule: DeadlineRule,
  deadline: Deadline,
  start: KnownEvent,
  known: ReadonlyMap<EventId, KnownEvent>,
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
export function factsFromDates(facts: Facts, known: ReadonlyMap<EventId, KnownEvent>): Facts {
  const [started, due] = [known.get('construction-started'), known.get('construction-due')]
  if (facts.constructionMonths !== undefined || started === undefined || due === undefined) return facts
  let months = 0
  while (addMonths(started.on, months) < due.on && months < 1200) months += 1
  return { ...facts, constructionMonths: months }
}
