/** What an article decides, in short English: its rules and deadlines. A rendering of ours, not an official translation. */
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { Article, Measure } from '#knowledge/law/measure.ts'
import type { Condition, DeadlineReckoning, DeadlineRule, Rule } from '#knowledge/law/rule.ts'
import { readWritten } from '#knowledge/law/written-number.ts'
import { eventsOf } from '#tools/event-names.ts'

const comparisons = {
  'at-least': 'at least',
  'more-than': 'more than',
  'at-most': 'at most',
  'less-than': 'less than',
} as const
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** @returns one line for each rule and deadline that the article carries; none where it carries none */
export function englishGists(measure: Measure, article: Article): string[] {
  const deadlines = measure.deadlines.filter((rule) => rule.cites.article === article.ref).map(gistOfDeadline)
  const rules = measure.rules.filter((rule) => rule.cites.article === article.ref).flatMap(gistOfRule)
  return [...deadlines, ...rules].map((gist) => `${gist.replace(/\.$/u, '')}.`)
}

function gistOfRule(rule: Rule): string[] {
  const title = rule.title.en
  switch (rule.kind) {
    case 'trigger': {
      const limit = limitIn(rule.when)
      return [`${title}${limit === '' ? '' : ` (${limit})`}: ${rule.applies.en}`]
    }
    case 'limit':
      return [`${title}${prefixed(limitIn(rule.requires))}; otherwise: ${rule.violates.en}`]
    case 'duty':
      return [`${title}: ${rule.duty.en}`]
    case 'ground':
      return [`${rule.ground.en}: ${rule.consequence.en}`]
    case 'choice':
      return rule.branches.map((branch) => `${title}: ${branch.outcome.en}`)
  }
}

function prefixed(limit: string): string {
  return limit === '' ? '' : `: ${limit}`
}

/** The numbers of a condition: «total investment more than 2,000,000 yuan». */
function limitIn(condition: Condition): string {
  if ('all' in condition)
    return condition.all
      .map(limitIn)
      .filter((words) => words !== '')
      .join(' and ')
  if ('any' in condition)
    return condition.any
      .map(limitIn)
      .filter((words) => words !== '')
      .join(' or ')
  if ('ratio' in condition && 'value' in condition)
    return `${nameOf(condition.ratio)} ${comparisons[condition.is]} ${condition.value} of ${nameOf(condition.of)}`
  if (!('value' in condition) || !('fact' in condition)) return ''
  return `${nameOf(condition.fact)} ${comparisons[condition.is]} ${amountOf(condition.fact, condition.value)}`
}

function nameOf(fact: string): string {
  return isFactName(fact) ? factList[fact].en : fact
}

function amountOf(fact: string, value: string): string {
  const unit = isFactName(fact) ? factList[fact].unit : 'count'
  if (unit !== 'yuan' && unit !== 'months' && unit !== 'working-days' && unit !== 'count') return value
  const read = readWritten(value, unit)
  if (read === undefined) return value
  const number = Number(read.numerator) / Number(read.denominator)
  if (unit === 'months')
    return number % 12 === 0 ? `${number / 12} ${number === 12 ? 'year' : 'years'}` : `${number} months`
  return `${number.toLocaleString('en-US')}${unit === 'yuan' ? ' yuan' : unit === 'working-days' ? ' working days' : ''}`
}

export function gistOfDeadline(rule: DeadlineRule): string {
  const from = rule.event === 'any' ? '' : ` after: ${eventsOf(rule, 'en')}`
  const to = rule.recipient === undefined ? '' : `, to ${rule.recipient.en}`
  return `${rule.title.en}: ${periodInEnglish(rule.reckoning)}${from}${to} (by ${rule.actor.en})`
}

function periodInEnglish(reckoning: DeadlineReckoning): string {
  if (reckoning.by === 'depends')
    return [reckoning.then, reckoning.otherwise]
      .map((branch) => `${branch.case.en}: ${inEnglish(branch.is.period)}`)
      .join('; ')
  if (reckoning.by === 'yearly-day')
    return `every year by the end of ${months[Number(/(\d+)月/u.exec(reckoning.period)?.[1] ?? 1) - 1]}`
  if (reckoning.by === 'not-before') return `not before ${inEnglish(reckoning.period)} have passed`
  return inEnglish(reckoning.period)
}

const chineseDigits: Readonly<Record<string, string>> = { 一: '1', 两: '2', 二: '2', 三: '3', 六: '6' }

/** 10个工作日 → 10 working days; 12至24个月 → 12 to 24 months */
function inEnglish(period: string): string {
  return period
    .replace(/[一两二三六](?=个|年)/u, (digit) => chineseDigits[digit] ?? digit)
    .replace('至', ' to ')
    .replace(/个?工作日/u, ' working days')
    .replace(/个月/u, ' months')
    .replace(/每季度末/u, 'by the end of each quarter')
    .replace(/每年年底前?|每年底/u, 'by the end of each year')
    .replace(/每年/u, 'every year')
    .replace(/(\d)年/u, '$1 years')
}
