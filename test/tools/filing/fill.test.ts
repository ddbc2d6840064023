/** Each kind of part that an outline may have, filled and printed line by line. */
import { describe, expect, test } from 'vitest'
import { filingSchema } from '#knowledge/law/filing.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import { type Block, linesOf, textOf } from '#tools/filing/filing.ts'
import { verifyDocument } from '#tools/filing/verify.ts'
import { type Project, projectSchema } from '#tools/project.ts'
import { filled, outlineOf, rendered } from './made.ts'

const { measure } = outlineOf('jining.change-application')

function outline(more: object) {
  return filingSchema.parse({
    id: 'jining.test',
    title: { zh: '试件', en: 'test' },
    basis: 'custom',
    cites: { article: 36, quote: '自评价报告报送党政办公室（大数据）' },
    due: { words: { zh: '每年', en: 'yearly' } },
    ...more,
  })
}

const blocksOf = (more: object, project: unknown = {}, of: Measure = measure): readonly Block[] =>
  filled(of, outline(more), projectSchema.parse(project) as Project).blocks

/** What stands under a heading «项目», printed. */
function printed(fill: object[], project: unknown = {}): string[] {
  const [, ...blocks] = blocksOf({ sections: [{ heading: '项目', fill }] }, project)
  return blocks.flatMap(linesOf).map(textOf)
}

describe('text', () => {
  test('is given in its own paragraphs, contents with numbers where there are several', () => {
    expect(printed([{ text: 'summary' }], { summary: '甲\n乙' })).toEqual(['甲', '乙'])
    expect(printed([{ text: 'contents' }], { contents: ['甲', '乙'] })).toEqual(['1.甲', '2.乙'])
    expect(printed([{ text: 'contents' }], { contents: ['甲'] })).toEqual(['甲'])
    expect(printed([{ text: 'contents' }], { contents: [] })).toEqual(['【待填:建设内容】'])
  })
  test('of a sentence is filled at its sources', () => {
    const sentence = [{ words: '{name}由{unit}建设。' }]
    expect(printed(sentence, { name: '平台' })).toEqual(['平台由【待填:项目建设单位】建设。'])
  })
})

describe('tables', () => {
  const cells = (fill: object, project: unknown = {}) => printed([fill], project).join('|')
  test('of contents', () => {
    expect(cells({ table: 'contents', caption: '内容表' }, { contents: ['甲', '乙'] })).toBe(
      '内容表|序号|建设内容|1|甲|2|乙',
    )
  })
  test('of events, planned ones called so', () => {
    const events = [
      { event: 'contract-signed', on: '2026-09-10' },
      { event: 'in-operation', on: '2027-03-01', planned: true },
    ]
    expect(cells({ table: 'events', events: ['contract-signed', 'in-operation', 'trial-ended'] }, { events })).toBe(
      '序号|事项|日期|备注|1|正式采购合同签订|2026年9月10日|—|2|投入使用运行|2027年3月1日（计划）|计划|3|试运行结束|【待填:试运行结束日期】|—',
    )
  })
  test('of the budget, with its sum in figures and in words', () => {
    const budget = [
      { item: '软件', yuan: 1_000_000, note: '含培训' },
      { item: '硬件', yuan: 20_000 },
    ]
    expect(cells({ table: 'budget' }, { budget })).toBe(
      '序号|预算项目|金额|备注|1|软件|1,000,000元|含培训|2|硬件|20,000元|—|—|合计|1,020,000元（大写：壹佰零贰万元整）|—',
    )
  })
  test('of the budget where a sum is not told: the line and the sum are marked', () => {
    expect(cells({ table: 'budget' }, { budget: [{ item: '软件' }, { yuan: 5 }] })).toBe(
      '序号|预算项目|金额|备注|1|软件|【待填:金额】|—|2|【待填:预算项目】|5元|—|—|合计|【待填:预算合计】|—',
    )
  })
  test('to be written keep the rows that the outline names', () => {
    const blank = '写什么'
    expect(cells({ columns: ['序号', '名称', '备注'], blank })).toBe('序号|名称|备注|1|【待填:名称】|—')
    expect(cells({ columns: ['序号', '名称', '数量'], rows: ['甲', '乙'], blank })).toBe(
      '序号|名称|数量|1|甲|【待填:数量】|2|乙|【待填:数量】',
    )
    expect(cells({ columns: ['事项', '内容'], rows: ['甲'], blank })).toBe('事项|内容|甲|【待填:内容】')
    expect(cells({ columns: ['事项', '内容'], blank })).toBe('事项|内容|【待填:事项】|【待填:内容】')
  })
})

