/** A sum as staff say it: exact, open to one side, between two numbers, or no sum at all. */
import { describe, expect, test } from 'vitest'
import { findAmounts, readSum } from '#knowledge/law/amounts.ts'
import { findMoney, type VagueMoney } from '#knowledge/law/money.ts'

function openSum(text: string): VagueMoney {
  const [found, ...more] = findMoney(text)
  if (found?.kind !== 'vague' || more.length > 0) throw new Error(`«${text}» is not one open sum`)
  return found
}

/** `(3000000, 4000000]`: a square bracket where the number itself may be meant, nothing where that side is open. */
function reach({ low, high, lowIncluded, highIncluded }: VagueMoney): string {
  return `${lowIncluded ? '[' : '('}${low ?? ''}, ${high ?? ''}${highIncluded ? ']' : ')'}`
}

describe('a word beside the sum opens it to one side', () => {
  test.each([
    ['不超过500万', '(, 5000000]'],
    ['最多500万', '(, 5000000]'],
    ['500万以内', '(, 5000000]'],
    ['500万之内', '(, 5000000]'],
    ['500万以下', '(, 5000000]'],
    ['不低于500万', '[5000000, )'],
    ['不少于500万', '[5000000, )'],
    ['至少500万', '[5000000, )'],
    ['500万及以上', '[5000000, )'],
    ['不到500万', '(, 5000000)'],
    ['500万不到', '(, 5000000)'],
    ['不足500万', '(, 5000000)'],
    ['未满500万', '(, 5000000)'],
    ['小于500万', '(, 5000000)'],
    ['低于500万', '(, 5000000)'],
    ['少于500万', '(, 5000000)'],
    ['超过500万', '(5000000, )'],
    ['大于500万', '(5000000, )'],
    ['高于500万', '(5000000, )'],
    ['多于500万', '(5000000, )'],
    ['500万开外', '(5000000, )'],
  ])('%s', (text, expected) => {
    expect(reach(openSum(text))).toBe(expected)
  })
  test.each([
    ['不超过500万', '“不超过500万”只知道不超过500万元，准确是多少元？'],
    ['不到500万', '“不到500万”只知道低于500万元，准确是多少元？'],
    ['至少500万', '“至少500万”只知道不少于500万元，准确是多少元？'],
    ['超过500万', '“超过500万”只知道高于500万元，准确是多少元？'],
  ])('%s is asked back with what is known', (text, question) => {
    expect(openSum(text).question).toBe(question)
  })
  test('only what is known is told', () => {
    expect(Object.keys(openSum('不到500万'))).not.toContain('low')
    expect(Object.keys(openSum('超过500万'))).not.toContain('high')
  })
})

describe('a word that makes the sum rough', () => {
  test.each([
    ['近500万', '(4000000, 5000000)'],
    ['将近500万', '(4000000, 5000000)'],
    ['500万出头', '(5000000, 6000000)'],
    ['500万多', '(5000000, 6000000)'],
    ['500块多', '(500, 600)'],
    ['约500万', '(4000000, 6000000)'],
    ['大概500万', '(4000000, 6000000)'],
    ['500万左右', '(4000000, 6000000)'],
    ['500万上下', '(4000000, 6000000)'],
    ['约520万', '(5100000, 5300000)'],
    ['大概0元', '(0, 0)'],
  ])('%s', (text, expected) => {
    expect(reach(openSum(text))).toBe(expected)
  })
  test('差不多500万 may be less as well as more: its 多 is no «more»', () => {
    expect(reach(openSum('差不多500万'))).toBe('(4000000, 6000000)')
    expect(openSum('差不多500万').question).toBe('是500万元整，还是高于或低于500万元？请给出准确数额。')
  })
})

describe('a last digit left open', () => {
  test.each([
    ['300多万', '(3000000, 4000000)'],
    ['300余元', '(300, 400)'],
    ['300万多元', '(3000000, 4000000)'],
    ['人民币三百多', '(300, 400)'],
    ['十几个亿', '(1000000000, 2000000000)'],
    ['3十来块', '(20, 40)'],
    ['500来万', '(4000000, 6000000)'],
    ['大概300多万', '(2000000, 4000000)'],
    ['不到300多万', '(, 4000000)'],
    ['不超过300多万', '(, 4000000)'],
    ['至少300多万', '(3000000, )'],
    ['超过300多万', '(3000000, )'],
    ['超过500来万', '(4000000, )'],
    ['不到500来万', '(, 6000000)'],
  ])('%s', (text, expected) => {
    expect(reach(openSum(text))).toBe(expected)
  })
  test('500来万 may be exactly that', () => {
    expect(openSum('500来万').question).toBe('是500万元整，还是高于或低于500万元？请给出准确数额。')
  })
  test('tells both ends in its question', () => {
    expect(openSum('300多万').question).toBe('“300多万”只知道高于300万元、低于400万元，准确是多少元？')
  })
  test.each(['300多', '300多人', '五百多次'])('%s without 万 or 元 is no sum', (text) => {
    expect(findMoney(text)).toEqual([])
  })
})

describe('a sum of which only the size is told', () => {
  test.each([
    ['几十元', '[20, 100)'],
    ['几百万', '[2000000, 10000000)'],
    ['好几百万', '[2000000, 10000000)'],
    ['数千万元', '[20000000, 100000000)'],
    ['上百万', '[1000000, )'],
    ['上亿', '[100000000, )'],
    ['两三百万', '[2000000, 3000000]'],
    ['七八十万', '[700000, 800000]'],
  ])('%s', (text, expected) => {
    expect(reach(openSum(text))).toBe(expected)
  })
})

