/** What a plan says of its route: the stages left out and why, the days and facts it waits for, what is already past. */
import { describe, expect, test } from 'vitest'
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

interface Told {
  readonly facts?: Record<string, unknown>
  readonly lang?: 'zh' | 'en'
  readonly today?: string
}

const plan = (measure: string, dates: Record<string, string>, told: Told = {}): Promise<Timeline> =>
  planTimeline.run({ measure, dates, ...told }, context)
const jiujiang = (dates: Record<string, string>, told: Told = {}) => plan('jiujiang-2024', dates, told)
const ids = (timeline: Timeline) => timeline.entries.map((entry) => entry.deadline.replace(/^[a-z]+\./u, ''))

async function mistake(run: Promise<unknown>): Promise<InputError> {
  const error: unknown = await run.catch((thrown: unknown) => thrown)
  if (error instanceof InputError) return error
  throw new Error('no mistake was found')
}

const launched = { 'launch-notice-received': '2025-03-03' }
const merged = { procurement: 'construction', ownerType: 'agency', totalInvestmentYuan: 3_000_000 }

describe('a project of 3 million yuan, whose stages may be merged (第二十五条末款)', () => {
  test('names every stage left out in one sentence, and what can go on once it is told', async () => {
    expect((await jiujiang(launched, { facts: merged })).notes).toEqual([
      '不推算：编制并报送项目建议书、批复项目建议书、完成可行性研究报告编制及报审、完成初步设计编制并报审、批复初步设计、编制并报送项目预算。投资额小于5000万元的可合并编制项目建议书和可行性研究报告，直接审批可行性研究报告，不再审批初步设计（第二十五条末款）；办法在此没有另定期限，不作推算',
      '如不合并、仍办理“编制并报送项目建议书”的，其期限照常适用，截止2025-03-17',
      '补充日期后可继续推算：出具技术评审意见、批复可行性研究报告、批复项目预算、确定招标控制价；需要：报送可行性研究报告（dates.feasibility-submitted）、提交完整预算资料（dates.budget-submitted）',
    ])
  })
  test('says the same in English', async () => {
    expect((await jiujiang(launched, { facts: merged, lang: 'en' })).notes).toEqual([
      'Not reckoned: Prepare and submit the project proposal, Approve the project proposal, Prepare and submit the feasibility study, Prepare and submit the preliminary design, Approve the preliminary design, Prepare and submit the project budget. below 50 million yuan the proposal and the feasibility study may be merged, the feasibility study approved directly and no preliminary design approved (Article 25); the measure sets no other period there and none is invented',
      'Where «Prepare and submit the project proposal» is done all the same, its period holds: due 2025-03-17',
      'Can be planned once the days are told: Issue the technical review opinion, Approve the feasibility study, Approve the budget and set the tender ceiling; needed: feasibility study submitted (dates.feasibility-submitted), budget submitted complete (dates.budget-submitted)',
    ])
  })
  test('once the feasibility study is in, waits only for the budget', async () => {
    const timeline = await jiujiang({ ...launched, 'feasibility-submitted': '2025-04-07' }, { facts: merged })
    expect(timeline.notes[0]).toContain('完成可行性研究报告编制及报审')
    expect(timeline.notes.at(-1)).toBe(
      '补充日期后可继续推算：批复项目预算、确定招标控制价；需要：提交完整预算资料（dates.budget-submitted）',
    )
  })
  test.each([
    ['a proposal handed in by itself', { 'proposal-submitted': '2025-03-03' }, 'proposal-approval'],
    ['a proposal approved by itself', { 'proposal-approved': '2025-03-10' }, 'feasibility-study'],
  ])('%s shows that nothing was merged: the feasibility study has its period', async (_name, dates, first) => {
    const timeline = await jiujiang(dates, { facts: merged })
    expect(ids(timeline)[0]).toBe(first)
    expect(ids(timeline)).toContain('feasibility-study')
    expect(ids(timeline).at(-1)).toBe('feasibility-approval')
    expect(timeline.notes[0]).not.toContain('完成可行性研究报告编制及报审')
  })
  test('a proposal handed in after the launch notice has its own period, and slack counts to that day', async () => {
    const { entries } = await jiujiang({ ...launched, 'proposal-submitted': '2025-03-10' }, { facts: merged })
    expect(entries[0]).toMatchObject({ deadline: 'jiujiang.proposal', due: '2025-03-17', slackWorkingDays: 5 })
    expect(entries[1]).toMatchObject({ deadline: 'jiujiang.proposal-approval', from: '2025-03-10', planned: false })
  })
  test('a preliminary design handed in all the same has its approval, and the budget follows', async () => {
    const timeline = await jiujiang({ 'design-submitted': '2025-03-03' }, { facts: merged })
    expect(ids(timeline)).toEqual(['preliminary-design-approval', 'budget', 'budget-approval'])
    expect(timeline.notes).toEqual([])
  })
  test('a revision asked for shows that there is a preliminary design', async () => {
    const timeline = await jiujiang({ 'revision-requested': '2025-03-03' }, { facts: merged })
    expect(timeline.entries).toMatchObject([{ deadline: 'jiujiang.design-revision', due: '2025-03-31' }])
  })
  test('a budget handed in leaves no stage to wait for', async () => {
    const timeline = await jiujiang({ 'budget-submitted': '2025-04-01' }, { facts: merged })
    expect(ids(timeline)).toEqual(['budget-approval'])
    expect(timeline.notes).toEqual([])
  })
})

