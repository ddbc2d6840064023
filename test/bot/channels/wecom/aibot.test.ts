import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Handle } from '#bot/turn.ts'
import type { ButtonPayload, Reply } from '#dialogs/conversation.ts'
import { startAssistant, type TestAssistant } from '../../support/assistant.ts'
import { eventually } from '../../support/eventually.ts'
import { botEvent, botId, botSecret, botText, type FakeBotGateway, openFakeBotGateway } from './fake-bot-gateway.ts'

let gateway: FakeBotGateway
let assistant: TestAssistant | undefined

const environment = (): Record<string, string> => ({
  WECOM_BOT_URL: gateway.url,
  WECOM_BOT_ID: botId,
  WECOM_BOT_SECRET: botSecret,
})
async function start(handle?: Handle, more: Record<string, string> = {}): Promise<TestAssistant> {
  assistant = await startAssistant({
    environment: { ...environment(), ...more },
    ...(handle === undefined ? {} : { handle }),
  })
  await isConnected()
  return assistant
}
const isConnected = (): Promise<void> => eventually(() => expect(gateway.connected()).toBe(1))
const isSaid = (count: number): Promise<void> =>
  eventually(() => expect(gateway.said, assistant?.logged.join()).toHaveLength(count))
const option = (title: string, args: ButtonPayload['args'] = {}) => ({
  title,
  payload: { v: 1 as const, verb: 'choose', args },
})

beforeEach(async () => {
  gateway = await openFakeBotGateway()
})
afterEach(async () => {
  await assistant?.stop()
  assistant = undefined
  await gateway.close()
})

describe('a message to the robot', () => {
  it('is answered in its own stream, whole and finished', async () => {
    await start()
    const requestId = gateway.push(botText('你好'))
    await isSaid(1)
    expect(gateway.said[0]).toMatchObject({
      cmd: 'aibot_respond_msg',
      requestId,
      body: { msgtype: 'stream', stream: { finish: true, content: '答:你好' } },
    })
  })

  it('that takes a while shows so in the stream that then holds its answer', async () => {
    const { release } = await start()
    gateway.push(botText('slow'))
    await isSaid(1)
    expect(gateway.said[0]?.body.stream).toMatchObject({ finish: false, content: '正在为您查询，请稍候…' })
    release()
    await isSaid(2)
    const [first, second] = gateway.said.map(({ body }) => body.stream)
    expect(second).toEqual({ id: first?.id, finish: true, content: '答:slow' })
  })

  it('whose answer is written before its eyes sees it grow in the stream, and no notice over it', async () => {
    const { release } = await start()
    gateway.push(botText('grow'))
    await isSaid(2)
    const [one, two] = gateway.said.map(({ body }) => body.stream)
    expect(one).toEqual({ id: one?.id, finish: false, content: '一句。' })
    expect(two).toEqual({ id: one?.id, finish: false, content: '一句。两句。' })
    release()
    await isSaid(3)
    expect(gateway.said[2]?.body.stream).toEqual({ id: one?.id, finish: true, content: '答:grow' })
  })

  it('delivered three times has one turn', async () => {
    const { heard } = await start()
    for (let i = 0; i < 3; i += 1) gateway.push(botText('一次', { id: 'same' }))
    gateway.push(botText('另一次'))
    await isSaid(2)
    expect(heard).toEqual(['一次', '另一次'])
  })

  it('in a group is heard without the robot’s name and answered in the group', async () => {
    const { heard } = await start()
    gateway.push(botText('@政策助手 你好', { group: 'g1' }))
    await isSaid(1)
    expect(heard).toEqual(['你好'])
  })

  it.each([
    ['no longer known', (each: FakeBotGateway) => each.endStreams()],
    ['too old', (each: FakeBotGateway) => each.fail('aibot_respond_msg', 846608)],
  ])('whose stream is %s is answered by a message of its own', async (_what, spoil) => {
    const { release } = await start()
    gateway.push(botText('slow'))
    await isSaid(1)
    spoil(gateway)
    release()
    await isSaid(2)
    expect(gateway.said[1]).toMatchObject({
      cmd: 'aibot_send_msg',
      body: { chatid: 'ZhangSan', msgtype: 'markdown', markdown: { content: '答:slow' } },
    })
  })

  it('with several replies has the first in the stream and the rest behind it', async () => {
    const replies: Reply[] = ['甲', '乙'].map((text) => ({ text, summary: text }))
    await start(async (conversation) => ({ replies, conversation }))
    gateway.push(botText('两句'))
    await isSaid(2)
    expect(gateway.said.map(({ cmd, body }) => [cmd, body.stream?.content ?? body.markdown?.content])).toEqual([
      ['aibot_respond_msg', '甲'],
      ['aibot_send_msg', '乙'],
    ])
  })

  it('refused for now is answered later, in the same stream', async () => {
    await start()
    gateway.fail('aibot_respond_msg', -1)
    gateway.push(botText('你好'))
    await isSaid(1)
    expect(gateway.said[0]?.body.stream?.finish).toBe(true)
  })

  it.each(['image', 'file', 'video'])('of %s alone is answered too', async (msgtype) => {
    const { heard } = await start()
    const { text: _, ...rest } = botText('')
    gateway.push({ ...rest, msgtype, [msgtype]: { url: 'https://x.example', aeskey: 'k' } })
    await isSaid(1)
    expect(heard).toEqual([''])
  })

  it('with words between pictures, or spoken, is heard', async () => {
    const { heard } = await start()
    const { text: _, ...rest } = botText('')
    gateway.push({ ...rest, msgtype: 'voice', voice: { content: '说的话' } })
    await isSaid(1)
    const { text: __, ...other } = botText('')
    const items = [
      { msgtype: 'text', text: { content: '写的' } },
      { msgtype: 'image', image: { url: 'https://x.example' } },
      { msgtype: 'text', text: { content: '话' } },
    ]
    gateway.push({ ...other, msgtype: 'mixed', mixed: { msg_item: items } })
    await isSaid(2)
    expect(heard).toEqual(['说的话', '写的话'])
  })

  it('that is none is passed over, and the next one is heard', async () => {
    const { heard, logged } = await start()
    gateway.pushRaw('{')
    gateway.pushRaw('{"cmd":"aibot_msg_callback","headers":{"req_id":"r"},"body":{"msgid":1}}')
    gateway.push(botText('你好'))
    await isSaid(1)
    expect(heard).toEqual(['你好'])
    expect(logged.join()).toContain('wecom-bot-frame-unreadable')
    expect(logged.join()).toContain('wecom-bot-message-refused')
  })
})

