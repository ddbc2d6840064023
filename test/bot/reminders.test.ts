/** The word given is kept: told once, in time, on the next channel where one fails, and told anew where a day moves. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Reply } from '#dialogs/conversation.ts'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { Office, type Said } from '../support/office.ts'
import { assistantWith, lawWithPeriod } from '../support/other-assistant.ts'

const assistant = await sharedAssistant()
const jining = { totalInvestmentYuan: 1_500_000, implementationMonths: 12 }
let office: Office

afterEach(() => office.close())

/** A project in Jining whose contract was signed on 8 May 2026: to be recorded by 22 May. */
async function signed(at = '2026-05-11T02:00:00.000Z'): Promise<Office> {
  office = await Office.open(assistant, at)
  await office.declare('clerk', 'p1', '视频会议系统', 'jining-htz-2024', jining)
  await office.say('clerk', '合同5月8日签了')
  return office
}

const linesOf = (said: readonly Said[]) => said.map(({ at, reply }) => `${at} ${reply.summary}`)
const button = (reply: Reply | undefined, title: string) =>
  reply?.options?.find((each) => each.title === title)?.payload
const count = async (name: string) => (await office.metrics.render()).split('\n').find((line) => line.startsWith(name))

describe('when', () => {
  test('ahead, on the last morning, overdue and weekly, each once', async () => {
    await signed()
    office.watching.add('clerk')
    await office.pass('2026-06-03T08:00:00.000Z')
    expect(linesOf(await office.reminded('clerk'))).toEqual([
      '2026-05-12 09:00 “视频会议系统”：采购合同备案，最迟5月21日（星期四），还剩7个工作日。',
      '2026-05-18 09:00 “视频会议系统”：采购合同备案，最迟5月21日（星期四），还剩3个工作日。',
      '2026-05-20 09:00 “视频会议系统”：采购合同备案，最迟5月21日（星期四），还剩1个工作日。',
      '2026-05-21 09:00 “视频会议系统”：采购合同备案，今天5月21日（星期四）是最后一天。',
      '2026-05-22 09:00 “视频会议系统”：采购合同备案，已于5月21日（星期四）到期，超期1个工作日，还没有记为办结。',
      '2026-05-29 09:00 “视频会议系统”：采购合同备案，已于5月21日（星期四）到期，超期6个工作日，还没有记为办结。',
    ])
    expect(await count('assistant_reminders_total{end="said"}')).toContain('6')
    expect(await count('assistant_reminders_total{end="arrived"}')).toContain('6')
  })

  test('what was missed while the server was down comes once, in office hours', async () => {
    await signed()
    await office.pass('2026-05-20T14:00:00.000Z', true)
    await office.tick()
    expect(await office.reminded('clerk')).toEqual([])
    await office.pass('2026-05-21T02:00:00.000Z')
    expect(linesOf(await office.reminded('clerk'))).toEqual([
      '2026-05-21 09:00 “视频会议系统”：采购合同备案，今天5月21日（星期四）是最后一天。',
    ])
  })

  test('back in the middle of a working day it is said at once', async () => {
    await signed()
    await office.pass('2026-05-19T06:30:00.000Z', true)
    await office.tick()
    expect(linesOf(await office.reminded('clerk'))).toEqual([
      '2026-05-19 14:30 “视频会议系统”：采购合同备案，最迟5月21日（星期四），还剩2个工作日。',
    ])
  })

  test('nothing after it was done, or archived, or deleted', async () => {
    await signed()
    await office.pass('2026-05-13T06:00:00.000Z')
    await office.say('clerk', '合同备案了')
    await office.pass('2026-07-01T06:00:00.000Z')
    expect(await office.reminded('clerk')).toHaveLength(1)
  })

  test('three projects with deadlines in one week: one list on its first working day, and the last morning again', async () => {
    await signed()
    for (const [id, name] of [
      ['p2', '城管平台'],
      ['p3', '档案系统'],
    ] as const) {
      await office.declare('clerk', id, name, 'jining-htz-2024', jining)
      await office.say('clerk', `${name}合同5月11日签了`)
    }
    await office.pass('2026-05-25T08:00:00.000Z')
    const said = await office.reminded('clerk')
    expect(linesOf(said).filter((line) => line.startsWith('2026-05-18'))).toEqual([
      '2026-05-18 09:00 本周提醒：3项期限：采购合同备案，最迟5月21日（星期四），还剩3个工作日。',
    ])
    expect(said.map(({ at }) => at)).toEqual([
      '2026-05-12 09:00',
      '2026-05-14 09:00',
      '2026-05-18 09:00',
      '2026-05-21 09:00',
      '2026-05-22 09:00',
      '2026-05-25 09:00',
    ])
    expect(said[2]?.reply.text).toMatchInlineSnapshot(`
      "**本周提醒：3项期限**

      **“视频会议系统”**
      - 采购合同备案，最迟5月21日（星期四），还剩3个工作日。（[第二十八条](/measures/jining-htz-2024#article-28)）

      **“城管平台”**
      - 采购合同备案，最迟5月25日（星期一），还剩5个工作日。（[第二十八条](/measures/jining-htz-2024#article-28)）

      **“档案系统”**
      - 采购合同备案，最迟5月25日（星期一），还剩5个工作日。（[第二十八条](/measures/jining-htz-2024#article-28)）

      办完请点“已完成”，或告诉我办结日期。"
    `)
  })
})

