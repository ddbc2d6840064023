import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { dayOf } from '#knowledge/law/units.ts'
import { InputError } from '#tools/input-error.ts'
import { planTimeline, type Timeline } from '#tools/plan-timeline.ts'
import type { ToolContext } from '#tools/tool.ts'
import { openLaw } from '../support/law.ts'

const context: ToolContext = {
  law: openLaw(),
  calendar: loadCalendar(),
  today: dayOf(2025, 3, 3),
  get search(): never {
    throw new Error('a timeline needs no search')
  },
}
const plan = (measure: string, dates: Record<string, string>, facts: Record<string, unknown> = {}): Promise<Timeline> =>
  planTimeline.run({ measure, dates, facts }, context)
const agency = { procurement: 'construction', ownerType: 'agency' }
const ids = (timeline: Timeline) => timeline.entries.map((entry) => entry.deadline.replace('jiujiang.', ''))

describe('Jiujiang’s chain from the launch notice', () => {
  const launched = { 'launch-notice-received': '2025-03-03' }
  test('from 50 million yuan on has every stage, each from the one before', async () => {
    const timeline = await plan('jiujiang-2024', launched, { ...agency, totalInvestmentYuan: 50_000_000 })
    expect(timeline.route).toBe('full')
    expect(
      timeline.entries.map((entry) => [entry.deadline.replace('jiujiang.', ''), entry.due, entry.planned]),
    ).toEqual([
      ['proposal', '2025-03-17', false],
      ['proposal-approval', '2025-03-24', true],
      ['feasibility-study', '2025-04-22', true],
      ['technical-opinion', '2025-05-15', true],
      ['feasibility-approval', '2025-05-23', true],
      ['preliminary-design', '2025-07-07', true],
      ['preliminary-design-approval', '2025-07-28', true],
      ['budget', '2025-08-18', true],
      ['budget-approval', '2025-09-15', true],
    ])
    expect(timeline.entries[0]?.slackWorkingDays).toBe(10)
  })
  test('between 2 and 50 million yuan leaves out the merged stages and says so', async () => {
    const timeline = await plan('jiujiang-2024', launched, { ...agency, totalInvestmentYuan: 3_000_000 })
    expect(timeline).toMatchObject({ route: 'jiujiang.merged-approval', entries: [] })
    expect(timeline.notes[0]).toContain('办法在此没有另定期限，不作推算')
    expect(timeline.notes.join()).toContain('如不合并、仍办理“编制并报送项目建议书”的，其期限照常适用，截止2025-03-17')
    expect(timeline.notes.join()).toContain('dates.feasibility-submitted')
  })
  test('merged, it goes on from the day the feasibility study was submitted, without a preliminary design', async () => {
    const timeline = await plan(
      'jiujiang-2024',
      { ...launched, 'feasibility-submitted': '2025-04-07' },
      { ...agency, totalInvestmentYuan: 3_000_000 },
    )
    expect(ids(timeline)).toEqual(['technical-opinion', 'feasibility-approval'])
  })
  test('where a proposal was approved all the same, its chain holds', async () => {
    const timeline = await plan(
      'jiujiang-2024',
      { 'proposal-approved': '2025-03-03' },
      { ...agency, totalInvestmentYuan: 3_000_000 },
    )
    expect(ids(timeline)).toEqual(['feasibility-study', 'technical-opinion', 'feasibility-approval'])
  })
  test('below 2 million yuan goes to the budget, for whose start the text sets no period', async () => {
    const facts = { ...agency, totalInvestmentYuan: 1_999_999 }
    expect(await plan('jiujiang-2024', launched, facts)).toMatchObject({ route: 'jiujiang.budget-direct', entries: [] })
    expect(ids(await plan('jiujiang-2024', { ...launched, 'budget-submitted': '2025-04-01' }, facts))).toEqual([
      'budget-approval',
    ])
  })
  test.each(['service', 'equipment'])('a project of kind %s goes by the procurement rules', async (procurement) => {
    const timeline = await plan('jiujiang-2024', launched, { procurement, totalInvestmentYuan: 60_000_000 })
    expect(timeline).toMatchObject({ route: 'jiujiang.procurement-route', entries: [] })
    expect(timeline.notes.join()).toContain('第二十五条末款')
  })
  test('a state-owned enterprise makes no proposal', async () => {
    const facts = { procurement: 'construction', ownerType: 'state-owned-enterprise', totalInvestmentYuan: 60_000_000 }
    const timeline = await plan('jiujiang-2024', { ...launched, 'feasibility-submitted': '2025-04-07' }, facts)
    expect(timeline.route).toBe('jiujiang.soe-route')
    expect(ids(timeline).slice(0, 3)).toEqual(['technical-opinion', 'feasibility-approval', 'preliminary-design'])
    expect(timeline.notes.join()).toContain('第二十六条')
  })
  test('without facts the whole chain is planned and what decides it is named', async () => {
    const timeline = await plan('jiujiang-2024', launched)
    expect(timeline.route).toBe('undecided')
    expect(timeline.entries).toHaveLength(9)
    expect(timeline.notes.join()).toContain('facts.totalInvestmentYuan')
  })
})

