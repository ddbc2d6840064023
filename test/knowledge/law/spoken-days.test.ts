/** Days as they are said in the office: by month, week and feast, forwards and backwards, in both languages. */
import { describe, expect, test } from 'vitest'
import { type DayInWords, findDays } from '#knowledge/law/days-in-words.ts'
import { dayOf } from '#knowledge/law/units.ts'

// A Monday.
const today = dayOf(2026, 11, 23)

function only(text: string, on = today): DayInWords {
  const [found, ...more] = findDays(text, on)
  if (found === undefined || more.length > 0) throw new Error(`«${text}» holds ${more.length + 1} days`)
  return found
}

describe('counted from today', () => {
  test.each([
    ['今天', '2026-11-23'],
    ['今日', '2026-11-23'],
    ['today', '2026-11-23'],
    ['昨天', '2026-11-22'],
    ['昨日', '2026-11-22'],
    ['Yesterday', '2026-11-22'],
    ['前天', '2026-11-21'],
    ['大前天', '2026-11-20'],
    ['明天', '2026-11-24'],
    ['明日', '2026-11-24'],
    ['tomorrow', '2026-11-24'],
    ['后天', '2026-11-25'],
    ['大后天', '2026-11-26'],
    ['十天前', '2026-11-13'],
    ['10天后', '2026-12-03'],
    ['一周前', '2026-11-16'],
    ['三周后', '2026-12-14'],
    ['3个月前', '2026-08-23'],
    ['两个月后', '2027-01-23'],
  ])('%s is %s', (text, day) => {
    expect(only(text)).toStrictEqual({ kind: 'day', day, start: 0, end: text.length, text })
  })
})

describe('by month', () => {
  test.each([
    ['上个月18号', '2026-10-18'],
    ['上个月 5号', '2026-10-05'],
    ['本月五日', '2026-11-05'],
    ['这个月30号', '2026-11-30'],
    ['下个月3号', '2026-12-03'],
    ['下月1号', '2026-12-01'],
    ['上月末', '2026-10-31'],
    ['下月底', '2026-12-31'],
    ['今年2月末', '2026-02-28'],
    ['2028年2月底', '2028-02-29'],
    ['今年1月底', '2026-01-31'],
    ['2026年末', '2026-12-31'],
    ['去年底', '2025-12-31'],
    ['end of March 2027', '2027-03-31'],
  ])('%s is %s', (text, day) => {
    expect(only(text)).toStrictEqual({ kind: 'day', day, start: 0, end: text.length, text })
  })
  test.each([
    ['8月末', '2026-08-31', 'year'],
    ['年底', '2026-12-31', 'year'],
    ['年末', '2026-12-31', 'year'],
    ['end of February', '2026-02-28', 'year'],
    ['月末', '2026-11-30', 'month'],
    ['1号', '2026-11-01', 'month'],
    [' 30日 ', '2026-11-30', 'month'],
    ['1月31日', '2026-01-31', 'year', '2026-06-01'],
  ])('%s is %s, with its %s assumed', (text, day, assumed, on = '') => {
    const found = only(text, on === '' ? today : dayOf(2026, 6, 1))
    expect(found).toStrictEqual({ kind: 'day', day, assumed, start: 0, end: text.length, text })
  })
})

describe('by year', () => {
  test.each([
    ['大前年3月5日', '2023-03-05'],
    ['前年3月5日', '2024-03-05'],
    ['去年3月5日', '2025-03-05'],
    ['上一年3月5日', '2025-03-05'],
    ['今年3月5日', '2026-03-05'],
    ['本年3月5日', '2026-03-05'],
    ['当年3月5日', '2026-03-05'],
    ['明年3月5日', '2027-03-05'],
    ['下一年3月5日', '2027-03-05'],
    ['后年3月5日', '2028-03-05'],
    ['26年3月5日', '2026-03-05'],
  ])('%s is %s', (text, day) => {
    expect(only(text)).toMatchObject({ kind: 'day', day, text })
  })
})

