/** What is done with a reminder: by its buttons on every channel, or in words where a button was meant. */
import { afterEach, describe, expect, test } from 'vitest'
import { renderOptionsCard } from '#bot/channels/adaptive-card.ts'
import { readButton } from '#bot/channels/button.ts'
import { drawPlain } from '#bot/channels/dingtalk/draw.ts'
import { toActivity } from '#bot/channels/direct-line/activity.ts'
import { optionSaid } from '#bot/channels/ladder/options.ts'
import { renderCard } from '#bot/channels/render-card.ts'
import type { ButtonPayload } from '#dialogs/conversation.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { buttonOf, linesOf, Office, type Said } from '../support/office.ts'

const assistant = await sharedAssistant()
const jining = { totalInvestmentYuan: 1_500_000, implementationMonths: 12 }
const origin = 'http://localhost:3978'
let office: Office

afterEach(() => office.close())

/** A project in Jining whose contract was signed on 8 May 2026: to be recorded by 21 May. */
async function signed(): Promise<Office> {
  office = await Office.open(assistant, '2026-05-11T02:00:00.000Z')
  await office.declare('clerk', 'p1', '视频会议系统', 'jining-htz-2024', jining)
  await office.say('clerk', '合同5月8日签了')
  return office
}

/** @returns the newest reminder at that instant */
async function remindedAt(instant: string): Promise<Said | undefined> {
  await office.pass(instant)
  return (await office.reminded('clerk')).at(-1)
}

interface Action {
  readonly title: string
  readonly data?: unknown
  readonly value?: unknown
}

function actionsIn(drawn: unknown): readonly Action[] {
  const { attachments = [], suggestedActions } = drawn as {
    attachments?: readonly { readonly content?: { readonly actions?: readonly Action[] } }[]
    suggestedActions?: { readonly actions: readonly Action[] }
  }
  return [...attachments.flatMap(({ content }) => content?.actions ?? []), ...(suggestedActions?.actions ?? [])]
}

/** What a reply is drawn as, and what a person's press on it comes back as. */
const channels: Readonly<Record<string, (said: Said, title: string) => ButtonPayload | undefined>> = {
  'the web chat': ({ at, conversation, reply }, title) => {
    const activity = { conversationId: conversation, seq: 1, at, author: 'bot' as const, payload: { reply } }
    const action = actionsIn(toActivity(activity, origin)).find((each) => each.title === title)
    return readButton(JSON.parse(JSON.stringify(action?.data ?? action?.value ?? null)))
  },
  'a card of the Bot Framework': ({ reply }, title) => {
    const { card, options = [], summary } = reply
    const drawn = card === undefined ? renderOptionsCard(options, summary) : renderCard(card, summary, origin)
    const action = actionsIn({ attachments: [drawn] }).find((each) => each.title === title)
    return readButton(JSON.parse(JSON.stringify(action?.data ?? null)))
  },
  'plain text, by number': ({ reply }, title) => {
    const line = drawPlain(reply, { origin: undefined })
      .join('\n')
      .split('\n')
      .find((each) => each.endsWith(`. ${title}`))
    const chosen = optionSaid(line?.split('.')[0] ?? '', reply, true)
    return typeof chosen === 'object' ? chosen.option.payload : undefined
  },
}