describe('a card', () => {
  const question: Reply = { text: '哪一种？', summary: '哪一种', options: [option('新建', { a: 1 }), option('升级')] }
  const asking =
    (pressed: unknown[]): Handle =>
    async (conversation, message) => {
      pressed.push(message.button ?? message.text)
      return { replies: message.button === undefined ? [question] : [{ text: '好', summary: '好' }], conversation }
    }

  it('comes with the stream; pressed, it is replaced and answered', async () => {
    const pressed: unknown[] = []
    await start(asking(pressed))
    gateway.push(botText('开始'))
    await isSaid(1)
    const { body } = gateway.said[0] ?? {}
    expect(body).toMatchObject({
      msgtype: 'stream_with_template_card',
      stream: { finish: true, content: '哪一种？' },
      template_card: { card_type: 'button_interaction', button_list: [{ text: '新建' }, { text: '升级' }] },
    })
    const event_key = body?.template_card?.button_list?.[0]?.key ?? ''
    const task_id = body?.template_card?.task_id
    const event = { eventtype: 'template_card_event', template_card_event: { event_key, task_id, card_type: 'x' } }
    const requestId = gateway.push(botEvent(event), 'aibot_event_callback')
    await isSaid(3)
    expect(pressed.at(-1)).toEqual({ v: 1, verb: 'choose', args: { a: 1 } })
    const update = gateway.said.find(({ cmd }) => cmd === 'aibot_respond_update_msg')
    expect(update).toMatchObject({
      requestId,
      body: { template_card: { task_id, main_title: { title: '已选：新建' } } },
    })
    expect(gateway.said.find(({ cmd }) => cmd === 'aibot_send_msg')?.body.markdown?.content).toBe('好')
  })

  it('pressed is understood as the platform’s own types write it too', async () => {
    const pressed: unknown[] = []
    await start(asking(pressed))
    const event_key = JSON.stringify({ v: 1, verb: 'choose', args: {} })
    gateway.push(botEvent({ eventtype: 'template_card_event', event_key, task_id: 't' }), 'aibot_event_callback')
    await eventually(() => expect(pressed).toEqual([{ v: 1, verb: 'choose', args: {} }]))
  })

  it('refused is words to be said', async () => {
    await start(asking([]))
    gateway.fail('aibot_respond_msg', 40058)
    gateway.fail('aibot_send_msg', 40058)
    gateway.push(botText('开始'))
    await isSaid(2)
    expect(gateway.said.map(({ body }) => body.stream?.content ?? body.markdown?.content)).toEqual([
      '哪一种？',
      '也可以回复：「新建」「升级」',
    ])
  })

  it('is numbered words where the client shows none', async () => {
    const pressed: unknown[] = []
    await start(asking(pressed), { WECOM_CARDS: '0' })
    gateway.push(botText('开始'))
    await isSaid(1)
    expect(gateway.said[0]?.body.stream?.content).toContain('1. 新建')
    gateway.push(botText('1'))
    await eventually(() => expect(pressed.at(-1)).toEqual({ v: 1, verb: 'choose', args: { a: 1 } }))
  })
})

it('whoever opens the conversation is greeted at once, and not again the same day', async () => {
  const { heard } = await start()
  gateway.push(botEvent({ eventtype: 'enter_chat' }), 'aibot_event_callback')
  await isSaid(1)
  expect(gateway.said[0]).toMatchObject({ cmd: 'aibot_respond_welcome_msg', body: { text: { content: '答:opened' } } })
  gateway.push(botEvent({ eventtype: 'enter_chat' }), 'aibot_event_callback')
  gateway.push(botText('在吗'))
  await isSaid(2)
  expect(heard).toEqual(['opened', '在吗'])
})

describe('the connection', () => {
  it('lost is opened again, and what could not be said meanwhile is said then', async () => {
    const { release } = await start()
    gateway.push(botText('slow'))
    await isSaid(1)
    gateway.cut()
    release()
    await eventually(() => expect(gateway.said.length).toBe(2))
    expect(gateway.said[1]?.body.stream?.content).toBe('答:slow')
  })

  it('taken over by another one is left to it', async () => {
    const { logged } = await start()
    const other = await startAssistant({ environment: environment() })
    await eventually(() => expect(logged.join()).toContain('wecom-bot-replaced'))
    await isConnected()
    await other.stop()
  })

  it('refused for its secret is told of without the secret', async () => {
    assistant = await startAssistant({ environment: { ...environment(), WECOM_BOT_SECRET: 'wrong-secret' } })
    const { logged } = assistant
    await eventually(() => expect(logged.join()).toContain('wecom-bot-refused'))
    expect(logged.join()).not.toContain('wrong-secret')
  })
})
