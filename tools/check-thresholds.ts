/** Every rule of a measure against what is known of a project, each once. */
import { z } from 'zod'
import { type Facts, factsSchema } from '#knowledge/law/facts.ts'
import { authoritative, findArticle } from '#knowledge/law/load.ts'
import type { Citation, Measure, MeasureId, Validity } from '#knowledge/law/measure.ts'
import { cite } from '#knowledge/law/quotes.ts'
import type { Rule, RuleKind } from '#knowledge/law/rule.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { type BranchFound, checkRule, type Status, type Verdict } from './check-rule.ts'
import { validityOn } from './check-validity.ts'
import type { Words } from './condition-words.ts'
import { evaluate } from './conditions.ts'
import { InputError } from './input-error.ts'
import { joinReasons, orderMissing, outsideScope } from './outcome-words.ts'
import { parseMeasure } from './parse-measure.ts'
import { day } from './schemas.ts'
import { defineTool } from './tool.ts'

export interface Finding {
  readonly rule: string
  readonly kind: RuleKind
  readonly status: Status
  readonly title: Words
  /** What to do, or what follows. */
  readonly outcome: Words
  /** Why, in Chinese; `becauseEn` in English. Empty where nothing was asked. */
  readonly because: string
  readonly becauseEn: string
  /** Facts and rule ids that could still change the status. */
  readonly missing: readonly string[]
  readonly citation: Citation
  /** Further places that carry the rule. */
  readonly alsoCited?: readonly Citation[]
  /** 原则上, 一般, what the text leaves open. */
  readonly note?: Words
  /** How far the one number that decides is from its limit. */
  readonly counterfactual?: Words
  readonly readings?: readonly Words[]
  readonly advice?: Words
  readonly branches?: readonly BranchFound[]
}

export interface ThresholdReport {
  /** The measure that binds, also where a translation was named. */
  readonly measure: MeasureId
  readonly findings: readonly Finding[]
  /** All that is missing, each once: facts in the order an interview asks them, then rule ids. */
  readonly missing: readonly string[]
  readonly validity: readonly Validity[]
  /** What holds of all findings together: that the measure does not govern the project. */
  readonly notes: readonly Words[]
}

/** @returns a finding for every rule, in the measure's order */
export function findingsOf(measure: Measure, facts: Facts, today: IsoDate, only?: readonly string[]): Finding[] {
  const rules = only === undefined ? measure.rules : measure.rules.filter((rule) => only.includes(rule.id))
  return rules.map((rule) => findingOf(measure, rule, facts, today))
}

function findingOf(measure: Measure, rule: Rule, facts: Facts, today: IsoDate): Finding {
  const context = { today, rules: measure.rules }
  const verdict = checkRule(rule, facts, context)
  const because = joinReasons(verdict.because)
  const remarks = (rule.remarks ?? []).filter(({ when }) => evaluate(when, facts, context).value === true)
  const notes = [...(rule.note === undefined ? [] : [rule.note]), ...remarks.map((remark) => remark.note)]
  const advised =
    rule.kind === 'choice' ? rule.branches[verdict.branches?.findIndex((each) => each.advised) ?? -1] : undefined
  const citation = citationOf(measure, rule, advised?.cites ?? rule.cites)
  const places = (rule.alsoCites ?? [])
    .map((place) => citationOf(measure, rule, place))
    .filter(({ article, quote }) => article !== citation.article || quote !== citation.quote)
  const { readings, advice, branches } = verdict
  return {
    rule: rule.id,
    kind: rule.kind,
    status: verdict.status,
    title: rule.title,
    outcome: verdict.outcome,
    because: because.zh,
    becauseEn: because.en,
    missing: orderMissing(verdict.missing),
    citation,
    ...(places.length === 0 ? {} : { alsoCited: places }),
    ...(notes.length === 0 ? {} : { note: joinReasons(notes) }),
    ...counterfactualOf(verdict),
    ...(readings === undefined ? {} : { readings }),
    ...(advice === undefined ? {} : { advice }),
    ...(branches === undefined ? {} : { branches }),
  }
}

/** Each rule is judged by its own words; where the measure does not govern the project at all, that is said above them. */
function isOutsideScope(finding: Finding): boolean {
  return finding.rule.endsWith('.scope') && finding.status === 'does-not-apply'
}

