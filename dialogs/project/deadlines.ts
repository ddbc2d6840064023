/** The deadlines of a project: those that follow from the days told, and those that come every year or quarter. */
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { Citation, Measure } from '#knowledge/law/measure.ts'
import type { DeadlineRule } from '#knowledge/law/rule.ts'
import { addMonths, type IsoDate, yearOf } from '#knowledge/law/units.ts'
import type { Deadline } from '#tools/calculate-deadline.ts'
import { InputError } from '#tools/input-error.ts'
import type { Recurrence } from '#tools/notice.ts'
import { stagesOf } from '#tools/plan-stages.ts'
import type { Timeline } from '#tools/plan-timeline.ts'
import type { PromiseBasis } from '#tools/promises.ts'
import type { PlannedReminder } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { factsOf, type ProjectRecord } from './record.ts'

export interface ProjectDeadline {
  readonly deadline: string
  readonly title: string
  readonly due: IsoDate | null
  readonly earliest?: IsoDate
  readonly advised: IsoDate | null
  /** The period's own last day, where the calendar of its year is not known and `due` cannot be told. */
  readonly nominal?: IsoDate
  readonly event: string
  readonly from: IsoDate | null
  /** The day it runs from is itself only planned: told ahead, or reckoned. */
  readonly planned: boolean
  /** The day it runs from was told by nobody: it is the last day of the step before. */
  readonly rests: boolean
  readonly binds: 'unit' | 'authority'
  /** Met: by the event it leads to, or said to be. */
  readonly closed: boolean
  readonly projected: boolean
  readonly citation: Citation
  /** Comes again. */
  readonly recurs?: Recurrence
  readonly basis: PromiseBasis
}

export interface ProjectDeadlines {
  readonly deadlines: readonly ProjectDeadline[]
  /** What cannot be reckoned yet, and why. */
  readonly notes: readonly string[]
}

type Lang = 'zh' | 'en'

export async function deadlinesOf(
  record: ProjectRecord,
  measure: Measure,
  ports: Ports,
  lang: Lang = 'zh',
): Promise<ProjectDeadlines> {
  const events = record.project.events ?? []
  const dates = Object.fromEntries(events.map((told) => [told.event, told.on]))
  const yearly = await yearlyDeadlines(record, measure, ports, lang)
  if (events.length === 0) return { deadlines: inOrder(yearly), notes: [] }
  const facts = factsOf(record)
  const input = { measure: measure.id, facts, dates, today: ports.today, lang }
  const timeline = await tried<Timeline>(ports, 'plan_timeline', input)
  if (typeof timeline === 'string') return { deadlines: inOrder(yearly), notes: [timeline] }
  const chain = await Promise.all(
    timeline.entries.map(async (entry): Promise<ProjectDeadline | undefined> => {
      const rule = measure.deadlines.find((each) => each.id === entry.deadline)
      const year =
        rule === undefined || recursOf(rule) === undefined || entry.due === null ? {} : { year: yearOf(entry.due) }
      const found = await tried<Deadline>(ports, 'calculate_deadline', {
        measure: measure.id,
        deadline: entry.deadline,
        from: entry.from,
        ...year,
        facts,
        today: ports.today,
        lang,
      })
      if (rule === undefined || typeof found === 'string') return undefined
      const due = entry.due
      return {
        ...shape(found, rule, record, measure),
        due,
        advised: found.due === due ? found.advised : due,
        from: entry.from,
        planned: entry.planned || isPlanned(record, entry.event),
        rests: entry.planned,
      }
    }),
  )
  return {
    deadlines: inOrder([...chain.filter((each) => each !== undefined), ...yearly]),
    notes: timeline.notes.map((note) => inWords(note, lang)),
  }
}

/** The tool's own names of inputs (`dates.contract-signed`, `facts.procurement`) mean nothing to staff. */
function inWords(note: string, lang: Lang): string {
  return note
    .replaceAll(/[（(]dates\.[a-z-]+[）)]/gu, '')
    .replaceAll(/facts\.([A-Za-z]+)/gu, (whole, name: string) => (isFactName(name) ? factList[name][lang] : whole))
}

/** Those on a day of the calendar belong to the stages the project is in. */
async function yearlyDeadlines(
  record: ProjectRecord,
  measure: Measure,
  ports: Ports,
  lang: Lang,
): Promise<ProjectDeadline[]> {
  const stages = stagesOf(measure, factsOf(record), record.project.events ?? [], ports.today)
  const next = stages.find((found) => found.status === 'next')
  const current = stages.filter(
    (found) => found.stage.phase === next?.stage.phase && found.status !== 'left-out' && found.status !== 'done',
  )
  const rules = current
    .flatMap((found) => found.stage.deadlines ?? [])
    .flatMap((id) => measure.deadlines.filter((rule) => rule.id === id && rule.event === 'any'))
  const found = await Promise.all(
    rules.map(async (rule) => {
      const deadline = await tried<Deadline>(ports, 'calculate_deadline', {
        measure: measure.id,
        deadline: rule.id,
        facts: factsOf(record),
        today: ports.today,
        lang,
      })
      return typeof deadline === 'string'
        ? []
        : [{ ...shape(deadline, rule, record, measure), from: null, planned: false, rests: false }]
    }),
  )
  return found.flat()
}

