/** Words as answers: what is exact is taken, what is not is asked back, what is none is said to be unread. */
import { describe, expect, it } from 'vitest'
import { readAnswer } from '#dialogs/project/read-answer.ts'
import { projectSaid } from '#dialogs/project/said.ts'
import { readRepair } from '#dialogs/repair.ts'
import type { FactName } from '#knowledge/law/facts.ts'
import type { IsoDate } from '#knowledge/law/units.ts'

const today = '2026-11-24' as IsoDate
const valueRead = (name: FactName, text: string) => {
  const read = readAnswer(name, text, today)
  return read.kind === 'value' ? read.facts[name] : read.kind
}

it.each([
  ['totalInvestmentYuan', '300万', 3_000_000],
  ['totalInvestmentYuan', '大概就是三百万元整', 3_000_000],
  ['totalInvestmentYuan', '3,000,000', 3_000_000],
  ['totalInvestmentYuan', '0.03亿', 3_000_000],
  ['totalInvestmentYuan', '0', 'unread'],
  ['totalInvestmentYuan', '500来万', 'vague'],
  ['totalInvestmentYuan', '300', 'vague'],
  ['totalInvestmentYuan', '很多钱', 'unread'],
  ['securityBudgetYuan', '没有', 0],
  ['securityBudgetYuan', '20万', 200_000],
  ['warrantyMonths', '两年', 24],
  ['warrantyMonths', '18个月', 18],
  ['warrantyMonths', '18', 18],
  ['warrantyMonths', '很久', 'unread'],
  ['vendorQuotes', '3家', 3],
  ['vendorQuotes', '两家', 2],
  ['vendorQuotes', '还没有', 0],
  ['lastAcceptedOn', '2025年3月1日', '2025-03-01'],
  ['lastAcceptedOn', '昨天', '2026-11-23'],
  ['lastAcceptedOn', '上个月', 'vague'],
  ['newCivilWorks', '是的', true],
  ['newCivilWorks', '不涉及', false],
  ['newCivilWorks', '没有', false],
  ['newCivilWorks', '2', false],
  ['newCivilWorks', '没进规划的项目要从项目建议书开始报', 'unread'],
  ['newCivilWorks', '嘿嘿', 'unread'],
  ['procurement', '建设类', 'construction'],
  ['procurement', '第二个', 'service'],
  ['procurement', '买设备', 'equipment'],
  ['procurement', '5', 'unread'],
  ['level', '县里的', 'county'],
  ['level', '市本级', 'city'],
  ['audience', '给老百姓用', 'public'],
  ['audience', '单位内部', 'officials'],
  ['ownConstructionGround', '都不符合', 0],
  ['category', 'other', 'other'],
  ['confirmed', '1', 'unread'],
] as const)('%s, «%s»: %s', (name, text, value) => expect(valueRead(name, text)).toBe(value))

it('a sum that may be two is offered as both, one that is about a sum as that sum', () => {
  expect(readAnswer('totalInvestmentYuan', '300', today)).toMatchObject({
    choices: [
      { title: '300元', value: 300 },
      { title: '300万元', value: 3_000_000 },
    ],
  })
  expect(readAnswer('totalInvestmentYuan', '500来万', today)).toMatchObject({
    choices: [{ title: '500万元', value: 5_000_000 }],
  })
  expect(readAnswer('totalInvestmentYuan', '300多万', today)).toMatchObject({ kind: 'vague', choices: [] })
})

describe('the opening sentence', () => {
  it.each([
    ['我们局想建一个300万的视频会议系统', '视频会议系统', { totalInvestmentYuan: 3_000_000, ownerType: 'agency' }],
    ['我们县局想建一个200万的河道监控系统', '河道监控系统', { level: 'county', ownerType: 'agency' }],
    ['我们市局想建一个300万的河道监控系统', '河道监控系统', { level: 'city', ownerType: 'agency' }],
    ['我们厅准备建一个智慧信访系统，800万', '智慧信访系统', { level: 'province', totalInvestmentYuan: 8_000_000 }],
    ['叫智慧城管平台', '智慧城管平台', {}],
    ['申报“一网统管”项目', '一网统管', {}],
    ['申报一个新项目', undefined, {}],
    ['我要申报项目', undefined, {}],
  ] as const)('«%s» names %s', (text, name, facts) => {
    const told = projectSaid(text)
    expect(told.name).toBe(name)
    expect(told.said.facts).toMatchObject(facts)
  })
})

describe('what is said about the talk itself', () => {
  it.each([
    ['返回', 'back'],
    ['上一步吧', 'back'],
    ['go back', 'back'],
    ['跳过', 'skip'],
    ['不知道', 'skip'],
    ["don't know", 'skip'],
    ['帮助', 'help'],
    ['再说一遍', 'repeat'],
    ['say it again', 'repeat'],
    ['重来', 'restart'],
    ['start over', 'restart'],
    ['取消', 'cancel'],
    ['先不填了，取消', 'cancel'],
    ['cancel', 'cancel'],
    ['为什么问这个？', 'why'],
    ['看看已填的', 'review'],
  ] as const)('«%s»: %s', (text, kind) => expect(readRepair(text)).toEqual({ kind }))

  it.each([
    ['投资额改成520万', 'totalInvestmentYuan', '520万'],
    ['把级别改为县级', 'level', '县级'],
    ['请把安全预算改成20万', 'securityBudgetYuan', '20万'],
    ['change the investment to 5.2 million yuan', 'totalInvestmentYuan', '5.2 million yuan'],
    ['改投资额', 'totalInvestmentYuan', ''],
    ['改一下项目名称', 'name', ''],
    ['不对，是520万', undefined, '520万'],
  ] as const)('«%s» changes %s', (text, field, rest) =>
    expect(readRepair(text)).toEqual({ kind: 'change', field, rest }),
  )

  it.each(['300万', '新建', '是', '视频会议系统', '改造项目'])('«%s» is none of it', (text) =>
    expect(readRepair(text)).toBeUndefined(),
  )
})