describe('by week, which begins on Monday', () => {
  test.each([
    ['上上周一', '2026-11-09'],
    ['上周日', '2026-11-22'],
    ['上周天', '2026-11-22'],
    ['本周五', '2026-11-27'],
    ['这个星期六', '2026-11-28'],
    ['下周一', '2026-11-30'],
    ['下下周三', '2026-12-09'],
    ['last Friday', '2026-11-20'],
    ['this Sunday', '2026-11-29'],
    ['next  Monday', '2026-11-30'],
    ['next Tuesday', '2026-12-01'],
    ['next Wednesday', '2026-12-02'],
    ['next Thursday', '2026-12-03'],
    ['next Saturday', '2026-12-05'],
  ])('%s is %s', (text, day) => {
    expect(only(text)).toStrictEqual({ kind: 'day', day, start: 0, end: text.length, text })
  })
  test.each(['星期日', '周天', '礼拜日'])('%s without a week is this week’s', (text) => {
    expect(only(text)).toMatchObject({ day: '2026-11-29', assumed: 'week' })
  })
  test('a Sunday still belongs to the week it ends', () => {
    expect(only('本周一', dayOf(2026, 11, 29))).toMatchObject({ day: '2026-11-23' })
    expect(only('下周一', dayOf(2026, 11, 29))).toMatchObject({ day: '2026-11-30' })
  })
  test('on a Saturday «last Friday» is asked back, on that Friday itself and in Chinese it is not', () => {
    const saturday = dayOf(2026, 11, 28)
    expect(only('last Friday', saturday)).toMatchObject({
      kind: 'vague',
      question: '“last Friday”是2026年11月20日，还是2026年11月27日？',
    })
    expect(only('last Friday', dayOf(2026, 11, 27))).toMatchObject({ kind: 'day', day: '2026-11-20' })
    expect(only('上周五', saturday)).toMatchObject({ kind: 'day', day: '2026-11-20' })
    expect(only('this Friday', saturday)).toMatchObject({ kind: 'day', day: '2026-11-27' })
  })
})

describe('in English', () => {
  test.each([
    ['Jan 5, 2027', '2027-01-05'],
    ['5 February 2026', '2026-02-05'],
    ['March 5th 2027', '2027-03-05'],
    ['1st April 2026', '2026-04-01'],
    ['May 2nd, 2026', '2026-05-02'],
    ['June 30, 2026', '2026-06-30'],
    ['July 3rd, 2026', '2026-07-03'],
    ['Aug. 31, 2026', '2026-08-31'],
    ['Oct 1, 2026', '2026-10-01'],
    ['November 11 2026', '2026-11-11'],
    ['31 Dec. 2026', '2026-12-31'],
  ])('%s is %s', (text, day) => {
    expect(only(text)).toStrictEqual({ kind: 'day', day, start: 0, end: text.length, text })
  })
  test.each(['May', 'maybe 5', 'September', 'May 45', 'May 0'])('«%s» names no day', (text) => {
    expect(findDays(text, today)).toEqual([])
  })
  test('a day that the month lacks is told so', () => {
    expect(only('Feb 30, 2026')).toMatchObject({ question: '“Feb 30, 2026”是哪一天？2026年2月只有28天。' })
  })
})

describe('about New Year a day without a year is asked back', () => {
  test.each([
    ['2026-01-10', '12月25日', ['2025-12-25', '2026-12-25']],
    ['2026-02-28', '11月1日', ['2025-11-01', '2026-11-01']],
    ['2026-11-01', '2月28日', ['2026-02-28', '2027-02-28']],
    ['2026-12-31', '1月1日', ['2026-01-01', '2027-01-01']],
  ])('on %s, %s', (on, text, candidates) => {
    const [year = 0, month = 0, date = 0] = on.split('-').map(Number)
    expect(only(text, dayOf(year, month, date))).toMatchObject({ kind: 'vague', candidates })
  })
  test.each([
    ['2026-03-01', '11月1日', '2026-11-01'],
    ['2026-02-28', '10月31日', '2026-10-31'],
    ['2026-10-31', '2月28日', '2026-02-28'],
    ['2026-11-01', '3月1日', '2026-03-01'],
    ['2026-01-10', '1月5日', '2026-01-05'],
    ['2026-12-10', '12月25日', '2026-12-25'],
    ['2027-11-15', '2月29日', '2028-02-29'],
  ])('on %s, %s can only be %s', (on, text, day) => {
    const [year = 0, month = 0, date = 0] = on.split('-').map(Number)
    expect(only(text, dayOf(year, month, date))).toMatchObject({ kind: 'day', day, assumed: 'year' })
  })
  test('a leap day that neither year has is told', () => {
    expect(only('2月29日', dayOf(2025, 11, 15))).toMatchObject({
      question: '“2月29日”是哪一天？2025年2月只有28天。',
    })
  })
})