describe('the route', () => {
  test.each([
    ['standard', 'jining-htz-2024', { 'award-notice-sent': '2025-02-24' }, {}],
    ['not-applicable', 'jiujiang-2024', launched, { procurement: 'operation' }],
    ['undecided', 'jiujiang-2024', launched, { procurement: 'construction', ownerType: 'agency' }],
    ['full', 'jiujiang-2024', launched, { ...merged, totalInvestmentYuan: 50_000_000 }],
    ['jiujiang.merged-approval', 'jiujiang-2024', launched, merged],
    [
      'jiujiang.procurement-route+jiujiang.soe-route',
      'jiujiang-2024',
      launched,
      { procurement: 'service', ownerType: 'state-owned-enterprise' },
    ],
  ])('is %s', async (route, measure, dates, facts) => {
    expect((await plan(measure, dates, { facts })).route).toBe(route)
  })
  test('operation and maintenance has none of these periods, and each reason is told once', async () => {
    const { entries, notes } = await jiujiang(launched, { facts: { procurement: 'operation' } })
    expect(entries).toEqual([])
    expect(notes).toHaveLength(3)
    expect(notes[0]).toContain(
      '不推算：编制并报送项目建议书、批复项目建议书、完成可行性研究报告编制及报审。只适用于机关业主',
    )
    expect(notes.join()).not.toContain('如不合并')
  })
  test('a state-owned enterprise is not told that it might make a proposal all the same (第二十六条)', async () => {
    const facts = { ...merged, ownerType: 'state-owned-enterprise' }
    const { notes } = await jiujiang(launched, { facts })
    expect(notes.join()).not.toContain('如不合并')
    expect(notes[0]).toContain('国资监管企业不编项目建议书')
  })
  test('a fact that is missing is asked for, in both languages', async () => {
    const facts = { procurement: 'construction', ownerType: 'agency' }
    expect((await jiujiang(launched, { facts })).notes).toEqual([
      '路线未定，按完整流程推算；请补充：facts.totalInvestmentYuan',
    ])
    expect((await jiujiang(launched, { lang: 'en' })).notes).toEqual([
      'The route is open, so the full one is planned; tell: facts.procurement, facts.totalInvestmentYuan, facts.ownerType',
    ])
  })
})

describe('a period that hangs on a fact not told', () => {
  const trial = { 'trial-started': '2025-03-10' }
  test('asks for the fact, not for the day that was told', async () => {
    const told = { facts: { procurement: 'construction' } }
    expect((await jiujiang(trial, told)).notes).toEqual([
      expect.stringMatching(/^试运行：无法推算（.*give facts\.category and facts\.totalInvestmentYuan）$/u),
    ])
    expect((await jiujiang(trial, { ...told, lang: 'en' })).notes).toEqual([
      expect.stringMatching(
        /^Trial run: cannot be reckoned \(.*give facts\.category and facts\.totalInvestmentYuan\)$/u,
      ),
    ])
  })
  test('the stages behind it still follow from their own days', async () => {
    const timeline = await jiujiang(
      { ...trial, 'trial-ended': '2025-06-10' },
      { facts: { procurement: 'construction' } },
    )
    expect(timeline.entries).toMatchObject([
      { deadline: 'jiujiang.final-acceptance', from: '2025-06-10', planned: false, due: '2025-07-08' },
    ])
  })
})