describe('who else', () => {
  test('the second contact is told one working day before, where nothing was done', async () => {
    await signed()
    const chief = await office.enter('chief')
    await office.say('chief', '你好')
    await office.say('clerk', `让${chief}做第二联系人`)
    await office.pass('2026-05-22T00:30:00.000Z')
    expect(linesOf(await office.reminded('chief'))).toEqual([
      '2026-05-20 09:00 您是“视频会议系统”的第二联系人，负责人还没有办结：采购合同备案，最迟5月21日（星期四），还剩1个工作日。',
    ])
    expect((await office.reminded('chief'))[0]?.reply.options).toBeUndefined()
  })

  test('a second contact whom nobody can reach: the owner is told', async () => {
    await signed()
    await office.say('clerk', '让0f8fad5b-d9cb-469f-a165-70867728950e做第二联系人')
    office.watching.add('clerk')
    await office.pass('2026-05-20T05:00:00.000Z')
    const [first] = await office.say('clerk', '谢谢')
    expect(first?.text).toContain('**未送达**：有1条提醒没能送到')
    expect(first?.text).toContain('给第二联系人的')
    expect((await office.say('clerk', '谢谢'))[0]?.text).not.toContain('未送达')
    expect(await count('assistant_reminders_total{end="undelivered"}')).toContain('1')
  })
})

describe('arriving', () => {
  test('not fetched on the page within office hours: said on the other channel', async () => {
    await signed()
    const clerk = await office.enter('clerk')
    await office.say('clerk', '你好', 'wecom', clerk)
    await office.say('clerk', '你好')
    await office.pass('2026-05-12T02:00:00.000Z')
    expect(await office.reminded('clerk', 'wecom')).toEqual([])
    await office.pass('2026-05-12T06:00:00.000Z')
    expect(linesOf(await office.reminded('clerk', 'wecom'))).toEqual([
      '2026-05-12 13:00 “视频会议系统”：采购合同备案，最迟5月21日（星期四），还剩7个工作日。',
    ])
    expect((await office.store.countOutgoing()).waiting).toBeGreaterThan(0)
  })

  test('on no channel: shown as 未送达 at the next message elsewhere, once', async () => {
    await signed()
    const clerk = await office.enter('clerk')
    await office.pass('2026-05-13T06:00:00.000Z')
    const [first] = await office.say('clerk', '你好', 'wecom', clerk)
    expect(first?.text).toContain('**未送达**：有1条提醒没能送到您这里')
    expect(first?.text).toContain('5月12日（星期二） “视频会议系统”：采购合同备案，最迟5月21日')
    expect((await office.say('clerk', '你好', 'wecom', clerk))[0]?.text).not.toContain('未送达')
  })

  test('who comes back to the page has it there: nothing is called lost', async () => {
    await signed()
    await office.pass('2026-05-13T06:00:00.000Z')
    expect((await office.say('clerk', '你好'))[0]?.text).not.toContain('未送达')
  })

  test('a group is no place for reminders', async () => {
    await signed()
    const clerk = await office.enter('clerk')
    await office.store.beginConversation('group', 'wecom', clerk)
    const message = { id: 'in-group', text: '你好', group: true as const }
    await office.store.accept({ channel: 'wecom', conversationId: 'group', personId: clerk, message })
    await office.pass('2026-05-13T06:00:00.000Z')
    const activities = await office.store.activitiesAfter('group', 0, 100)
    expect(activities.filter(({ author }) => author === 'bot')).toEqual([])
  })
})

