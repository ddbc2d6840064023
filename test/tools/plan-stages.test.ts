/** The stages of each measure: quoted, in order, every rule in one of them; and where a project stands. */
import { describe, expect, it } from 'vitest'
import { findMeasure, loadLaw } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import { findStageFaults, phases, type Stage } from '#knowledge/law/stage.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { phaseReached, rulesUpTo, stagesOf } from '#tools/plan-stages.ts'

const law = loadLaw()
const today = '2026-11-24' as IsoDate
const measure = (id: string): Measure => {
  const found = findMeasure(law, id)
  if (found === undefined) throw new Error(`${id} is not loaded`)
  return found
}
const binding = law.measures.filter((each) => each.translationOf === undefined)
const idsOf = (...found: Parameters<typeof stagesOf>) =>
  stagesOf(...found).flatMap(({ stage, status }) => (status === 'left-out' ? [] : [stage.id]))

describe.each(binding.map((each) => [each.id, each] as const))('%s', (_id, each) => {
  it('goes from the need to operation, phase after phase', () => {
    const order = each.stages.map((stage) => phases.indexOf(stage.phase))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(new Set(each.stages.map((stage) => stage.phase))).toEqual(new Set(phases))
  })

  it('has every rule in one stage, and every deadline that runs from the calendar', () => {
    expect(findStageFaults(each.stages, each.rules, each.deadlines)).toEqual([])
    expect([...rulesUpTo(each, 'operate')].toSorted()).toEqual(each.rules.map((rule) => rule.id).toSorted())
    const listed = each.stages.flatMap((stage) => stage.deadlines ?? [])
    expect(listed.toSorted()).toEqual(each.deadlines.map((deadline) => deadline.id).toSorted())
  })

  it('cites its article in each stage', () => {
    for (const { stage, citation } of stagesOf(each, {}, [], today)) {
      expect(citation.article, stage.id).toBe(stage.cites.article)
      expect(citation.quote.length, stage.id).toBeGreaterThan(3)
    }
  })
})

it.each([
  [2_000_000, []],
  [2_000_001, ['jining.review-by-city']],
  [5_000_000, ['jining.review-by-city']],
  [5_000_001, ['jining.review-by-city', 'jining.review-by-province']],
])('Jining, %i yuan: the reviews on the route', (totalInvestmentYuan, reviews) => {
  const ids = idsOf(measure('jining-htz-2024'), { totalInvestmentYuan }, [], today)
  expect(ids.filter((id) => id.includes('review-by'))).toEqual(reviews)
})

it.each([
  [
    'merged',
    { procurement: 'construction', totalInvestmentYuan: 3_000_000, ownerType: 'agency' },
    ['feasibility-stage', 'budget-stage'],
  ],
  [
    'below two million',
    { procurement: 'construction', totalInvestmentYuan: 1_999_999, ownerType: 'agency' },
    ['technical-review-stage', 'budget-stage'],
  ],
  [
    'fifty million',
    { procurement: 'construction', totalInvestmentYuan: 50_000_000, ownerType: 'agency' },
    ['proposal-stage', 'feasibility-stage', 'design-stage', 'budget-stage'],
  ],
  [
    'a state-owned enterprise',
    { procurement: 'construction', totalInvestmentYuan: 3_000_000, ownerType: 'state-owned-enterprise' },
    ['approval-by-sasac'],
  ],
  [
    'services',
    { procurement: 'service', totalInvestmentYuan: 3_000_000, ownerType: 'agency' },
    ['procurement-route-stage'],
  ],
] as const)('Jiujiang, %s: who approves what', (_name, facts, stages) => {
  const ids = idsOf(measure('jiujiang-2024'), { ...facts, level: 'city', category: 'other' }, [], today)
  const routes = [
    'approval-by-sasac',
    'proposal-stage',
    'feasibility-stage',
    'design-stage',
    'technical-review-stage',
    'budget-stage',
    'procurement-route-stage',
  ]
  expect(ids.map((id) => id.slice('jiujiang.'.length)).filter((id) => routes.includes(id))).toEqual(stages)
})

