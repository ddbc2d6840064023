import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findDays } from '#knowledge/law/days-in-words.ts'
import { dayFromNumber, dayNumber, dayOf } from '#knowledge/law/units.ts'

// A Monday.
const today = dayOf(2026, 11, 23)

describe('a day', () => {
  test.each([
    ...[
      '2026年4月26日',
      '2026年4月26号',
      '2026-4-26',
      '2026-04-26',
      '2026/04/26',
      '2026.4.26',
      '20260426',
      '二〇二六年四月二十六日',
      '26年4月26日',
      '今年4月26日',
      'April 26, 2026',
      '26 April 2026',
    ].map((text) => [text, '2026-04-26'] as const),
    ['去年12月25日', '2025-12-25'],
    ['昨天', '2026-11-22'],
    ['前天', '2026-11-21'],
    ['大前天', '2026-11-20'],
    ['yesterday', '2026-11-22'],
    ['三天前', '2026-11-20'],
    ['上周五', '2026-11-20'],
    ['下周一', '2026-11-30'],
    ['今年8月底', '2026-08-31'],
    ['明年年底', '2027-12-31'],
    ['上个月26号', '2026-10-26'],
    ['本月底', '2026-11-30'],
    ['September 18, 2026', '2026-09-18'],
  ] as const)('%s is %s', (text, day) => {
    expect(findDays(text, today)).toEqual([{ kind: 'day', day, start: 0, end: text.length, text }])
  })
  test.each([
    ['4月26日', '2026-04-26', 'year'],
    ['9月18号', '2026-09-18', 'year'],
    ['Sept 18', '2026-09-18', 'year'],
    ['月底', '2026-11-30', 'month'],
    ['18号', '2026-11-18', 'month'],
    ['周五', '2026-11-27', 'week'],
  ])('%s is %s, and what was not said is told', (text, day, assumed) => {
    expect(findDays(text, today)).toMatchObject([{ kind: 'day', day, assumed }])
  })
  test('is found with its place among others', () => {
    expect(findDays('9月18日发的通知书，9月28号签的合同', today)).toMatchObject([
      { day: '2026-09-18', start: 0, end: 5 },
      { day: '2026-09-28', start: 11, end: 16 },
    ])
  })
})

describe('what is not sure is asked back', () => {
  test.each(['去年国庆前', '下个月初', '春节后', '节前', '九月下旬', '前几天', '2026年9月'])('%s', (text) => {
    expect(findDays(text, today)).toMatchObject([
      { kind: 'vague', question: expect.stringContaining('请给出具体日期，例如2026年11月23日') },
    ])
  })
  test.each([
    ['26/4', ['2026-04-26']],
    ['3/4', ['2026-03-04', '2026-04-03']],
    ['1月5日', ['2026-01-05', '2027-01-05']],
  ])('%s with the days it may be', (text, candidates) => {
    expect(findDays(text, today)).toMatchObject([{ kind: 'vague', candidates }])
  })
  test('in January a day of December may be last year’s', () => {
    expect(findDays('12月25日', dayOf(2026, 1, 10))).toMatchObject([
      { kind: 'vague', candidates: ['2025-12-25', '2026-12-25'] },
    ])
  })
  test('on a Saturday «last Friday» may be either of two', () => {
    expect(findDays('last Friday', dayOf(2026, 11, 28))).toMatchObject([
      { kind: 'vague', candidates: ['2026-11-20', '2026-11-27'] },
    ])
  })
  test.each(['2026-02-30', '2026年2月30日', '2月30日'])('%s, which does not exist', (text) => {
    expect(findDays(text, today)).toMatchObject([{ kind: 'vague', question: `“${text}”是哪一天？2026年2月只有28天。` }])
  })
})

test.each([
  '第18条',
  '57号文',
  '国办发〔2019〕57号',
  '0537-2345678',
  '300万',
  '三个月',
  '10个工作日',
  '3家',
  '每年',
  '六个月内整改完',
  '2年内',
])('%s is no day', (text) => {
  expect(findDays(text, today)).toEqual([])
})

test('every day written out is read again', () => {
  const days = fc.integer({ min: dayNumber(dayOf(2000, 1, 1)), max: dayNumber(dayOf(2099, 12, 31)) }).map(dayFromNumber)
  fc.assert(
    fc.property(days, (day) => {
      const [year, month, date] = day.split('-').map(Number)
      for (const text of [day, `${year}年${month}月${date}日`, `${year}/${month}/${date}`])
        expect(findDays(text, today)).toMatchObject([{ kind: 'day', day, text }])
    }),
  )
})
