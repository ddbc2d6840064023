import { expect, test } from 'vitest'
import { findArticle, findMeasure, loadLaw } from '#knowledge/law/load.ts'
import { cite, findQuote, isCorrected } from '#knowledge/law/quotes.ts'

const law = loadLaw()

function article(measure: string, ref: number) {
  const found = findMeasure(law, measure)
  const result = found === undefined ? undefined : findArticle(found, ref)
  if (result === undefined) throw new Error(`${measure} ${ref} is missing`)
  return result
}

test('a quote is found whatever the white space, and its place is told', () => {
  expect(findQuote(article('jining-htz-2024', 30), '实施周期 不应超过 3 年')).toEqual({ paragraph: 2 })
})

test('words that differ by one character are not found', () => {
  expect(findQuote(article('jining-htz-2024', 30), '实施周期不应超过4年')).toBeUndefined()
})

test('a citation is never made of words that are not there', () => {
  expect(() => cite(article('jining-htz-2024', 30), '实施周期不应超过4年')).toThrow('第三十条')
})

test('a quote over corrected words says so, one beside them does not', () => {
  const selfEvaluation = article('jiujiang-2024', 39)
  expect(isCorrected(selfEvaluation, '投入运行后6至12个月内')).toBe(true)
  expect(isCorrected(selfEvaluation, '并将自评报告报市发改委、市财政局、市数据管理部门')).toBe(false)
  expect(isCorrected(article('jining-htz-2024', 44), '未经立项的政务信息化项目一律不准建设')).toBe(false)
})

test('words that were only taken out mark nothing: the bookmark in annex 4 of Jilin', () => {
  const acceptance = findMeasure(law, 'jilin-2020')?.articles.find((each) => each.ref === 'annex-4')
  if (acceptance === undefined) throw new Error('annex 4 is missing')
  expect(isCorrected(acceptance, '（一）建设项目确定的网络、应用、安全等主体工程和辅助设施')).toBe(false)
  expect(isCorrected(acceptance, '（四）评价项目交付使用情况。')).toBe(true)
})
