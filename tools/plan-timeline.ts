import { z } from 'zod'
import { factsSchema } from '#knowledge/law/facts.ts'
import type { Validity } from '#knowledge/law/measure.ts'
import { eventIds } from '#knowledge/law/rule.ts'
import { parseDay } from '#knowledge/law/units.ts'
import { validityOn } from './check-validity.ts'
import { dayText, parseBindingMeasure } from './deadline-input.ts'
import { eventNames } from './event-names.ts'
import { InputError } from './input-error.ts'
import { factsFromDates, followDates, type KnownEvent, type TimelineEntry } from './timeline-chain.ts'
import { describeRoute, routeNotes } from './timeline-route.ts'
import { defineTool } from './tool.ts'

export interface Timeline {
  readonly entries: readonly TimelineEntry[]
  /** The rules that shape the route, joined by `+`; `full`, `undecided`, `not-applicable`, or `standard` where there is but one. */
  readonly route: string
  readonly notes: readonly string[]
  readonly validity: readonly Validity[]
}

const dates = z
  .strictObject(Object.fromEntries(eventIds.map((id) => [id, dayText.optional().describe(eventNames[id].zh)])))
  .describe('the days known, by event: {"launch-notice-received": "2026-09-18"}')

export const planTimeline = defineTool({
  name: 'plan_timeline',
  description:
    'From the days known of a project, every deadline that follows, in order; days that are only planned are marked. 由已知日期推算项目时间表。',
  schema: z.strictObject({
    measure: z.string().describe('measure id, e.g. jiujiang-2024'),
    facts: factsSchema.optional().describe('what is known of the project; the route depends on it'),
    dates,
    today: dayText.optional().describe('YYYY-MM-DD; today by default'),
    lang: z.enum(['zh', 'en']).optional().describe('language of titles and notes'),
  }),
  run: (input, { law, calendar, today: contextToday }): Timeline => {
    const measure = parseBindingMeasure(law, input.measure)
    const today = (input.today === undefined ? undefined : parseDay(input.today)) ?? contextToday
    const lang = input.lang ?? (measure.id === input.measure ? 'zh' : 'en')
    const known = readDates(input.dates)
    const context = { measure, facts: factsFromDates(input.facts ?? {}, known), calendar, today, lang }
    const chain = followDates(known, context, 'by-route')
    const whole = followDates(known, context, 'whole')
    return {
      entries: chain.entries,
      route: describeRoute(whole.reached, context),
      notes: [...routeNotes(whole.reached, chain, known, context), ...chain.notes],
      validity: [validityOn(measure, today, 'today', lang)],
    }
  },
})

/** @throws InputError where no day is given, or two contradict each other */
function readDates(given: Readonly<Record<string, string | undefined>>): Map<KnownEvent['event'], KnownEvent> {
  const known = new Map<KnownEvent['event'], KnownEvent>()
  for (const event of eventIds) {
    const on = given[event] === undefined ? undefined : parseDay(given[event])
    if (on !== undefined) known.set(event, { event, on, planned: false })
  }
  if (known.size === 0)
    throw new InputError(
      'missing-date',
      `dates: give at least one day, e.g. {"${eventIds[0]}": "2026-09-18"}; the events are ${eventIds.join(', ')}`,
      'dates',
    )
  const [started, due] = [known.get('construction-started'), known.get('construction-due')]
  if (started !== undefined && due !== undefined && due.on < started.on)
    throw new InputError(
      'bad-input',
      `dates.construction-due: lies before the start of construction, ${started.on}`,
      'dates.construction-due',
    )
  return known
}
