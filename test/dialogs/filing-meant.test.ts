/** Which document is meant: by its name or a short one, in every measure; a question or a statement means none. */
import { expect, it } from 'vitest'
import { filingsMeant, filingWanted } from '#dialogs/project/filing-meant.ts'
import { findMeasure } from '#knowledge/law/load.ts'
import { openLaw } from '../support/law.ts'

const law = openLaw()
const meant = (text: string, measure: string) => {
  const wanted = filingWanted(text)
  const filings = findMeasure(law, measure)?.filings ?? []
  return wanted === undefined ? undefined : filingsMeant(wanted, filings).map(({ title }) => title.zh)
}

it.each([
  ['生成申报表', 'jiujiang-2024', ['九江市数字化项目申报表']],
  ['生成申报表', 'jining-htz-2024', ['政务信息化项目需求评审申报书']],
  ['可研提纲给我一份', 'jilin-2020', ['政务信息化项目可行性研究报告']],
  ['写一份竣工验收申请', 'jilin-2020', ['政务信息化项目竣工验收申请书']],
  ['请帮我写一份竣工验收申请。', 'zhucheng-2020', ['政务信息化项目竣工验收申请报告']],
  ['来一份自评报告', 'jilin-2020', ['政务信息化项目自评价报告']],
  ['要一份延期申请', 'jiujiang-2024', ['竣工验收延期申请']],
  ['帮我起草一份验收整改方案', 'jining-htz-2024', ['竣工验收整改方案']],
  ['draft the project proposal', 'jilin-2020', ['政务信息化项目建议书']],
  ['生成会议纪要报告', 'jining-htz-2024', []],
])('«%s» in %s', (text, measure, titles) => {
  expect(meant(text, measure)).toEqual(titles)
})

it('leaves it open where several fit alike', () => {
  expect(meant('生成方案', 'jining-htz-2024')).toEqual([
    '政务信息化项目建设方案',
    '政务信息化项目密码应用方案',
    '竣工验收整改方案',
  ])
})

it.each([
  '竣工验收要交哪些材料',
  '怎么写一份申请',
  '要写可行性研究报告吗',
  '生成式AI平台',
  '要先编制建设方案',
  '谁来写验收报告',
  '生成涉密项目申报表',
])('«%s» asks for no document', (text) => {
  expect(filingWanted(text)).toBeUndefined()
})

it('finds every document of every measure by its own title, and it alone', () => {
  for (const { filings } of law.measures)
    for (const outline of filings)
      expect(filingsMeant(outline.title.zh, filings).map(({ id }) => id)).toEqual([outline.id])
})
