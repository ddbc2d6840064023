/** The cases beside each measure are whole: every limit from both sides, every period over what can befall it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { isFactName } from '#knowledge/law/facts.ts'
import { type Condition, caseSchema, type DeadlineRule, type Rule } from '#knowledge/law/rule.ts'
import { conditionsOf } from '#knowledge/law/rule-check.ts'
import { addMonths, dayOf, type IsoDate, parseDay, shiftDays } from '#knowledge/law/units.ts'
import { compareFractions, type Fraction, readWritten } from '#knowledge/law/written-number.ts'
import { calculateDeadline } from '#tools/calculate-deadline.ts'
import { type Leaf, limitOf } from '#tools/judge-leaf.ts'
import type { ToolContext } from '#tools/tool.ts'
import { openLaw } from './support/law.ts'

const law = openLaw()
const calendar = loadCalendar()
const measures = law.measures.filter((measure) => measure.translationOf === undefined)

function readCases<S extends z.ZodType>(measure: string, file: string, schema: S): z.output<S>[] {
  const path = join(import.meta.dirname, '../knowledge/measures', measure, file)
  return z.array(schema).parse(parse(readFileSync(path, 'utf8')))
}

type NumberLeaf = Extract<Leaf, { value: string }>
type Side = 'one below' | 'the number itself' | 'one above' | 'not told'

function isNumberLeaf(condition: Condition): condition is NumberLeaf {
  return 'value' in condition
}

/** Limits that the rule itself names; remarks only tell of an overlap. */
function limitsOf(rule: Rule): NumberLeaf[] {
  return conditionsOf({ ...rule, remarks: undefined }).filter(isNumberLeaf)
}

const whole = (value: unknown): Fraction => ({ numerator: BigInt(Number(value)), denominator: 1n })

/** On which side of the limit the facts of a case lie; undefined where they are further off than one. */
function sideOf(
  leaf: NumberLeaf,
  facts: Readonly<Record<string, unknown>>,
  today: string | undefined,
): Side | undefined {
  if ('ratio' in leaf) {
    const [part, all] = [facts[leaf.ratio], facts[leaf.of]]
    if (part === undefined || all === undefined) return 'not told'
    const share = readWritten(leaf.value, 'share') ?? whole(0)
    const bound = { numerator: share.numerator * BigInt(Number(all)), denominator: share.denominator }
    return side([-1, 0, 1].map((by) => compareFractions(whole(Number(part) - by), bound)))
  }
  if ('since' in leaf) {
    const since = parseDay(String(facts[leaf.since] ?? ''))
    const on = parseDay(today ?? '')
    if (since === undefined || on === undefined) return since === undefined ? 'not told' : undefined
    const months = Number(readWritten(leaf.value, 'months')?.numerator)
    const complete = addMonths(since, months)
    return side([shiftDays(on, -1), on, shiftDays(on, 1)].map((day) => (day < complete ? -1 : day > complete ? 1 : 0)))
  }
  if (!isFactName(leaf.fact) || facts[leaf.fact] === undefined) return 'not told'
  const limit = limitOf(leaf)
  return side([1, 0, -1].map((by) => compareFractions(whole(Number(facts[leaf.fact]) - by), limit)))
}

/** @param orders of the neighbour on one side, the value itself, the neighbour on the other */
function side(orders: readonly number[]): Side | undefined {
  const [, own = 0] = orders
  if (own === 0) return 'the number itself'
  const turns = orders.some((order) => order !== own)
  return turns ? (own < 0 ? 'one below' : 'one above') : undefined
}

const limited = measures.flatMap((measure) =>
  measure.rules.flatMap((rule) =>
    limitsOf(rule).map(
      (leaf) =>
        [
          rule.id,
          leaf.value,
          'fact' in leaf ? leaf.fact : 'ratio' in leaf ? leaf.ratio : leaf.since,
          measure.id,
          leaf,
        ] as const,
    ),
  ),
)