describe.each(Object.entries(channels))('the four buttons in %s', (_name, buttonIn) => {
  async function press(said: Said | undefined, title: string): Promise<Said> {
    if (said === undefined) throw new Error('Nothing was said.')
    const button = buttonIn(said, title)
    expect(button, title).toBeDefined()
    const [reply] = await office.press('clerk', button)
    if (reply === undefined) throw new Error('No answer.')
    return { ...said, reply }
  }

  test('已完成 asks the day; the day closes it', async () => {
    await signed()
    const asked = await press(await remindedAt('2026-05-12T02:00:00.000Z'), '已完成')
    expect(asked.reply.text).toBe('“采购合同备案”是哪天办完的？')
    const closed = await press(asked, '昨天')
    expect(closed.reply.text).toBe('已记：采购合同备案，5月11日（星期一）办结，不再提醒。')
  })

  test('稍后提醒 offers days; the day is kept', async () => {
    await signed()
    const offered = await press(await remindedAt('2026-05-12T02:00:00.000Z'), '稍后提醒')
    const kept = await press(offered, '3个工作日后')
    expect(kept.reply.text).toBe('好，5月15日（星期五）上午9点再提醒“采购合同备案”。')
    expect(linesOf([await remindedAt('2026-05-15T02:00:00.000Z')].flatMap((said) => said ?? []))).toEqual([
      '2026-05-15 09:00 “视频会议系统”：采购合同备案，最迟5月21日（星期四），还剩4个工作日。',
    ])
  })

  test('查看依据 tells the reckoning and the words', async () => {
    await signed()
    const why = await press(await remindedAt('2026-05-12T02:00:00.000Z'), '查看依据')
    expect(why.reply.text).toContain('合同应在签订完成后10个工作日内在项目管理系统备案')
  })

  test('生成材料 begins the document of that deadline', async () => {
    await signed()
    await press(await remindedAt('2026-05-12T02:00:00.000Z'), '生成材料')
    const conversation = await office.store.findConversation('clerk@directline')
    expect(JSON.stringify(conversation?.state.dialog?.filling)).toContain('jining.contract-record')
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
    const [asked] = await office.press('clerk', buttonOf(reminder?.reply, '已完成'))
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
    const [asked] = await office.press('clerk', buttonOf(reminder?.reply, '已完成'))
    const [closed] = await office.press('clerk', buttonOf(asked, '昨天'))
    expect(closed?.text).toBe('已记：采购合同备案，5月11日（星期一）办结，不再提醒。')
    await office.pass('2026-06-12T02:00:00.000Z')
    expect(await office.reminded('clerk')).toHaveLength(1)
  })

  test('later: never past the last day without saying so', async () => {
    await signed()
    await office.pass('2026-05-18T02:00:00.000Z')
    const reminder = (await office.reminded('clerk')).at(-1)
    const [offered] = await office.press('clerk', buttonOf(reminder?.reply, '稍后提醒'))
    expect(offered?.options?.map(({ title }) => title)).toEqual(['明天', '3个工作日后', '下周'])
    const [kept] = await office.press('clerk', buttonOf(offered, '明天'))
    expect(kept?.text).toBe('好，5月19日（星期二）上午9点再提醒“采购合同备案”。')
    const [past] = await office.press('clerk', buttonOf(offered, '下周'))
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
    const [why] = await office.press('clerk', buttonOf(reminder?.reply, '查看依据'))
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

describe('what was done', () => {
  const record = async () => {
    const [project] = await office.store.projectsOf(await office.enter('clerk'))
    if (project === undefined) throw new Error('no project')
    return project.record
  }

  test('an event is the project’s, with its origin; taken back, the deadline and its reminders are there again', async () => {
    office = await Office.open(assistant, '2026-05-11T02:00:00.000Z')
    await office.declare('clerk', 'p1', '视频会议系统', 'jining-htz-2024', jining)
    await office.say('clerk', '中标通知书5月8日发了')
    await office.press('clerk', buttonOf((await remindedAt('2026-05-12T02:00:00.000Z'))?.reply, '已完成'))
    const [noted] = await office.say('clerk', '5月11日')
    expect((await record()).project.events).toContainEqual({ event: 'contract-signed', on: '2026-05-11' })
    expect((await record()).changes.at(-1)).toMatchObject({
      what: 'event:contract-signed',
      by: await office.enter('clerk'),
      after: { on: '2026-05-11' },
    })
    expect((await office.store.remindersOf('p1')).map(({ deadline }) => deadline)).toEqual(['jining.record-contract'])
    const [back] = await office.press('clerk', buttonOf(noted, '撤回这一条'))
    expect(back?.text).toContain('已撤回：正式采购合同签订')
    expect((await record()).project.events?.map(({ event }) => event)).toEqual(['award-notice-sent'])
    expect(linesOf([await remindedAt('2026-05-18T02:00:00.000Z')].flatMap((said) => said ?? []))).toEqual([
      '2026-05-18 09:00 “视频会议系统”：签订采购合同，最迟5月21日（星期四），还剩3个工作日。',
    ])
  })

  test('a deadline without an event is closed with its day and origin, and can be taken back too', async () => {
    await signed()
    const [asked] = await office.press(
      'clerk',
      buttonOf((await remindedAt('2026-05-12T02:00:00.000Z'))?.reply, '已完成'),
    )
    const [closed] = await office.press('clerk', buttonOf(asked, '昨天'))
    expect((await record()).closed).toEqual([
      { deadline: 'jining.record-contract', on: '2026-05-11', due: '2026-05-21' },
    ])
    const [back] = await office.press('clerk', buttonOf(closed, '撤回这一条'))
    expect(back?.text).toContain('已撤回：采购合同备案')
    expect(back?.text).toContain('采购合同备案：最迟2026年5月21日')
    expect((await record()).closed).toEqual([])
    expect((await record()).project.events?.map(({ event }) => event)).toEqual(['contract-signed'])
    expect((await remindedAt('2026-05-18T02:00:00.000Z'))?.at).toBe('2026-05-18 09:00')
    const [history] = await office.say('clerk', '变更记录')
    expect(history?.text).toContain('撤回这一条 采购合同备案')
  })

  test('a day that is still to come is not taken', async () => {
    await signed()
    await office.press('clerk', buttonOf((await remindedAt('2026-05-12T02:00:00.000Z'))?.reply, '已完成'))
    expect((await office.say('clerk', '5月15日'))[0]?.text).toContain('5月15日（星期五）还没到，先不记')
    expect((await record()).closed).toEqual([])
  })

  test('typed where a button was meant: of the newest reminder', async () => {
    await signed()
    expect((await remindedAt('2026-05-12T02:00:00.000Z'))?.at).toBe('2026-05-12 09:00')
    expect((await office.say('clerk', '查看依据'))[0]?.text).toContain('“采购合同备案”的推算')
    expect((await office.say('clerk', '明天再提醒我'))[0]?.text).toBe(
      '好，5月13日（星期三）上午9点再提醒“采购合同备案”。',
    )
    expect((await office.say('clerk', '稍后提醒'))[0]?.options).toHaveLength(3)
    expect((await office.say('clerk', '5个工作日后再提醒'))[0]?.text).toContain('5月19日（星期二）上午9点再提醒')
    expect((await office.say('clerk', '已完成'))[0]?.text).toBe('“采购合同备案”是哪天办完的？')
    expect((await office.say('clerk', '昨天'))[0]?.text).toContain('5月11日（星期一）办结')
  })

  test('typed with its day: at once, by the event where there is one', async () => {
    await signed()
    expect((await remindedAt('2026-05-12T02:00:00.000Z'))?.at).toBe('2026-05-12 09:00')
    expect((await office.say('clerk', '办完了，5月11日'))[0]?.text).toContain('5月11日（星期一）办结')
  })

  test('two in one message: which one is asked', async () => {
    await signed()
    await office.declare('clerk', 'p2', '城管平台', 'jining-htz-2024', jining)
    await office.say('clerk', '城管平台合同5月8日签了')
    expect((await remindedAt('2026-05-12T02:00:00.000Z'))?.reply.summary).toContain('今天有2项提醒')
    const [asked] = await office.say('clerk', '已完成')
    expect(asked?.options?.map(({ title }) => title)).toEqual(['“视频会议系统”采购合同备案', '“城管平台”采购合同备案'])
    const [day] = await office.press('clerk', buttonOf(asked, '“城管平台”采购合同备案'))
    await office.press('clerk', buttonOf(day, '今天'))
    await office.pass('2026-05-18T02:00:00.000Z')
    expect(linesOf(await office.reminded('clerk')).at(-1)).toContain('“视频会议系统”：')
  })

  test('whoever may only read changes nothing by an old button', async () => {
    await signed()
    const button = buttonOf((await remindedAt('2026-05-12T02:00:00.000Z'))?.reply, '已完成')
    const reader = await office.enter('reader')
    await office.say('clerk', `把视频会议系统共享给${reader}`)
    expect((await office.press('reader', button))[0]?.text).toContain('只')
    await office.enter('stranger')
    expect((await office.press('stranger', button))[0]?.text).not.toContain('哪天办完')
    expect((await record()).closed).toEqual([])
  })
})
