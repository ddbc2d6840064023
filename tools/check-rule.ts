/** One rule against the facts. Each kind has its own way to be met; none fills in what is not known. */
import type { Facts } from '#knowledge/law/facts.ts'
import type { Condition, Rule, RuleOf } from '#knowledge/law/rule.ts'
import type { Words } from './condition-words.ts'
import { type ConditionContext, type Evaluation, evaluate } from './conditions.ts'
import type { Part } from './judge-leaf.ts'
import {
  butAlso,
  dutyDone,
  dutyMissed,
  eitherWay,
  notApplicable,
  openWays,
  reasonsOf,
  severalWays,
  stillNeeded,
  twoReadings,
  unknownOutcome,
} from './outcome-words.ts'

export type Status = 'applies' | 'does-not-apply' | 'complies' | 'violates' | 'ambiguous' | 'unknown'

export interface BranchFound {
  readonly branch: string
  readonly outcome: Words
  /** undefined: not yet known */
  readonly holds: boolean | undefined
  readonly advised: boolean
}

export interface Verdict {
  readonly status: Status
  readonly outcome: Words
  readonly because: readonly Words[]
  /** Facts and rule ids that could still change it. */
  readonly missing: readonly string[]
  readonly parts: readonly Part[]
  /** Where two readings stand: both, and what to do to be safe under either. */
  readonly readings?: readonly Words[]
  readonly advice?: Words
  readonly branches?: readonly BranchFound[]
}

type Ask = (condition: Condition | undefined) => Evaluation

const always: Evaluation = { value: true, missing: [], because: [] }

export function checkRule(rule: Rule, facts: Facts, context: ConditionContext): Verdict {
  const ask: Ask = (condition) => (condition === undefined ? always : evaluate(condition, facts, context))
  switch (rule.kind) {
    case 'trigger':
      return checkTrigger(rule, ask)
    case 'limit':
      return checkLimit(rule, ask)
    case 'duty':
      return checkDuty(rule, facts, ask)
    case 'ground':
      return checkGround(rule, facts, ask)
    case 'choice':
      return checkChoice(rule, ask)
  }
}

function checkTrigger(rule: RuleOf<'trigger'>, ask: Ask): Verdict {
  const found = ask(both(rule.given, rule.when))
  if (rule.alsoWhen !== undefined) {
    const also = ask(both(rule.given, rule.alsoWhen.when))
    const { reads, stricter } = rule.alsoWhen
    if (found.value === true && also.value === true) return ambiguous([found, also], [rule.applies, reads], stricter)
    if (found.value === true && also.value === undefined) return unknown(also.missing, rule.applies, [found])
  }
  if (found.ambiguous !== undefined)
    return ambiguous([found], [rule.applies, rule.otherwise], rule.stricter ?? rule.applies)
  if (found.value === undefined) return unknown(found.missing, rule.applies, [found])
  if (found.value) return settled('applies', rule.applies, found)
  const outside = ask(rule.given).value === false
  return settled('does-not-apply', outside ? (rule.notGiven ?? rule.otherwise) : rule.otherwise, found)
}

function checkLimit(rule: RuleOf<'limit'>, ask: Ask): Verdict {
  const given = ask(rule.given)
  if (given.value === false) return settled('does-not-apply', rule.notGiven ?? notApplicable, given)
  const met = ask(both(rule.given, rule.requires))
  if (met.ambiguous !== undefined) return ambiguous([met], [rule.complies, rule.violates], rule.violates)
  if (met.value === true) return settled('complies', rule.complies, met)
  if (met.value === false && given.value === true) return settled('violates', rule.violates, met)
  return unknown([...given.missing, ...met.missing], eitherWay(rule.complies, rule.violates), [met])
}

function checkDuty(rule: RuleOf<'duty'>, facts: Facts, ask: Ask): Verdict {
  const given = ask(rule.given)
  if (given.value === false) return settled('does-not-apply', rule.notGiven ?? notApplicable, given)
  const duty = rule.variants?.find((variant) => ask(variant.when).value === true)?.duty ?? rule.duty
  const known = reasonsOf(given)
  const nothing = { missing: [], parts: given.because }
  if (facts.confirmed?.includes(rule.id)) {
    const because = [...known, { zh: '已确认做到', en: 'confirmed as done' }]
    return { status: 'complies', outcome: dutyDone(duty), because, ...nothing }
  }
  if (facts.grounds?.includes(rule.id)) {
    const because = [...known, { zh: '已说明没有做到', en: 'said not to be done' }]
    return { status: 'violates', outcome: dutyMissed(duty), because, ...nothing }
  }
  // Which wording fits is part of the result, so what would tell is asked too.
  const wording = duty === rule.duty ? (rule.variants ?? []).flatMap((variant) => ask(variant.when).missing) : []
  const missing = [...new Set([...given.missing, ...wording, rule.id])]
  return {
    status: 'unknown',
    outcome: duty,
    because: [...known, ...stillNeeded(missing)],
    missing,
    parts: given.because,
  }
}

