/** One plain condition: a number against its limit, a choice, a share of a sum, time gone since a day. */
import type { FactUnit } from '#knowledge/law/fact-kinds.ts'
import { type FactName, type Facts, facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { Compare, Comparison, Is, Ratio, Since } from '#knowledge/law/rule.ts'
import { addMonths, type IsoDate, parseDay } from '#knowledge/law/units.ts'
import { compareFractions, type Fraction, readWritten, type WrittenUnit } from '#knowledge/law/written-number.ts'
import { describeChoice, describeNumber, describeShare, describeTime, type Words } from './condition-words.ts'

export type Leaf = Compare | Is | Ratio | Since

/** Where the period's last day is today: whether it counts as complete. */
export interface Anniversary {
  readonly today: IsoDate
  readonly anniversary: 'complete' | 'incomplete'
}

/** One reason, as a sentence. */
export interface Part extends Words {
  /** How far the number is from its limit. */
  readonly distance?: Words
}

export interface LeafJudged {
  readonly value: boolean | undefined
  /** The sentence, made only where it is told: most worlds that are tried are never told. */
  readonly tell?: () => Part
  readonly missing: readonly FactName[]
}

const writtenUnits: Partial<Record<FactUnit, WrittenUnit>> = {
  yuan: 'yuan',
  months: 'months',
  'working-days': 'working-days',
  count: 'count',
}

export function judgeLeaf(leaf: Leaf, facts: Facts, at: Anniversary): LeafJudged {
  if ('ratio' in leaf) return judgeShare(leaf, facts)
  if ('since' in leaf) return judgeTime(leaf, facts, at)
  const name = factName(leaf.fact)
  const value = facts[name]
  if (value === undefined) return { value: undefined, missing: [name] }
  if ('equals' in leaf) {
    const holds = [leaf.equals].flat().some((wanted) => wanted === value)
    return { value: holds, missing: [], tell: () => describeChoice(name, value) }
  }
  const limit = limitOf(leaf)
  const number = wholeNumber(Number(value))
  const order = compareFractions(number, limit)
  const holds = isMet(order, leaf.is)
  const tell = () => describeNumber(leaf, name, number.numerator, limit.numerator, holds)
  return { value: holds, missing: [], tell }
}

/** The limit a fact is held against, in the fact's unit. @throws Error where the rule's number is none of that unit */
export function limitOf(leaf: Compare): Fraction {
  const unit = writtenUnits[factList[factName(leaf.fact)].unit]
  const limit = unit === undefined ? undefined : readWritten(leaf.value, unit)
  if (limit === undefined) throw new Error(`${leaf.fact} cannot be held against «${leaf.value}»`)
  return limit
}

/** By cross-multiplication of whole yuan: nothing is rounded. */
function judgeShare(leaf: Ratio, facts: Facts): LeafJudged {
  const [partName, wholeName] = [factName(leaf.ratio), factName(leaf.of)]
  const [part, whole] = [facts[partName], facts[wholeName]]
  const limit = readWritten(leaf.value, 'share')
  if (limit === undefined) throw new Error(`${leaf.ratio} cannot be held against «${leaf.value}»`)
  // Nothing of any sum is 0 %, whatever the sum.
  if (part === 0 && whole === undefined) {
    const holds = isMet(compareFractions(wholeNumber(0), limit), leaf.is)
    return { value: holds, missing: [], tell: () => describeChoice(partName, part) }
  }
  if (part === undefined || whole === undefined) {
    return { value: undefined, missing: [partName, wholeName].filter((name) => facts[name] === undefined) }
  }
  const bound = { numerator: limit.numerator * BigInt(Number(whole)), denominator: limit.denominator }
  const number = wholeNumber(Number(part))
  const holds = isMet(compareFractions(number, bound), leaf.is)
  const sums = { part: number.numerator, whole: BigInt(Number(whole)), bound }
  return { value: holds, missing: [], tell: () => describeShare(leaf, partName, wholeName, sums, holds) }
}

function judgeTime(leaf: Since, facts: Facts, at: Anniversary): LeafJudged {
  const name = factName(leaf.since)
  const since = parseDay(String(facts[name] ?? ''))
  if (since === undefined) return { value: undefined, missing: [name] }
  const period = readWritten(leaf.value, 'months')
  if (period === undefined) throw new Error(`${leaf.since} cannot be held against «${leaf.value}»`)
  const complete = addMonths(since, Number(period.numerator))
  const order = at.today < complete ? -1 : at.today > complete ? 1 : at.anniversary === 'complete' ? 0 : -1
  const holds = isMet(order, leaf.is)
  return { value: holds, missing: [], tell: () => describeTime(leaf, name, since, complete, at.today) }
}

function isMet(order: -1 | 0 | 1, is: Comparison): boolean {
  if (is === 'at-least') return order >= 0
  if (is === 'more-than') return order > 0
  return is === 'at-most' ? order <= 0 : order < 0
}

function factName(name: string): FactName {
  if (!isFactName(name)) throw new Error(`there is no fact «${name}»`)
  return name
}

function wholeNumber(value: number): Fraction {
  return { numerator: BigInt(value), denominator: 1n }
}
