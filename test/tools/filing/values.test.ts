import { describe, expect, test } from 'vitest'
import { factNames, facts } from '#knowledge/law/facts.ts'
import { projectFields, readSentence, readSource } from '#knowledge/law/filing-sources.ts'
import { eventIds } from '#knowledge/law/rule.ts'
import { headingNumber } from '#tools/filing/numbering.ts'
import { askFor, budgetTotal, dayOfEvent, labelOf, valueIn, valuesIn } from '#tools/filing/values.ts'
import { type Project, projectSchema } from '#tools/project.ts'
import { fullProject } from '../../support/projects.ts'

const project = (given: unknown): Project => projectSchema.parse(given)
const said = (given: unknown, source: string) =>
  valuesIn(project(given), source).map((piece) => ('text' in piece ? piece.text : piece))

describe('a value is written as offices write it', () => {
  test.each([
    [{ facts: { totalInvestmentYuan: 3_000_000 } }, 'totalInvestmentYuan', '3,000,000元（大写：叁佰万元整）'],
    [{ facts: { adjustmentYuan: 0 } }, 'adjustmentYuan', '0元（大写：零元整）'],
    [{ facts: { totalInvestmentYuan: 10_050 } }, 'totalInvestmentYuan', '10,050元（大写：壹万零伍拾元整）'],
    [{ facts: { implementationMonths: 18 } }, 'implementationMonths', '18个月'],
    [{ facts: { delayWorkingDays: 30 } }, 'delayWorkingDays', '30个工作日'],
    [{ facts: { vendorQuotes: 3 } }, 'vendorQuotes', '3'],
    [{ facts: { newBuild: false } }, 'newBuild', '否'],
    [{ facts: { category: 'infrastructure' } }, 'category', '基础设施类'],
    [{ facts: { changeGround: 0 } }, 'changeGround', '都不符合'],
    [{ facts: { lastAcceptedOn: '2025-01-09' } }, 'lastAcceptedOn', '2025年1月9日'],
    [{ owner: { name: '张伟' } }, 'owner.name', '张伟'],
    [{ parties: { supervisor: '监理公司' } }, 'parties.supervisor', '监理公司'],
    [{ events: [{ event: 'contract-signed', on: '2026-09-18' }] }, 'contract-signed', '2026年9月18日'],
    [
      { events: [{ event: 'contract-signed', on: '2026-09-18', planned: true }] },
      'contract-signed',
      '2026年9月18日（计划）',
    ],
    [{ budget: [{ item: '软件', yuan: 100 }, { yuan: 200 }] }, 'budget.total', '300元（大写：叁佰元整）'],
  ])('%j as %s: %s', (given, source, text) => {
    expect(said(given, source)).toEqual([text])
  })
})

describe('what is not known leaves a gap that names what would fill it', () => {
  test.each([...Object.keys(projectFields), ...eventIds, ...factNames.filter((name) => facts[name].unit !== 'rules')])(
    '%s',
    (source) => {
      const name = source === 'budget.total' ? 'budget' : source
      expect(valuesIn({}, source)).toEqual([{ kind: 'gap', names: [name], hint: labelOf(source) }])
      expect(askFor(name, [])?.zh).toMatch(/[？）。]$/u)
      expect(valuesIn(fullProject, source).every((piece) => piece.kind === 'value')).toBe(true)
    },
  )
  test('also where a budget has a line without its sum', () => {
    expect(budgetTotal(project({ budget: [{ item: '软件', yuan: 100 }, { item: '硬件' }] }))).toBeUndefined()
    expect(budgetTotal(project({ budget: [] }))).toBeUndefined()
    expect(budgetTotal(project({ budget: [{ yuan: 0 }] }))).toBe(0)
  })
  test('the two lists of rule ids are no source, nor is any other word', () => {
    for (const name of ['grounds', 'confirmed', 'toString', 'facts', '']) expect(readSource(name)).toBeUndefined()
    expect(() => valueIn({}, 'nothing')).toThrow('nothing is no source')
  })
})

describe('words of the user', () => {
  test('keep their paragraphs and lose what cannot be printed', () => {
    expect(said({ summary: '第一段\r\n\n 第二段\u0007尾\u2028第三段\uD800' }, 'summary')).toEqual([
      '第一段',
      '第二段 尾',
      '第三段\uFFFD',
    ])
  })
  test('are joined where they stand in a sentence or a cell', () => {
    expect(valueIn(project({ contents: ['甲', '乙\n丙'] }), 'contents')).toMatchObject({ text: '甲；乙；丙' })
  })
  test('made of nothing that can be printed leave a gap', () => {
    expect(valueIn(project({ name: '\u0007' }), 'name')).toMatchObject({ kind: 'gap', names: ['name'] })
  })
})

test('of several days of one event the last that happened counts, a plan only where none did', () => {
  const told = (events: unknown) => dayOfEvent(project({ events }), 'contract-signed')
  const [signed, moved, plan] = [
    { event: 'contract-signed', on: '2026-09-18' },
    { event: 'contract-signed', on: '2026-09-21' },
    { event: 'contract-signed', on: '2026-12-01', planned: true },
  ]
  expect(told([signed, moved, plan])).toEqual({ on: '2026-09-21', planned: false })
  expect(told([plan])).toEqual({ on: '2026-12-01', planned: true })
  expect(told([{ event: 'in-operation', on: '2026-09-18' }])).toBeUndefined()
})

test('a sentence is cut at its sources', () => {
  expect(readSentence('我单位建设的{name}已于{contract-signed}签约')).toEqual([
    { words: '我单位建设的' },
    { source: 'name' },
    { words: '已于' },
    { source: 'contract-signed' },
    { words: '签约' },
  ])
  expect(readSentence('{name}')).toEqual([{ source: 'name' }])
})

describe('headings are numbered as GB/T 9704 has it', () => {
  test.each([
    ['official', 1, 1, '一、'],
    ['official', 1, 11, '十一、'],
    ['official', 2, 2, '（二）'],
    ['official', 3, 3, '3.'],
    ['official', 4, 4, '（4）'],
    ['chapters', 1, 10, '第十章　'],
    ['chapters', 2, 1, '一、'],
    ['none', 1, 1, ''],
  ] as const)('%s, level %i, number %i: %s', (numbering, level, number, text) => {
    expect(headingNumber(numbering, level, number)).toBe(text)
  })
  test('and no deeper', () => {
    expect(() => headingNumber('official', 5, 1)).toThrow('level 5')
  })
})