function checkGround(rule: RuleOf<'ground'>, facts: Facts, ask: Ask): Verdict {
  const given = ask(rule.given)
  if (given.value === false) return settled('does-not-apply', rule.notGiven ?? notApplicable, given)
  const told = facts.grounds?.includes(rule.id)
  const holds = { zh: `${rule.ground.zh}：${rule.consequence.zh}`, en: `${rule.ground.en}: ${rule.consequence.en}` }
  const absent = { zh: `不属于该情形：${rule.ground.zh}`, en: `Not so: ${rule.ground.en}` }
  const shown = rule.when === undefined ? undefined : ask(both(rule.given, rule.when))
  if (told === true) {
    const contrary = shown?.value === false ? reasonsOf(shown) : []
    return said('applies', holds, [{ zh: '已说明属实', en: 'said to be so' }, ...contrary.map(butAlso)])
  }
  if (shown?.ambiguous !== undefined) return ambiguous([shown], [holds, absent], rule.stricter ?? holds)
  if (shown?.value === true) return settled('applies', holds, shown)
  if (shown?.value === false) return settled('does-not-apply', absent, shown)
  if (told === false)
    return said('does-not-apply', absent, [{ zh: '属实的情形中没有这一项', en: 'not among what is said to be so' }])
  return unknown([...(shown ?? given).missing, rule.id], holds, [shown ?? given])
}

/** A branch is chosen only when it is known that none of the shorter ones holds. */
function checkChoice(rule: RuleOf<'choice'>, ask: Ask): Verdict {
  const given = ask(rule.given)
  if (given.value === false) return settled('does-not-apply', rule.notGiven ?? notApplicable, given)
  const whens = rule.branches.map((branch) => branch.when)
  const firsts = whens.map((when, i) => ask(all([rule.given, ...whens.slice(0, i).map(negate), when])))
  const chosen = firsts.findIndex((first) => first.value === true)
  const branches = rule.branches.map((branch, i) => {
    return { branch: branch.id, outcome: branch.outcome, holds: ask(branch.when).value, advised: i === chosen }
  })
  const advised = rule.branches[chosen]
  if (advised !== undefined) {
    const ways = branches.filter((branch) => branch.holds === true).map((branch) => branch.outcome)
    const because = rule.branches.flatMap((branch) => {
      const found = ask(branch.when)
      return found.value === true ? reasonsOf(found) : []
    })
    const outcome = severalWays(ways, advised.outcome)
    return { status: 'applies', outcome, because, missing: [], parts: [], branches }
  }
  const none = ask(all([rule.given, ...whens.map(negate)]))
  if (none.value === true) {
    const status = rule.otherwise === undefined ? 'does-not-apply' : 'applies'
    return { ...settled(status, rule.otherwise ?? notApplicable, none), branches }
  }
  const missing = [...new Set([...firsts, none].flatMap((evaluation) => evaluation.missing))]
  // A way known to be open rules out all that are longer.
  const certain = branches.findIndex((branch) => branch.holds === true)
  const shorter = certain === -1 ? branches : branches.slice(0, certain + 1)
  const open = shorter.filter((branch) => branch.holds !== false).map((branch) => branch.outcome)
  const outcome = openWays(missing, certain === -1 && rule.otherwise !== undefined ? [...open, rule.otherwise] : open)
  const known = whens.flatMap((when) => ask(when).because)
  return { status: 'unknown', outcome, because: [...known, ...stillNeeded(missing)], missing, parts: [], branches }
}

function both(given: Condition | undefined, when: Condition): Condition {
  return given === undefined ? when : { all: [given, when] }
}

function all(members: readonly (Condition | undefined)[]): Condition {
  return { all: members.filter((member) => member !== undefined) }
}

function negate(condition: Condition): Condition {
  return { not: condition }
}

function settled(status: Status, outcome: Words, found: Evaluation): Verdict {
  return { status, outcome, because: reasonsOf(found), missing: [], parts: found.because }
}

function said(status: Status, outcome: Words, because: readonly Words[]): Verdict {
  return { status, outcome, because, missing: [], parts: [] }
}

function unknown(missing: readonly string[], wouldBe: Words, found: readonly Evaluation[]): Verdict {
  const once = [...new Set(missing)]
  const because = [...found.flatMap(reasonsOf), ...stillNeeded(once)]
  return { status: 'unknown', outcome: unknownOutcome(once, wouldBe), because, missing: once, parts: [] }
}

function ambiguous(found: readonly Evaluation[], readings: readonly [Words, Words], advised: Words): Verdict {
  return {
    status: 'ambiguous',
    outcome: twoReadings(readings[0], readings[1], advised),
    because: found.flatMap(reasonsOf),
    missing: [],
    parts: found.flatMap((evaluation) => evaluation.because),
    readings,
    advice: advised,
  }
}
