/** Who is reminded of a project, and who no more: its owner, the second contact, those it is shared with. */
import { afterEach, describe, expect, test } from 'vitest'
import { sharedAssistant } from '../support/assistant.ts'
import { buttonOf, linesOf, Office } from '../support/office.ts'

const assistant = await sharedAssistant()
const jining = { totalInvestmentYuan: 1_500_000, implementationMonths: 12 }
let office: Office

afterEach(() => office.close())

/** A project in Jining whose contract was signed on 8 May 2026: to be recorded by 21 May. */
async function signed(): Promise<Office> {
  office = await Office.open(assistant, '2026-05-11T02:00:00.000Z')
  await office.declare('clerk', 'p1', '视频会议系统', 'jining-htz-2024', jining)
  await office.say('clerk', '合同5月8日签了')
  return office
}

/** A colleague who has spoken before. @returns their id */
async function colleague(name: string): Promise<string> {
  const id = await office.enter(name)
  const [said] = await office.say(name, '我的编号')
  expect(said?.text).toContain(id)
  return id
}

const count = async (name: string) => (await office.metrics.render()).split('\n').find((line) => line.startsWith(name))

describe('the second contact', () => {
  test('hears at once that they are one, and one working day before, where nothing was done', async () => {
    await signed()
    const chief = await colleague('chief')
    expect((await office.say('clerk', `科室负责人是${chief}`))[0]?.text).toContain('第二联系人')
    await office.pass('2026-05-22T00:30:00.000Z')
    expect(linesOf(await office.reminded('chief'))).toEqual([
      '2026-05-11 13:00 您被设为“视频会议系统”的第二联系人。哪一项到最后一天前一个工作日还没办结，我上午9点提醒您；平时不打扰。如果不该是您，请让项目负责人取消；不想收到，对我说“全部停止”。',
      '2026-05-20 09:00 您是“视频会议系统”的第二联系人，负责人还没有办结：采购合同备案，最迟5月21日（星期四），还剩1个工作日。',
    ])
    expect((await office.reminded('chief')).map(({ reply }) => reply.options)).toEqual([undefined, undefined])
  })

  test('named in the evening they hear the next morning', async () => {
    await signed()
    const chief = await colleague('chief')
    await office.pass('2026-05-15T12:30:00.000Z')
    await office.say('clerk', `让${chief}做第二联系人`)
    await office.tick()
    expect(await office.reminded('chief')).toEqual([])
    await office.pass('2026-05-18T02:00:00.000Z')
    expect((await office.reminded('chief')).map(({ at }) => at)).toEqual(['2026-05-18 09:00'])
  })

  test('hears nothing where it was done in time, or they were taken away again', async () => {
    await signed()
    const chief = await colleague('chief')
    await office.say('clerk', `第二联系人：${chief}`)
    await office.pass('2026-05-19T02:00:00.000Z')
    await office.say('clerk', '合同备案了')
    await office.declare('clerk', 'p2', '城管平台', 'jining-htz-2024', jining)
    await office.say('clerk', '城管平台合同5月18日签了')
    await office.say('clerk', `城管平台的科室负责人是${chief}`)
    await office.say('clerk', '取消城管平台的第二联系人')
    await office.pass('2026-06-30T02:00:00.000Z')
    expect(linesOf(await office.reminded('chief'))).toHaveLength(1)
  })

  test('whom a wrong id names: the owner is told at once, not on the last day but one', async () => {
    await signed()
    await office.say('clerk', '让0f8fad5b-d9cb-469f-a165-70867728950e做第二联系人')
    await office.tick()
    expect(await count('assistant_reminders_total{end="undelivered"}')).toContain('1')
    const [first] = await office.say('clerk', '我的提醒')
    expect(first?.text).toContain('**未送达**：有1条给第二联系人的提醒没能送到对方那里')
    expect((await office.say('clerk', '我的提醒'))[0]?.text).not.toContain('未送达')
  })

  test('who has stopped all reminders gets none, and the owner is told so', async () => {
    await signed()
    const chief = await colleague('chief')
    await office.say('clerk', `让${chief}做第二联系人`)
    await office.tick()
    await office.say('chief', '全部停止')
    office.watching.add('clerk')
    await office.pass('2026-05-20T05:00:00.000Z')
    expect(await office.reminded('chief')).toHaveLength(1)
    const [first] = await office.say('clerk', '我的提醒')
    expect(first?.text).toContain('给第二联系人的：您是“视频会议系统”的第二联系人')
  })

  test('a name alone reaches nobody: how to name them is told', async () => {
    await signed()
    for (const words of ['科室负责人是张三', '让王科长做第二联系人', '第二联系人怎么设']) {
      const [how] = await office.say('clerk', words)
      expect(how?.text, words).toContain('凭人员编号来设')
      expect(how?.text).toContain('我的编号')
    }
  })
})

