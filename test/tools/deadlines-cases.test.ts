import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { dayOf } from '#knowledge/law/units.ts'
import { calculateDeadline } from '#tools/calculate-deadline.ts'
import type { ToolContext } from '#tools/tool.ts'
import { openLaw } from '../support/law.ts'

const law = openLaw()
const context: ToolContext = {
  law,
  calendar: loadCalendar(),
  today: dayOf(2026, 11, 23),
  get search(): never {
    throw new Error('a deadline needs no search')
  },
}
const day = z.string().nullable()
const casesSchema = z.array(
  z.strictObject({
    deadline: z.string(),
    name: z.string(),
    given: z.record(z.string(), z.unknown()),
    expect: z.strictObject({
      due: day,
      dueNominal: day,
      advised: day,
      earliest: z.string().optional(),
      calendar: z.string().optional(),
    }),
  }),
)
const measures = law.measures.filter((measure) => measure.deadlines.length > 0)
const cases = measures.flatMap((measure) => {
  const file = join(import.meta.dirname, '../../knowledge/measures', measure.id, 'deadline-cases.yaml')
  return casesSchema.parse(parse(readFileSync(file, 'utf8'))).map((each) => ({ ...each, measure: measure.id }))
})

describe('the deadlines of the measures', () => {
  test('are 33, each id once', () => {
    const ids = measures.flatMap((measure) => measure.deadlines.map((rule) => rule.id))
    expect(ids).toHaveLength(33)
    expect(new Set(ids).size).toBe(33)
  })
  test.each(measures.flatMap((measure) => measure.deadlines.map((rule) => rule.id)))(
    '%s has at least three cases',
    (id) => {
      expect(cases.filter((each) => each.deadline === id).length).toBeGreaterThanOrEqual(3)
    },
  )
})

describe('each case, reckoned apart', () => {
  test.each(cases.map((each) => [`${each.deadline}: ${each.name}`, each] as const))('%s', async (_name, each) => {
    const result = await calculateDeadline.run(
      { measure: each.measure, deadline: each.deadline, ...each.given },
      context,
    )
    expect(result).toMatchObject(each.expect)
    expect(result.citation.quote).not.toBe('')
    expect(result.steps.length).toBeGreaterThan(0)
  })
})