describe('checklists', () => {
  test('have a box for each item and each of its parts', () => {
    const checklist = [
      { item: '甲', parts: ['子', '丑'] },
      { item: '乙', cites: { article: 28, quote: '签订正式采购合同' } },
    ]
    expect(printed([{ checklist }]).join('|')).toBe('序号|内容|勾选|1|甲|□|1.1|子|□|1.2|丑|□|2|乙（第二十八条）|□')
  })
  test('tell what is known, and what a rule says of it', () => {
    const checklist = [
      { item: '周期', rule: 'jining.implementation-period', value: 'implementationMonths', parts: ['子'] },
      { item: '研究', rule: 'jining.party-decision' },
    ]
    const lines = printed([{ checklist, caption: '核对表' }], {
      facts: { implementationMonths: 40, confirmed: ['jining.party-decision'] },
    })
    expect(lines.slice(0, 5)).toEqual(['核对表', '序号', '内容', '勾选', '情况'])
    expect(lines.slice(5, 9)).toEqual(['1', '周期', '×', '实施周期：40个月'])
    expect(lines.slice(10, 14)).toEqual(['1.1', '子', '□', '由编制人核对'])
    expect(lines.slice(14, 17)).toEqual(['2', '研究', '√'])
    expect(printed([{ checklist: [{ item: '研究', rule: 'jining.party-decision' }] }]).slice(-2)).toEqual([
      '□',
      '【待填:“党委（党组）集体研究”是否已做到】',
    ])
  })
})

describe('forms', () => {
  const form = {
    columns: 4,
    above: ['申报单位（盖章）：{unit}', '申报时间：　年　月　日'],
    rows: [
      {
        cells: [
          { label: '项目', down: 2 },
          { value: 'name', span: 3 },
        ],
      },
      { cells: [{ label: '内容' }, { value: 'contents', blank: '详细内容', span: 2 }] },
      { cells: [{ label: '负责人' }, { values: ['owner.name', 'contact'] }, { label: '金额' }, { blank: '合同金额' }] },
      { height: 'tall', cells: [{ label: '主管部门意见' }, { seal: '主管部门意见', span: 3 }] },
      { height: 'low', cells: [{ label: '意见' }, { seal: '由主管部门填写', span: 3 }] },
    ],
  }
  test('are printed cell by cell', () => {
    expect(printed([{ form }], { unit: '局', contents: ['甲', '乙'], owner: { name: '张伟' } })).toEqual([
      '申报单位（盖章）：局\t申报时间：　年　月　日',
      ...[
        '项目',
        '【待填:项目名称】',
        '内容',
        '甲',
        '乙',
        '【待填:详细内容】',
        '负责人',
        '张伟，【待填:联系方式】',
        '金额',
        '【待填:合同金额】',
      ],
      ...['主管部门意见', '（盖章）', '年　　月　　日', '意见', '（由主管部门填写）', '（盖章）', '年　　月　　日'],
    ])
  })
  test('with merged cells are found whole', async () => {
    const filing = filled(measure, outline({ sections: [{ heading: '项目', fill: [{ form }, { form }] }] }), {})
    expect(verifyDocument(filing, await rendered(filing))).toBeUndefined()
  })
})