describe('who is reminded no more', () => {
  test('of an archived project nobody; of one brought back again', async () => {
    await signed()
    const chief = await colleague('chief')
    await office.say('clerk', `让${chief}做第二联系人`)
    await office.pass('2026-05-12T02:00:00.000Z')
    await office.say('clerk', '归档视频会议系统')
    await office.pass('2026-05-20T06:00:00.000Z')
    expect(await office.reminded('clerk')).toHaveLength(1)
    expect(await office.reminded('chief')).toHaveLength(1)
    await office.say('clerk', '恢复视频会议系统')
    await office.pass('2026-05-21T02:00:00.000Z')
    expect(linesOf(await office.reminded('clerk')).at(-1)).toBe(
      '2026-05-21 09:00 “视频会议系统”：采购合同备案，今天5月21日（星期四）是最后一天。',
    )
  })

  test('of a deleted project nobody, and nothing is kept of its reminders or wishes', async () => {
    await signed()
    const chief = await colleague('chief')
    await office.say('clerk', `让${chief}做第二联系人`)
    await office.pass('2026-05-12T02:00:00.000Z')
    await office.say('clerk', '这个不用提醒了')
    const [sure] = await office.say('clerk', '删除视频会议系统')
    await office.press('clerk', buttonOf(sure, '彻底删除'))
    for (const name of ['clerk', 'chief'])
      expect((await office.reminded(name)).map(({ reply }) => reply.text)).toEqual(['（已清除）'])
    const agenda = await office.store.agendaOf(await office.enter('clerk'))
    expect([agenda.promises, agenda.told.size, agenda.latest]).toEqual([[], 0, []])
    expect(agenda.settings).toEqual({ muted: [], later: {}, seconds: {} })
    await office.pass('2026-06-12T02:00:00.000Z')
    expect(await office.reminded('clerk')).toHaveLength(1)
    expect(await office.reminded('chief')).toHaveLength(1)
  })

  test('a project that turns out to be classified: wiped with all that was reminded of it', async () => {
    await signed()
    await office.pass('2026-05-12T02:00:00.000Z')
    await office.say('clerk', '我们这个项目是涉密的')
    expect((await office.reminded('clerk')).map(({ reply }) => reply.text)).toEqual(['（已清除）'])
    await office.pass('2026-07-01T02:00:00.000Z')
    expect(await office.reminded('clerk')).toHaveLength(1)
    expect(JSON.stringify(await office.store.activitiesAfter('clerk@directline', 0, 1000))).not.toContain('视频会议')
  })

  test('those it is shared with are not reminded, and keep their own wishes', async () => {
    await signed()
    const editor = await colleague('editor')
    await office.say('clerk', `把视频会议系统共享给${editor}，可编辑`)
    await office.pass('2026-05-22T02:00:00.000Z')
    expect(await office.reminded('editor')).toEqual([])
    expect((await office.reminded('clerk')).length).toBeGreaterThan(3)
  })
})

describe('what somebody else changes', () => {
  test('another day of the event moves the deadline: the owner is told what moved and why', async () => {
    await signed()
    const editor = await colleague('editor')
    await office.say('clerk', `把视频会议系统共享给${editor}，可编辑`)
    await office.pass('2026-05-12T02:00:00.000Z')
    await office.say('editor', '视频会议系统合同5月11日签的')
    expect((await office.store.remindersOf('p1')).map(({ due }) => due)).toEqual(['2026-05-25'])
    await office.pass('2026-05-13T02:00:00.000Z')
    expect(linesOf(await office.reminded('clerk')).at(-1)).toBe(
      '2026-05-13 09:00 “视频会议系统”：采购合同备案，因有人更改了起算日期，最后一天由5月21日（星期四）改为5月25日（星期一）。',
    )
  })

  test('the owner’s own change is told in the answer, with the day it was', async () => {
    await signed()
    const [answer] = await office.say('clerk', '合同是5月11日签的')
    expect(answer?.text).toContain('采购合同备案：最迟2026年5月25日')
    expect(answer?.text).toContain('原为2026年5月21日')
    await office.pass('2026-05-14T02:00:00.000Z')
    expect(linesOf(await office.reminded('clerk'))).toEqual([
      '2026-05-14 09:00 “视频会议系统”：采购合同备案，最迟5月25日（星期一），还剩7个工作日。',
    ])
  })

  test('another fact moves a deadline: told with that reason, not as another law', async () => {
    office = await Office.open(assistant, '2026-05-11T02:00:00.000Z')
    const facts = {
      level: 'city',
      procurement: 'construction',
      category: 'infrastructure',
      ownerType: 'agency',
    } as const
    await office.declare('clerk', 'p1', '河道监控系统', 'jiujiang-2024', { ...facts, totalInvestmentYuan: 8_000_000 })
    await office.say('clerk', '试运行从5月8日开始')
    const before = await office.store.remindersOf('p1')
    await office.say('clerk', '把投资额改成1500万')
    const after = await office.store.remindersOf('p1')
    const trial = (reminders: typeof before) => reminders.find(({ deadline }) => deadline === 'jiujiang.trial-run')?.due
    expect([trial(before), trial(after)]).toEqual(['2026-08-08', '2026-11-08'])
    await office.pass('2026-05-12T02:00:00.000Z')
    const said = (await office.reminded('clerk')).map(({ reply }) => reply.text).join('\n')
    expect(said).toContain('因项目情况有变，最后一天由8月8日（星期六）改为11月8日（星期日）')
    expect(said).not.toContain('办法条文')
  })
})
