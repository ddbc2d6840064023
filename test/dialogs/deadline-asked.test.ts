/** The deadline that is told is the one asked for: the same office, the same act, counted from the whole of its event. */
import { describe, expect, test } from 'vitest'
import { isDenied } from '#dialogs/denied.ts'
import { factsSaid } from '#dialogs/facts-said.ts'
import { findDays } from '#knowledge/law/days-in-words.ts'
import { holdsSought } from '#knowledge/retrieval/sought.ts'
import { answerOf, today } from '../support/answer.ts'

const conclusionOf = async (...asked: Parameters<typeof answerOf>): Promise<string> =>
  (await answerOf(...asked)).conclusion

describe('whose period for which act', () => {
  test.each([
    ['How long is the trial run?', 'Trial run: above the limit: 6 months; below the limit: 3 months'],
    ['When must the feasibility study be ready?', '20 working days'],
    ['How long does the approval of the feasibility study take?', '6 working days'],
    ['How many days after the trial run to hold the final acceptance?', 'Hold the final acceptance: 20 working days'],
  ])('«%s»: %s', async (question, told) => {
    expect(await conclusionOf('jiujiang-2024', question)).toContain(told)
  })

  test.each([
    ['财政批项目预算要多少个工作日', '20个工作日', '市财政局'],
    ['预算报财政多长时间能批下来', '20个工作日', '市财政局'],
    ['初步设计批复后多久报预算', '15个工作日', '项目业主单位'],
    ['发改委批完可研后我们多久要交初步设计', '30个工作日', '项目业主单位'],
    ['可研报市发改委审批要多久', '6个工作日', '市发改委'],
    ['项目建议书几天内要编好', '10个工作日', '项目业主单位'],
    ['可研多长时间编完', '20个工作日', '项目业主单位'],
    ['试运行完多久内终验', '20个工作日', '项目业主单位'],
    ['初步设计多久能批', '15个工作日', '市发改委'],
    ['项目建议书几天内报发改委', '10个工作日', '项目业主单位'],
    ['下一年度的项目几月底之前组织申报', '8月底', '领导小组办公室'],
  ])('«%s»: %s, %s', async (question, period, actor) => {
    const conclusion = await conclusionOf('jiujiang-2024', question)
    expect(conclusion).toContain(period)
    expect(conclusion).toContain(actor)
  })

  test.each([
    ['项目建议书11月2日报上去了，发改委最晚哪天批', '批复项目建议书'],
    ['可研11月2日获批了，初步设计最晚哪天报', '初步设计编制并报审'],
  ])('a day is reckoned for the act that is asked: «%s»', async (question, act) => {
    expect(await conclusionOf('jiujiang-2024', question)).toContain(act)
  })

  test('the paper is named by the turn before', async () => {
    const conclusion = await conclusionOf('jiujiang-2024', '发改委那边多长时间批下来', ['九江的可行性研究报告要报给谁'])
    expect(conclusion).toContain('批复可行性研究报告')
    expect(conclusion).toContain('6个工作日')
  })

  test('of two periods asked for one alone is not told', async () => {
    const conclusion = await conclusionOf('jiujiang-2024', '可研交上去，数据局审多久？发改委再批多久？')
    expect(conclusion).toContain('15个工作日')
    expect(conclusion).toContain('6个工作日')
  })

  test('both events of a period are named', async () => {
    expect(await conclusionOf('jilin-2020', '试运行稳定以后几个月内要提交竣工验收申请')).toContain(
      '完成初步验收且试运行达到稳定状态后六个月',
    )
  })

  test('«几月底» asks for a day and tells none', () => {
    expect(findDays('几月底之前组织申报', today)).toEqual([])
    expect(findDays('月底之前组织申报', today)).toHaveLength(1)
  })
})

describe('a condition that is denied', () => {
  const central = /中央预算|central budget/iu

  test.each([
    '不用中央预算内资金的项目谁审批',
    '除申请中央预算内资金以外的项目由哪个部门审批',
    'who approves projects that are not paid from the central budget',
  ])('«%s» denies it', async (words) => {
    expect(isDenied(words, central)).toBe(true)
    expect(await conclusionOf('jilin-2020', words)).toContain('省政务服务和数字化局')
  })

  test.each(['申请中央预算内资金的项目归谁批', '是不是用了中央预算内资金就归发改委批', '能不能申请中央预算内资金'])(
    '«%s» does not',
    (words) => {
      expect(isDenied(words, central)).toBe(false)
      expect(factsSaid(words).facts).not.toHaveProperty('centralBudgetFunds')
    },
  )
})

describe('building without approval', () => {
  test.each(['听说500万以下的都不用立项就能建了，是这样吧', '没立项就先建可以吧'])(
    'held to be allowed («%s») is put right by the prohibition',
    async (question) => {
      expect(await conclusionOf('jining-htz-2024', question)).toMatch(
        /^不是这样。未经立项的政务信息化项目一律不准建设/u,
      )
    },
  )

  test('asked about, it is met by the prohibition alone', async () => {
    expect(await conclusionOf('jining-htz-2024', '没立项能不能先建')).toMatch(/^未经立项的/u)
  })

  test('a claim about a review keeps its own answer', async () => {
    expect(await conclusionOf('jining-htz-2024', '200万以下不用报市里审核吧')).toContain('无须市级审核')
  })
})

describe('what is sought', () => {
  test.each([
    ['这个办法由哪几家解释', '本办法由省财政厅负责解释。', 'not-sought'],
    ['申报材料主要分哪几块', '申报材料包括基本情况。', 'not-sought'],
    ['要请几家单位', '由单位组织。', 'absent'],
    ['总预算三百六十万，安全最少留多少钱', '不低于项目总预算的5%。', 'held'],
    ['安全最少留多少钱', '不低于项目总预算的5%。', 'absent'],
    ['which body decides when questions come up', 'The office decides.', 'not-sought'],
    ['when is it due', 'The office decides.', 'absent'],
  ])('«%s» of «%s»: %s', (question, text, holding) => {
    expect(holdsSought(question, text).holding).toBe(holding)
  })
})

test.each([
  ['概算一千万，想调一百四十万的建设内容', 1_400_000],
  ['批复概算2000万，调增350万', 3_500_000],
  ['概算1000万，变更200万', 2_000_000],
])('the nearest word before a sum names it: «%s»', (words, adjustment) => {
  expect(factsSaid(words).facts.adjustmentYuan).toBe(adjustment)
})

test.each(['调研费50万', '协调经费50万'])('«%s» adjusts nothing', (words) => {
  expect(factsSaid(words).facts).not.toHaveProperty('adjustmentYuan')
})
