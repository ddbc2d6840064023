import { describe, expect, it } from 'vitest'
import { findCorrections } from '#bot/web/corrections.ts'

function marked(text: string, old: string, now: string, label = '第一条'): string[] {
  return findCorrections(text, [{ old, new: now, why: '' }], label).map(({ start, end }) => text.slice(start, end))
}

describe('corrected words in a text', () => {
  it('are only those that changed', () => {
    expect(marked('党政办公室（大数据）负责', '（大\n数）', '（大数据）')).toEqual(['据'])
  })

  it('are a whole number where a digit changed', () => {
    expect(marked('自2024年4月30日起', '4月31日', '4月30日')).toEqual(['30'])
  })

  it('are a whole word where a letter changed', () => {
    expect(marked('the application of cryptography, and', 'of passwords, and', 'of cryptography, and')).toEqual([
      'cryptography',
    ])
  })

  it('are found past the label of the article, which the text does not hold', () => {
    expect(marked('本办法由市局解释。', '三十七 本办法由市', '第三十七条 本办法由市局', '第三十七条')).toEqual([
      '本办法由市局',
    ])
  })

  it('are none where only the label was corrected, or where words were taken away', () => {
    expect(marked('建设的系统', '十二条 建设的系统', '第十二条 建设的系统', '第十二条')).toEqual([])
    expect(marked('规范管理。', '规范规范管理', '规范管理')).toEqual([])
  })

  it('never overlap', () => {
    const errata = [
      { old: '甲丙', new: '甲乙丙', why: '' },
      { old: '甲丁丙', new: '甲乙丙', why: '' },
    ]
    expect(findCorrections('甲乙丙', errata, '第一条')).toHaveLength(1)
  })
})
