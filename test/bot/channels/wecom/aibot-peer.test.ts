/** The platform's own client against our gateway: what ours is tried against below behaves as that client expects. */
import { type EventEmitter, once } from 'node:events'
import { WSClient, type WsFrame } from '@wecom/aibot-node-sdk'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { botEvent, botId, botSecret, botText, type FakeBotGateway, openFakeBotGateway } from './fake-bot-gateway.ts'

let gateway: FakeBotGateway
let client: WSClient
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

async function connect(secret = botSecret): Promise<WSClient> {
  client = new WSClient({ botId, secret, wsUrl: gateway.url, logger: silent, maxAuthFailureAttempts: 0 })
  client.connect()
  return client
}
const frameOf = async (event: string): Promise<WsFrame> => {
  const [frame] = (await once(client as unknown as EventEmitter, event)) as [WsFrame]
  return frame
}

beforeEach(async () => {
  gateway = await openFakeBotGateway()
})
afterEach(async () => {
  client.disconnect()
  await gateway.close()
})

it('W18 subscribes, streams an answer, replaces a card, speaks unasked and uploads', async () => {
  await connect()
  await frameOf('authenticated')
  const heard = frameOf('message.text')
  const requestId = gateway.push(botText('你好'))
  const frame = await heard
  expect(frame.body).toMatchObject({ text: { content: '你好' }, from: { userid: 'ZhangSan' } })
  await client.replyStream(frame, 's1', '正在', false)
  await client.replyStreamWithCard(frame, 's1', '正在查好了', true, {
    templateCard: { card_type: 'button_interaction', main_title: { title: '请选择' }, task_id: 't1' },
  })
  await expect(client.replyStream(frame, 's1', '再说', true)).rejects.toMatchObject({ errcode: 846608 })
  const pressed = frameOf('event.template_card_event')
  gateway.push(
    botEvent({ eventtype: 'template_card_event', template_card_event: { event_key: 'k', task_id: 't1' } }),
    'aibot_event_callback',
  )
  await client.updateTemplateCard(await pressed, { card_type: 'button_interaction', task_id: 't1' })
  await client.sendMessage('ZhangSan', { msgtype: 'markdown', markdown: { content: '提醒' } })
  const content = Buffer.alloc(1_200_000, 'x')
  const { media_id } = await client.uploadMedia(content, { type: 'file', filename: '申报书.docx' })
  expect(gateway.uploaded.get(media_id)).toEqual({ name: '申报书.docx', content })
  expect(gateway.said.map(({ cmd, requestId: id }) => [cmd, id === requestId])).toEqual([
    ['aibot_respond_msg', true],
    ['aibot_respond_msg', true],
    ['aibot_respond_update_msg', false],
    ['aibot_send_msg', false],
  ])
})

it('is told of a newer connection, and of a wrong secret', async () => {
  await connect()
  await frameOf('authenticated')
  const older = client
  const replaced = once(older as unknown as EventEmitter, 'event.disconnected_event')
  await connect()
  await replaced
  await eventually(() => expect(gateway.connected()).toBe(1))
  client.disconnect()
  const failed = (await connect('wrong')) as unknown as EventEmitter
  const [error] = (await once(failed, 'error')) as [Error]
  expect(error.message).toContain('40001')
  older.disconnect()
})