/** Told only where one number stands behind the result: with several, the distance of one says little. */
function counterfactualOf({ parts, status }: Verdict): { counterfactual?: Words } {
  if (status === 'unknown') return {}
  const distances = parts.flatMap((part) => part.distance ?? [])
  const [only] = distances
  return only === undefined || new Set(distances.map(({ zh }) => zh)).size > 1 ? {} : { counterfactual: only }
}

function citationOf(measure: Measure, rule: Rule, place: Rule['cites']): Citation {
  const article = findArticle(measure, place.article)
  if (article === undefined) throw new Error(`${rule.id} cites article ${place.article}, which ${measure.id} lacks`)
  return cite(article, place.quote)
}

/**
 * @param at where the facts stand in the input
 * @throws InputError where a duty or ground is none of this measure, or is both done and not done
 */
export function checkIds(measure: Measure, facts: Facts, at = 'facts'): void {
  checkList(measure, facts.grounds ?? [], `${at}.grounds`, ['duty', 'ground'])
  checkList(measure, facts.confirmed ?? [], `${at}.confirmed`, ['duty'])
  const twice = (facts.confirmed ?? []).findIndex((id) => facts.grounds?.includes(id))
  if (twice === -1) return
  const path = `${at}.confirmed.${twice}`
  const message = `${path}: ${facts.confirmed?.[twice]} stands in grounds too; a duty is either done (confirmed) or not (grounds)`
  throw new InputError('contradiction', message, path)
}

/** @throws InputError where a rule asked for is none of this measure */
function checkNames(measure: Measure, ids: readonly string[]): void {
  const at = ids.findIndex((id) => measure.rules.every((rule) => rule.id !== id))
  if (at === -1) return
  const known = measure.rules.map((rule) => rule.id).join(', ')
  throw new InputError(
    'unknown-rule',
    `rules.${at}: «${ids[at]}» is no rule of ${measure.id}; it has ${known}`,
    `rules.${at}`,
  )
}

function checkList(measure: Measure, ids: readonly string[], field: string, kinds: readonly RuleKind[]): void {
  ids.forEach((id, i) => {
    const rule = measure.rules.find((candidate) => candidate.id === id)
    if (rule !== undefined && kinds.includes(rule.kind)) return
    const path = `${field}.${i}`
    const known = measure.rules.filter((candidate) => kinds.includes(candidate.kind)).map((candidate) => candidate.id)
    const wrong =
      rule === undefined ? `«${id}» is no rule of ${measure.id}` : `${id} is a ${rule.kind}, decided by facts`
    throw new InputError(
      'unknown-rule',
      `${path}: ${wrong}; ${field.split('.').at(-1)} takes ${known.join(', ')}`,
      path,
    )
  })
}

export const checkThresholds = defineTool({
  name: 'check_thresholds',
  description:
    'Every rule of a measure (thresholds, duties, grounds of refusal, choices) against the facts of a project, each with its status, reason, missing facts and article. 按项目情况逐条核对某办法的门槛、义务和情形。',
  schema: z.strictObject({
    measure: z.string().describe('measure id, e.g. jining-htz-2024'),
    facts: factsSchema.describe('what is known of the project; leave out what is not known'),
    rules: z.array(z.string()).min(1).max(200).optional().describe('only these rule ids; every rule where absent'),
    today: day.optional().describe('the day judged, YYYY-MM-DD; today where absent'),
  }),
  run: ({ measure: id, facts, rules, today: given }, { law, today: now }): ThresholdReport => {
    const measure = authoritative(law, parseMeasure(law, id).id)
    if (measure === undefined) throw new Error(`${id} is a translation of a measure that is not loaded`)
    checkIds(measure, facts)
    checkNames(measure, rules ?? [])
    const today = given ?? now
    const findings = findingsOf(measure, facts, today, rules)
    return {
      measure: measure.id,
      findings,
      missing: orderMissing(findings.flatMap((finding) => finding.missing)),
      validity: [validityOn(measure, today, 'today')],
      notes: findings.filter(isOutsideScope).map((scope) => outsideScope(scope.outcome)),
    }
  },
})
