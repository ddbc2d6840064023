/** What stands beside a sum and decides how it is read: the answer to a question, neighbours, shares, periods. */
import { describe, expect, test } from 'vitest'
import { findAmounts, readSum } from '#knowledge/law/amounts.ts'
import { findPeriods, findShares } from '#knowledge/law/shares-and-periods.ts'

describe('the answer to «how many yuan»', () => {
  test.each([
    ['0', 0],
    ['10000', 10_000],
    ['1,200,000', 1_200_000],
    ['300万', 3_000_000],
    ['三百万元', 3_000_000],
    ['预算300万', 3_000_000],
  ])('%s is that sum', (text, yuan) => {
    expect(readSum(text)).toMatchObject({ kind: 'money', yuan })
  })
  test('a bare number may be meant in ten thousands, and both are told', () => {
    expect(readSum(' 三百 ')).toEqual({
      kind: 'vague',
      start: 1,
      end: 3,
      text: '三百',
      low: 300,
      high: 3_000_000,
      lowIncluded: true,
      highIncluded: true,
      question: '是300元还是300万元？',
    })
    expect(readSum('9999')).toMatchObject({ kind: 'vague' })
  })
  test('keeps the words as they were given', () => {
    expect(readSum('  20000 ')).toMatchObject({ kind: 'money', start: 2, end: 7, text: '20000' })
  })
  test.each(['300万，另有200万', '大概吧', '300号', '第300', '3家', '三甲', '甲三百', '300 500', '1.5'])(
    '«%s» is none',
    (text) => {
      expect(readSum(text)).toBeUndefined()
    },
  )
})

describe('a share', () => {
  test.each([
    ['百分之五点五', 5.5],
    ['5 per cent', 5],
    ['3成', 30],
    ['三成半', 35],
    ['三个点', 3],
  ])('%s', (text, percent) => {
    expect(findShares(text)).toEqual([{ kind: 'share', percent, start: 0, end: text.length, text }])
  })
  test.each(['一成不变', '完成', '两成果', '百分之百百'])('«%s» is none', (text) => {
    expect(findShares(text)).toEqual([])
  })
  test('and a sum side by side are two', () => {
    expect(findAmounts('安全预算15万占5%').map(({ kind, text }) => [kind, text])).toEqual([
      ['money', '15万'],
      ['share', '5%'],
    ])
    expect(findAmounts('5%15万').map(({ text }) => text)).toEqual(['5%', '15万'])
    expect(findAmounts('15万，5%').map(({ text }) => text)).toEqual(['15万', '5%'])
  })
})

describe('a period', () => {
  test.each([
    ['三个季度', 9, 'months'],
    ['15年', 180, 'months'],
    ['100年', 1200, 'months'],
    ['3个星期', 3, 'weeks'],
    ['2 weeks', 2, 'weeks'],
    ['5 business days', 5, 'working-days'],
    ['1 year', 12, 'months'],
    ['6 months', 6, 'months'],
    ['45 days', 45, 'days'],
    ['半年', 6, 'months'],
    ['一年半', 18, 'months'],
    ['十五工作日', 15, 'working-days'],
  ])('%s', (text, count, unit) => {
    expect(findPeriods(text)).toEqual([{ kind: 'period', count, unit, start: 0, end: text.length, text }])
  })
  test.each([
    ['半个月', 'months'],
    ['半天', 'days'],
    ['几天', 'days'],
    ['十来天', 'days'],
    ['三个半月', 'months'],
    ['三天半', 'days'],
  ])('%s is asked back where it tells a number', (text, unit) => {
    const [found] = findPeriods(text)
    if (text === '几天') return expect(found).toBeUndefined()
    expect(found).toMatchObject({ kind: 'period', unit, question: `“${text}”准确是多久？例如3个月、10个工作日。` })
    expect(found).not.toHaveProperty('count')
  })
  test.each([
    '16年',
    '99年',
    '24年',
    '二〇二六年',
    '3年12月',
    '三年十二月',
    '十年 5月',
    '3年初',
    '3年底',
    '26日',
    '半工作日',
    '半日',
    '个月',
    '年',
  ])('«%s» is none', (text) => {
    expect(findPeriods(text)).toEqual([])
  })
  test('before a month of another sentence stays one', () => {
    expect(findPeriods('3年，从5月起')).toMatchObject([{ count: 36, unit: 'months' }])
    expect(findPeriods('质保3年从月底算')).toMatchObject([{ count: 36 }])
  })
})
