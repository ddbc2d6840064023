import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Amount, findAmounts, readSum } from '#knowledge/law/amounts.ts'
import { readWhole, writeChinese, writeFinancial } from '#knowledge/law/chinese-number.ts'
import { findMoney } from '#knowledge/law/money.ts'
import { formatShort, formatYuan, toFinancialNumerals } from '#knowledge/law/money-words.ts'

const yuanOf = (text: string) => findMoney(text).map((sum) => (sum.kind === 'money' ? sum.yuan : 'vague'))

describe('a sum', () => {
  test.each([
    ...[
      '300万',
      '300万元',
      '三百万元',
      '叁佰万元整',
      '3,000,000',
      '3000000元',
      '0.03亿',
      '3百万',
      '￥300万',
      '¥3,000,000',
      '３００万元',
      '３，０００，０００元',
      '300w',
      '300 万',
      '人民币300万元',
    ].map((text) => [text, 3_000_000] as const),
    ['200.5万', 2_005_000],
    ['1.2个亿', 120_000_000],
    ['三百二十万', 3_200_000],
    ['三点五万', 35_000],
    ['3亿5000万', 350_000_000],
    ['一万二千元', 12_000],
    ['八百二十万五千元', 8_205_000],
    ['5 million yuan', 5_000_000],
    ['RMB 2m', 2_000_000],
    ['CNY 2.5 million', 2_500_000],
    ['1,200万', 12_000_000],
    ['五百块', 500],
    ['0元', 0],
  ] as const)('%s is read whole, to its last character', (text, yuan) => {
    expect(findMoney(text)).toEqual([{ kind: 'money', yuan, start: 0, end: text.length, text }])
  })
  test('is found with its place among others', () => {
    expect(findAmounts('总投资300万，安全预算20万').map(({ start, end, text }) => [start, end, text])).toEqual([
      [3, 7, '300万'],
      [12, 15, '20万'],
    ])
    expect(yuanOf('总投资300万,安全预算20万')).toEqual([3_000_000, 200_000])
    expect(yuanOf('预算是200万3家公司报价')).toEqual([2_000_000])
  })
})

describe('what is not exact', () => {
  test.each([
    ['三百多万', 3_000_000, 4_000_000],
    ['200多万', 2_000_000, 3_000_000],
    ['一千多万', 10_000_000, 20_000_000],
    ['100余万元', 1_000_000, 2_000_000],
    ['十几万', 100_000, 200_000],
    ['几百万', 2_000_000, 10_000_000],
    ['三四百万', 3_000_000, 4_000_000],
    ['300-500万', 3_000_000, 5_000_000],
    ['300万到500万元', 3_000_000, 5_000_000],
    ['近500万', 4_000_000, 5_000_000],
    ['1.5亿多', 150_000_000, 160_000_000],
    ['500来万', 4_000_000, 6_000_000],
  ])('%s is asked back with what is known of it', (text, low, high) => {
    expect(findMoney(text)).toMatchObject([{ kind: 'vague', low, high, text }])
  })
  test('500来万 is asked to be exactly that, more or less', () => {
    expect(findMoney('大概500来万')[0]).toMatchObject({
      question: '是500万元整，还是高于或低于500万元？请给出准确数额。',
    })
  })
  test.each([
    ['不到500万', { high: 5_000_000, highIncluded: false }],
    ['超过500万', { low: 5_000_000, lowIncluded: false }],
    ['500万以上', { low: 5_000_000, lowIncluded: true }],
    ['500万以下', { high: 5_000_000, highIncluded: true }],
    ['不超过500万', { high: 5_000_000, highIncluded: true }],
    ['上千万', { low: 10_000_000, lowIncluded: true }],
  ])('%s is known on one side', (text, known) => {
    expect(findMoney(text)).toMatchObject([{ kind: 'vague', ...known }])
  })
  test('parts of a yuan are asked back', () => {
    expect(findMoney('3.00001万')[0]).toMatchObject({ kind: 'vague', low: 30000, high: 30001 })
  })
})

test.each([
  '第18条',
  '57号',
  '2024年',
  '国办发〔2019〕57号',
  '0537-2345678',
  '13800138000',
  '3家',
  '三家以上',
  '5万条数据',
  '2万台终端',
  '千万不要拆分',
  '一成不变',
  '2026年9月18日',
  '十万火急',
  '和建设一块儿管',
  '耗电几百万度',
  '万一没批',
  '2m',
  '百万级项目',
  'GB/T 40692-2021',
])('%s is no sum', (text) => {
  expect(findMoney(text)).toEqual([])
})

