/** What must hold of every rule of every measure, whatever is known of the project. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FactName, type Facts, facts as factList, factNames, factsSchema } from '#knowledge/law/facts.ts'
import type { Rule } from '#knowledge/law/rule.ts'
import { conditionsOf } from '#knowledge/law/rule-check.ts'
import { parseDay } from '#knowledge/law/units.ts'
import { readWritten } from '#knowledge/law/written-number.ts'
import { checkRule } from '#tools/check-rule.ts'
import { openLaw } from '../support/law.ts'

const measures = openLaw().measures.filter((measure) => measure.rules.length > 0)
const today = parseDay('2026-05-10')
if (today === undefined) throw new Error('no day')

/** The same worlds every time; another number tries others. */
const seed = 20_240_430

/** Around the numbers that the rules name, so that limits are met often. */
const limits = measures
  .flatMap((measure) => measure.rules)
  .flatMap(conditionsOf)
  .flatMap((condition) =>
    'fact' in condition && 'value' in condition ? [[condition.fact, condition.value] as const] : [],
  )

function numbersFor(name: FactName): number[] {
  const near = limits.flatMap(([fact, value]) => {
    if (fact !== name) return []
    for (const unit of ['yuan', 'months', 'working-days', 'count'] as const) {
      const limit = readWritten(value, unit)
      if (limit !== undefined) return [-1, 0, 1].map((step) => Number(limit.numerator) + step)
    }
    return []
  })
  return [...near, 1, 5, 6, 15, 20, 100].filter((value) => factList[name].schema.safeParse(value).success)
}

function anyValue(name: FactName, rules: readonly Rule[]): fc.Arbitrary<unknown> {
  const { options, unit } = factList[name]
  if (options !== undefined) return fc.constantFrom(...options.map((option) => option.value))
  if (unit === 'yes-no') return fc.boolean()
  if (unit === 'day') return fc.constantFrom('2025-05-09', '2025-05-10', '2025-05-11', '2026-01-01')
  if (name === 'grounds') return fc.subarray(rules.filter((rule) => rule.kind === 'ground').map((rule) => rule.id))
  if (name === 'confirmed') return fc.subarray(rules.filter((rule) => rule.kind === 'duty').map((rule) => rule.id))
  return fc.constantFrom(...numbersFor(name))
}

function allFacts(rules: readonly Rule[]): fc.Arbitrary<Facts> {
  const shape = Object.fromEntries(factNames.map((name) => [name, anyValue(name, rules)]))
  return fc.record(shape).map((facts) => factsSchema.parse(facts))
}

function only(facts: Facts, names: readonly FactName[]): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => names.some((kept) => kept === name)))
}

describe.each(measures.map((measure) => [measure.id, measure] as const))('%s', (_id, measure) => {
  const told = fc.tuple(allFacts(measure.rules), fc.subarray(factNames))
  const check = (rule: Rule, facts: Facts) => checkRule(rule, facts, { today, rules: measure.rules })

  test('what is decided stays decided, whatever else is told', () => {
    fc.assert(
      fc.property(told, ([facts, names]) => {
        for (const rule of measure.rules) {
          // What the user says of a duty or ground is taken at its word, even against facts told before or after.
          const said = rule.kind === 'duty' || rule.kind === 'ground'
          const late = said ? { ...facts, grounds: undefined, confirmed: undefined } : facts
          const { status } = check(rule, only(late, names))
          if (status !== 'unknown') expect(check(rule, late).status, rule.id).toBe(status)
        }
      }),
      { numRuns: 150, seed },
    )
  })

  test('what is undecided stays so until something it misses is told', () => {
    fc.assert(
      fc.property(told, ([facts, names]) => {
        for (const rule of measure.rules) {
          const { status, missing } = check(rule, only(facts, names))
          if (status !== 'unknown') continue
          // The checklist answers for a rule's own id.
          const waits = [...missing, ...(missing.includes(rule.id) ? ['grounds', 'confirmed'] : [])]
          const others = factNames.filter((name) => !waits.includes(name))
          expect(check(rule, only(facts, [...names, ...others])).status, rule.id).toBe('unknown')
        }
      }),
      { numRuns: 150, seed },
    )
  })

  test('with all facts told nothing is unknown but what the checklist asks', () => {
    fc.assert(
      fc.property(allFacts(measure.rules), (facts) => {
        for (const rule of measure.rules) {
          const { status, missing } = check(rule, facts)
          expect(missing).toEqual(status === 'unknown' ? [rule.id] : [])
        }
      }),
      { numRuns: 100, seed },
    )
  })
})
