/** Each fault a rule may have, one at a time, and the message it gives. */
import { describe, expect, test } from 'vitest'
import { type Condition, condition, type Rule, ruleSchema } from '#knowledge/law/rule.ts'
import { findRuleFaults } from '#knowledge/law/rule-check.ts'

const words = { zh: '甲', en: 'a' }

function trigger(when: unknown, quote = '投资金额超过200万的项目需提交市级审核', id = 'x.review'): Rule {
  const cites = { article: 18, quote }
  return ruleSchema.parse({ id, kind: 'trigger', title: words, when, applies: words, otherwise: words, cites })
}

const problemsOf = (...rules: Rule[]) => findRuleFaults(rules).map(({ rule, problem }) => `${rule} ${problem}`)

test('a sound rule has no fault', () => {
  expect(problemsOf(trigger({ fact: 'totalInvestmentYuan', is: 'more-than', value: '200万' }))).toEqual([])
})

test.each<[Condition, string]>([
  [{ fact: 'investment', is: 'more-than', value: '200万' }, 'asks «investment», which is no fact.'],
  [{ fact: 'totalInvestmentYuan', is: 'more-than', value: '500万' }, 'the number 500万 is in none of its quotes.'],
  [{ fact: 'totalInvestmentYuan', is: 'more-than', value: '00万' }, 'the number 00万 is in none of its quotes.'],
  [{ fact: 'totalInvestmentYuan', is: 'more-than', value: '两百万' }, '«两百万» cannot be read as yuan.'],
  [{ fact: 'classified', is: 'more-than', value: '200万' }, 'holds classified against a number, which it is not.'],
  [
    { since: 'totalInvestmentYuan', is: 'less-than', value: '1年' },
    'holds totalInvestmentYuan against a number, which it is not.',
  ],
  [
    { ratio: 'warrantyMonths', of: 'totalBudgetYuan', is: 'at-least', value: '5%' },
    'holds warrantyMonths, totalBudgetYuan against a number, which it is not.',
  ],
  [{ fact: 'category', equals: 'big' }, 'category is never "big".'],
  [
    { fact: 'totalInvestmentYuan', equals: 5 },
    'asks whether totalInvestmentYuan equals something, but it is a number or a day.',
  ],
  [{ not: { all: [{ rule: 'x.none' }] } }, 'leans on x.none, which is no trigger of this measure.'],
])('%j', (when, problem) => {
  expect(problemsOf(trigger(when))).toEqual([`x.review ${problem}`])
})

test('a number may stand in a further quote', () => {
  const rule = trigger({ fact: 'totalInvestmentYuan', is: 'more-than', value: '500万' })
  expect(problemsOf({ ...rule, alsoCites: [{ article: 18, quote: '超过 500 万的需提交省级审核' }] })).toEqual([])
})

test('rules that lean on each other are told', () => {
  const first = trigger({ rule: 'x.second' }, undefined, 'x.first')
  const second = trigger({ any: [{ rule: 'x.first' }, { fact: 'newBuild', equals: true }] }, undefined, 'x.second')
  expect(problemsOf(first, second)).toEqual(['x.first leans on itself.', 'x.second leans on itself.'])
})

describe('a condition of another form is refused', () => {
  test.each([
    [{ fact: 'totalInvestmentYuan', is: 'more', value: '200万' }],
    [{ fact: 'totalInvestmentYuan', is: 'more-than', value: 2_000_000 }],
    [{ fact: 'newBuild', equals: true, or: 1 }],
    [{ all: [] }],
    ['totalInvestmentYuan > 200万'],
  ])('%j', (wrong) => {
    expect(condition.safeParse(wrong).success).toBe(false)
  })
})
