/** Every measure loads, whole: nothing of its words is lost and nothing foreign is in it. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findArticle, findMeasure, loadLaw } from '#knowledge/law/load.ts'
import { segmentsOf } from '#knowledge/law/load-measure.ts'
import type { ArticleRef } from '#knowledge/law/measure.ts'
import { findQuote } from '#knowledge/law/quotes.ts'
import { squeeze } from '#knowledge/law/whitespace.ts'

const law = loadLaw()
const folder = join(import.meta.dirname, '../../../knowledge/measures')

function numbers(to: number, annexes = 0): ArticleRef[] {
  return [
    ...Array.from({ length: to }, (_, i) => i + 1),
    ...Array.from({ length: annexes }, (_, i) => `annex-${i + 1}` as const),
  ]
}

function article(measure: string, ref: ArticleRef) {
  const found = findMeasure(law, measure)
  const result = found === undefined ? undefined : findArticle(found, ref)
  if (result === undefined) throw new Error(`${measure} ${ref} is missing`)
  return result
}

test.each([
  ['jining-htz-2024', numbers(47)],
  ['jining-htz-2024-en', numbers(47)],
  ['zhucheng-2020', numbers(38)],
  ['jiujiang-2024', numbers(45, 2)],
  ['jilin-2020', numbers(38, 4)],
])('%s has exactly its articles and annexes, each once and in order', (id, refs) => {
  expect(findMeasure(law, id)?.articles.map((each) => each.ref)).toEqual(refs)
})

describe('nothing of the source is lost or added', () => {
  test.each(law.measures.map((measure) => measure.id))(
    '%s: title, headings, articles, annexes and page furniture make the corrected source, character by character',
    (id) => {
      const { source, segments } = segmentsOf(join(folder, id))
      const measure = findMeasure(law, id)
      const rebuilt = segments.map((segment) => {
        const loaded = measure?.articles.find((each) => each.ref === segment.ref)
        if (loaded === undefined) return segment.heading + segment.lines.join('')
        const ownTitle = segment.lines.join('').startsWith(loaded.title ?? '\u0000') ? (loaded.title ?? '') : ''
        return loaded.label + squeeze(ownTitle) + loaded.blocks.map((block) => block.text).join('')
      })
      expect(squeeze(rebuilt.join(''))).toBe(squeeze(source.text))
    },
  )

  test.each(law.measures.map((measure) => measure.id))(
    '%s: the source with its errata undone is the file as it came',
    (id) => {
      const { source } = segmentsOf(join(folder, id))
      const undone = source.places
        .toReversed()
        .reduce((text, place) => text.slice(0, place.start) + place.erratum.old + text.slice(place.end), source.text)
      const raw = segmentsOf(join(folder, id)).raw
      expect(squeeze(undone)).toBe(squeeze(raw))
    },
  )
})

test('page furniture is in no article', () => {
  const words = law.measures.flatMap((measure) => measure.articles.map((each) => each.text)).join('\n')
  for (const foreign of ['扫一扫', 'ICP备', '索引号', '字号', '_GoBack', 'Recommend Carrier', '印发\n', 'Scan me'])
    expect(words).not.toContain(foreign)
})

test('a cross-reference inside a sentence is no heading: 参照第二十五条执行 stays in Article 26', () => {
  expect(article('jiujiang-2024', 26).text).toContain('参照第二十五条执行')
})

test('a line that only begins with a cross-reference is no heading either', () => {
  // Jining is set with hard line breaks; no article may be shorter than its sentence.
  for (const each of findMeasure(law, 'jining-htz-2024')?.articles ?? []) expect(each.text).toMatch(/。$/u)
})

test('every article knows its chapter, and annexes stand outside them', () => {
  expect(article('jining-htz-2024', 28).chapter).toEqual({ number: 5, title: '采购和合同管理' })
  expect(article('jiujiang-2024', 9).chapter).toEqual({ number: 1, title: '总则' })
  expect(article('jiujiang-2024', 16).chapter).toEqual({ number: 3, title: '项目申报' })
  expect(article('zhucheng-2020', 4).chapter).toEqual({ number: 1, title: '' })
  expect(article('jilin-2020', 'annex-4').chapter).toBeUndefined()
})

describe('the damaged places are mended', () => {
  test.each([
    ['jining-htz-2024', 36, '自评价报告报送党政办公室（大数据）'],
    ['jining-htz-2024', 44, '造成安全事故或者其他责任事故的，由建设单位承担全部责任'],
    ['jining-htz-2024', 47, '本办法自2024年4月30日起施行'],
    ['jining-htz-2024', 28, '发出之日起10个工作日内签订正式采购合同'],
    ['zhucheng-2020', 1, '潍政办发〔2020〕9号'],
    ['zhucheng-2020', 12, '建设的政务信息系统应当按规定接入'],
    ['zhucheng-2020', 38, '自2020年11月24日起施行,有效期至2025年11月23日'],
    ['jiujiang-2024', 1, '国办发〔2019〕57号'],
    ['jiujiang-2024', 25, '(一)自接到启动通知之日起'],
    ['jiujiang-2024', 39, '6至12个月内'],
    ['jilin-2020', 'annex-4', '（四）评价项目交付使用情况。'],
    ['jining-htz-2024-en', 2, 'information system, information resource base'],
    ['jining-htz-2024-en', 18, 'more than 2 million yuan'],
    ['jining-htz-2024-en', 38, 'cryptography'],
  ] as const)('%s %s: %s', (measure, ref, words) => {
    const found = article(measure, ref)
    expect(findQuote(found, words)).toBeDefined()
    expect(found.errata.length).toBeGreaterThanOrEqual(ref === 28 || ref === 12 ? 0 : 1)
  })

  test('the lost flow chart is told and not invented', () => {
    const chart = article('jiujiang-2024', 'annex-1')
    expect(chart.text).toBe('')
    expect(chart.title).toBe('九江市数字化项目建设管理流程图')
    expect(chart.doubts[0]?.note).toContain('缺失')
  })
})

describe('paragraphs and items', () => {
  test.each([
    ['jining-htz-2024', 2, 2],
    ['jining-htz-2024', 4, 7],
    ['jining-htz-2024', 6, 3],
    ['jining-htz-2024', 30, 2],
    ['jining-htz-2024', 41, 3],
    ['jining-htz-2024', 45, 2],
    ['zhucheng-2020', 15, 2],
    ['jiujiang-2024', 5, 9],
    ['jiujiang-2024', 25, 2],
    ['jiujiang-2024', 31, 2],
    ['jilin-2020', 5, 11],
    ['jilin-2020', 23, 3],
  ] as const)('%s Article %i has %i paragraphs', (measure, ref, count) => {
    expect(article(measure, ref).paragraphs).toHaveLength(count)
  })

  test('items belong to the paragraph that announces them', () => {
    const [first, second] = article('zhucheng-2020', 15).paragraphs
    expect(first?.items.map((item) => item.label)).toEqual(['(一)', '(二)', '(三)'])
    expect(second?.text).toBe('不符合上述情形的,应履行项目变更手续。')
    expect(findQuote(article('jiujiang-2024', 25), '在10个工作日内编制项目建议书报市发改委')).toEqual({
      paragraph: 1,
      item: 1,
    })
  })

  test('an annex keeps its outline: chapters, sections, lists and sub-lists', () => {
    const acceptance = article('jilin-2020', 'annex-4').paragraphs
    const conditions = acceptance.find((paragraph) => paragraph.under.includes('四、竣工验收具备条件'))
    expect(conditions?.items).toHaveLength(6)
    const checklist = acceptance.find((paragraph) => paragraph.under.includes('附件：竣工验收材料清单'))
    expect(checklist?.items).toHaveLength(15)
    expect(checklist?.items[12]?.subItems).toHaveLength(5)
    expect(article('jilin-2020', 'annex-1').paragraphs.map((paragraph) => paragraph.under.at(-1))).toContain(
      '第五章 环保、消防、职业安全与卫生、节能等措施',
    )
    const plan = article('jiujiang-2024', 'annex-2').paragraphs.map((paragraph) => paragraph.under.join(' › '))
    expect(plan).toContain('二、项目技术方案 › 五、项目建设方案 › (四)信息安全保障和密码应用方案。')
  })
})