describe('what is called a day and is none is asked back, never read as another', () => {
  test.each([
    ['2026年13月5日', '没有这一天，请给出具体日期，例如2026年11月23日。'],
    ['13月5日', '没有这一天，请给出具体日期，例如2026年11月23日。'],
    ['2026年0月5日', '没有这一天，请给出具体日期，例如2026年11月23日。'],
    ['5月0日', '没有这一天，请给出具体日期，例如2026年11月23日。'],
    ['13月底', '没有这一天，请给出具体日期，例如2026年11月23日。'],
    ['0月末', '没有这一天，请给出具体日期，例如2026年11月23日。'],
    ['4月32日', '2026年4月只有30天。'],
    ['4月31日', '2026年4月只有30天。'],
    ['31号', '2026年11月只有30天。'],
  ])('%s', (text, why) => {
    expect(only(text)).toStrictEqual({
      kind: 'vague',
      candidates: [],
      question: `“${text}”是哪一天？${why}`,
      start: 0,
      end: text.length,
      text,
    })
  })
  test.each([
    '2026-13-05',
    '2026-00-05',
    '2026-4-0',
    '2026-04-32',
    '20261326',
    '120260426',
    '202604261',
    '12026-04-26',
    '2026-04-261',
    '0号',
    '32号',
    '57号和58号',
  ])('%s is no day at all', (text) => {
    expect(findDays(text, today)).toEqual([])
  })
})

describe('day and month with a slash', () => {
  test.each([
    ['13/5', ['2026-05-13']],
    ['5/13', ['2026-05-13']],
    ['12/31', ['2026-12-31']],
    ['2/28', ['2026-02-28']],
    ['1/1', ['2026-01-01']],
    ['4/3', ['2026-03-04', '2026-04-03']],
  ])('%s may be %j', (text, candidates) => {
    expect(only(text)).toMatchObject({ kind: 'vague', candidates })
  })
  test('is asked back with every day it may be', () => {
    expect(only('3/4')).toMatchObject({ question: '“3/4”是2026年3月4日，还是2026年4月3日？' })
  })
  test.each(['0/5', '13/14', '2/30', '3/4%', '〔3/4〕', '1/3/4', '123/4'])('%s is none', (text) => {
    expect(findDays(text, today)).toEqual([])
  })
})

describe('what is only about a time', () => {
  test.each([
    '前几天',
    '最近',
    '近期',
    '上个月',
    '下个月',
    '上个月初',
    '本月中旬',
    '9月初',
    '2026年初',
    '年初',
    '月内',
    '年内',
    '中旬',
    '国庆节前后',
    '今年春节期间',
    '9月',
    '明年9月',
  ])('%s is asked back with an example', (text) => {
    expect(only(text)).toMatchObject({
      kind: 'vague',
      text,
      candidates: [],
      question: `“${text}”是哪一天？请给出具体日期，例如2026年11月23日。`,
    })
  })
})

test('days stand in the order of the sentence, each with its own words', () => {
  expect(findDays('上周五发的通知书，9月18日签的，明天备案，2026-12-01前报', today)).toEqual([
    { kind: 'day', day: '2026-11-20', start: 0, end: 3, text: '上周五' },
    { kind: 'day', day: '2026-09-18', assumed: 'year', start: 9, end: 14, text: '9月18日' },
    { kind: 'day', day: '2026-11-24', start: 17, end: 19, text: '明天' },
    { kind: 'day', day: '2026-12-01', start: 22, end: 32, text: '2026-12-01' },
  ])
  expect(findDays('9月18日9月28日', today)).toMatchObject([{ day: '2026-09-18' }, { day: '2026-09-28' }])
})