describe('from one sum to another', () => {
  test.each([
    ['300-500元', '[300, 500]'],
    ['300 - 500 yuan', '[300, 500]'],
    ['300到500人民币', '[300, 500]'],
    ['¥300-500', '[300, 500]'],
    ['1-2万', '[10000, 20000]'],
    ['100万—200万', '[1000000, 2000000]'],
    ['三百到五百万', '[3000000, 5000000]'],
    ['5000至1万', '[5000, 10000]'],
    ['1个亿到2个亿', '[100000000, 200000000]'],
  ])('%s', (text, expected) => {
    expect(reach(openSum(text))).toBe(expected)
  })
  test('is asked back', () => {
    expect(openSum('300万到500万元').question).toBe('是300万元到500万元之间的多少元？请给出准确数额。')
  })
  test('the larger first is no range, and both sums stand', () => {
    expect(findMoney('从100万到50万')).toMatchObject([{ yuan: 1_000_000 }, { yuan: 500_000 }])
    expect(findMoney('100万到100万')).toMatchObject([{ yuan: 1_000_000 }, { yuan: 1_000_000 }])
  })
  test('a word that is no number leaves the sum beside it', () => {
    expect(findMoney('三百二百到500万')).toMatchObject([{ kind: 'money', yuan: 5_000_000 }])
  })
  test.each(['300-500', '300到500人', '300到500万人', '5-7 working days'])('%s is none', (text) => {
    expect(findMoney(text)).toEqual([])
  })
})

describe('what cannot be taken as it stands is asked back', () => {
  test.each(['一百百万', '一百二百元', '五四百万', '三三百万'])('%s is no number', (text) => {
    expect(openSum(text)).toEqual({
      kind: 'vague',
      start: 0,
      end: text.length,
      text,
      lowIncluded: false,
      highIncluded: false,
      question: `没能读懂“${text}”，准确是多少元？例如300万元。`,
    })
  })
  test('more than can be counted exactly', () => {
    expect(openSum('99999999999999999元').question).toContain('没能读懂')
    expect(openSum('9007199254740991.5元').question).toContain('没能读懂')
    expect(findMoney('9007199254740990元')).toMatchObject([{ kind: 'money', yuan: 9_007_199_254_740_990 }])
  })
  test('parts of a yuan, with the whole sums on either side', () => {
    expect(openSum('12345.67元')).toMatchObject({ low: 12_345, high: 12_346 })
    expect(reach(openSum('0.5元'))).toBe('(0, 1)')
    expect(openSum('0.5元').question).toBe('金额按整元填写：是0元还是1元？')
  })
})

describe('a bare number', () => {
  test.each(['3,000', '1,200,0001', '300', '12,34,567'])('%s is no sum', (text) => {
    expect(findMoney(text)).toEqual([])
  })
  test.each([
    ['1,200,000', 1_200_000],
    ['12,345,678', 12_345_678],
    ['RMB 5', 5],
    ['￥5', 5],
    ['5元', 5],
    ['2k元', 2000],
    ['2M yuan', 2_000_000],
    ['5 million', 5_000_000],
    ['1.5bn RMB', 1_500_000_000],
    ['3 thousand yuan', 3000],
  ])('%s is one', (text, yuan) => {
    expect(findMoney(text)).toEqual([{ kind: 'money', yuan, start: 0, end: text.length, text }])
  })
  test.each([
    '2k',
    '3m',
    '4 million people',
    '300万 people',
    '5万平方',
    '第300万',
    '〔300万',
    '300万号',
    '300万分之一',
  ])('%s is none', (text) => {
    expect(findMoney(text)).toEqual([])
  })
})

test('sums stand in the order of the sentence, each once', () => {
  expect(findMoney('先付80万，合同近200万，另有300-500万和5 million').map((sum) => sum.text)).toEqual([
    '80万',
    '近200万',
    '300-500万',
    '5 million',
  ])
})

describe('a number belongs to the word behind it', () => {
  test.each([
    ['15万5%', ['15万', '5%']],
    ['15万5 %', ['15万', '5 %']],
    ['１５万５％', ['１５万', '５％']],
    ['100万20%', ['100万', '20%']],
    ['100万5.5%', ['100万', '5.5%']],
    ['三百二十万百分之五', ['三百二十万', '百分之五']],
    ['3万两成', ['3万', '两成']],
    ['300万一年', ['300万', '一年']],
    ['15万3年', ['15万', '3年']],
    ['200万10个工作日', ['200万', '10个工作日']],
    ['15万5', ['15万5']],
    ['15万5元', ['15万5元']],
  ])('%s', (text, expected) => {
    expect(findAmounts(text).map((amount) => amount.text)).toEqual(expected)
  })
  test.each(['300万一年', '300万15%'])('%s answers «how many yuan» with 300万', (text) => {
    expect(readSum(text)).toEqual({ kind: 'money', yuan: 3_000_000, start: 0, end: 4, text: '300万' })
  })
  test('网络安全预算15万5%: the sum is 150 000 yuan and the share 5 in a hundred', () => {
    expect(findAmounts('网络安全预算15万5%')).toMatchObject([
      { kind: 'money', yuan: 150_000, start: 6, end: 9 },
      { kind: 'share', percent: 5, start: 9, end: 11 },
    ])
  })
})
