import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backOffMilliseconds } from '#bot/back-off.ts'
import { createClient } from '#bot/channels/dingtalk/client.ts'
import { openStream, type Stream, silenceMilliseconds } from '#bot/channels/dingtalk/stream.ts'
import { robotTopic } from '#bot/channels/dingtalk/stream-frame.ts'
import { createLog } from '#bot/log.ts'
import { eventually } from '../../support/eventually.ts'
import { type FakeGateway, openFakeGateway } from './fake-gateway.ts'

let gateway: FakeGateway
let stream: Stream | undefined
/** How long it was waited before each reconnection; no time passes. */
let waited: number[]
/** What runs on a beat. */
let beats: { milliseconds: number; deed: () => void }[]
let kept: unknown[]
let logged: string[]
let keep: (message: unknown) => Promise<void>

beforeEach(async () => {
  gateway = await openFakeGateway()
  waited = []
  beats = []
  kept = []
  logged = []
  keep = async (message) => void kept.push(message)
})
afterEach(async () => {
  await stream?.close()
  stream = undefined
  await gateway.close()
})

function connect(): void {
  const { base } = gateway
  const settings = { apiBase: base, oapiBase: base, appKey: 'key', appSecret: 'the-secret', robotCode: 'robot' }
  const client = createClient(settings, () => new Date())
  stream = openStream({
    open: client.openStream,
    keep: (message) => keep(message),
    log: createLog('debug', (line) => logged.push(line)),
    random: () => 1,
    timers: {
      async wait(milliseconds) {
        waited.push(milliseconds)
      },
      every(milliseconds, deed) {
        const beat = { milliseconds, deed }
        beats.push(beat)
        return () => void beats.splice(beats.indexOf(beat), 1)
      },
    },
  })
}

const isConnected = (): Promise<void> => eventually(() => expect(gateway.connected()).toBe(1))

