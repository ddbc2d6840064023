/** Numerals as they are said, written and mixed: what is a number, which one, and what is none. */
import { describe, expect, test } from 'vitest'
import { readNumber, readWhole, writeChinese, writeFinancial } from '#knowledge/law/chinese-number.ts'
import { formatShort } from '#knowledge/law/money-words.ts'

describe('a number', () => {
  test.each([
    ['5', 5],
    ['1,234,567', 1_234_567],
    ['0', 0],
    ['零', 0],
    ['十', 10],
    ['十五', 15],
    ['二十', 20],
    ['一百零五', 105],
    ['一百五', 150],
    ['一百五十', 150],
    ['一千二', 1200],
    ['一千零二', 1002],
    ['一千零二十', 1020],
    ['三千五百', 3500],
    ['一百一十五', 115],
    ['一万二', 12_000],
    ['一万零二', 10_002],
    ['一万2', 12_000],
    ['一万两千', 12_000],
    ['一万二千三百四十五', 12_345],
    ['一万零三百', 10_300],
    ['3百', 300],
    ['3千5', 3500],
    ['12百', 1200],
    ['1百50', 150],
    ['二〇二六', 2026],
    ['两千', 2000],
    ['3亿5', 350_000_000],
    ['三亿五千万', 350_000_000],
    ['一亿零五百', 100_000_500],
    ['一万亿', 1_000_000_000_000],
    ['壹佰贰拾叁', 123],
    ['玖仟', 9000],
    ['肆伍', 45],
    ['陆柒捌', 678],
    ['3萬', 30_000],
    ['2億', 200_000_000],
    ['10.0', 10],
    ['2.5万', 25_000],
    ['1.5千', 1500],
    ['3.25百', 325],
    ['三点五万', 35_000],
  ])('%s is %d', (text, value) => {
    expect(readWhole(text)).toBe(value)
  })
  test.each([
    ['3.5', 35, 10],
    ['三点五', 7, 2],
    ['三点二五', 13, 4],
    ['零点零五', 1, 20],
    ['十点五', 21, 2],
    ['3点5', 0, 0],
  ])('%s stays exact', (text, numerator, denominator) => {
    const read = readNumber(text)
    if (denominator === 0) return expect(read).toBeUndefined()
    expect(read).toBeDefined()
    expect((read?.numerator ?? 0n) * BigInt(denominator)).toBe(BigInt(numerator) * (read?.denominator ?? 0n))
    expect(readWhole(text)).toBeUndefined()
  })
  test('as large as can be counted exactly, and no larger', () => {
    expect(readWhole('9007199254740991')).toBe(9_007_199_254_740_991)
    expect(readWhole('9007199254740992')).toBeUndefined()
    expect(readWhole('九千零七万一千九百九十二亿五千四百七十四万零九百九十二')).toBeUndefined()
  })
  test.each([
    '',
    '甲',
    '万',
    '百万千',
    '十百',
    '百百',
    '一百二百',
    '一百千',
    '一百十百',
    '三点',
    '点五',
    '三点五点六',
    '三点x',
    '1,23',
    '1,2345',
    '1.2.3',
    '12a',
    'a12',
    '3x百',
    '一千百',
    '三百五六',
    '一万甲',
    '甲万',
  ])('«%s» is none', (text) => {
    expect(readNumber(text)).toBeUndefined()
    expect(readWhole(text)).toBeUndefined()
  })
})

test.each([
  [0, '零', '零'],
  [1, '一', '壹'],
  [10, '十', '壹拾'],
  [19, '十九', '壹拾玖'],
  [20, '二十', '贰拾'],
  [100, '一百', '壹佰'],
  [101, '一百零一', '壹佰零壹'],
  [110, '一百一十', '壹佰壹拾'],
  [1000, '一千', '壹仟'],
  [1001, '一千零一', '壹仟零壹'],
  [1010, '一千零一十', '壹仟零壹拾'],
  [10_000, '一万', '壹万'],
  [10_001, '一万零一', '壹万零壹'],
  [11_000, '一万一千', '壹万壹仟'],
  [10_999, '一万零九百九十九', '壹万零玖佰玖拾玖'],
  [100_000, '十万', '壹拾万'],
  [20_000_000, '二千万', '贰仟万'],
  [100_000_000, '一亿', '壹亿'],
  [100_000_001, '一亿零一', '壹亿零壹'],
  [100_010_000, '一亿零一万', '壹亿零壹万'],
  [1_000_000_000_000, '一万亿', '壹万亿'],
])('%d is written %s and %s', (value, plain, financial) => {
  expect([writeChinese(value), writeFinancial(value)]).toEqual([plain, financial])
})

test.each([
  [9_900, '9,900元'],
  [9_999, '9,999元'],
  [10_000, '1万元'],
  [10_100, '1.01万元'],
  [10_050, '10,050元'],
  [99_990_000, '9999万元'],
  [100_000_000, '1亿元'],
  [101_000_000, '1.01亿元'],
  [100_500_000, '10050万元'],
])('%d is told short as %s', (yuan, text) => {
  expect(formatShort(yuan)).toBe(text)
})