describe('what is pressed', () => {
  test('done: the day is asked, the event is noted, and what follows is reminded of', async () => {
    office = await Office.open(assistant, '2026-05-11T02:00:00.000Z')
    await office.declare('clerk', 'p1', '视频会议系统', 'jining-htz-2024', jining)
    await office.say('clerk', '中标通知书5月8日发了')
    await office.pass('2026-05-12T02:00:00.000Z')
    const [reminder] = await office.reminded('clerk')
    expect(reminder?.reply.options?.map(({ title }) => title)).toEqual(['已完成', '稍后提醒', '查看依据'])
    const [asked] = await office.press('clerk', button(reminder?.reply, '已完成'))
    expect(asked?.text).toBe('“签订采购合同”是哪天办完的？')
    const [noted] = await office.say('clerk', '5月11日')
    expect(noted?.text).toContain('已记：正式采购合同签订，2026年5月11日')
    await office.pass('2026-05-14T02:00:00.000Z')
    expect(linesOf(await office.reminded('clerk')).at(-1)).toContain('采购合同备案，最迟5月25日')
  })

  test('done without an event: closed with its day, and not told again', async () => {
    await signed()
    await office.pass('2026-05-12T02:00:00.000Z')
    const [reminder] = await office.reminded('clerk')
    expect(reminder?.reply.options?.map(({ title }) => title)).toEqual(['已完成', '稍后提醒', '查看依据', '生成材料'])
    const [asked] = await office.press('clerk', button(reminder?.reply, '已完成'))
    const [closed] = await office.press('clerk', button(asked, '昨天'))
    expect(closed?.text).toBe('已记：采购合同备案，5月11日（星期一）办结，不再提醒。')
    await office.pass('2026-06-12T02:00:00.000Z')
    expect(await office.reminded('clerk')).toHaveLength(1)
  })

  test('later: never past the last day without saying so', async () => {
    await signed()
    await office.pass('2026-05-18T02:00:00.000Z')
    const reminder = (await office.reminded('clerk')).at(-1)
    const [offered] = await office.press('clerk', button(reminder?.reply, '稍后提醒'))
    expect(offered?.options?.map(({ title }) => title)).toEqual(['明天', '3个工作日后', '下周'])
    const [kept] = await office.press('clerk', button(offered, '明天'))
    expect(kept?.text).toBe('好，5月19日（星期二）上午9点再提醒“采购合同备案”。')
    const [past] = await office.press('clerk', button(offered, '下周'))
    expect(past?.text).toContain('注意：5月25日（星期一）已过“采购合同备案”的最后一天5月21日（星期四）')
    await office.pass('2026-05-26T02:00:00.000Z')
    expect((await office.reminded('clerk')).map(({ at }) => at).slice(2)).toEqual([
      '2026-05-21 09:00',
      '2026-05-25 09:00',
    ])
  })

  test('why: the reckoning step by step, and the words of the measure', async () => {
    await signed()
    await office.pass('2026-05-12T02:00:00.000Z')
    const [reminder] = await office.reminded('clerk')
    const [why] = await office.press('clerk', button(reminder?.reply, '查看依据'))
    expect(why?.text).toContain('“采购合同备案”的推算')
    expect(why?.text).toContain('合同应在签订完成后10个工作日内在项目管理系统备案')
    expect(why?.text).toContain('第二十八条')
  })

  test('silenced, stopped and resumed', async () => {
    await signed()
    await office.pass('2026-05-12T02:00:00.000Z')
    expect((await office.say('clerk', '这个不用提醒了'))[0]?.text).toContain('不再提醒“采购合同备案”')
    await office.pass('2026-05-18T02:00:00.000Z')
    expect(await office.reminded('clerk')).toHaveLength(1)
    await office.say('clerk', '恢复提醒')
    await office.say('clerk', '全部停止')
    await office.pass('2026-05-20T02:00:00.000Z')
    expect(await office.reminded('clerk')).toHaveLength(1)
    await office.say('clerk', '恢复提醒')
    await office.pass('2026-05-21T02:00:00.000Z')
    expect((await office.reminded('clerk')).map(({ at }) => at)).toEqual([
      '2026-05-12 09:00',
      '2026-05-20 13:00',
      '2026-05-21 09:00',
    ])
  })

  test('in English to whom speaks English', async () => {
    office = await Office.open(assistant, '2026-05-11T02:00:00.000Z')
    await office.declare('clerk', 'p1', 'video system', 'jining-htz-2024', jining)
    await office.say('clerk', 'the contract was signed on 8 May 2026')
    await office.pass('2026-05-12T02:00:00.000Z')
    expect(linesOf(await office.reminded('clerk'))).toEqual([
      '2026-05-12 09:00 “video system”: Record the procurement contract: by Thursday 21 May, 7 working days left.',
    ])
  })
})

/** 2027 as the State Council might announce it: Spring Festival from 4 to 12 February, worked on 30 January and 20 February. */
const year2027 = `year: 2027
notices:
  - id: content_test
    number: 国办发明电〔2026〕9号
    on: 2026-11-10
daysOff:
  - { holiday: 元旦, from: 2027-01-01, to: 2027-01-03 }
  - { holiday: 春节, from: 2027-02-04, to: 2027-02-12 }
makeUpDays: [2027-01-30, 2027-02-20]
`

