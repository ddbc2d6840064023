/** What `calculate_deadline` takes, checked at the door. */
import { z } from 'zod'
import { factsSchema } from '#knowledge/law/facts.ts'
import { authoritative, type Law } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { DeadlineReckoning, DeadlineRule } from '#knowledge/law/rule.ts'
import { parseDay } from '#knowledge/law/units.ts'
import { eventNames } from './event-names.ts'
import { InputError } from './input-error.ts'
import { parseMeasure } from './parse-measure.ts'

const [firstYear, lastYear] = [1949, 2199]

/** A day that exists, kept as text so that the JSON Schema is plain. */
export const dayText = z.string().refine((text) => {
  const day = parseDay(text)
  return day !== undefined && Number(day.slice(0, 4)) >= firstYear && Number(day.slice(0, 4)) <= lastYear
}, `must be a day that exists, from ${firstYear} to ${lastYear}, written YYYY-MM-DD, e.g. 2026-09-18`)

const wholeYear = `must be a year from ${firstYear} to ${lastYear}, e.g. 2026`
const wholeDays = 'must be a whole number of working days, 0 to 1000, e.g. 3'

export const deadlineInput = z.strictObject({
  measure: z.string().describe('measure id, e.g. jining-htz-2024'),
  deadline: z.string().describe('deadline id, e.g. jining.sign-contract; list_deadlines names them'),
  from: dayText.optional().describe('the day of the event it runs from, YYYY-MM-DD'),
  year: z
    .number({ error: wholeYear })
    .int(wholeYear)
    .min(firstYear, wholeYear)
    .max(lastYear, wholeYear)
    .optional()
    .describe('for deadlines on a day of the calendar: the year asked for'),
  facts: factsSchema.optional().describe('what is known of the project; some periods depend on it'),
  excludedWorkingDays: z
    .number({ error: wholeDays })
    .int(wholeDays)
    .min(0, wholeDays)
    .max(1000, wholeDays)
    .optional()
    .describe('working days that the measure leaves out of this period'),
  today: dayText.optional().describe('the day validity is judged on, YYYY-MM-DD; today by default'),
  lang: z.enum(['zh', 'en']).optional().describe('language of titles, steps and notes'),
})

export type DeadlineInput = z.output<typeof deadlineInput>

/** The measure that binds: a translation's original. @throws InputError naming the ids there are */
export function parseBindingMeasure(law: Law, id: string): Measure {
  const measure = parseMeasure(law, id)
  return authoritative(law, measure.id) ?? measure
}

/** @throws InputError naming the deadlines there are, or the measure whose it is */
export function parseDeadline(law: Law, measure: Measure, id: string): DeadlineRule {
  const rule = measure.deadlines.find((candidate) => candidate.id === id)
  if (rule !== undefined) return rule
  const owner = law.measures.find((other) => other.deadlines.some((candidate) => candidate.id === id))
  const known = measure.deadlines.map((candidate) => candidate.id).join(', ')
  if (owner === undefined)
    throw new InputError(
      'unknown-deadline',
      `deadline: there is no deadline «${id}»; ${measure.id} has ${known}`,
      'deadline',
    )
  throw new InputError(
    'other-measure',
    `deadline: «${id}» belongs to ${owner.id}; ${measure.id} has ${known}`,
    'deadline',
  )
}

const takesYear: readonly DeadlineReckoning['by'][] = ['yearly-day', 'quarter-end', 'anniversary', 'year-end-within']
const needsNoEvent: readonly DeadlineReckoning['by'][] = ['yearly-day', 'quarter-end', 'year-end-within']

/** @throws InputError where a day is missing, or a year or excluded days are given that the deadline has no use for */
export function checkDeadlineInput(rule: DeadlineRule, input: DeadlineInput): void {
  const { by } = rule.reckoning
  if (input.from === undefined && !needsNoEvent.includes(by)) {
    const events = [rule.event, ...(rule.andEvent === undefined ? [] : [rule.andEvent])].map(
      (event) => `${eventNames[event].zh} (${event})`,
    )
    const which = events.length === 1 ? `the day of ${events[0]}` : `the later of the days of ${events.join(' and ')}`
    throw new InputError('missing-date', `from: ${rule.id} needs ${which}, e.g. "2026-09-18"`, 'from')
  }
  if (input.year !== undefined && !takesYear.includes(by))
    throw new InputError('bad-input', `year: ${rule.id} runs from an event; leave year out and give from`, 'year')
  if ((input.excludedWorkingDays ?? 0) > 0 && rule.excluded === undefined)
    throw new InputError(
      'bad-input',
      `excludedWorkingDays: the measure leaves no time out of ${rule.id}; leave it out`,
      'excludedWorkingDays',
    )
}
