/** What stands beside a finding's status: notes, further places, distances, readings; and findings of chosen rules only. */
import { describe, expect, test } from 'vitest'
import type { Facts } from '#knowledge/law/facts.ts'
import { dayOf } from '#knowledge/law/units.ts'
import { checkThresholds, type Finding } from '#tools/check-thresholds.ts'
import { InputError } from '#tools/input-error.ts'
import type { ToolContext } from '#tools/tool.ts'
import { openLaw } from '../support/law.ts'

const context: ToolContext = {
  law: openLaw(),
  today: dayOf(2026, 1, 15),
  get search(): never {
    throw new Error('findings need no search')
  },
  get calendar(): never {
    throw new Error('findings need no calendar')
  },
}

const run = (measure: string, rules: string[], facts: Facts) => checkThresholds.run({ measure, rules, facts }, context)

async function only(measure: string, rule: string, facts: Facts): Promise<Finding> {
  const [finding, ...more] = (await run(measure, [rule], facts)).findings
  if (finding === undefined || more.length > 0) throw new Error(`not one finding for ${rule}`)
  return finding
}

async function mistake(run: Promise<unknown>): Promise<InputError> {
  const error: unknown = await run.catch((thrown: unknown) => thrown)
  if (error instanceof InputError) return error
  throw new Error('no mistake was found')
}

describe('chosen rules only', () => {
  test('come in the order of the measure, whatever the order they were asked in', async () => {
    const report = await run('jining-htz-2024', ['jining.warranty-period', 'jining.municipal-review'], {})
    expect(report.findings.map((finding) => finding.rule)).toEqual([
      'jining.municipal-review',
      'jining.warranty-period',
    ])
    expect(report.missing).toEqual(['totalInvestmentYuan', 'warrantyMonths'])
  })
  test('one that the measure lacks is refused by its place, with those there are', async () => {
    const asked = ['jining.warranty-period', 'jining.guarantee']
    const error = await mistake(run('jining-htz-2024', asked, {}))
    expect(error).toMatchObject({ code: 'unknown-rule', path: 'rules.1' })
    expect(error.message).toMatch(
      /^rules\.1: «jining\.guarantee» is no rule of jining-htz-2024; it has jining\.scope, jining\.feasibility-report, /u,
    )
  })
  test('an empty list is refused', async () => {
    expect(await mistake(run('jining-htz-2024', [], {}))).toMatchObject({ path: 'rules' })
  })
})

describe('beside the status', () => {
  test('a general rule is told as such: 质保期一般不低于2年', async () => {
    const finding = await only('jining-htz-2024', 'jining.warranty-period', { warrantyMonths: 12 })
    expect(finding).toMatchObject({
      status: 'violates',
      note: { zh: '条文用“一般”，是一般要求；例外情形条文未列' },
      counterfactual: { zh: '距限额还差12个月', en: '12 months short of the limit' },
    })
    expect(Object.keys(finding)).not.toEqual(expect.arrayContaining(['alsoCited']))
  })
  test('further places are quoted, each once', async () => {
    const review = await only('jining-htz-2024', 'jining.municipal-review', { totalInvestmentYuan: 5_000_001 })
    expect(review.alsoCited).toMatchObject([{ article: 18, quote: '投资金额超过500万的政务信息化项目需提交省级审核' }])
    const limit = await only('jiujiang-2024', 'jiujiang.above-limit', {})
    expect(limit.citation.article).toBe(42)
    expect(limit.alsoCited?.map((place) => place.article)).toEqual([13])
  })
  test('a chosen way is cited by its own words: 规划内项目可直接编报可研（第九条第一项）', async () => {
    const facts: Facts = { emergency: false, simpleOrEquipmentOnly: false, inPlan: true }
    expect((await only('jilin-2020', 'jilin.approval-path', facts)).citation).toMatchObject({ article: 9, item: 1 })
    expect((await only('jilin-2020', 'jilin.approval-path', { ...facts, emergency: true })).citation).toMatchObject({
      article: 9,
      item: 2,
    })
  })
  test('a way cited by its own words does not stand among the further places again', async () => {
    const approver = await only('jilin-2020', 'jilin.approver', { centralBudgetFunds: true })
    expect(approver.citation.quote).toContain('省发展改革委负责拟申请中央预算内资金')
    expect(approver.alsoCited ?? []).not.toContainEqual(approver.citation)
  })
  test('readings and advice are told where two provisions claim the number, and nowhere else', async () => {
    const rule = 'jiujiang.county-joint-review'
    const at = await only('jiujiang-2024', rule, { level: 'county', totalInvestmentYuan: 2_000_000 })
    expect(at.readings).toHaveLength(2)
    expect(at.advice?.zh).toMatch(/\S/u)
    const above = await only('jiujiang-2024', rule, { level: 'county', totalInvestmentYuan: 2_000_001 })
    for (const key of ['readings', 'advice', 'branches']) expect(above).not.toHaveProperty(key)
  })
})

describe('the distance to the limit', () => {
  test('is told where one number decides', async () => {
    const facts: Facts = { level: 'county', totalInvestmentYuan: 3_000_000 }
    expect((await only('jiujiang-2024', 'jiujiang.county-joint-review', facts)).counterfactual).toEqual({
      zh: '已超出限额1,000,000元',
      en: '1,000,000 yuan above the limit',
    })
  })
  test('is left out between two limits, where each is as far as it is', async () => {
    const facts: Facts = { procurement: 'construction', totalInvestmentYuan: 3_000_000 }
    const merged = await only('jiujiang-2024', 'jiujiang.merged-approval', facts)
    expect(merged.status).toBe('applies')
    expect(merged).not.toHaveProperty('counterfactual')
  })
  test('is left out while the status is open', async () => {
    const open = await only('jiujiang-2024', 'jiujiang.county-joint-review', { totalInvestmentYuan: 3_000_000 })
    expect(open).toMatchObject({ status: 'unknown', missing: ['level'] })
    expect(open).not.toHaveProperty('counterfactual')
  })
  test('is left out where no number decides', async () => {
    expect(await only('jining-htz-2024', 'jining.scope', { classified: false })).not.toHaveProperty('counterfactual')
  })
})

describe('what is said of the whole', () => {
  test('only the scope stands above all findings; another trigger that does not apply says nothing of it', async () => {
    const rules = ['jining.scope', 'jining.municipal-review']
    const facts: Facts = { classified: false, totalInvestmentYuan: 1 }
    expect((await run('jining-htz-2024', rules, facts)).notes).toEqual([])
    expect((await run('jining-htz-2024', rules, { ...facts, classified: true })).notes).toHaveLength(1)
  })
  test('a duty both done and not done is a contradiction, told by its place', async () => {
    const facts: Facts = {
      confirmed: ['jining.risk-assessment', 'jining.party-decision'],
      grounds: ['jining.party-decision'],
    }
    expect(await mistake(run('jining-htz-2024', ['jining.scope'], facts))).toMatchObject({
      code: 'contradiction',
      path: 'facts.confirmed.1',
      message:
        'facts.confirmed.1: jining.party-decision stands in grounds too; a duty is either done (confirmed) or not (grounds)',
    })
  })
  test('an id that is no duty is refused with those that are', async () => {
    const error = await mistake(run('jining-htz-2024', ['jining.scope'], { confirmed: ['jining.om-funds.1'] }))
    expect(error).toMatchObject({ code: 'unknown-rule', path: 'facts.confirmed.0' })
    expect(error.message).toContain('confirmed takes jining.party-decision, jining.platforms.1, ')
    expect(error.message).not.toContain('takes jining.om-funds.1')
  })
})
