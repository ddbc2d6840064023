import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { factNames, factsSchema } from '#knowledge/law/facts.ts'
import { findArticle } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import { caseSchema } from '#knowledge/law/rule.ts'
import { findRuleFaults } from '#knowledge/law/rule-check.ts'
import { parseDay } from '#knowledge/law/units.ts'
import { checkIds, findingsOf } from '#tools/check-thresholds.ts'
import { openLaw } from '../support/law.ts'

const numbered = (id: string, count: number) => Array.from({ length: count }, (_, i) => `${id}.${i + 1}`)

/** What each measure decides; 112 in all. */
const ruleIds: Record<string, string[]> = {
  'jining-htz-2024': [
    'jining.scope',
    'jining.feasibility-report',
    'jining.party-decision',
    ...numbered('jining.platforms', 4),
    'jining.urgent-addition',
    'jining.municipal-record',
    'jining.municipal-review',
    'jining.provincial-review',
    'jining.upper-level-record',
    'jining.energy-approvals-waived',
    'jining.budget-needs-library',
    ...numbered('jining.om-funds', 6),
    'jining.overrun-not-funded',
    'jining.surplus-return',
    'jining.implementation-period',
    'jining.warranty-period',
    'jining.change-reapproval',
    'jining.two-stage-acceptance',
    'jining.security-budget',
    'jining.crypto-assessment',
    'jining.risk-assessment',
    'jining.no-build-without-approval',
  ],
  'zhucheng-2020': [
    'zhucheng.scope',
    'zhucheng.unified-tender',
    'zhucheng.catalogue-required',
    'zhucheng.review-before-approval',
    'zhucheng.cloud',
    'zhucheng.exchange-platform',
    'zhucheng.self-adjustment',
    'zhucheng.surplus-return',
    'zhucheng.incident-report',
    'zhucheng.no-new-cloud',
    'zhucheng.unified-support',
    'zhucheng.acceptance-needs-sharing',
    'zhucheng.funds-need-acceptance',
    'zhucheng.risk-assessment',
    'zhucheng.crypto-assessment',
  ],
  'jiujiang-2024': [
    'jiujiang.scope',
    'jiujiang.classified',
    'jiujiang.transitional',
    'jiujiang.five-unities',
    'jiujiang.no-splitting',
    'jiujiang.county-reserve-report',
    'jiujiang.provincial-demonstration',
    'jiujiang.superior-opinion',
    'jiujiang.no-duplicate',
    'jiujiang.no-build-before-approval',
    'jiujiang.declaration-needs-library',
    'jiujiang.internal-approval',
    'jiujiang.three-quotes',
    'jiujiang.alternative-solutions',
    'jiujiang.preliminary-argument',
    'jiujiang.county-joint-review',
    ...numbered('jiujiang.not-supported', 7),
    'jiujiang.provincial-review',
    'jiujiang.merged-approval',
    'jiujiang.budget-direct',
    'jiujiang.procurement-route',
    'jiujiang.soe-route',
    'jiujiang.no-approval-no-funds',
    'jiujiang.delay-no-funding',
    'jiujiang.no-unauthorised-change',
    'jiujiang.acceptance-confirmations',
    'jiujiang.acceptance-report',
    'jiujiang.county-acceptance',
    'jiujiang.funds-need-review',
    ...numbered('jiujiang.no-om-funds', 4),
    'jiujiang.above-limit',
    'jiujiang.comparable-contracts',
  ],
  'jilin-2020': [
    'jilin.scope',
    'jilin.approver',
    'jilin.construction-mode',
    'jilin.approval-path',
    'jilin.energy-approvals-waived',
    'jilin.catalogue-required',
    'jilin.sharing-chapter',
    'jilin.product-security-statement',
    'jilin.no-new-cloud',
    'jilin.annual-evaluation',
    'jilin.surplus-return',
    'jilin.incident-report',
    'jilin.self-adjustment',
    'jilin.special-fund-increase',
    'jilin.archive-before-acceptance',
    'jilin.upgrade-approval',
    ...numbered('jilin.acceptance-conditions', 6),
    'jilin.delegated-acceptance',
    'jilin.special-acceptances',
    'jilin.security-test',
    'jilin.crypto-assessment',
  ],
}

const law = openLaw()
const measures = law.measures.filter((measure) => measure.translationOf === undefined)
const folder = join(import.meta.dirname, '../../knowledge/measures')

function casesOf(measure: Measure) {
  const file = join(folder, measure.id, 'cases.yaml')
  return existsSync(file) ? z.array(caseSchema).parse(parse(readFileSync(file, 'utf8'))) : []
}

test('the list names 112 rules', () => {
  expect(Object.values(ruleIds).flat()).toHaveLength(112)
})

test('the facts are the 56 a rule may ask, each with a question', () => {
  expect(factNames).toHaveLength(56)
  expect(Object.keys(factsSchema.shape)).toEqual(factNames)
})

test('translations have no rules of their own', () => {
  const translations = law.measures.filter((measure) => measure.translationOf !== undefined)
  expect(translations.flatMap((measure) => measure.rules)).toEqual([])
})

describe.each(measures.map((measure) => [measure.id, measure] as const))('rules of %s', (id, measure) => {
  const cases = casesOf(measure)

  test('are exactly those listed', () => {
    expect(measure.rules.map((rule) => rule.id).sort()).toEqual([...(ruleIds[id] ?? [])].sort())
  })

  test('lean on facts, numbers and rules that are there, with the number in a quote', () => {
    expect(findRuleFaults(measure.rules)).toEqual([])
  })

  test('are each touched by a case', () => {
    const touched = new Set(cases.flatMap((each) => Object.keys(each.expect)))
    expect(measure.rules.map((rule) => rule.id).filter((rule) => !touched.has(rule))).toEqual([])
  })

  test('are each left unknown by a case, for what was not told', () => {
    const unknown = new Set(
      cases.flatMap((each) =>
        Object.entries(each.expect).flatMap(([rule, status]) => (status === 'unknown' ? rule : [])),
      ),
    )
    expect(measure.rules.map((rule) => rule.id).filter((rule) => !unknown.has(rule))).toEqual([])
  })

  test.each(cases.map((each) => [each.name, each] as const))('%s', (name, each) => {
    const facts = factsSchema.parse(each.facts)
    checkIds(measure, facts)
    const today = parseDay(each.today ?? '2026-01-15')
    if (today === undefined) throw new Error(`${name}: ${each.today} is no day`)
    const findings = new Map(findingsOf(measure, facts, today).map((finding) => [finding.rule, finding]))
    const found = Object.keys(each.expect).map((rule) => [rule, findings.get(rule)?.status])
    expect(Object.fromEntries(found)).toEqual(each.expect)
    for (const [rule, missing] of Object.entries(each.missing ?? {})) {
      expect([...(findings.get(rule)?.missing ?? [])].sort()).toEqual([...missing].sort())
    }
    for (const [rule, branch] of Object.entries(each.branch ?? {})) {
      expect(findings.get(rule)?.branches?.find((way) => way.advised)?.branch).toBe(branch)
    }
    const labels = Object.keys(each.expect).flatMap((rule) => {
      const finding = findings.get(rule)
      const places = finding === undefined ? [] : [finding.citation, ...(finding.alsoCited ?? [])]
      return places.map((place) => findArticle(measure, place.article)?.label ?? '')
    })
    expect(
      labels.some((label) => label !== '' && name.includes(label)),
      'the case is named after its article',
    ).toBe(true)
  })
})
