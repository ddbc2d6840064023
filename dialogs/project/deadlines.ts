/** The deadlines of a project: those that follow from the days told, and those that come every year or quarter. */
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { Citation, Measure } from '#knowledge/law/measure.ts'
import type { DeadlineRule } from '#knowledge/law/rule.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { Deadline } from '#tools/calculate-deadline.ts'
import { InputError } from '#tools/input-error.ts'
import { stagesOf } from '#tools/plan-stages.ts'
import type { Timeline } from '#tools/plan-timeline.ts'
import type { PlannedReminder } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { factsOf, type ProjectRecord } from './record.ts'

export interface ProjectDeadline {
  readonly deadline: string
  readonly title: string
  readonly due: IsoDate | null
  readonly earliest?: IsoDate
  readonly advised: IsoDate | null
  readonly event: string
  readonly from: IsoDate | null
  /** The day it runs from is itself only planned. */
  readonly planned: boolean
  readonly binds: 'unit' | 'authority'
  /** Met: by the event it leads to, or said to be. */
  readonly closed: boolean
  readonly projected: boolean
  readonly citation: Citation
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
      const found = await tried<Deadline>(ports, 'calculate_deadline', {
        measure: measure.id,
        deadline: entry.deadline,
        from: entry.from,
        facts,
        today: ports.today,
        lang,
      })
      if (rule === undefined || typeof found === 'string') return undefined
      const due = entry.due
      return {
        ...shape(found, rule, record),
        due,
        advised: found.due === due ? found.advised : due,
        from: entry.from,
        planned: entry.planned || isPlanned(record, entry.event),
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
      return typeof deadline === 'string' ? [] : [{ ...shape(deadline, rule, record), from: null, planned: false }]
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

function shape(found: Deadline, rule: DeadlineRule, record: ProjectRecord): Omit<ProjectDeadline, 'from' | 'planned'> {
  const told = (record.project.events ?? []).some((each) => each.event === rule.leadsTo && each.planned !== true)
  return {
    deadline: rule.id,
    title: found.title,
    due: found.due,
    ...(found.earliest === undefined ? {} : { earliest: found.earliest }),
    advised: found.advised,
    event: rule.event,
    binds: rule.binds,
    closed: told || record.closed.some((each) => each.deadline === rule.id),
    projected: found.calendar === 'projected',
    citation: found.citation,
  }
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