it.each([
  ['nothing holds', {}, ['proposal', 'feasibility', 'design']],
  ['in the plan', { inPlan: true }, ['feasibility', 'design']],
  ['simple', { simpleOrEquipmentOnly: true }, ['feasibility']],
  ['an emergency', { emergency: true }, ['design']],
  ['an emergency and simple', { emergency: true, simpleOrEquipmentOnly: true }, ['design']],
])('Jilin, %s: the documents of approval', (_name, facts, stages) => {
  const told = { inPlan: false, emergency: false, simpleOrEquipmentOnly: false, ...facts }
  const ids = idsOf(measure('jilin-2020'), told, [], today).map((id) => id.slice('jilin.'.length))
  expect(ids.filter((id) => ['proposal', 'feasibility', 'design'].includes(id))).toEqual(stages)
})

it('a stage that hangs on a missing fact is undecided, not left out', () => {
  const found = stagesOf(measure('jining-htz-2024'), {}, [], today).find(
    ({ stage }) => stage.id === 'jining.review-by-city',
  )
  expect(found?.status).toBe('undecided')
})

it('events move a project on: what lies before is done, the next stage is named, planned days move nothing', () => {
  const at = (events: Parameters<typeof phaseReached>[0]) => {
    const found = stagesOf(measure('jining-htz-2024'), { totalInvestmentYuan: 1 }, events, today)
    return found.find(({ status }) => status === 'next')?.stage.id
  }
  expect(at([])).toBe('jining.need')
  expect(at([{ event: 'award-notice-sent', on: '2026-05-06' }])).toBe('jining.responsibility-letter')
  expect(at([{ event: 'contract-signed', on: '2026-05-10' }])).toBe('jining.building')
  expect(at([{ event: 'contract-signed', on: '2027-05-10', planned: true }])).toBe('jining.need')
  expect(at([{ event: 'preliminary-accepted', on: '2026-10-01' }])).toBe('jining.completion-acceptance')
  expect(at([{ event: 'in-operation', on: '2026-11-01' }])).toBe('jining.evaluation')
  expect(
    phaseReached([
      { event: 'launch-notice-received', on: '2026-05-06' },
      { event: 'library-entered', on: '2026-09-01' },
    ]),
  ).toBe('approve')
})

describe('faults of stages are told with the stage', () => {
  const base: Stage = {
    id: 'x.one',
    phase: 'prepare',
    title: { zh: '一', en: 'one' },
    actor: { zh: '单位', en: 'unit' },
    does: { zh: '做', en: 'do' },
    cites: { article: 1, quote: '为进一步规范' },
  }
  const { rules, deadlines } = measure('zhucheng-2020')
  const all = rules.map((rule) => rule.id)

  it.each([
    ['a rule that is not there', { rules: [...all, 'zhucheng.nothing'] }, 'names zhucheng.nothing, which is no rule.'],
    [
      'a deadline that is not there',
      { rules: all, deadlines: ['zhucheng.never'] },
      'names zhucheng.never, which is no deadline.',
    ],
    ['a rule in no stage', { rules: all.slice(1) }, 'zhucheng.scope stands in 0 stages.'],
    ['a rule twice', { rules: [...all, 'zhucheng.scope'] }, 'zhucheng.scope stands in 2 stages.'],
    [
      'a condition on a duty',
      { rules: all, when: { rule: 'zhucheng.cloud' } },
      'leans on zhucheng.cloud, which is no trigger.',
    ],
    [
      'a condition on no fact',
      { rules: all, when: { fact: 'colour', equals: 'red' } },
      'asks «colour», which is no fact.',
    ],
  ])('%s', (_name, more, problem) => {
    expect(findStageFaults([{ ...base, ...more }], rules, deadlines).map((fault) => fault.problem)).toEqual([problem])
  })
})
