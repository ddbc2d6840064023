/** Drafts that once got past the guard, or were refused without need, each for a reason of its own. */
import { describe, expect, test } from 'vitest'
import { answerWorded } from '#dialogs/by-model/answer-worded.ts'
import { withoutPlaces } from '#dialogs/by-model/figures.ts'
import type { ModelPort } from '#dialogs/ports.ts'
import { understand } from '#dialogs/understand.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../../support/assistant.ts'

const assistant = await sharedAssistant()
const today = '2026-11-23' as IsoDate

/** @returns the words that go out in place of our own; undefined where none of the draft does */
async function wordsOf(measure: string, question: string, draft: string): Promise<string | undefined> {
  const model: ModelPort = {
    name: 'test-model',
    prompt: 'p',
    async *write() {
      yield draft
    },
    propose: () => Promise.resolve(undefined),
  }
  const typed = understand(assistant.law, { question, measure, history: [], lang: undefined }, today)
  const { answer, trace } = await answerWorded(typed, {
    ...assistant.ports(today, { measure, lang: undefined }),
    model,
  })
  expect(trace).toBeDefined()
  return trace?.outcome === 'worded' ? answer.conclusion : undefined
}

describe('what is false does not go out', () => {
  test.each([
    [
      'a place in brackets is no line that bears it out',
      'jining-htz-2024',
      '没立项就先找公司做起来了，出了安全事故算谁的',
      '未经立项本来就可以建设（第四十四条）。[44]',
    ],
    [
      'an office may do it, behind a place in brackets',
      'jiujiang-2024',
      '因为我们单位自己拖拉，前期工作晚了三十五个工作日，会咋样',
      '因单位原因延后30个工作日以上的，经市数据管理部门审定后可以安排项目资金（第二十七条）。[27]',
    ],
    [
      'nothing near is denied',
      'jining-htz-2024',
      '竣工验收谁来组织，能不能让我们自己单位验',
      '竣工验收由党政办公室（大数据）组织，也不得由它委托项目建设单位组织。[34]',
    ],
    [
      'nothing told is forbidden',
      'zhucheng-2020',
      '概算一千万，想调一百四十万的建设内容，属于优化技术方案，能自己调不',
      '不得自己调：调整数额不超过概算总投资的15%的，同时向市大数据工作主管部门备案。[15]',
    ],
    [
      'in principle yes, of in principle no',
      'jilin-2020',
      '我们厅能不能自己另搞一个政务云',
      '原则上可以，除国家另有规定外不再新建、扩建其他政务云。[19]',
    ],
    [
      'without exception, of in principle',
      'jiujiang-2024',
      '咨询机构要给出几种备选方案',
      '一律三种以上备选解决方案。[19]',
    ],
    [
      'a full year, of less than one',
      'jiujiang-2024',
      '系统去年年底刚竣工验收，今年上半年想报升级改造，会支持吗',
      '竣工验收已满一年的升级改造类项目，原则上不予支持。[22]',
    ],
    [
      'the rest of an answer whose head was struck out',
      'zhucheng-2020',
      '诸城项目概算总投资600万，调整金额正好90万，算不算超了自行调整的线',
      '不算超，90万正好是600万的17%；[15]还要符合三种情形之一并备案。[15]',
    ],
    [
      'a denial that nothing follows',
      'jiujiang-2024',
      '下一年度项目哪天开始申报',
      '每年8月底前组织申报，各部门按照申报要求及工作不需要，报送拟实施的数字化项目。[17]',
    ],
    [
      'the second half of an answer, true by itself',
      'jining-htz-2024',
      '评审一共过几关，每关主要盯什么',
      '需求评审由省财政厅看必要性。[6]技术评审看可行性、科学性和概算控制等。[6]',
    ],
  ])('%s', async (_name, measure, question, draft) => {
    expect(await wordsOf(measure, question, draft)).toBeUndefined()
  })
})

describe('what is true goes out whole', () => {
  test.each([
    [
      'an office beside a place in brackets',
      'zhucheng-2020',
      '正式采购合同签完几天内备案，向谁备',
      '签订后10个工作日内，向市大数据工作主管部门备案（第十六条）。[16]',
    ],
    [
      'once each quarter',
      'zhucheng-2020',
      '进度和花钱情况多久报一次、报给哪几家',
      '每季度末报一次，报给市财政局、市审计局和市大数据工作主管部门（第十七条）。[17]',
    ],
    [
      'as many as it lists itself',
      'jining-htz-2024',
      '需求评审申报的时候要写明哪几样东西',
      '要明确四样：项目建设依据、建设内容、建设目标、预算需求（第六条）。[6]',
    ],
    [
      'what stands beside a denial',
      'jining-htz-2024',
      '我们这个平台总投资200万整，济宁高新区这边要不要送市里审',
      '不需要，未超过200万的不用报市级审核；[18]立项后仍要向市大数据局备案。[18][101]',
    ],
    [
      'a period of validity that is not the measure’s own',
      'jiujiang-2024',
      '进了储备库以后管几年',
      '纳入储备库后两年有效（第十一条）。[11]',
    ],
  ])('%s', async (_name, measure, question, draft) => {
    const words = await wordsOf(measure, question, draft)
    expect(words?.replace(/（第[^）]{1,6}条）/gu, '')).toBe(
      draft.replace(/\[\d+\]/gu, '').replace(/（第[^）]{1,6}条）/gu, ''),
    )
  })
})

test('where a rule stands is taken out of what it says', () => {
  expect(withoutPlaces('合同备案为10个工作日（第二十八条）。')).toBe('合同备案为10个工作日。')
  expect(withoutPlaces('第十八条要求的是超过200万的项目')).toBe('要求的是超过200万的项目')
})