describe('K-5 the stream', () => {
  it('asks for the robot’s messages and shows no secret in its log', async () => {
    connect()
    await isConnected()
    expect(gateway.opened[0]).toMatchObject({
      clientId: 'key',
      clientSecret: 'the-secret',
      subscriptions: [{ type: 'CALLBACK', topic: robotTopic }],
    })
    await eventually(() => expect(logged.join()).toContain('dingtalk-stream-connected'))
    expect(logged.join()).not.toContain('the-secret')
  })

  it('acknowledges a message once it is kept, and not before', async () => {
    const gate = Promise.withResolvers<void>()
    keep = async (message) => {
      await gate.promise
      kept.push(message)
    }
    connect()
    await isConnected()
    const slow = gateway.push(robotTopic, { msgId: 'm1' })
    // A ping behind it is answered: the connection goes on meanwhile.
    gateway.push('ping', { opaque: 'x' }, { type: 'SYSTEM' })
    await eventually(() => expect(gateway.heard).toHaveLength(1))
    expect(gateway.heard[0]?.headers.topic).toBe('ping')
    gate.resolve()
    await eventually(() => expect(gateway.heard).toHaveLength(2))
    expect(kept).toEqual([{ msgId: 'm1' }])
    expect(gateway.heard[1]).toEqual({
      code: 200,
      headers: { contentType: 'application/json', messageId: slow },
      message: 'OK',
      data: '{"response":{}}',
    })
  })

  it('leaves without acknowledgement what could not be kept, so that it is delivered again', async () => {
    let full = true
    keep = async (message) => {
      if (full) throw new Error('the disk is full')
      kept.push(message)
    }
    connect()
    await isConnected()
    const messageId = gateway.push(robotTopic, { msgId: 'm1' })
    await eventually(() => expect(logged.join()).toContain('the disk is full'))
    full = false
    gateway.push(robotTopic, { msgId: 'm1' }, { messageId })
    await eventually(() => expect(gateway.heard.map((each) => each.headers.messageId)).toEqual([messageId]))
    expect(kept).toEqual([{ msgId: 'm1' }])
  })

  it('sends a ping back as it came, and acknowledges events it did not ask for', async () => {
    connect()
    await isConnected()
    const ping = gateway.push('ping', { opaque: '7b' }, { type: 'SYSTEM' })
    const event = gateway.push('chat_update', {}, { type: 'EVENT' })
    gateway.push('CONNECTED', {}, { type: 'SYSTEM' })
    await eventually(() => expect(gateway.heard).toHaveLength(2))
    expect(gateway.heard[0]).toMatchObject({ code: 200, data: '{"opaque":"7b"}', headers: { messageId: ping } })
    expect(gateway.heard[1]).toMatchObject({ code: 200, headers: { messageId: event } })
    expect(JSON.parse(gateway.heard[1]?.data ?? '')).toMatchObject({ status: 'SUCCESS' })
    expect(kept).toEqual([])
  })

  it('comes back when told to disconnect, having acknowledged what it was keeping', async () => {
    const gate = Promise.withResolvers<void>()
    keep = () => gate.promise
    connect()
    await isConnected()
    const messageId = gateway.push(robotTopic, { msgId: 'm1' })
    gateway.push('disconnect', {}, { type: 'SYSTEM' })
    gateway.push('ping', {}, { type: 'SYSTEM' })
    await eventually(() => expect(gateway.heard).toHaveLength(1))
    gate.resolve()
    await eventually(() => expect(gateway.opened).toHaveLength(2))
    await isConnected()
    expect(gateway.heard.map((each) => each.headers.messageId)).toContain(messageId)
    expect(waited).toEqual([1000])
  })

  it('comes back when the connection is cut', async () => {
    connect()
    await isConnected()
    gateway.push('ping', {}, { type: 'SYSTEM' })
    await eventually(() => expect(gateway.heard).toHaveLength(1))
    gateway.cut()
    await eventually(() => expect(gateway.opened).toHaveLength(2))
    await isConnected()
    expect(waited).toEqual([1000])
  })

  it('waits longer each time the door is shut, and a second after it worked again', async () => {
    gateway.failOpen(503, 5)
    connect()
    await isConnected()
    expect(waited).toEqual([2000, 4000, 8000, 16_000, 32_000])
    gateway.push('ping', {}, { type: 'SYSTEM' })
    await eventually(() => expect(gateway.heard).toHaveLength(1))
    gateway.cut()
    await eventually(() => expect(waited.at(-1)).toBe(1000))
    expect(logged.join()).toContain('gateway/connections/open: refused with ServiceUnavailable')
  })

  it('waits longer each time the gateway hangs up without a word', async () => {
    gateway.dropSockets(3)
    connect()
    await eventually(() => expect(gateway.opened).toHaveLength(4))
    expect(waited).toEqual([2000, 4000, 8000])
  })

  it('hangs up on a gateway that has fallen silent, and comes back', async () => {
    connect()
    await isConnected()
    await eventually(() => expect(beats).toHaveLength(1))
    expect(beats[0]?.milliseconds).toBe(silenceMilliseconds / 2)
    const before = beats[0]
    before?.deed()
    before?.deed()
    await eventually(() => expect(gateway.opened).toHaveLength(2))
    await isConnected()
    expect(beats).toHaveLength(1)
  })

  it('goes on after what is no frame, and after a frame whose data is none', async () => {
    connect()
    await isConnected()
    for (const text of ['', '{', 'null', '[]', '{"type":1}', JSON.stringify({ type: 'CALLBACK' })])
      gateway.pushRaw(text)
    const headers = { topic: robotTopic, messageId: 'x' }
    gateway.pushRaw(JSON.stringify({ type: 'CALLBACK', headers, data: '{not json' }))
    await eventually(() => expect(gateway.heard).toHaveLength(1))
    expect(kept).toEqual([undefined])
    expect(gateway.opened).toHaveLength(1)
  })

  it('stays closed once it is closed', async () => {
    connect()
    await isConnected()
    await stream?.close()
    await eventually(() => expect(gateway.connected()).toBe(0))
    expect(gateway.opened).toHaveLength(1)
  })

  it('is closed while the door is shut', async () => {
    gateway.failOpen(503, 1000)
    connect()
    await eventually(() => expect(gateway.opened.length).toBeGreaterThan(3))
    await stream?.close()
    const attempts = gateway.opened.length
    await new Promise((resolve) => setImmediate(resolve))
    expect(gateway.opened).toHaveLength(attempts)
  })
})

describe('the back-off', () => {
  it('doubles up to a minute, and is never under half of it', () => {
    const whole = [0, 1, 2, 3, 4, 5, 6, 7, 100].map((failures) => backOffMilliseconds(failures, 1))
    expect(whole).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000])
    expect([0, 3, 100].map((failures) => backOffMilliseconds(failures, 0))).toEqual([500, 4000, 30_000])
  })
})