describe('two events that must both have happened', () => {
  test.each([
    ['preliminary-accepted', '提交竣工验收申请：还需要“试运行达到稳定状态”的日期（dates.trial-stable）'],
    ['trial-stable', '提交竣工验收申请：还需要“完成初步验收”的日期（dates.preliminary-accepted）'],
  ])('%s alone asks for the other', async (event, note) => {
    expect((await plan('jilin-2020', { [event]: '2025-02-10' })).notes).toEqual([note])
  })
  test('is asked in English too', async () => {
    expect((await plan('jilin-2020', { 'trial-stable': '2025-02-10' }, { lang: 'en' })).notes).toEqual([
      'Apply for completion acceptance: the day of «preliminary acceptance done» is needed too (dates.preliminary-accepted)',
    ])
  })
  test.each([
    ['2025-02-10', '2025-03-10', '2025-03-10', '2025-09-10'],
    ['2025-03-10', '2025-02-10', '2025-03-10', '2025-09-10'],
    ['2025-03-10', '2025-03-10', '2025-03-10', '2025-09-10'],
  ])('accepted on %s and stable on %s count from %s', async (accepted, stable, from, due) => {
    const { entries } = await plan('jilin-2020', { 'preliminary-accepted': accepted, 'trial-stable': stable })
    expect(entries).toMatchObject([{ from, due, planned: false }])
  })
  test('is planned where one of the two is only planned', async () => {
    const { entries } = await plan('jilin-2020', { 'construction-due': '2025-04-01', 'trial-stable': '2025-06-10' })
    expect(entries).toMatchObject([
      { deadline: 'jilin.preliminary-acceptance', planned: false },
      { deadline: 'jilin.completion-acceptance-application', from: '2025-06-10', planned: true },
    ])
  })
  test('neither told, nothing is asked', async () => {
    expect((await plan('jining-htz-2024', { 'contract-signed': '2025-02-24' })).notes).toEqual([])
  })
})

describe('Jilin’s yearly report lies within the construction period (第二十条)', () => {
  const reports = async (due: string, facts: Record<string, unknown> = {}) => {
    const { entries } = await plan(
      'jilin-2020',
      { 'construction-started': '2024-03-01', 'construction-due': due },
      { facts },
    )
    return entries.filter((entry) => entry.deadline === 'jilin.annual-performance-report').map((entry) => entry.due)
  }
  test.each([
    ['2025-12-15', ['2024-12-31']],
    ['2025-12-30', ['2024-12-31']],
    ['2025-12-31', ['2024-12-31', '2025-12-31']],
    ['2026-06-30', ['2024-12-31', '2025-12-31']],
  ])('up to %s', async (due, expected) => {
    expect(await reports(due)).toEqual(expected)
  })
  test('a period of exactly one year is not over a year; one day more is', async () => {
    expect(await reports('2025-03-01')).toEqual([])
    expect(await reports('2025-03-02')).toEqual(['2024-12-31'])
  })
  test('months and a last day that differ: no report after the earlier of the two', async () => {
    expect(await reports('2027-06-30', { constructionMonths: 20 })).toEqual(['2024-12-31'])
    expect(await reports('2025-11-30', { constructionMonths: 40 })).toEqual(['2024-12-31'])
  })
  test('by its months alone', async () => {
    const facts = { constructionMonths: 22 }
    const { entries } = await plan('jilin-2020', { 'construction-started': '2024-03-01' }, { facts })
    expect(entries.map((entry) => entry.due)).toEqual(['2024-12-31', '2025-12-31'])
  })
  test('its length unknown, this year’s report is planned and the length asked for', async () => {
    const timeline = await plan('jilin-2020', { 'construction-started': '2024-03-01' })
    expect(timeline.entries.map((entry) => entry.due)).toEqual(['2024-12-31'])
    expect(timeline.notes).toEqual(['路线未定，按完整流程推算；请补充：facts.constructionMonths'])
  })
  test('an end before the beginning is refused, one on the same day is not', async () => {
    const dates = { 'construction-started': '2024-03-01', 'construction-due': '2024-02-29' }
    expect(await mistake(plan('jilin-2020', dates))).toMatchObject({
      code: 'bad-input',
      path: 'dates.construction-due',
      message: 'dates.construction-due: lies before the start of construction, 2024-03-01',
    })
    expect(await reports('2024-03-01')).toEqual([])
  })
})