describe('shares and periods', () => {
  test.each([
    ['15%', 15],
    ['１５％', 15],
    ['百分之十五', 15],
    ['15个点', 15],
    ['15个百分点', 15],
    ['一成半', 15],
    ['两成', 20],
    ['4.99%', 4.99],
    ['15 percent', 15],
  ])('%s is %d in a hundred', (text, percent) => {
    expect(findAmounts(text)).toMatchObject([{ kind: 'share', percent, text }])
  })
  test.each([
    ['三个月', 3, 'months'],
    ['半年', 6, 'months'],
    ['2年', 24, 'months'],
    ['两年半', 30, 'months'],
    ['24个月', 24, 'months'],
    ['十个工作日', 10, 'working-days'],
    ['10 working days', 10, 'working-days'],
    ['30天', 30, 'days'],
    ['两周', 2, 'weeks'],
  ])('%s is %d %s', (text, count, unit) => {
    expect(findAmounts(text)).toMatchObject([{ kind: 'period', count, unit, text }])
  })
  test.each(['两个多月', '一年多', '一个半月'])('%s is asked back', (text) => {
    const [period] = findAmounts(text)
    expect(period).toMatchObject({ kind: 'period', question: expect.stringContaining(text) })
    expect(period).not.toHaveProperty('count')
  })
  test.each(['2024年', '24年9月', '2026年9月18日', '9月26日', '第3年'])('%s is no period', (text) => {
    expect(findAmounts(text)).toEqual([])
  })
  test('stand among sums in one sentence', () => {
    const kinds = findAmounts('新建三百万元的平台，质保24个月，实施3年，安全预算占5%').map((each: Amount) => each.kind)
    expect(kinds).toEqual(['money', 'period', 'period', 'share'])
  })
})

describe('the answer to «how many yuan»', () => {
  test('may leave out 元 where it is large', () => {
    expect(readSum(' 3000000 ')).toMatchObject({ kind: 'money', yuan: 3_000_000, start: 1, end: 8 })
  })
  test('a small bare number is asked back', () => {
    expect(readSum('300')).toMatchObject({ kind: 'vague', question: '是300元还是300万元？' })
  })
  test.each(['不知道', '300万和200万', ''])('«%s» gives none', (text) => {
    expect(readSum(text)).toBeUndefined()
  })
})

describe('written and read again', () => {
  const sums = fc.integer({ min: 1, max: 1_000_000_000_000 })
  const exactly = (text: string) => findMoney(text)
  test('a sum in yuan, short, and in financial numerals stays the same sum', () => {
    fc.assert(
      fc.property(sums, (yuan) => {
        for (const text of [formatYuan(yuan), formatShort(yuan), toFinancialNumerals(yuan), `${writeChinese(yuan)}元`])
          expect(exactly(text)).toEqual([{ kind: 'money', yuan, start: 0, end: text.length, text }])
      }),
    )
  })
  test('Chinese numerals are read as they are written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000_000 }),
        (number) => readWhole(writeChinese(number)) === number && readWhole(writeFinancial(number)) === number,
      ),
    )
  })
  test('numerals are written as they are spoken', () => {
    expect([10, 15, 105, 110, 3_200_000, 10_000_005].map(writeChinese)).toEqual([
      '十',
      '十五',
      '一百零五',
      '一百一十',
      '三百二十万',
      '一千万零五',
    ])
    expect([3_000_000, 10, 100_500, 0].map(toFinancialNumerals)).toEqual([
      '叁佰万元整',
      '壹拾元整',
      '壹拾万零伍佰元整',
      '零元整',
    ])
    expect([3_000_000, 3_005_000, 120_000_000, 9_999, 3_000_001].map(formatShort)).toEqual([
      '300万元',
      '300.5万元',
      '1.2亿元',
      '9,999元',
      '3,000,001元',
    ])
  })
  test('no text makes it fail, and each place holds its words', () => {
    const pieces = fc.array(fc.constantFrom(...'300万亿百十元多来几第条号年月日,，.-不到约以上%成个点半 ￥m'), {
      maxLength: 14,
    })
    fc.assert(
      fc.property(pieces, (characters) => {
        const text = characters.join('')
        const found = findAmounts(text)
        return found.every(
          (each, i) =>
            text.slice(each.start, each.end) === each.text && (found[i + 1]?.start ?? text.length) >= each.end,
        )
      }),
      { numRuns: 2000 },
    )
  })
})