describe('findings', () => {
  test('ask whether a duty is done, but not in a plan', () => {
    const rule = 'jining.party-decision'
    const told = '党委（党组）集体研究：应做到“项目经部门（单位）党委（党组）会议集体研究，形成整体方案”（第八条）。'
    expect(printed([{ findings: [rule] }])).toEqual([`${told}【待填:“党委（党组）集体研究”是否已做到】`])
    expect(printed([{ findings: [rule], requirement: true }])).toEqual([told])
    // Ticked as done or as not done elsewhere: a plan says what has to be done all the same.
    for (const facts of [{ confirmed: [rule] }, { grounds: [rule] }])
      expect(printed([{ findings: [rule], requirement: true }], { facts })).toEqual([told])
    expect(printed([{ findings: ['jining.platforms.2'], requirement: true }])[0]).toMatch(
      /（第十条）。【待填:使用对象】$/u,
    )
  })
})

describe('headings', () => {
  const sections = [
    { heading: '甲', sections: [{ heading: '乙', sections: [{ heading: '丙', fill: [{ blank: '写' }] }] }] },
    { heading: '表', showHeading: false, fill: [{ blank: '写' }] },
    { heading: '丁', fill: [{ blank: '写' }] },
  ]
  const headings = (more: object) =>
    blocksOf({ sections, ...more }).flatMap((block) => (block.kind === 'heading' ? [block.text] : []))
  test('are numbered by their nesting; one that is not printed takes no number', () => {
    expect(headings({})).toEqual(['一、甲', '（一）乙', '1.丙', '二、丁'])
    expect(headings({ numbering: 'chapters' })).toEqual(['第一章　甲', '一、乙', '（一）丙', '第二章　丁'])
    expect(headings({ numbering: 'none' })).toEqual(['甲', '乙', '丙', '丁'])
  })
  test('of chapters stand in the middle', () => {
    const [first, second] = blocksOf({ sections, numbering: 'chapters' })
    expect([first, second]).toMatchObject([{ level: 1, chapter: true }, { level: 2 }])
    expect(second).not.toHaveProperty('chapter')
  })
})

test('a letter has its addressee, its enclosures, its closing and its signatories', () => {
  const sections = [{ heading: '甲', fill: [{ field: 'name', label: '名称' }] }]
  const letter = {
    sections,
    addressee: { zh: '党政办公室（大数据）', en: 'the office' },
    opening: '现报告{name}如下。',
    attachments: ['子', '丑'],
    closing: '妥否，请批示。',
    signs: ['unit', 'owner', 'supervisor'],
  }
  const lines = blocksOf(letter, { name: '平台', unit: '局' }).flatMap(linesOf).map(textOf)
  expect(lines).toEqual([
    '党政办公室（大数据）：',
    '现报告平台如下。',
    '甲',
    '名称：平台',
    '妥否，请批示。',
    '附件：1.子',
    '　　　2.丑',
    '局（盖章）',
    '项目责任人：【待填:项目负责人】（签字）',
    '监理单位：【待填:监理单位】（盖章）',
    '年　　月　　日',
  ])
  const one = blocksOf({ sections, attachments: ['子'] })
    .flatMap(linesOf)
    .map(textOf)
  expect(one.at(-1)).toBe('附件：子')
})

test('guidance says whose words it is', () => {
  const cites = { article: 13, quote: '项目建设单位应建立信息共享长效机制' }
  const fill = [{ blank: '写' }]
  const lines = (section: object) =>
    blocksOf({ sections: [section] })
      .flatMap(linesOf)
      .map(textOf)
      .slice(1, -1)
  expect(lines({ heading: '信息共享长效机制', basis: 'measure', cites, fill })).toEqual([
    '〔编写要求（第十三条）：项目建设单位应建立信息共享长效机制。〕',
  ])
  const given = { when: { fact: 'emergency', equals: true }, words: { zh: '紧急建设的项目', en: 'emergencies' } }
  expect(lines({ heading: '甲', cites, hint: '提示', given, fill })).toEqual([
    '〔相关规定（第十三条）：项目建设单位应建立信息共享长效机制。〕',
    '〔适用范围：紧急建设的项目。〕',
    '〔编写提示：提示。〕',
  ])
  const corrected = { article: 44, quote: '造成安全事故或者其他责任事故的，由建设单位承担全部责任' }
  expect(lines({ heading: '甲', cites: corrected, fill })).toEqual([
    '〔相关规定（第四十四条，原文有误，已更正）：造成安全事故或者其他责任事故的，由建设单位承担全部责任。〕',
  ])
})