describe('promises kept current', () => {
  /** Contracts signed on 26 January 2027 (its tenth working day lies behind Spring Festival) and on 15 January. */
  async function twoContracts(): Promise<void> {
    office = await Office.open(assistant, '2027-01-25T02:00:00.000Z')
    await office.declare('clerk', 'p1', '视频会议系统', 'jining-htz-2024', jining)
    await office.say('clerk', '视频会议系统合同1月26日签')
    await office.declare('clerk', 'p2', '城管平台', 'jining-htz-2024', jining)
    await office.say('clerk', '城管平台合同1月15日签了')
  }

  test('a year’s notice comes out: what moves is told with its reason, what does not move is not', async () => {
    await twoContracts()
    const before = await office.store.remindersOf('p1')
    const calendar = loadCalendar([{ name: '2027.yaml', text: year2027 }])
    expect(await office.restart(assistantWith(assistant, { calendar }))).toBe(1)
    expect(await office.restart(assistantWith(assistant, { calendar }))).toBe(1)
    await office.tick()
    expect(await office.restart(assistantWith(assistant, { calendar }))).toBe(0)
    await office.pass('2027-01-26T02:00:00.000Z')
    const said = await office.reminded('clerk')
    expect(before.map(({ due }) => due)).toEqual(['2027-02-11'])
    expect((await office.store.remindersOf('p1')).map(({ due }) => due)).toEqual(['2027-02-17'])
    expect((await office.store.remindersOf('p2')).map(({ due }) => due)).toEqual(['2027-01-29'])
    const moved = said.filter(({ reply }) => reply.text.includes('改为'))
    expect(moved).toHaveLength(1)
    expect(moved[0]?.at).toBe('2027-01-26 09:00')
    expect(moved[0]?.reply.text).toContain(
      '因国务院办公厅公布2027年放假安排（国办发明电〔2026〕9号），最后一天由2月11日（星期四）改为2月17日（星期三）',
    )
    expect(moved[0]?.reply.text).not.toContain('城管平台：')
  })

  test('a rule changes: its deadlines move, no others', async () => {
    await twoContracts()
    await office.declare('clerk', 'p3', '档案系统', 'jining-htz-2024', jining)
    await office.say('clerk', '档案系统中标通知书1月22日发了')
    const law = lawWithPeriod(assistant.law, 'jining.record-contract', '15个工作日')
    await office.restart(assistantWith(assistant, { law }))
    await office.pass('2027-01-26T02:00:00.000Z')
    const moved = (await office.reminded('clerk')).filter(({ reply }) => reply.text.includes('改为'))
    expect(moved).toHaveLength(1)
    expect(moved[0]?.reply.text).toContain('因本助手所用的办法条文（期限）已更新')
    expect(moved[0]?.reply.text.match(/改为/gu)).toHaveLength(2)
    expect(moved[0]?.reply.text).not.toContain('签订采购合同，因')
  })

  test('nothing changed: nobody is looked at again', async () => {
    await signed()
    await office.tick()
    expect(await office.restart(assistant)).toBe(0)
  })
})

describe('several at once', () => {
  test('a turn that is faster wins: what was worked out before is not said', async () => {
    await signed()
    await office.pass('2026-05-12T00:30:00.000Z')
    const clerk = await office.enter('clerk')
    const lease = { by: 'other', seconds: 60 }
    await office.store.lookAgain('nothing')
    const { people } = await office.store.claimAgendas(lease, 5)
    expect(people).toEqual([clerk])
    expect((await office.store.claimAgendas({ by: 'third', seconds: 60 }, 5)).people).toEqual([])
    const agenda = await office.store.agendaOf(clerk)
    await office.say('clerk', '合同备案了')
    const settled = await office.store.settleAgenda({
      personId: clerk,
      version: agenda.version,
      by: 'other',
      standing: '',
      lookAt: null,
      promises: agenda.promises,
      told: [{ id: 'n1', kind: 'before', project: 'p1' }],
      messages: [
        { to: clerk, reply: { text: '过时', summary: '过时' }, notices: ['n1'], kinds: ['before'], about: [] },
      ],
      open: ['directline'],
      sending: new Set(),
      checkAt: office.now,
    })
    expect(settled).toBeUndefined()
    expect(await office.reminded('clerk')).toEqual([])
    expect((await office.store.agendaOf(clerk)).told.size).toBe(0)
  })

  test('a project that is deleted leaves nothing of its reminders', async () => {
    await signed()
    await office.pass('2026-05-12T02:00:00.000Z')
    await office.say('clerk', '删除视频会议系统')
    const [sure] = await office.say('clerk', '删除视频会议系统')
    await office.press('clerk', button(sure, '彻底删除'))
    expect((await office.reminded('clerk'))[0]?.reply.text).toBe('（已清除）')
    const clerk = await office.enter('clerk')
    expect((await office.store.agendaOf(clerk)).told.size).toBe(0)
    await office.pass('2026-06-12T02:00:00.000Z')
    expect(await office.reminded('clerk')).toHaveLength(1)
  })
})
