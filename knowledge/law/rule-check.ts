/** What a schema cannot see of rules: that facts exist, numbers are readable and quoted, rules lean on rules that are there. */
import { facts as factList, isFactName } from './facts.ts'
import type { Condition, Rule } from './rule.ts'
import { squeeze } from './whitespace.ts'
import { readWritten, type WrittenUnit } from './written-number.ts'

export interface RuleFault {
  readonly rule: string
  readonly problem: string
  readonly fix: string
}

const units: Readonly<Record<string, WrittenUnit>> = {
  yuan: 'yuan',
  months: 'months',
  'working-days': 'working-days',
  count: 'count',
}

/** Every condition of a rule, with all that stand inside it. */
export function conditionsOf(rule: Rule): Condition[] {
  const top: (Condition | undefined)[] = [rule.given, ...(rule.remarks ?? []).map((remark) => remark.when)]
  if (rule.kind === 'trigger') top.push(rule.when, rule.alsoWhen?.when)
  if (rule.kind === 'ground') top.push(rule.when)
  if (rule.kind === 'limit') top.push(rule.requires)
  if (rule.kind === 'choice') top.push(...rule.branches.map((branch) => branch.when))
  if (rule.kind === 'duty') top.push(...(rule.variants ?? []).map((variant) => variant.when))
  return top.flatMap((condition) => (condition === undefined ? [] : withInner(condition)))
}

/** The rules a condition leans on, and the names in it that are no facts. */
export function conditionNames(condition: Condition): { rules: string[]; unknownFacts: string[] } {
  const inner = withInner(condition)
  return {
    rules: inner.flatMap((each) => ('rule' in each ? [each.rule] : [])),
    unknownFacts: inner.flatMap(namesIn).filter((name) => !isFactName(name)),
  }
}

/** @returns every fault of a measure's rules; none where they may be used */
export function findRuleFaults(rules: readonly Rule[]): RuleFault[] {
  return rules.flatMap((rule) => [
    ...conditionsOf(rule).flatMap((condition) => checkCondition(condition, rule, rules)),
    ...(leansOnItself(rule, rules)
      ? [{ rule: rule.id, problem: 'leans on itself.', fix: 'Take one { rule } out of the circle.' }]
      : []),
  ])
}

function withInner(condition: Condition): Condition[] {
  if ('all' in condition) return [condition, ...condition.all.flatMap(withInner)]
  if ('any' in condition) return [condition, ...condition.any.flatMap(withInner)]
  if ('not' in condition) return [condition, ...withInner(condition.not)]
  return [condition]
}

function checkCondition(condition: Condition, rule: Rule, rules: readonly Rule[]): RuleFault[] {
  const fault = (problem: string, fix: string): RuleFault[] => [{ rule: rule.id, problem, fix }]
  if ('rule' in condition) {
    if (rules.some((other) => other.id === condition.rule && other.kind === 'trigger')) return []
    return fault(`leans on ${condition.rule}, which is no trigger of this measure.`, 'Name a trigger.')
  }
  const names = namesIn(condition)
  const unknown = names.find((name) => !isFactName(name))
  if (unknown !== undefined) return fault(`asks «${unknown}», which is no fact.`, 'Name a fact of facts.ts.')
  if ('equals' in condition) return checkEquals(condition.fact, [condition.equals].flat(), fault)
  if (!('value' in condition)) return []
  const unit = 'ratio' in condition ? 'share' : 'since' in condition ? 'months' : unitOf(condition.fact)
  const wrongKind = 'since' in condition ? unitName(condition.since) !== 'day' : unit === undefined
  const noSum = 'ratio' in condition && names.some((name) => unitName(name) !== 'yuan')
  if (wrongKind || noSum || unit === undefined)
    return fault(`holds ${names.join(', ')} against a number, which it is not.`, 'Use the form that fits the fact.')
  if (readWritten(condition.value, unit) === undefined)
    return fault(
      `«${condition.value}» cannot be read as ${unit}.`,
      'Write it as the law does: 200万, 5%, 3年, 30个工作日, 三家.',
    )
  const quotes = quotesOf(rule).map(squeeze)
  if (quotes.some((quote) => holdsNumber(quote, squeeze(condition.value)))) return []
  return fault(
    `the number ${condition.value} is in none of its quotes.`,
    'Quote the words that hold the number, or add them to alsoCites.',
  )
}

function checkEquals(
  name: string,
  wanted: readonly unknown[],
  fault: (problem: string, fix: string) => RuleFault[],
): RuleFault[] {
  if (!isFactName(name)) return []
  const { unit, schema } = factList[name]
  if (unit !== 'yes-no' && unit !== 'choice')
    return fault(`asks whether ${name} equals something, but it is a number or a day.`, 'Compare it with is and value.')
  const wrong = wanted.find((value) => !schema.safeParse(value).success)
  return wrong === undefined ? [] : fault(`${name} is never ${JSON.stringify(wrong)}.`, 'Write one of its values.')
}

function namesIn(condition: Condition): string[] {
  if ('fact' in condition) return [condition.fact]
  if ('ratio' in condition) return [condition.ratio, condition.of]
  return 'since' in condition ? [condition.since] : []
}

function unitName(name: string): string | undefined {
  return isFactName(name) ? factList[name].unit : undefined
}

function unitOf(name: string): WrittenUnit | undefined {
  return units[unitName(name) ?? '']
}

function quotesOf(rule: Rule): string[] {
  const places = [rule.cites, ...(rule.alsoCites ?? [])]
  if (rule.kind === 'trigger' && rule.alsoWhen !== undefined) places.push(rule.alsoWhen.cites)
  if (rule.kind === 'choice') places.push(...rule.branches.flatMap((branch) => branch.cites ?? []))
  return places.map((place) => place.quote)
}

/** As a number of its own: 200万 does not stand in «1200万». */
export function holdsNumber(quote: string, number: string): boolean {
  for (let at = quote.indexOf(number); at !== -1; at = quote.indexOf(number, at + 1)) {
    if (!/[\d.]/u.test(quote.charAt(at - 1))) return true
  }
  return false
}

function leansOnItself(rule: Rule, rules: readonly Rule[]): boolean {
  const seen = new Set<string>()
  const open = [rule.id]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const found = rules.find((other) => other.id === id)
    const next =
      found === undefined ? [] : conditionsOf(found).flatMap((inner) => ('rule' in inner ? [inner.rule] : []))
    if (next.includes(rule.id)) return true
    for (const inner of next.filter((candidate) => !seen.has(candidate))) {
      seen.add(inner)
      open.push(inner)
    }
  }
  return false
}
