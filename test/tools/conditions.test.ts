import { describe, expect, test } from 'vitest'
import type { Facts } from '#knowledge/law/facts.ts'
import { type Condition, ruleSchema } from '#knowledge/law/rule.ts'
import { type IsoDate, parseDay } from '#knowledge/law/units.ts'
import { evaluate } from '#tools/conditions.ts'

function day(text: string): IsoDate {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is no day`)
  return parsed
}

const today = day('2026-05-10')
const ask = (condition: Condition, facts: Facts) => evaluate(condition, facts, { today })

const above: Condition = { fact: 'totalInvestmentYuan', is: 'more-than', value: '200万' }
const isNew: Condition = { fact: 'newBuild', equals: true }
const inLibrary: Condition = { fact: 'inLibrary', equals: true }

describe('a number against its limit', () => {
  test.each([
    ['at-least', [false, true, true]],
    ['more-than', [false, false, true]],
    ['at-most', [true, true, false]],
    ['less-than', [true, false, false]],
  ] as const)('%s, one below, at and one above', (is, expected) => {
    const results = [1_999_999, 2_000_000, 2_000_001].map(
      (sum) => ask({ fact: 'totalInvestmentYuan', is, value: '200万元' }, { totalInvestmentYuan: sum }).value,
    )
    expect(results).toEqual(expected)
  })

  test('says the sum and the limit in the law’s words', () => {
    const [part] = ask(above, { totalInvestmentYuan: 3_000_000 }).because
    expect(part?.zh).toBe('总投资3,000,000元，超过200万元')
    expect(part?.distance?.zh).toBe('已超出限额1,000,000元')
  })

  test('says at exactly the limit whether it is included, and on what authority', () => {
    const [part] = ask(above, { totalInvestmentYuan: 2_000_000 }).because
    expect(part?.zh).toBe(
      '总投资2,000,000元，未超过200万元（恰等于该数：“超过”不包含本数，参照民法典第一千二百五十九条）',
    )
    expect(part?.distance?.zh).toBe('恰在限额，再增加1元即超过')
    const plain = ask({ fact: 'warrantyMonths', is: 'at-least', value: '2年', word: '不低于' }, { warrantyMonths: 24 })
    expect(plain.because[0]?.zh).toBe('质保期24个月，不低于2年（恰等于该数：“不低于”包含本数，按文义）')
  })

  test.each([
    ['三家', 2, false],
    ['三家', 3, true],
    ['3', 3, true],
  ])('a count is written %s: %i gives %s', (value, quotes, expected) => {
    expect(ask({ fact: 'vendorQuotes', is: 'at-least', value }, { vendorQuotes: quotes }).value).toBe(expected)
  })

  test('a number the fact is not measured in is a fault of the house', () => {
    expect(() =>
      ask({ fact: 'totalInvestmentYuan', is: 'at-least', value: '3年' }, { totalInvestmentYuan: 1 }),
    ).toThrow('totalInvestmentYuan cannot be held against «3年»')
  })
})

describe('a share', () => {
  const share: Condition = {
    ratio: 'securityBudgetYuan',
    of: 'totalBudgetYuan',
    is: 'at-least',
    value: '5%',
    word: '不低于',
  }

  test('is exact up to the largest sums', () => {
    const whole = 999_999_999_999
    // 5 % of it is 49,999,999,999.95
    expect(ask(share, { securityBudgetYuan: 49_999_999_999, totalBudgetYuan: whole }).value).toBe(false)
    expect(ask(share, { securityBudgetYuan: 50_000_000_000, totalBudgetYuan: whole }).value).toBe(true)
  })

  test('is shown as a sum, never as a rounded percentage', () => {
    const [part] = ask(share, { securityBudgetYuan: 50_000, totalBudgetYuan: 1_000_001 }).because
    expect(part?.zh).toBe('网络安全预算50,000元，项目总预算1,000,001元的5%为50,000.05元，不足5%')
    expect(part?.distance?.zh).toBe('距限额还差1元')
  })

  test('names whichever sum is missing', () => {
    expect(ask(share, { securityBudgetYuan: 1 }).missing).toEqual(['totalBudgetYuan'])
    expect(ask(share, { totalBudgetYuan: 1 }).missing).toEqual(['securityBudgetYuan'])
  })

  test('nothing is 0 % of any sum', () => {
    expect(ask(share, { securityBudgetYuan: 0 }).value).toBe(false)
    expect(ask({ ...share, is: 'at-most', value: '15%' }, { securityBudgetYuan: 0 }).value).toBe(true)
  })
})

describe('time gone since a day', () => {
  const within: Condition = { since: 'lastAcceptedOn', is: 'less-than', value: '一年', word: '未满' }

  test.each([
    ['2025-05-11', true],
    ['2025-05-09', false],
    ['2026-06-01', true],
  ])('accepted on %s: %s', (lastAcceptedOn, expected) => {
    expect(ask(within, { lastAcceptedOn }).value).toBe(expected)
  })

  test('is ambiguous on the anniversary itself', () => {
    const found = ask(within, { lastAcceptedOn: '2025-05-10' })
    expect(found.value).toBeUndefined()
    expect(found.missing).toEqual([])
    expect(found.ambiguous).toEqual({ yearComplete: false, yearIncomplete: true })
    expect(found.because[0]?.zh).toContain('恰满一年')
  })

  test('the anniversary does not matter where something else decides', () => {
    const either: Condition = { any: [within, { fact: 'lastPerformancePassed', equals: false }] }
    expect(ask(either, { lastAcceptedOn: '2025-05-10', lastPerformancePassed: false }).value).toBe(true)
    expect(ask(either, { lastAcceptedOn: '2025-05-10', lastPerformancePassed: true }).ambiguous).toBeDefined()
    expect(ask(either, { lastAcceptedOn: '2025-05-10' }).missing).toEqual(['lastPerformancePassed'])
  })

  test('29 February has its anniversary on the month’s last day', () => {
    const onLast = evaluate(within, { lastAcceptedOn: '2024-02-29' }, { today: day('2025-02-28') })
    expect(onLast.ambiguous).toBeDefined()
    expect(evaluate(within, { lastAcceptedOn: '2024-02-29' }, { today: day('2025-03-01') }).value).toBe(false)
  })
})

describe('what is missing', () => {
  test('a false member settles «all», and nothing is missing', () => {
    expect(ask({ all: [isNew, above] }, { newBuild: false })).toMatchObject({ value: false, missing: [] })
  })

  test('a true member settles «any», and nothing is missing', () => {
    expect(ask({ any: [isNew, above] }, { newBuild: true })).toMatchObject({ value: true, missing: [] })
  })

  test('a true member leaves «all» open, and only the others are missing', () => {
    expect(ask({ all: [isNew, above] }, { newBuild: true })).toMatchObject({
      value: undefined,
      missing: ['totalInvestmentYuan'],
    })
  })

  test('«not» turns yes and no, and leaves the unknown unknown', () => {
    expect(ask({ not: isNew }, { newBuild: false }).value).toBe(true)
    expect(ask({ not: isNew }, {})).toMatchObject({ value: undefined, missing: ['newBuild'] })
  })

  test('a fact that changes nothing is not asked for, and that is said', () => {
    const eitherWay: Condition = {
      any: [{ all: [isNew, above] }, { all: [{ not: isNew }, above] }],
    }
    expect(ask(eitherWay, { totalInvestmentYuan: 3_000_000 })).toMatchObject({
      value: true,
      missing: [],
      regardless: ['newBuild'],
    })
    expect(ask(eitherWay, {}).missing).toEqual(['totalInvestmentYuan'])
  })

  test('a choice is tried through all its values', () => {
    const any: Condition = { fact: 'audience', equals: ['officials', 'public'] }
    expect(ask({ all: [any, inLibrary] }, { inLibrary: true }).value).toBe(true)
    expect(ask({ fact: 'audience', equals: 'public' }, {}).missing).toEqual(['audience'])
  })

  test('a smaller limit that holds settles the larger question', () => {
    const large: Condition = { fact: 'totalInvestmentYuan', is: 'at-least', value: '1000万元' }
    const middle: Condition = { fact: 'totalInvestmentYuan', is: 'at-least', value: '500万元' }
    const limit: Condition = {
      any: [
        { all: [{ fact: 'category', equals: ['infrastructure', 'cross-department'] }, large] },
        { all: [{ fact: 'category', equals: 'other' }, middle] },
      ],
    }
    expect(ask(limit, { totalInvestmentYuan: 10_000_000 })).toMatchObject({ value: true, missing: [] })
    expect(ask(limit, { totalInvestmentYuan: 4_999_999 })).toMatchObject({ value: false, missing: [] })
    expect(ask(limit, { totalInvestmentYuan: 5_000_000 })).toMatchObject({ value: undefined, missing: ['category'] })
  })
})

describe('another rule', () => {
  const words = { zh: '甲', en: 'a' }
  const trigger = (id: string, when: Condition) =>
    ruleSchema.parse({
      id,
      kind: 'trigger',
      title: words,
      when,
      applies: words,
      otherwise: words,
      cites: { article: 1, quote: '超过200万' },
    })

  test('is asked by what it asks', () => {
    const rules = [trigger('x.large', above)]
    const found = evaluate({ rule: 'x.large' }, {}, { today, rules })
    expect(found.missing).toEqual(['totalInvestmentYuan'])
    expect(evaluate({ rule: 'x.large' }, { totalInvestmentYuan: 2_000_001 }, { today, rules }).value).toBe(true)
  })

  test('that is not there, or leans on itself, is a fault of the house', () => {
    expect(() => ask({ rule: 'x.none' }, {})).toThrow('x.none, which is no trigger here')
    const circle = [trigger('x.a', { rule: 'x.b' }), trigger('x.b', { rule: 'x.a' })]
    expect(() => evaluate({ rule: 'x.a' }, {}, { today, rules: circle })).toThrow('leans on itself')
  })
})
