/** Whether a document is asked for now, on what is known of a project. */
import type { Facts } from '#knowledge/law/facts.ts'
import type { FilingOutline } from '#knowledge/law/filing.ts'
import type { Condition, EventId, Rule } from '#knowledge/law/rule.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { evaluate } from '../conditions.ts'
import type { Project } from '../project.ts'

export type DueStatus = 'now' | 'later' | 'not-due' | 'unknown'

export interface Due {
  readonly due: DueStatus
  /** Facts, or events, that would decide it. */
  readonly missing: readonly string[]
}

export interface DueContext {
  readonly facts: Facts
  readonly events: NonNullable<Project['events']>
  readonly rules: readonly Rule[]
  readonly today: IsoDate
}

/**
 * `not-due`: not asked of this project, or its time is over. `later`: its time has not come, or it is asked for only if
 * something happens. `unknown`: what is missing could change it.
 */
export function dueOf({ due }: FilingOutline, context: DueContext): Due {
  const judge = (condition: Condition) => evaluate(condition, context.facts, context)
  if (isOutsideScope(context)) return { due: 'not-due', missing: [] }
  const asked = due.when === undefined ? undefined : judge(due.when)
  if (asked?.value === false) return { due: 'not-due', missing: [] }
  if (due.until !== undefined && judge(due.until).value === true) return { due: 'not-due', missing: [] }
  if ((due.before ?? []).some((event) => stateOf(event, context) === 'happened')) return { due: 'not-due', missing: [] }
  const time = timeOf(due, context)
  // What the project must be comes first: whoever need not file it is not asked when.
  if (asked !== undefined && asked.value === undefined) {
    return { due: time.due === 'later' ? 'later' : 'unknown', missing: asked.missing }
  }
  return time
}

/** Where the measure is known not to govern the project, it asks for nothing. */
function isOutsideScope({ facts, rules, today }: DueContext): boolean {
  const scope = rules.find((rule) => rule.id.endsWith('.scope'))
  return scope !== undefined && evaluate({ rule: scope.id }, facts, { rules, today }).value === false
}

function timeOf(due: FilingOutline['due'], context: DueContext): Due {
  const events = due.after ?? []
  const states = events.map((event) => stateOf(event, context))
  if (events.length > 0 && states.every((state) => state === 'happened')) return { due: 'now', missing: [] }
  if (states.includes('to-come')) return { due: 'later', missing: [] }
  const shown = due.once === undefined ? undefined : evaluate(due.once, context.facts, context)
  if (shown?.value !== undefined) return { due: shown.value ? 'now' : 'later', missing: [] }
  if (due.occasion !== undefined) return { due: 'later', missing: [] }
  const unknown = events.filter((_, i) => states[i] === 'unknown')
  if (shown === undefined && unknown.length === 0) return { due: 'now', missing: [] }
  return { due: 'unknown', missing: [...(shown?.missing ?? []), ...unknown] }
}

function stateOf(event: EventId, { events, today }: DueContext): 'happened' | 'to-come' | 'unknown' {
  const told = events.filter((each) => each.event === event)
  if (told.some((each) => each.planned !== true && each.on <= today)) return 'happened'
  return told.length > 0 ? 'to-come' : 'unknown'
}
