/** What an interview asks next: the first decisive missing fact of the rules that can still apply. Nothing is scripted. */
import { type FactName, type Facts, facts as factList, factNames, isFactName } from '#knowledge/law/facts.ts'
import { authoritative, type Law } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { Rule } from '#knowledge/law/rule.ts'
import { type Phase, phases } from '#knowledge/law/stage.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { type Finding, findingsOf } from '#tools/check-thresholds.ts'
import { evaluate } from '#tools/conditions.ts'
import { phaseReached, rulesUpTo } from '#tools/plan-stages.ts'
import { mannerOf } from './manners.ts'
import { factsOf, type ProjectRecord, type QuestionKey } from './record.ts'
import { rolesPlace } from './roles.ts'
import { factsMissingOn } from './topics.ts'

/** A declaration goes as far as the approval; later phases are asked about when they are reached. */
const declaredUpTo: Phase = 'approve'

export interface Checklist {
  readonly duties: readonly Finding[]
  /** Yes-or-no facts that are states: entered, reviewed, made. */
  readonly states: readonly FactName[]
  readonly counts: readonly FactName[]
  readonly grounds: readonly Finding[]
}

export function measureOf(record: ProjectRecord, law: Law): Measure | undefined {
  return record.project.measure === undefined ? undefined : authoritative(law, record.project.measure)
}

/** @returns undefined where nothing is left to ask and the project has been reviewed already */
export function nextQuestion(record: ProjectRecord, law: Law, today: IsoDate): QuestionKey | undefined {
  const measure = measureOf(record, law)
  if (measure === undefined) return 'place'
  // The assistant runs on a non-classified network, so this comes before any particular of the project.
  if (factsOf(record).classified === undefined) return 'fact:classified'
  const open = (key: QuestionKey) => !record.interview.skipped.includes(key)
  const { about } = record.interview
  if (about !== undefined)
    return factsMissingOn(about, record, measure, today)
      .map((name): QuestionKey => `fact:${name}`)
      .find(open)
  if (record.project.name === undefined && open('name')) return 'name'
  if (isOutside(record, measure, today)) return record.status === 'draft' ? 'review' : undefined
  const role = roleQuestion(record, measure)
  if (role !== undefined && open(role)) return role
  const missing = decisiveFacts(record, measure, today)
  const first = rank(missing)
    .map((name) => keyOf(name))
    .find((key) => key !== undefined && open(key))
  if (first !== undefined) return first
  if (missing.some((name) => mannerOf[name] === 'circumstance') && open('circumstances')) return 'circumstances'
  const { trail } = record.interview
  if (!isEmpty(checklistOf(record, measure, today)) && !trail.includes('checklist') && open('checklist'))
    return 'checklist'
  return record.status === 'draft' ? 'review' : undefined
}

/** Whose project it is, and who has the other part, where the measure gives the two different things to do. */
function roleQuestion({ roles }: ProjectRecord, measure: Measure): QuestionKey | undefined {
  if (rolesPlace(measure) === undefined) return undefined
  if (roles === undefined) return 'roles'
  return roles.mine !== 'both' && roles.other === undefined ? 'counterpart' : undefined
}

/** How many rules wait for a fact: once each, and only facts that can still change a result. */
function decisiveFacts(record: ProjectRecord, measure: Measure, today: IsoDate): FactName[] {
  const facts = factsOf(record)
  return rulesInScope(record, measure).flatMap((rule) => missingOf(rule, facts, measure, today))
}

/** While it is open whether a rule concerns the project at all, only that is asked. */
function missingOf(rule: Rule, facts: Facts, measure: Measure, today: IsoDate): FactName[] {
  const context = { today, rules: measure.rules }
  const given = rule.given === undefined ? undefined : evaluate(rule.given, facts, context)
  if (given?.value === false) return []
  if (given !== undefined && given.value === undefined) return [...given.missing]
  const [finding] = findingsOf(measure, facts, today, [rule.id])
  return (finding?.missing ?? []).filter(isFactName)
}

export function rulesInScope(record: ProjectRecord, measure: Measure): Rule[] {
  const ids = rulesUpTo(measure, phaseInScope(record))
  return measure.rules.filter((rule) => ids.has(rule.id))
}

