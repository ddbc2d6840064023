import { describe, expect, it } from 'vitest'
import { bytesOf, splitText } from '#bot/channels/ladder/split-text.ts'

const lengthOf = (text: string): number => text.length
const unnumbered = (part: string): string => part.replace(/^（\d+\/\d+）\n/, '')

describe('a text that fits', () => {
  it.each(['', '一', '一二三'])('%j is one part without a number', (text) => {
    expect(splitText(text, 9, bytesOf)).toEqual([text])
  })

  it('is one part at the limit, and two a byte past it', () => {
    const fits = '中'.repeat(100)
    expect(splitText(fits, 300, bytesOf)).toEqual([fits])
    expect(splitText(`${fits}a`, 300, bytesOf)).toHaveLength(2)
  })
})

describe('a text that does not fit', () => {
  it.each([
    ['Chinese', '中'.repeat(5000), 2048],
    ['Latin', 'a'.repeat(5000), 2048],
    ['of four bytes a character', '𠮷'.repeat(1000), 500],
    ['families and flags', '👨‍👩‍👧‍👦🇨🇳'.repeat(200), 500],
    ['letters with accents of their own', 'e\u0301'.repeat(900), 500],
    ['sentences', '今天开工。'.repeat(500), 700],
    ['lines', '今天开工\n'.repeat(500), 700],
    ['paragraphs', '今天开工。\n\n'.repeat(500), 700],
  ])('%s comes whole and in order, each part within its size', (_what, text, most) => {
    const parts = splitText(text, most, bytesOf)
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts) {
      expect(bytesOf(part)).toBeLessThanOrEqual(most)
      expect(part).toBe(part.toWellFormed())
    }
    expect(parts.map((part) => /^（(\d+)\/(\d+)）\n/.exec(part)?.slice(1, 3).map(Number))).toEqual(
      parts.map((_, i) => [i + 1, parts.length]),
    )
    expect(parts.map(unnumbered).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
  })

  it('is cut between paragraphs before lines, and between lines before sentences', () => {
    const text = `${'甲'.repeat(30)}\n${'乙'.repeat(30)}\n\n${'丙'.repeat(30)}。${'丁'.repeat(30)}。`
    expect(splitText(text, 80, lengthOf).map(unnumbered)).toEqual([
      `${'甲'.repeat(30)}\n${'乙'.repeat(30)}`,
      `${'丙'.repeat(30)}。${'丁'.repeat(30)}。`,
    ])
    expect(splitText(text, 45, lengthOf).map(unnumbered)).toEqual([
      '甲'.repeat(30),
      '乙'.repeat(30),
      `${'丙'.repeat(30)}。`,
      `${'丁'.repeat(30)}。`,
    ])
  })

  it('never cuts families in two', () => {
    for (const part of splitText('👨‍👩‍👧‍👦'.repeat(100), 200, bytesOf).map(unnumbered))
      expect(part).toMatch(/^(?:👨‍👩‍👧‍👦)+$/u)
  })

  it.each([
    '[《济宁高新区办法》第十八条](https://assistant.example.cn/measures/x#article-18)',
    '<a href="https://assistant.example.cn/measures/x#article-18">第十八条</a>',
    'https://assistant.example.cn/measures/x#article-18',
    '**投资金额超过200万**',
    '《济宁高新区政务信息化项目管理办法》第十八条',
    '第二十一条第三款',
    '[12]',
    '5,000,000.00',
  ])('never cuts through %s', (whole) => {
    for (let before = 0; before < 120; before += 1) {
      const parts = splitText(`${'字'.repeat(before)}${whole}${'尾'.repeat(150)}`, 120, lengthOf)
      expect(parts.filter((part) => part.includes(whole))).toHaveLength(1)
    }
  })

  it('cuts through what is longer than a part by itself', () => {
    const parts = splitText(`https://x.example/${'a'.repeat(500)}`, 100, bytesOf)
    expect(parts.map(unnumbered).join('')).toBe(`https://x.example/${'a'.repeat(500)}`)
    for (const part of parts) expect(bytesOf(part)).toBeLessThanOrEqual(100)
  })

  it('of a hundred thousand characters is cut within a second', () => {
    const startedAt = performance.now()
    splitText('[《办法'.repeat(25_000), 2048, bytesOf)
    expect(performance.now() - startedAt).toBeLessThan(1000)
  })
})