describe('each limit has a case one below it, at it, one above it, and not told', () => {
  test.each(limited)('%s, %s of %s', (rule, _value, _fact, measure, leaf) => {
    const cases = readCases(measure, 'cases.yaml', caseSchema).filter((each) => rule in each.expect)
    // Not told counts where it leaves the result open, and not where another fact decides.
    const sides = new Set(
      cases.flatMap((each) => {
        const side = sideOf(leaf, each.facts, each.today)
        return side === 'not told' && each.expect[rule] !== 'unknown' ? [] : [side]
      }),
    )
    const wanted: Side[] = ['one below', 'the number itself', 'one above', 'not told']
    expect(wanted.filter((each) => !sides.has(each))).toEqual([])
  })
})

const deadlineCase = z.object({ deadline: z.string(), given: z.record(z.string(), z.unknown()) })
const context: ToolContext = {
  law,
  calendar,
  today: dayOf(2026, 11, 23),
  get search(): never {
    throw new Error('a deadline needs no search')
  },
}

type Branch = Exclude<DeadlineRule['reckoning'], { by: 'depends' }>

/** A period of working days ends on one, so it never rolls; an expiry or a duration stays where it falls. */
function wantedOf(by: Branch['by']): string[] {
  if (by === 'working-days') return ['plain', 'over Spring Festival or National Day', 'from a month’s end']
  if (by === 'months' || by === 'window')
    return ['plain', 'ends in Spring Festival or National Day', 'rolls', 'from a month’s end']
  return by === 'duration' ? ['plain', 'stays on a rest day', 'from a month’s end'] : []
}

/** What befalls a period from its day to its end, over all its cases. */
async function happenings(measure: string, rule: DeadlineRule, branch: Branch): Promise<Set<string>> {
  const found = new Set<string>()
  const cases = readCases(measure, 'deadline-cases.yaml', deadlineCase).filter((each) => each.deadline === rule.id)
  for (const { given } of cases) {
    const deadline = await calculateDeadline.run({ measure, deadline: rule.id, ...given }, context)
    const from = parseDay(String(given.from ?? ''))
    const { due, dueNominal, advised } = deadline
    if (from === undefined || due === null || dueNominal === null || advised === null) continue
    if (rule.reckoning.by === 'depends' && !deadline.steps[0]?.endsWith(branch.period)) continue
    const rests = daysBetween(from, due).flatMap((day) => calendar.restOn(day) ?? [])
    const isFeast = (why: string) => /春节|国庆/u.test(why)
    const counted = branch.by === 'working-days' ? rests : deadline.skipped.map(({ why }) => why)
    if (due === dueNominal && advised === due && counted.every((why) => why.startsWith('星期'))) found.add('plain')
    if (rests.some(isFeast)) found.add('over Spring Festival or National Day')
    if (isFeast(calendar.restOn(dueNominal) ?? '')) found.add('ends in Spring Festival or National Day')
    if (shiftDays(from, 1).endsWith('-01')) found.add('from a month’s end')
    if (due > dueNominal) found.add('rolls')
    if (due === dueNominal && advised < due) found.add('stays on a rest day')
  }
  return found
}

function daysBetween(from: IsoDate, to: IsoDate): IsoDate[] {
  const days: IsoDate[] = []
  for (let day = shiftDays(from, 1); day <= to; day = shiftDays(day, 1)) days.push(day)
  return days
}

const periods = measures.flatMap((measure) =>
  measure.deadlines.flatMap((rule) => {
    const { reckoning } = rule
    const branches = reckoning.by === 'depends' ? [reckoning.then.is, reckoning.otherwise.is] : [reckoning]
    return branches
      .filter((branch) => wantedOf(branch.by).length > 0)
      .map((branch) => [rule.id, branch.period, measure.id, rule, branch] as const)
  }),
)

describe('each period has a case for whatever can befall it', () => {
  test.each(periods)('%s, %s', async (_id, _period, measure, rule, branch) => {
    const found = await happenings(measure, rule, branch)
    expect(wantedOf(branch.by).filter((each) => !found.has(each))).toEqual([])
  })
})
