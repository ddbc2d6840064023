import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ChannelError, type Delivery, type FetchedChannel, type SendingChannel } from '#bot/channels/channel.ts'
import { createLog } from '#bot/log.ts'
import { createMetrics, type Metrics } from '#bot/metrics.ts'
import { createOutbox, type Outbox } from '#bot/outbox/outbox.ts'
import { openSqlite } from '#bot/store/sqlite.ts'
import { type Store, StoreUnavailable } from '#bot/store/store.ts'
import { createTurns, type Turns } from '#bot/turn.ts'

let folder: string
let store: Store
let metrics: Metrics
let outbox: Outbox
let turns: Turns
let personId: string
let logged: string[]
/** What the platform took, in order. */
let taken: Delivery[]
/** Conversations of the web that were woken. */
let woken: (string | undefined)[]
/** What the platform does with a delivery; throws where it does not take it. */
let platform: (delivery: Delivery) => void | Promise<void>

const wecom: SendingChannel = {
  name: 'wecom',
  brings: 'sends',
  mount: () => undefined,
  async deliver(delivery) {
    await platform(delivery)
    taken.push(delivery)
    return { platformId: `p${taken.length}` }
  },
  close: async () => undefined,
}
const web: FetchedChannel = {
  name: 'directline',
  brings: 'fetched',
  mount: () => undefined,
  wake: (conversationId) => void woken.push(conversationId),
  close: async () => undefined,
}

const unreached = () => new ChannelError('ECONNREFUSED', { permanent: false })
const busy = (retryAfterSeconds?: number) =>
  new ChannelError('too many', { permanent: false, code: '45009', ...(retryAfterSeconds && { retryAfterSeconds }) })
const gone = () => new ChannelError('no such user', { permanent: true, code: '60111' })

function openServer(on: Store = store): void {
  const log = createLog('warn', (line) => logged.push(line))
  outbox = createOutbox({ store: on, log, metrics, random: () => 1 })
  turns = createTurns({
    store: on,
    log,
    metrics,
    outbox,
    handle: async (conversation, message) => ({
      replies: [{ text: `答:${message.text}`, summary: message.text }],
      conversation,
    }),
  })
  for (const channel of [wecom, web]) {
    turns.addChannel(channel)
    outbox.addChannel(channel)
  }
  outbox.start()
}

beforeEach(async () => {
  vi.useFakeTimers({
    toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
    now: Date.parse('2026-03-02T01:00:00.000Z'),
  })
  folder = mkdtempSync(join(tmpdir(), 'outbox-'))
  store = await openSqlite(join(folder, 'assistant.db'), () => new Date())
  metrics = createMetrics({ process: false })
  personId = (await store.personAt({ channel: 'wecom', key: 'li' })).id
  logged = []
  taken = []
  woken = []
  platform = () => undefined
  openServer()
  metrics.watchOutbox(() => outbox.counts())
})
afterEach(async () => {
  await outbox.stop()
  await store.close()
  rmSync(folder, { recursive: true })
  vi.useRealTimers()
})

async function say(text: string, conversationId = 'w1', more: { channel?: string; group?: true } = {}): Promise<void> {
  const { channel = 'wecom', ...message } = more
  await store.beginConversation(conversationId, channel, personId)
  await turns.accept({
    channel,
    conversationId,
    personId,
    message: { id: `${conversationId} ${text}`, text, ...message },
  })
  await turns.idle()
  await pass(0)
}

/** Time goes by, a second at a time, and what is due then happens. */
async function pass(seconds: number): Promise<void> {
  for (let i = 0; i <= seconds; i++) {
    // Not all of it is a timer: commits wait for the end of the event loop's turn.
    for (let turn = 0; turn < 12; turn++) await new Promise(setImmediate)
    if (i < seconds) await vi.advanceTimersByTimeAsync(1000)
  }
}

const texts = (conversationId = 'w1') =>
  taken.filter((each) => each.conversationId === conversationId).map((each) => each.reply.text)
const counted = async (line: string) => (await metrics.render()).includes(`${line}\n`)

it('sends what a turn committed at once, and keeps the receipt', async () => {
  await say('a')
  expect(texts()).toEqual(['答:a'])
  expect(await store.countOutgoing()).toEqual({ waiting: 0, dead: 0 })
  await pass(120)
  expect(taken).toHaveLength(1)
  expect(await counted('assistant_sends_total{channel="wecom",end="sent"} 1')).toBe(true)
})

it('tries again after two, four and eight seconds or at the next look after them, nothing of the conversation overtaking, while others go on', async () => {
  const tries: number[] = []
  const begun = Date.now()
  platform = ({ conversationId, reply }) => {
    if (conversationId === 'w2' || reply.text === '答:b') return
    tries.push((Date.now() - begun) / 1000)
    if (tries.length < 4) throw new Error('drawn wrongly')
  }
  await say('a')
  await say('b')
  await say('c', 'w2')
  expect(texts('w2')).toEqual(['答:c'])
  expect(texts()).toEqual([])
  await pass(20)
  const waited = tries.slice(1).map((at, i) => at - (tries[i] ?? 0))
  expect(waited.map((seconds, i) => seconds >= 2 ** (i + 1) && seconds < 2 ** (i + 1) + 3)).toEqual([true, true, true])
  expect(texts()).toEqual(['答:a', '答:b'])
})

