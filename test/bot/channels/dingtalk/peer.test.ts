/** The platform's own client against the gateway our stream is tested with: what it is content with, ours is tested by. */
import { DWClient, type DWClientDownStream, TOPIC_ROBOT } from 'dingtalk-stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClient } from '#bot/channels/dingtalk/client.ts'
import { openStream, type Stream } from '#bot/channels/dingtalk/stream.ts'
import { createLog } from '#bot/log.ts'
import { eventually } from '../../support/eventually.ts'
import { type LoopbackCloud, openLoopbackCloud } from '../../support/loopback-cloud.ts'
import { type FakeGateway, openFakeGateway } from './fake-gateway.ts'

let gateway: FakeGateway
let cloud: LoopbackCloud
let stream: Stream | undefined
let client: DWClient | undefined
/** What the messages held. */
let heard: unknown[]

beforeEach(async () => {
  gateway = await openFakeGateway()
  // The address in its code is the public one: what is called there is passed on to the gateway here.
  cloud = await openLoopbackCloud(({ url, body }) =>
    url === 'https://api.dingtalk.com/v1.0/gateway/connections/open' ? gateway.open(JSON.parse(body)) : undefined,
  )
  heard = []
  vi.spyOn(console, 'info').mockImplementation(() => undefined)
})
afterEach(async () => {
  client?.disconnect()
  client = undefined
  await stream?.close()
  stream = undefined
  await cloud.close()
  await gateway.close()
  vi.restoreAllMocks()
})

async function theirs(): Promise<void> {
  const own = new DWClient({ clientId: 'key', clientSecret: 'the-secret', ua: 'govit-policy-assistant' })
  own.config.subscriptions = []
  own.registerCallbackListener(TOPIC_ROBOT, (frame: DWClientDownStream) => {
    heard.push(JSON.parse(frame.data))
    own.socketCallBackResponse(frame.headers.messageId, {})
  })
  client = own
  await own.connect()
}

async function ours(): Promise<void> {
  const base = 'https://api.dingtalk.com'
  const settings = { apiBase: base, oapiBase: base, appKey: 'key', appSecret: 'the-secret', robotCode: 'robot' }
  stream = openStream({
    open: createClient(settings, () => new Date()).openStream,
    keep: async (message) => void heard.push(message),
    log: createLog('silent'),
    random: () => 1,
    timers: { wait: async () => undefined, every: () => () => undefined },
  })
}

/** What goes over the wire, from the opening to the last acknowledgement. */
async function talk(connect: () => Promise<void>): Promise<object> {
  await connect()
  await eventually(() => expect(gateway.connected()).toBe(1))
  gateway.push('CONNECTED', {}, { type: 'SYSTEM', messageId: 'f1' })
  gateway.push('REGISTERED', {}, { type: 'SYSTEM', messageId: 'f2' })
  gateway.push('ping', { opaque: '7b' }, { type: 'SYSTEM', messageId: 'f3' })
  gateway.push(TOPIC_ROBOT, { msgId: 'm1', text: { content: '你好' } }, { messageId: 'f4' })
  gateway.push(TOPIC_ROBOT, { msgId: 'm2' }, { messageId: 'f5' })
  await eventually(() => expect(gateway.heard).toHaveLength(3))
  return { opened: gateway.opened, heard: gateway.heard, messages: heard }
}

describe('K-6 the platform’s own client', () => {
  it('is content with our gateway: it opens, hears, answers a ping and acknowledges', async () => {
    const said = await talk(theirs)
    expect(said).toMatchObject({
      messages: [{ msgId: 'm1', text: { content: '你好' } }, { msgId: 'm2' }],
      heard: [{ headers: { messageId: 'f3' } }, { headers: { messageId: 'f4' } }, { headers: { messageId: 'f5' } }],
    })
    expect(cloud.calls.map(({ url }) => url)).toEqual(['https://api.dingtalk.com/v1.0/gateway/connections/open'])
  })

  it('says on the wire what our stream says, and calls the door with the same headers', async () => {
    const said = structuredClone(await talk(theirs))
    client?.disconnect()
    await eventually(() => expect(gateway.connected()).toBe(0))
    gateway.opened.length = 0
    gateway.heard.length = 0
    heard = []
    expect(await talk(ours)).toEqual(said)
    const [their, our] = cloud.calls.map(({ method, headers, body }) => ({
      method,
      accept: headers.accept,
      type: headers['content-type'],
      body: JSON.parse(body) as unknown,
    }))
    expect(our).toEqual(their)
  })
})
