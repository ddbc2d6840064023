import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BotSocket, openBotSocket, pingMilliseconds } from '#bot/channels/wecom/aibot-socket.ts'
import { createLog } from '#bot/log.ts'
import { eventually } from '../../support/eventually.ts'
import { botId, botSecret, botText, type FakeBotGateway, openFakeBotGateway } from './fake-bot-gateway.ts'

const answerMilliseconds = 10_000
let gateway: FakeBotGateway
let socket: BotSocket
/** How long it was waited before each reconnection; no time passes. */
let waited: number[]
/** What runs on a beat. */
let beats: (() => void)[]
/** Ends the wait for answers at once. */
let late: (() => void)[]
let kept: unknown[]
let keep: (frame: unknown) => Promise<void>
let logged: string[]

beforeEach(async () => {
  gateway = await openFakeBotGateway()
  waited = []
  beats = []
  late = []
  kept = []
  logged = []
  keep = async (frame) => void kept.push(frame)
})
afterEach(async () => {
  await socket.close()
  await gateway.close()
})

function connect(url = gateway.url, secret = botSecret): void {
  socket = openBotSocket({
    url,
    botId,
    secret,
    keep: (frame) => keep(frame),
    log: createLog('debug', (line) => logged.push(line)),
    random: () => 1,
    timers: {
      async wait(milliseconds, stopped) {
        const { promise, resolve } = Promise.withResolvers<void>()
        if (milliseconds === answerMilliseconds) {
          late.push(resolve)
          return promise
        }
        waited.push(milliseconds)
        // A door that stays shut is not knocked at without end.
        if (waited.length < 8) return
        stopped.addEventListener('abort', () => resolve())
        return promise
      },
      every(milliseconds, deed) {
        expect(milliseconds).toBe(pingMilliseconds)
        beats.push(deed)
        return () => void beats.splice(beats.indexOf(deed), 1)
      },
    },
  })
}
const isConnected = (): Promise<void> => eventually(() => expect(logged.join()).toContain('wecom-bot-connected'))
const beat = (): void => {
  for (const each of [...beats]) each()
}
const say = (content: string, requestId?: string): Promise<unknown> =>
  socket.ask('aibot_send_msg', { chatid: 'A', msgtype: 'markdown', markdown: { content } }, requestId)

describe('the socket', () => {
  it('pings on every beat while it is answered', async () => {
    connect()
    await isConnected()
    for (let i = 1; i < 4; i += 1) {
      beat()
      await eventually(() => expect(gateway.pings()).toBe(i))
      // The answer to the ping is on its way.
      await say('x')
    }
    expect(gateway.connected()).toBe(1)
  })

  it('on which nothing is heard from one beat to the next is opened anew', async () => {
    connect()
    await isConnected()
    gateway.ignore('ping')
    beat()
    beat()
    await eventually(() => expect(waited).toEqual([1000]))
    await eventually(() => expect(gateway.connected()).toBe(1))
  })

  it('that cannot be opened is tried with growing pauses', async () => {
    await gateway.close()
    connect()
    await eventually(() => expect(waited).toHaveLength(8))
    expect(waited).toEqual([2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000))
    gateway = await openFakeBotGateway()
  })

  it('refused for its secret is tried with growing pauses, and nothing is asked meanwhile', async () => {
    connect(gateway.url, 'wrong')
    await eventually(() => expect(waited.length).toBeGreaterThan(2))
    expect(waited.slice(0, 3)).toEqual([2000, 4000, 8000])
    await expect(say('x')).rejects.toMatchObject({ permanent: false })
    expect(gateway.said).toEqual([])
  })

  it('cut begins again with a short pause', async () => {
    connect()
    await isConnected()
    gateway.cut()
    await eventually(() => expect(waited).toEqual([1000]))
    await eventually(() => expect(gateway.connected()).toBe(1))
  })

  it('closed while a message is being kept keeps it first', async () => {
    const gate = Promise.withResolvers<void>()
    keep = async (frame) => {
      await gate.promise
      kept.push(frame)
    }
    connect()
    await isConnected()
    gateway.push(botText('你好'))
    await say('x')
    const closed = socket.close()
    expect(kept).toEqual([])
    gate.resolve()
    await closed
    expect(kept).toHaveLength(1)
  })

  it('tells of a message that could not be kept, and goes on', async () => {
    keep = () => Promise.reject(new Error('the disk is full'))
    connect()
    await isConnected()
    gateway.push(botText('你好'))
    await eventually(() => expect(logged.join()).toContain('the disk is full'))
    await say('x')
    expect(gateway.connected()).toBe(1)
  })

  it('shows no secret in its log', async () => {
    connect()
    await isConnected()
    gateway.push(botText('涉密'))
    await eventually(() => expect(kept).toHaveLength(1))
    expect(logged.join()).not.toContain(botSecret)
    expect(logged.join()).not.toContain('涉密')
  })
})

describe('a question to the gateway', () => {
  it('is answered each by its own receipt', async () => {
    connect()
    await isConnected()
    gateway.fail('aibot_send_msg', 45009)
    const both = await Promise.allSettled([say('甲'), say('乙')])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(both[0]).toMatchObject({ reason: { code: '45009', permanent: false, retryAfterSeconds: 120 } })
  })

  it('under one message’s id follows the one before it, also after a refusal', async () => {
    connect()
    await isConnected()
    gateway.fail('aibot_send_msg', -1)
    const all = await Promise.allSettled(['甲', '乙', '丙'].map((each) => say(each, 'same')))
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(gateway.said.map(({ body }) => body.markdown?.content)).toEqual(['乙', '丙'])
  })

  it('that nobody answers is given up, to be tried later', async () => {
    connect()
    await isConnected()
    gateway.ignore('aibot_send_msg')
    const asked = say('x')
    await eventually(() => expect(late.length).toBeGreaterThan(1))
    for (const end of late) end()
    await expect(asked).rejects.toMatchObject({ permanent: false })
  })

  it('on its way when the connection is lost is given up, to be tried later', async () => {
    connect()
    await isConnected()
    gateway.ignore('aibot_send_msg')
    const asked = say('x')
    gateway.cut()
    await expect(asked).rejects.toMatchObject({ permanent: false })
  })
})