it('waits as long as the platform asks', async () => {
  let tries = 0
  platform = () => {
    tries += 1
    if (tries === 1) throw busy(40)
  }
  await say('a')
  await pass(38)
  expect(tries).toBe(1)
  await pass(4)
  expect(texts()).toEqual(['答:a'])
})

it('stops asking a platform that is down, finds it back with one message, and then brings everything in order', async () => {
  let tries = 0
  platform = () => {
    tries += 1
    throw unreached()
  }
  for (let i = 1; i <= 8; i++) await say(`m${i}`, `w${i}`)
  await pass(600)
  const during = tries
  expect(during).toBeLessThan(40)
  expect((await outbox.counts())?.paused).toEqual(['wecom'])
  expect(await counted('assistant_channel_paused{channel="wecom"} 1')).toBe(true)
  platform = () => undefined
  await pass(600)
  expect(taken.map((each) => each.reply.text).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((i) => `答:m${i}`))
  expect((await outbox.counts())?.paused).toEqual([])
})

it('gives up what the platform refuses for good: counted, logged, and told at the person’s next message, once', async () => {
  platform = () => {
    throw gone()
  }
  await say('a')
  expect(await store.countOutgoing()).toEqual({ waiting: 0, dead: 1 })
  expect(await counted('assistant_outbox{state="dead"} 1')).toBe(true)
  expect(logged.join()).toContain('"code":"60111"')
  expect(logged.join()).not.toContain('答:')
  platform = () => undefined
  await say('in a group', 'g1', { group: true })
  expect(texts('g1')).toEqual(['答:in a group'])
  await say('b')
  await say('c')
  expect(texts()).toEqual([expect.stringMatching(/^【未送达】此前有 1 条消息.*\n\n- 3月2日 09:00 a$/s), '答:b', '答:c'])
})

it('gives up what the platform answers a dozen times without taking it', async () => {
  let tries = 0
  platform = ({ reply }) => {
    if (reply.text !== '答:a') return
    tries += 1
    throw busy()
  }
  await say('a')
  await pass(3600)
  expect(tries).toBe(12)
  expect(await store.countOutgoing()).toEqual({ waiting: 0, dead: 1 })
})

it('says what was promised on the person’s other channel where one refuses it', async () => {
  await say('here too', 'd1', { channel: 'directline' })
  await say('a')
  platform = () => {
    throw gone()
  }
  await store.say('w1', { text: '提醒', summary: '提醒' }, outbox.sending)
  outbox.onSaid('w1')
  await pass(1)
  const said = await store.activitiesAfter('d1', 0, 10)
  expect(said.flatMap((each) => (each.author === 'bot' ? [each.payload.reply.text] : []))).toEqual([
    '答:here too',
    expect.stringContaining('【未送达】'),
    '提醒',
  ])
  expect(woken.at(-1)).toBe('d1')
  expect((await store.findPerson(personId))?.undelivered).toBe(0)
})

it('does not send twice what a platform took while the store was away', async () => {
  let away = true
  await outbox.stop()
  openServer({
    ...store,
    settleSent: (...given) =>
      away ? Promise.reject(new StoreUnavailable('unreachable', 'away')) : store.settleSent(...given),
  })
  await say('a')
  await pass(30)
  expect(taken).toHaveLength(1)
  away = false
  await pass(10)
  expect(await store.countOutgoing()).toEqual({ waiting: 0, dead: 0 })
  expect(taken).toHaveLength(1)
})

it('goes on after the parts that were taken', async () => {
  platform = async (delivery) => {
    if (delivery.partsSent === 1) return
    await delivery.keepSent(1, 2)
    throw new Error('the second part is wrong')
  }
  await say('a')
  await pass(3)
  expect(taken.map((each) => each.partsSent)).toEqual([1])
})

it('at a stop finishes what is on its way and gives back the rest, which the next start sends', async () => {
  const gate = Promise.withResolvers<void>()
  platform = () => gate.promise
  await say('a')
  await say('b')
  const stopped = outbox.stop()
  gate.resolve()
  await stopped
  expect(texts()).toEqual(['答:a'])
  openServer()
  await pass(1)
  expect(texts()).toEqual(['答:a', '答:b'])
})

it('takes a channel that never answers to have failed, and tries again', async () => {
  let tries = 0
  platform = () => {
    tries += 1
    return tries === 1 ? new Promise(() => undefined) : undefined
  }
  await say('a')
  await pass(59)
  expect(tries).toBe(1)
  await pass(5)
  expect(texts()).toEqual(['答:a'])
})