export function phaseInScope(record: ProjectRecord): Phase {
  const reached = phaseReached(record.project.events ?? [])
  return phases.indexOf(reached) > phases.indexOf(declaredUpTo) ? reached : declaredUpTo
}

/** What decides most rules first; between equals the order of the facts' own list. */
function rank(missing: readonly FactName[]): FactName[] {
  const weight = (name: FactName) => missing.filter((other) => other === name).length
  return factNames.filter((name) => missing.includes(name)).sort((a, b) => weight(b) - weight(a))
}

function keyOf(name: FactName): QuestionKey | undefined {
  const manner = mannerOf[name]
  return manner === 'alone' ? `fact:${name}` : manner === 'nature' ? 'nature' : undefined
}

/** The rules that a question helps to decide, those it decides alone first. */
export function rulesAsking(
  names: readonly FactName[],
  record: ProjectRecord,
  measure: Measure,
  today: IsoDate,
): Rule[] {
  const facts = { ...factsOf(record) }
  for (const name of names) delete facts[name]
  const waiting = rulesInScope(record, measure).filter((rule) =>
    missingOf(rule, facts, measure, today).some((name) => names.includes(name)),
  )
  return waiting.length > 0
    ? waiting
    : measure.rules.filter((rule) => missingOf(rule, facts, measure, today).some((name) => names.includes(name)))
}

/** The circumstances that bear on this project: those still open, and those told before. */
export function circumstancesOf(record: ProjectRecord, measure: Measure, today: IsoDate): FactName[] {
  const facts = factsOf(record)
  const missing = new Set(decisiveFacts(record, measure, today))
  return factNames.filter(
    (name) => mannerOf[name] === 'circumstance' && (missing.has(name) || facts[name] !== undefined),
  )
}

/** Facts that `nature` settles for this measure: new build, upgrade, or both. */
export const natureFacts: readonly FactName[] = ['newBuild', 'upgrade']

export function checklistOf(record: ProjectRecord, measure: Measure, today: IsoDate): Checklist {
  const facts = factsOf(record)
  const rules = rulesInScope(record, measure)
  const findings = findingsOf(
    measure,
    facts,
    today,
    rules.map((rule) => rule.id),
  )
  const missing = new Set(decisiveFacts(record, measure, today))
  const shown = (name: FactName) => missing.has(name) || facts[name] !== undefined
  return {
    duties: findings.filter((finding) => finding.kind === 'duty' && finding.status !== 'does-not-apply'),
    states: factNames.filter((name) => mannerOf[name] === 'state' && shown(name)),
    counts: factNames.filter((name) => mannerOf[name] === 'count' && shown(name)),
    grounds: findings.filter((finding) => finding.kind === 'ground' && isOpenGround(finding, measure, facts, today)),
  }
}

/** A ground that facts have shown or ruled out is not asked; one that was ticked or left unticked is shown again. */
function isOpenGround(finding: Finding, measure: Measure, facts: Facts, today: IsoDate): boolean {
  const { grounds: _told, ...rest } = facts
  return findingsOf(measure, rest, today, [finding.rule])[0]?.status === 'unknown'
}

export function isEmpty(list: Checklist): boolean {
  return list.duties.length + list.states.length + list.counts.length + list.grounds.length === 0
}

/** The measure does not govern the project: told at the review, and nothing more is asked. */
export function isOutside(record: ProjectRecord, measure: Measure, today: IsoDate): boolean {
  const scope = measure.rules.filter((rule) => rule.id.endsWith('.scope')).map((rule) => rule.id)
  return findingsOf(measure, factsOf(record), today, scope).some((finding) => finding.status === 'does-not-apply')
}

/** The facts a question asks. */
export function factsAsked(key: QuestionKey, record: ProjectRecord, measure: Measure, today: IsoDate): FactName[] {
  if (key === 'nature') return [...natureFacts]
  if (key === 'circumstances') return circumstancesOf(record, measure, today)
  const name = key.startsWith('fact:') ? key.slice(5) : ''
  return isFactName(name) && Object.hasOwn(factList, name) ? [name] : []
}

/** Without these two nothing may be reckoned. */
export function maySkip(key: QuestionKey): boolean {
  return key !== 'fact:classified' && key !== 'place'
}