describe('later stages', () => {
  test('Jiujiang’s acceptance follows from the trial run', async () => {
    const timeline = await plan(
      'jiujiang-2024',
      { 'trial-started': '2025-03-10' },
      { ...agency, category: 'other', totalInvestmentYuan: 5_000_000 },
    )
    expect(timeline.entries.map((entry) => [entry.deadline, entry.due])).toEqual([
      ['jiujiang.trial-run', '2025-09-10'],
      ['jiujiang.final-acceptance', '2025-10-14'],
      ['jiujiang.completion-acceptance-application', '2025-11-25'],
    ])
  })
  test('an unknown limit is asked for, and nothing is guessed', async () => {
    const timeline = await plan('jiujiang-2024', { 'trial-started': '2025-03-10' }, agency)
    expect(timeline.entries).toEqual([])
    expect(timeline.notes.join()).toContain('facts.totalInvestmentYuan')
  })
  test('Jilin has each year’s end within the construction period, then acceptance', async () => {
    const timeline = await plan('jilin-2020', {
      'construction-started': '2024-03-01',
      'construction-due': '2026-06-30',
      'trial-stable': '2026-08-03',
    })
    expect(timeline.entries.map((entry) => [entry.deadline, entry.due])).toEqual([
      ['jilin.annual-performance-report', '2024-12-31'],
      ['jilin.annual-performance-report', '2025-12-31'],
      ['jilin.preliminary-acceptance', '2026-06-30'],
      ['jilin.completion-acceptance-application', '2027-02-03'],
    ])
  })
  test('Jining’s contract and record: a day told replaces the planned one, and slack counts to it', async () => {
    const timeline = await plan('jining-htz-2024', {
      'award-notice-sent': '2025-02-24',
      'contract-signed': '2025-03-06',
    })
    expect(
      timeline.entries.map(({ deadline, due, planned, slackWorkingDays }) => ({
        deadline,
        due,
        planned,
        slackWorkingDays,
      })),
    ).toEqual([
      { deadline: 'jining.sign-contract', due: '2025-03-10', planned: false, slackWorkingDays: 2 },
      { deadline: 'jining.record-contract', due: '2025-03-20', planned: false, slackWorkingDays: 13 },
    ])
  })
  test('two events that must both have happened: the later counts, and a missing one is asked for', async () => {
    const both = await plan('zhucheng-2020', { 'completion-accepted': '2024-05-06', 'in-operation': '2024-06-03' })
    expect(both.entries[0]).toMatchObject({ from: '2024-06-03', earliest: '2025-06-03', due: '2026-06-03' })
    const one = await plan('zhucheng-2020', { 'completion-accepted': '2024-05-06' })
    expect(one.entries).toEqual([])
    expect(one.notes.join()).toContain('dates.in-operation')
  })
  test('a window without a last day has no slack', async () => {
    const { entries } = await plan('jiujiang-2024', { 'completion-accepted': '2024-06-03' })
    expect(entries[0]).toMatchObject({
      deadline: 'jiujiang.upgrade-eligibility',
      earliest: '2025-06-03',
      due: null,
      slackWorkingDays: null,
    })
  })
})

describe('input that is wrong', () => {
  const errorOf = async (run: Promise<unknown>) => {
    const error = await run.then(
      () => undefined,
      (cause: unknown) => cause,
    )
    return error instanceof InputError ? { code: error.code, path: error.path } : error
  }
  test.each([
    ['no day', {}, 'dates'],
    ['a day that does not exist', { 'contract-signed': '2026-02-30' }, 'dates.contract-signed'],
    ['an unknown event', { 'contract-lost': '2026-02-03' }, 'dates.contract-lost'],
    ['a year of which nothing is known', { 'contract-signed': '2017-02-03' }, 'dates.contract-signed'],
  ])('%s is named', async (_name, dates, path) => {
    expect(await errorOf(plan('jining-htz-2024', dates))).toMatchObject({ path })
  })
})

test('the schema is a plain object for function calls', () => {
  expect(z.toJSONSchema(planTimeline.schema, { io: 'input' })).toMatchObject({
    type: 'object',
    additionalProperties: false,
  })
})