/** A deadline the measure does not set for this project is no fault of anybody's: its reason is told instead. */
async function tried<Output>(ports: Ports, tool: string, input: unknown): Promise<Output | string> {
  try {
    return (await ports.runTool(tool, input)) as Output
  } catch (cause) {
    if (cause instanceof InputError) return cause.message
    throw cause
  }
}

function shape(
  found: Deadline,
  rule: DeadlineRule,
  record: ProjectRecord,
  measure: Measure,
): Omit<ProjectDeadline, 'from' | 'planned' | 'rests'> {
  const told = isShownDone(rule, record, measure)
  const recurs = recursOf(rule)
  const { rule: reckonedBy, calendar } = found.reckonedFrom
  return {
    deadline: rule.id,
    title: found.title,
    due: found.due,
    ...(found.earliest === undefined ? {} : { earliest: found.earliest }),
    advised: found.advised,
    ...(found.due === null && found.dueNominal !== null ? { nominal: found.dueNominal } : {}),
    event: rule.event,
    binds: rule.binds,
    closed: told || isSaidClosed(record, rule.id, found.due, recurs),
    projected: found.calendar === 'projected',
    citation: found.citation,
    ...(recurs === undefined ? {} : { recurs }),
    basis: { rule: reckonedBy, calendar },
  }
}

/** The event it leads to was told, or a later one that shows its stage done: an acceptance was applied for before it was passed. */
function isShownDone(rule: DeadlineRule, record: ProjectRecord, { stages }: Measure): boolean {
  const told = (record.project.events ?? []).filter((each) => each.planned !== true)
  const happened = (event: string | undefined) => told.some((each) => each.event === event)
  if (happened(rule.leadsTo)) return true
  if (recursOf(rule) !== undefined) return false
  const ends = stages.filter((stage) => stage.deadlines?.includes(rule.id)).flatMap((stage) => stage.done ?? [])
  return ends.some((event) => event !== rule.event && happened(event))
}

function recursOf({ reckoning: { by } }: DeadlineRule): ProjectDeadline['recurs'] {
  if (by === 'quarter-end') return 'quarter'
  if (by === 'anniversary') return 'anniversary'
  return by === 'yearly-day' || by === 'year-end-within' ? 'year' : undefined
}

/** Of what comes again only the one that was meant is met: this quarter's report says nothing of the next. */
export function isSaidClosed(
  record: ProjectRecord,
  deadline: string,
  due: IsoDate | null,
  recurs: ProjectDeadline['recurs'],
): boolean {
  return record.closed.some((each) => {
    if (each.deadline !== deadline) return false
    if (recurs === undefined || due === null) return true
    return each.due === undefined ? isWithinCycle(each.on as IsoDate, due, recurs) : each.due === due
  })
}

function isWithinCycle(on: IsoDate, due: IsoDate, recurs: Recurrence): boolean {
  return on <= due && on > addMonths(due, recurs === 'quarter' ? -3 : -12)
}

function isPlanned(record: ProjectRecord, event: string): boolean {
  return (record.project.events ?? []).some((told) => told.event === event && told.planned === true)
}

function inOrder(deadlines: readonly ProjectDeadline[]): ProjectDeadline[] {
  const key = (each: ProjectDeadline) => each.due ?? each.earliest ?? '9999'
  return deadlines.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

/** What the unit is to be reminded of: what binds it, is not met, and does not lie behind. */
export function remindersOf(deadlines: readonly ProjectDeadline[], today: IsoDate): PlannedReminder[] {
  return deadlines.flatMap(({ deadline, due, advised, event, from, binds, closed }) =>
    binds === 'unit' && !closed && due !== null && due >= today
      ? [{ deadline, due, advised: advised ?? due, event, from }]
      : [],
  )
}

/**
 * All that stays promised: what is open, late or not, as long as its start is not put off by an earlier step that is
 * itself overdue: what rests on a day long past that never came is no deadline.
 */
export function promisesOf(deadlines: readonly ProjectDeadline[], today: IsoDate, law: Measure): PlannedReminder[] {
  const isLate = ({ due, closed, binds }: ProjectDeadline) => binds === 'unit' && !closed && due !== null && due < today
  const hangs = (each: ProjectDeadline, seen: readonly string[] = []): boolean =>
    each.rests &&
    deadlines.some(
      (earlier) =>
        !seen.includes(earlier.deadline) &&
        law.deadlines.find((rule) => rule.id === earlier.deadline)?.leadsTo === each.event &&
        (isLate(earlier) || hangs(earlier, [...seen, earlier.deadline])),
    )
  return deadlines.flatMap((each) => {
    const { deadline, advised, event, from, recurs, basis, rests } = each
    // Never later than the last lawful day, wherever that will lie.
    const due = each.due ?? each.nominal ?? null
    if (each.binds !== 'unit' || each.closed || due === null || hangs(each)) return []
    const more = { ...(recurs === undefined ? {} : { recurs }), ...(rests ? { planned: true as const } : {}) }
    return [{ deadline, due, advised: advised ?? due, event, from, ...more, basis }]
  })
}
