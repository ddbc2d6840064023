/** A deadline’s period: one that can be counted, in the words of its own quote. */
import { describe, expect, test } from 'vitest'
import { findDeadlineFaults } from '#knowledge/law/deadline-check.ts'
import { type DeadlineRule, deadlineSchema } from '#knowledge/law/rule.ts'

const words = { zh: '甲', en: 'a' }

function deadline(reckoning: object, quote: string): DeadlineRule {
  return deadlineSchema.parse({
    id: 'x.deadline',
    title: words,
    event: 'contract-signed',
    reckoning,
    binds: 'unit',
    actor: words,
    cites: { article: 1, quote },
  })
}

const problemsOf = (reckoning: object, quote: string) =>
  findDeadlineFaults([deadline(reckoning, quote)]).map(({ deadline: id, problem }) => `${id}: ${problem}`)

describe('a sound period has no fault', () => {
  test.each([
    ['working-days', '10个工作日', '签订后10个 工作日内备案'],
    ['months', '六个月', '六个月内提交'],
    ['duration', '两年', '入库(两年有效)'],
    ['not-before', '一年', '竣工验收未满一年的'],
    ['window', '12至24个月', '运行后12至24个月内'],
    ['yearly-day', '5月底', '每年5月底前'],
    ['yearly-day', '12月底', '每年12月底前'],
    ['quarter-end', '每季度末', '应于每季度末报告'],
    ['anniversary', '每年开展一次', '每年开展一次自评价'],
    ['given-day', '批复建设期内', '应在批复建设期内完成'],
  ])('%s, %s', (by, period, quote) => {
    expect(problemsOf({ by, period }, quote)).toEqual([])
  })
})

describe('a period that cannot be counted', () => {
  test.each([
    ['working-days', '10天'],
    ['working-days', '3个月'],
    ['months', '10个工作日'],
    ['duration', '长期'],
    ['not-before', '一段时间'],
    ['window', '12个月'],
    ['window', '约12至24个月'],
    ['window', '12至24个月内'],
    ['yearly-day', '13月底'],
    ['yearly-day', '0月底'],
    ['yearly-day', '5月中'],
    ['yearly-day', '每年5月底'],
    ['yearly-day', '5月底前'],
  ])('%s, %s', (by, period) => {
    expect(problemsOf({ by, period }, `应当在${period}办理`)).toEqual([
      `x.deadline: «${period}» cannot be read as ${by}.`,
    ])
  })
})

test('a period is not found in a larger number, nor where the words differ', () => {
  expect(problemsOf({ by: 'working-days', period: '5个工作日' }, '签订后15个工作日内')).toEqual([
    'x.deadline: the period «5个工作日» is not in its quote.',
  ])
  expect(problemsOf({ by: 'quarter-end', period: '每季度末' }, '应于每季末报告')).toHaveLength(1)
})

test('of two periods each must stand in the quote', () => {
  const is = (period: string) => ({ case: words, is: { by: 'working-days', period } })
  const either = {
    by: 'depends',
    on: { fact: 'newBuild', equals: true },
    // biome-ignore lint/suspicious/noThenProperty: an object, never a function, so nothing can take it for a promise
    then: is('30个工作日'),
    otherwise: is('10个工作日'),
  }
  expect(problemsOf(either, '限额以下10个工作日,限额以上30个工作日')).toEqual([])
  expect(problemsOf(either, '限额以上30个工作日')).toEqual(['x.deadline: the period «10个工作日» is not in its quote.'])
  expect(problemsOf(either, '限额以下10个工作日')).toEqual(['x.deadline: the period «30个工作日» is not in its quote.'])
})
