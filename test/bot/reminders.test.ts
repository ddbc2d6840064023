/** The word given is kept: told once, in time, on the next channel where one fails, and told anew where a day moves. */
import { afterEach, describe, expect, test } from 'vitest'
import { createReminderBrain } from '#bot/reminder-brain.ts'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { buttonOf, linesOf, Office } from '../support/office.ts'
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

  test('what comes every year comes again, and a year that was missed stays told beside the next', {
    timeout: 60_000,
  }, async () => {
    office = await Office.open(assistant, '2024-11-04T02:00:00.000Z')
    office.watching.add('clerk')
    const facts = { totalInvestmentYuan: 8_000_000, constructionMonths: 36, category: 'other' } as const
    await office.declare('clerk', 'p1', '共享平台', 'jilin-2020', facts)
    await office.say('clerk', '11月1日开工建设了')
    await office.pass('2024-12-20T06:00:00.000Z')
    expect((await office.say('clerk', '年度绩效评价报告交了'))[0]?.text).toContain('已办结的期限')
    await office.pass('2026-01-06T06:00:00.000Z')
    const days = async () => (await office.reminded('clerk')).map(({ at }) => at.slice(0, 10))
    // 30 working days ahead of 31 December 2025, then 7, 3, 1, the last morning and the day after New Year's.
    expect((await days()).filter((day) => day > '2025')).toEqual([
      '2025-11-19',
      '2025-12-22',
      '2025-12-26',
      '2025-12-30',
      '2025-12-31',
      '2026-01-04',
    ])
    await office.pass('2026-11-19T06:00:00.000Z')
    const open = (await office.store.remindersOf('p1')).filter(({ deadline }) =>
      deadline.endsWith('performance-report'),
    )
    expect(open.map(({ due }) => due)).toEqual(['2025-12-31', '2026-12-31'])
    const texts = (await office.reminded('clerk')).map(({ at, reply }) => `${at.slice(0, 10)} ${reply.text}`)
    expect(texts.filter((text) => text.includes('最迟12月31日（星期四），还剩30个工作日'))).toHaveLength(1)
    expect(texts.filter((text) => text.startsWith('2026-11') && text.includes('超期'))).toHaveLength(2)
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
    expect(office.taken.at(-1)?.reply.summary).toContain('采购合同备案')
    expect(await office.store.countOutgoing()).toMatchObject({ waiting: 0 })
    await office.pass('2026-05-13T06:00:00.000Z')
    expect(await count('assistant_reminders_total{end="arrived"}')).toContain('1')
  })

  /** Speaks on the platform, so that reminders go there first. */
  async function speaksOnPlatform(): Promise<void> {
    await signed()
    await office.pass('2026-05-11T03:00:00.000Z')
    await office.say('clerk', '我的提醒', 'wecom', await office.enter('clerk'))
  }

  test('a platform that takes nothing for the person: said on the page at once, as 未送达 there', async () => {
    await speaksOnPlatform()
    office.platform = 'refusing'
    await office.pass('2026-05-12T02:00:00.000Z')
    expect((await office.reminded('clerk')).map(({ at, reply }) => `${at} ${reply.summary}`)).toEqual([
      '2026-05-12 09:00 【未送达】下面这条消息没能发到企业微信，改发到这里：',
      '2026-05-12 09:00 “视频会议系统”：采购合同备案，最迟5月21日（星期四），还剩7个工作日。',
    ])
    await office.pass('2026-05-13T06:00:00.000Z')
    expect(await count('assistant_reminders_total{end="undelivered"}')).toBeUndefined()
  })

  test('a platform that is away: said on the page after four office hours, and not lost there', async () => {
    await speaksOnPlatform()
    office.platform = 'away'
    await office.pass('2026-05-12T02:00:00.000Z')
    expect(await office.reminded('clerk')).toEqual([])
    await office.pass('2026-05-12T06:00:00.000Z')
    expect(linesOf(await office.reminded('clerk'))).toEqual([
      '2026-05-12 13:00 “视频会议系统”：采购合同备案，最迟5月21日（星期四），还剩7个工作日。',
    ])
  })

  test('a platform that is back within these hours gets it once, and nobody else', async () => {
    await speaksOnPlatform()
    office.platform = 'away'
    await office.pass('2026-05-12T01:00:00.000Z')
    office.platform = 'up'
    await office.pass('2026-05-12T03:00:00.000Z')
    await office.pass('2026-05-13T06:00:00.000Z')
    expect(office.taken.filter(({ unasked }) => unasked)).toHaveLength(1)
    expect(await office.reminded('clerk')).toEqual([])
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

  test('what an older release beside this one reckoned meanwhile is reckoned again before long', async () => {
    await signed()
    const clerk = await office.enter('clerk')
    const standing = createReminderBrain(assistant).standing
    const { version, promises } = await office.store.agendaOf(clerk)
    await office.store.claimAgendas({ by: 'older', seconds: 60 }, 5)
    const nothingSaid = { told: [], messages: [], open: [], sending: new Set<string>(), checkAt: office.now }
    const older = { personId: clerk, version, by: 'older', standing: 'older', lookAt: null, promises, ...nothingSaid }
    expect(await office.store.settleAgendas([older])).toEqual([[]])
    await office.tick()
    expect(await office.store.lookAgain('older')).toBe(0)
    for (let i = 0; i < 1000; i += 1) await office.tick()
    expect(await office.store.lookAgain(standing)).toBe(0)
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
    const [settled] = await office.store.settleAgendas([
      {
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
      },
    ])
    expect(settled).toBeUndefined()
    expect(await office.reminded('clerk')).toEqual([])
    expect((await office.store.agendaOf(clerk)).told.size).toBe(0)
  })

  test('a project that is deleted leaves nothing of its reminders', async () => {
    await signed()
    await office.pass('2026-05-12T02:00:00.000Z')
    await office.say('clerk', '删除视频会议系统')
    const [sure] = await office.say('clerk', '删除视频会议系统')
    await office.press('clerk', buttonOf(sure, '彻底删除'))
    expect((await office.reminded('clerk'))[0]?.reply.text).toBe('（已清除）')
    const clerk = await office.enter('clerk')
    expect((await office.store.agendaOf(clerk)).told.size).toBe(0)
    await office.pass('2026-06-12T02:00:00.000Z')
    expect(await office.reminded('clerk')).toHaveLength(1)
  })
})
