/** When Jilin’s documents are asked for, and the outlines and the list that its annexes draw up. */
import { describe, expect, test } from 'vitest'
import { dueIn, partsIn } from './demands.ts'
import { outlineOf } from './made.ts'

describe('Jilin', () => {
  const province = { level: 'province' }
  const due = (facts: object, ...events: string[]) => dueIn('jilin-2020', { ...province, ...facts }, events)
  const ordinary = { inPlan: false, emergency: false, simpleOrEquipmentOnly: false }

  test.each([
    [{}, ['now', 'now', 'now']],
    [{ inPlan: true }, ['not-due', 'now', 'now']],
    [{ emergency: true }, ['not-due', 'not-due', 'now']],
    [{ simpleOrEquipmentOnly: true }, ['not-due', 'now', 'not-due']],
    [{ emergency: true, simpleOrEquipmentOnly: true }, ['not-due', 'not-due', 'now']],
  ])('proposal, feasibility study and preliminary design with %j: %j', async (facts, expected) => {
    const found = await due({ ...ordinary, ...facts })
    expect([found.proposal, found['feasibility-study'], found['preliminary-design']]).toEqual(expected)
  })
  test('nothing of the approval is asked for once construction has started', async () => {
    const started = await due(ordinary, 'construction-started')
    const names = [
      'annual-needs-plan',
      'proposal',
      'feasibility-study',
      'preliminary-design',
      'product-security-statement',
    ]
    expect(names.map((name) => started[name])).toEqual(names.map(() => 'not-due'))
  })
  test('an adjustment is recorded or approved again, never both', async () => {
    const small = {
      withinApprovedEstimate: true,
      objectivesChanged: false,
      changeGround: 1,
      approvedEstimateYuan: 1_000_000,
    }
    const adjusted = async (adjustmentYuan: number) => {
      const found = await due({ ...small, adjustmentYuan })
      return [found['adjustment-record'], found['adjusted-feasibility-study'], found['adjusted-preliminary-design']]
    }
    expect(await adjusted(150_000)).toEqual(['now', 'not-due', 'not-due'])
    expect(await adjusted(150_001)).toEqual(['not-due', 'later', 'later'])
  })
  test('a yearly report is asked for only where construction takes more than a year', async () => {
    expect(await due({ constructionMonths: 13 }, 'construction-started')).toMatchObject({
      'annual-performance-report': 'now',
    })
    expect(await due({ constructionMonths: 12 }, 'construction-started')).toMatchObject({
      'annual-performance-report': 'not-due',
    })
  })
  test('the rectification plan is told to be a working paper, after a failed acceptance', async () => {
    expect(await due({})).toMatchObject({ 'rectification-plan': 'later' })
    expect(await due({}, 'acceptance-failed')).toMatchObject({ 'rectification-plan': 'now' })
    expect(outlineOf('jilin.rectification-plan').outline.note?.zh).toContain('没有要求提交整改方案')
  })
  test('its list of acceptance material has fifteen groups, two of them with the annex’s own sub-items', () => {
    const lists = partsIn('jilin.completion-acceptance-application').flatMap((part) =>
      'checklist' in part ? [part.checklist] : [],
    )
    const groups = lists.find((items) => items.length === 15) ?? []
    expect(groups[0]?.item).toBe('项目竣工验收申请函')
    expect(groups[14]?.item).toBe('其他专项验收材料')
    expect([groups[12]?.parts?.length, groups[13]?.parts?.length]).toEqual([5, 4])
  })
  test.each([
    ['jilin.proposal', 9],
    ['jilin.feasibility-study', 10],
    ['jilin.preliminary-design', 9],
    ['jilin.adjusted-feasibility-study', 11],
    ['jilin.adjusted-preliminary-design', 10],
  ])('%s has %i chapters', (id, chapters) => {
    const { outline } = outlineOf(id)
    expect(outline.sections).toHaveLength(chapters)
    expect(outline.numbering).toBe('chapters')
  })
})
