/** When Jiujiang’s documents are asked for, and the form and the plan that its annex 2 draws up. */
import { describe, expect, test } from 'vitest'
import { dueIn, partsIn } from './demands.ts'
import { outlineOf } from './made.ts'

describe('Jiujiang', () => {
  const agency = { level: 'city', category: 'other', procurement: 'construction', ownerType: 'agency' }
  const due = (facts: object, ...events: string[]) => dueIn('jiujiang-2024', { ...agency, ...facts }, events)

  test('construction declares a technical plan, services an implementation plan', async () => {
    expect(await due({})).toMatchObject({ 'technical-plan': 'now', 'service-implementation-plan': 'not-due' })
    expect(await due({ procurement: 'service' })).toMatchObject({
      'technical-plan': 'not-due',
      'service-implementation-plan': 'now',
    })
    expect(await due({ preliminaryArgumentPassed: true })).toMatchObject({
      'declaration-form': 'not-due',
      'technical-plan': 'not-due',
      'funding-statement': 'not-due',
    })
  })
  test.each([
    [
      1_999_999,
      { proposal: 'not-due', 'feasibility-study': 'not-due', 'preliminary-design': 'not-due', budget: 'now' },
    ],
    [2_000_000, { proposal: 'now', 'feasibility-study': 'now', 'preliminary-design': 'not-due', budget: 'now' }],
    [49_999_999, { proposal: 'now', 'feasibility-study': 'now', 'preliminary-design': 'not-due', budget: 'now' }],
    [50_000_000, { proposal: 'now', 'feasibility-study': 'now', 'preliminary-design': 'unknown', budget: 'now' }],
  ])('after the launch notice, a project of %i yuan: %j', async (totalInvestmentYuan, expected) => {
    expect(await due({ totalInvestmentYuan }, 'launch-notice-received')).toMatchObject(expected)
  })
  test('a state-owned enterprise makes no proposal; services and O&M make none of the four', async () => {
    const soe = { ownerType: 'state-owned-enterprise', totalInvestmentYuan: 60_000_000 }
    expect(await due(soe, 'launch-notice-received')).toMatchObject({ proposal: 'not-due', 'feasibility-study': 'now' })
    for (const procurement of ['service', 'equipment', 'operation'])
      expect(
        await due({ procurement, totalInvestmentYuan: 60_000_000 }, 'launch-notice-received', 'feasibility-approved'),
      ).toMatchObject({
        proposal: 'not-due',
        'feasibility-study': 'not-due',
        'preliminary-design': 'not-due',
        budget: 'not-due',
      })
  })
  test.each([
    ['county', 1_999_999, { 'county-record': 'later', 'provincial-record': 'not-due' }],
    ['county', 2_000_000, { 'county-record': 'not-due', 'provincial-record': 'now' }],
    ['city', 1_999_999, { 'county-record': 'not-due', 'provincial-record': 'now' }],
    ['city', 4_999_999, { 'county-record': 'not-due', 'provincial-record': 'now' }],
    ['city', 5_000_000, { 'county-record': 'not-due', 'provincial-record': 'not-due' }],
  ])('an approved %s project of %i yuan is recorded: %j', async (level, totalInvestmentYuan, expected) => {
    expect(await due({ level, totalInvestmentYuan }, 'feasibility-approved')).toMatchObject(expected)
  })
  test('a county applies to the city for acceptance only where the city submitted its project', async () => {
    const application = async (facts: object) =>
      (await due(facts, 'final-accepted'))['completion-acceptance-application']
    expect(await application({})).toBe('now')
    expect(await application({ level: 'county', submittedToProvince: true })).toBe('now')
    expect(await application({ level: 'county', submittedToProvince: false })).toBe('not-due')
  })
  test('O&M funds are applied for by owners of city projects once they run', async () => {
    expect(await due({}, 'in-operation')).toMatchObject({ 'om-plan': 'now' })
    expect(await due({})).toMatchObject({ 'om-plan': 'later' })
    expect(await due({ level: 'county' }, 'in-operation')).toMatchObject({ 'om-plan': 'not-due' })
  })
  test('its declaration form has the labels of annex 2 in their order', () => {
    const labels = partsIn('jiujiang.declaration-form').flatMap((part) =>
      'form' in part
        ? part.form.rows.flatMap(({ cells }) => cells.flatMap((cell) => ('label' in cell ? [cell.label] : [])))
        : [],
    )
    expect(labels.join(' ')).toBe(
      '项目名称 应用单位 建设地点 建设时间 项目负责人 联系方式 总投资 其中，工程（实施）费用 必要性及建设（实施）依据 实施方式及原因 主管部门意见',
    )
  })
  test('its technical plan has the eight chapters of annex 2', () => {
    const { outline } = outlineOf('jiujiang.technical-plan')
    expect(outline.sections.map(({ heading, sections = [] }) => [heading, sections.length])).toEqual([
      ['概述', 2],
      ['数字政府建设总体方案落实情况', 3],
      ['项目建设背景和必要性', 2],
      ['项目需求分析', 4],
      ['项目建设方案', 5],
      ['集约化及信息资源共享分析', 2],
      ['项目投资与财务方案', 3],
      ['附表、附图和附件', 0],
    ])
  })
})