describe('what is already past', () => {
  const signed = { 'award-notice-sent': '2025-02-24' }
  test('by planned days is named, so that the actual ones are told', async () => {
    const { entries, notes } = await plan('jining-htz-2024', signed, { today: '2025-04-01' })
    expect(entries).toMatchObject([
      { due: '2025-03-10', planned: false, slackWorkingDays: -16 },
      { due: '2025-03-24', planned: true, slackWorkingDays: -6 },
    ])
    expect(notes).toEqual(['以下期限按推算已过，请提供实际日期后重算：采购合同备案'])
  })
  test('is told in the language of the text that was named', async () => {
    const timeline = await plan('jining-htz-2024-en', signed, { today: '2025-04-01' })
    expect(timeline.entries[0]?.title).toBe('Sign the procurement contract')
    expect(timeline.notes).toEqual([
      'By this reckoning these are already past; give the actual days and plan again: Record the procurement contract',
    ])
    expect(timeline.validity).toMatchObject([{ measure: 'jining-htz-2024', on: '2025-04-01', why: 'today' }])
  })
  test('names several in one sentence', async () => {
    const facts = { ...merged, totalInvestmentYuan: 50_000_000 }
    const late = { facts, today: '2025-04-01' }
    expect((await jiujiang({ 'proposal-submitted': '2025-02-03' }, late)).notes).toEqual([
      '以下期限按推算已过，请提供实际日期后重算：完成可行性研究报告编制及报审、出具技术评审意见',
    ])
    expect((await jiujiang({ 'proposal-submitted': '2025-02-03' }, { ...late, lang: 'en' })).notes).toEqual([
      'By this reckoning these are already past; give the actual days and plan again: Prepare and submit the feasibility study, Issue the technical review opinion',
    ])
  })
  test('is not said of a deadline that ends today', async () => {
    expect((await plan('jining-htz-2024', signed, { today: '2025-03-24' })).notes).toEqual([])
    expect((await plan('jining-htz-2024', signed, { today: '2025-03-25' })).notes).toHaveLength(1)
  })
})

describe('beyond the calendar', () => {
  test('a day told is refused by its name', async () => {
    expect(await mistake(plan('jining-htz-2024', { 'award-notice-sent': '2035-12-25' }))).toMatchObject({
      code: 'no-calendar',
      path: 'dates.award-notice-sent',
    })
  })
  test('a day that is only planned ends the chain there, and that is said', async () => {
    const { entries, notes } = await plan('jining-htz-2024', { 'award-notice-sent': '2035-12-14' })
    expect(entries).toMatchObject([{ deadline: 'jining.sign-contract', due: '2035-12-28', calendar: 'projected' }])
    expect(notes).toEqual([expect.stringMatching(/^采购合同备案：无法推算（.*2036/u)])
  })
  test('months give no last day and no slack', async () => {
    const { entries } = await plan('zhucheng-2020', { 'construction-completed': '2036-03-01' })
    expect(entries).toMatchObject([{ due: null, slackWorkingDays: null, calendar: 'none' }])
  })
  test('a last day that is known has no slack where today is not', async () => {
    const { entries } = await plan('jining-htz-2024', { 'award-notice-sent': '2025-02-24' }, { today: '2017-06-01' })
    expect(entries[0]).toMatchObject({ due: '2025-03-10', slackWorkingDays: null })
  })
})

test('entries stand by their last day, or their earliest where there is none', async () => {
  const timeline = await jiujiang({
    'completion-accepted': '2024-06-03',
    'in-operation': '2024-06-03',
    'library-entered': '2023-07-01',
    'final-accepted': '2025-02-03',
  })
  expect(timeline.entries.map(({ deadline, due, earliest }) => [deadline, due ?? earliest])).toEqual([
    ['jiujiang.upgrade-eligibility', '2025-06-03'],
    ['jiujiang.self-evaluation', '2025-06-03'],
    ['jiujiang.reserve-library-expiry', '2025-07-01'],
  ])
  expect(timeline.entries.map((entry) => 'earliest' in entry)).toEqual([true, true, false])
})

test('Jining’s yearly self-evaluation is planned for the next anniversary', async () => {
  const { entries } = await plan('jining-htz-2024', {
    'completion-accepted': '2022-05-03',
    'in-operation': '2022-06-03',
  })
  expect(entries).toMatchObject([{ deadline: 'jining.self-evaluation', from: '2022-06-03', due: '2025-06-03' }])
})

test('without any day the events there are are named', async () => {
  const error = await mistake(plan('jilin-2020', {}))
  expect(error).toMatchObject({ code: 'missing-date', path: 'dates' })
  expect(error.message).toMatch(
    /^dates: give at least one day, e\.g\. \{"award-notice-sent": "2026-09-18"\}; the events are award-notice-sent, contract-signed, /u,
  )
})
