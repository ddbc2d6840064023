/** Several documents at once, and budget lines: what words mean, and what they do not. */
import { describe, expect, it } from 'vitest'
import { detailsSaid } from '#dialogs/project/details-said.ts'
import { filingsAbout, filingsNamed, severalWanted } from '#dialogs/project/filing-several.ts'
import { readBudget } from '#dialogs/project/read-budget.ts'
import { findMeasure } from '#knowledge/law/load.ts'
import { formatShort } from '#knowledge/law/money-words.ts'
import { openLaw } from '../support/law.ts'

const law = openLaw()
const filingsOf = (measure: string) => findMeasure(law, measure)?.filings ?? []

it.each([
  ['把验收材料都给我', { kind: 'about', words: '验收' }],
  ['验收相关材料打包', { kind: 'about', words: '验收' }],
  ['给我全部备案材料', { kind: 'about', words: '备案' }],
  ['申报表和可研都要', { kind: 'named', names: ['申报表', '可研'] }],
  ['把建议书、可研、初设都打包发我', { kind: 'named', names: ['建议书', '可研', '初设'] }],
  ['现在要交的全部打包', { kind: 'due' }],
  ['把材料都给我', { kind: 'due' }],
  ['把要交的材料都生成一份', { kind: 'due' }],
  ['zip all documents due now', { kind: 'due' }],
  ['give me all acceptance documents', { kind: 'about', words: 'acceptance' }],
])('«%s»', (text, wanted) => {
  expect(severalWanted(text)).toEqual(wanted)
})

it.each(['验收材料都要交吗', '验收材料都要交', '全都要', '哪些材料要打包', '涉密项目的材料都给我', '材料都准备好了'])(
  '«%s» asks for none',
  (text) => {
    expect(severalWanted(text)).toBeUndefined()
  },
)

it('finds a stage’s documents in every measure, but those only an occasion asks for', () => {
  const found = (measure: string) => filingsAbout('验收', filingsOf(measure)).map(({ id }) => id.split('.')[1])
  expect(found('jining-htz-2024')).toEqual(['completion-acceptance-application', 'acceptance-record'])
  expect(found('zhucheng-2020')).toEqual(['completion-acceptance-application', 'acceptance-record'])
  expect(found('jiujiang-2024')).toEqual(['completion-acceptance-application'])
  expect(found('jilin-2020')).toEqual(['preliminary-acceptance-report', 'completion-acceptance-application'])
})

it('tells names that fit none or several apart from those that fit one', () => {
  const { found, unclear } = filingsNamed(['可研', '方案', '发票'], filingsOf('jining-htz-2024'))
  expect(found.map(({ id }) => id)).toEqual(['jining.feasibility-study'])
  expect(unclear.map(({ name, among }) => [name, among.length > 1])).toEqual([
    ['方案', true],
    ['发票', false],
  ])
})

describe('budget lines', () => {
  const lines = (text: string) => {
    const read = readBudget(text)
    return read?.kind === 'lines' ? read.lines.map(({ item, yuan }) => [item, yuan]) : read
  }
  it.each([
    '硬件200万、软件80万',
    '预算:硬件200万、软件80万',
    '预算明细: 硬件 200万, 软件 80万',
    '硬件2,000,000元；软件800,000元',
    '硬件是二百万，软件约为80万元，合计280万',
    '200万硬件、80万软件',
  ])('%s', (text) => {
    expect(lines(text)).toEqual([
      ['硬件', 2_000_000],
      ['软件', 800_000],
    ])
  })
  it('with a total that was said keep it apart', () => {
    expect(readBudget('硬件200万、软件80万，合计300万')).toMatchObject({ total: 3_000_000 })
  })
  it('that are not exact are asked back; a sum for nothing is no line', () => {
    expect(readBudget('硬件200来万、软件80万')).toMatchObject({ kind: 'vague' })
    expect(readBudget('硬件200万、80万')).toBeUndefined()
    expect(readBudget('没定')).toBeUndefined()
  })
  it('come back as they were, whatever the things and the sums', () => {
    const items = ['软件开发', '网络安全', '系统集成和培训', 'AI平台', '服务器']
    for (let count = 1; count <= items.length; count++) {
      const told = items
        .slice(0, count)
        .map((item, i): [string, number] => [item, (i * 37 + 5) * 10_000 * 10 ** (i % 3)])
      const text = told.map(([item, yuan]) => `${item}${formatShort(yuan)}`).join('、')
      expect(lines(text)).toEqual(told)
    }
  })
})

it.each([
  ['承建单位是山东某某公司', [{ name: 'parties.builder', value: '山东某某公司' }]],
  [
    '监理是济南某某监理公司，项目负责人是张三',
    [
      { name: 'parties.supervisor', value: '济南某某监理公司' },
      { name: 'owner.name', value: '张三' },
    ],
  ],
  ['把承建单位改成某某集团', [{ name: 'parties.builder', value: '某某集团' }]],
  ['建设单位是区交通运输局', [{ name: 'unit', value: '区交通运输局' }]],
  ['承建单位是哪家', []],
  ['承建单位是有资质的公司', []],
  ['监理单位必须有资质', []],
  ['承建单位是某某公司，合同5月签的', []],
  ['预算300万', []],
])('«%s» tells %j', (text, told) => {
  expect(detailsSaid(text)).toEqual(told)
})
