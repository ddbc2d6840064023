/** Facts against a condition: yes, no, or not yet known, with the names of what could still change it. */
import type { FactName, Facts } from '#knowledge/law/facts.ts'
import type { Condition, Rule } from '#knowledge/law/rule.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { tryCompletions, type World } from './completions.ts'
import { type Anniversary, judgeLeaf, type Leaf, type Part } from './judge-leaf.ts'

export interface ConditionContext {
  /** Ends a period counted from a day. */
  readonly today: IsoDate
  /** The rules a condition may lean on (`{ rule: id }`). */
  readonly rules?: readonly Rule[]
}

export interface Evaluation {
  /** undefined: not yet known, or ambiguous. */
  readonly value: boolean | undefined
  /** Only facts that could change the result. */
  readonly missing: readonly FactName[]
  /** Missing facts that were tried out and change nothing. */
  readonly regardless?: readonly FactName[]
  /** What decided it, in the law's words. Where it is undecided: what is known so far. */
  readonly because: readonly Part[]
  /** Today is the anniversary, and the result differs by whether the year counts as complete on it. */
  readonly ambiguous?: { readonly yearComplete: boolean; readonly yearIncomplete: boolean }
}

interface Judged {
  readonly value: boolean | undefined
  readonly parts: readonly (() => Part)[]
}

/** @throws Error where a rule leans on one that is not there, or on itself */
export function evaluate(condition: Condition, facts: Facts, context: ConditionContext): Evaluation {
  const plain = expandRules(condition, context.rules ?? [])
  const complete = settle(plain, facts, { today: context.today, anniversary: 'complete' })
  if (!plainLeaves(plain).some((leaf) => 'since' in leaf)) return complete
  const incomplete = settle(plain, facts, { today: context.today, anniversary: 'incomplete' })
  if (complete.value === incomplete.value) return complete
  if (complete.value === undefined || incomplete.value === undefined) {
    const missing = [...new Set([...complete.missing, ...incomplete.missing])]
    return { value: undefined, missing, because: complete.because }
  }
  return {
    value: undefined,
    missing: [],
    because: complete.because,
    ambiguous: { yearComplete: complete.value, yearIncomplete: incomplete.value },
  }
}

/** Every leaf that a condition asks, its rules written out. */
export function leavesOf(condition: Condition, rules: readonly Rule[]): Leaf[] {
  return plainLeaves(expandRules(condition, rules))
}

function settle(condition: Plain, facts: Facts, at: Anniversary): Evaluation {
  const judged = judge(condition, { facts, assumed: new Map() }, at)
  const because = judged.parts.map((tell) => tell())
  if (judged.value !== undefined) return { value: judged.value, missing: [], because }
  const leaves = plainLeaves(condition)
  const tried = tryCompletions(leaves, facts, at, (world) => judge(condition, world, at).value)
  if (tried.value === undefined) return { value: undefined, missing: tried.relevant, because }
  return { value: tried.value, missing: [], regardless: tried.tried, because }
}

/** A condition with every `{ rule }` written out. */
type Plain = Leaf | { readonly all: readonly Plain[] } | { readonly any: readonly Plain[] } | { readonly not: Plain }

function expandRules(condition: Condition, rules: readonly Rule[], under: readonly string[] = []): Plain {
  if ('all' in condition) return { all: condition.all.map((member) => expandRules(member, rules, under)) }
  if ('any' in condition) return { any: condition.any.map((member) => expandRules(member, rules, under)) }
  if ('not' in condition) return { not: expandRules(condition.not, rules, under) }
  if (!('rule' in condition)) return condition
  const rule = rules.find((candidate) => candidate.id === condition.rule)
  if (rule?.kind !== 'trigger') throw new Error(`a condition leans on ${condition.rule}, which is no trigger here`)
  if (under.includes(rule.id)) throw new Error(`${rule.id} leans on itself`)
  const both = rule.given === undefined ? rule.when : { all: [rule.given, rule.when] }
  return expandRules(both, rules, [...under, rule.id])
}

function plainLeaves(condition: Plain): Leaf[] {
  if ('all' in condition) return condition.all.flatMap(plainLeaves)
  if ('any' in condition) return condition.any.flatMap(plainLeaves)
  if ('not' in condition) return plainLeaves(condition.not)
  return [condition]
}

function judge(condition: Plain, world: World, at: Anniversary): Judged {
  if ('not' in condition) {
    const inner = judge(condition.not, world, at)
    return { value: inner.value === undefined ? undefined : !inner.value, parts: inner.parts }
  }
  if ('all' in condition) return join(condition.all, false, world, at)
  if ('any' in condition) return join(condition.any, true, world, at)
  const assumed = world.assumed.get(condition)
  if (assumed !== undefined) return { value: assumed, parts: [] }
  const { value, tell } = judgeLeaf(condition, world.facts, at)
  return { value, parts: tell === undefined ? [] : [tell] }
}

/** `decisive` settles the whole by itself: a false member of `all`, a true member of `any`. */
function join(members: readonly Plain[], decisive: boolean, world: World, at: Anniversary): Judged {
  const judged = members.map((member) => judge(member, world, at))
  const deciding = judged.filter((member) => member.value === decisive)
  if (deciding.length > 0) return { value: decisive, parts: deciding.flatMap((member) => member.parts) }
  const parts = judged.flatMap((member) => member.parts)
  return { value: judged.some((member) => member.value === undefined) ? undefined : !decisive, parts }
}
