import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Delivery, SendingChannel } from '#bot/channels/channel.ts'
import { createLog } from '#bot/log.ts'
import { createMetrics } from '#bot/metrics.ts'
import { createOutbox } from '#bot/outbox/outbox.ts'
import { openSqlite } from '#bot/store/sqlite.ts'
import { type Store, StoreUnavailable } from '#bot/store/store.ts'
import { awayReply } from '#bot/store-away.ts'
import { createTurns, type Handle, type Turns } from '#bot/turn.ts'
import { steppingClock } from './support/clock.ts'

let folder: string
let store: Store
let personId: string
let delivered: Delivery[]
let working: string[]
let logged: string[]
const metrics = createMetrics({ process: false })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'turn-'))
  store = await openSqlite(join(folder, 'assistant.db'), steppingClock())
  personId = (await store.personAt({ channel: 'web', key: 'k' })).id
  delivered = []
  working = []
  logged = []
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const channel: SendingChannel = {
  name: 'test',
  brings: 'sends',
  mount: () => undefined,
  showWorking(conversationId) {
    working.push(`+${conversationId}`)
    return () => void working.push(`-${conversationId}`)
  },
  async deliver(delivery) {
    delivered.push(delivery)
    return {}
  },
  close: async () => undefined,
}

/** Turns, and the outbox that brings what they commit: idle when both are. */
function turnsWith(handle: Handle, on: Store = store, how: { turnMilliseconds?: number } = {}): Turns {
  const log = createLog('info', (line) => logged.push(line))
  const outbox = createOutbox({ store: on, log, metrics, random: () => 0.5 })
  const turns = createTurns({ store: on, handle, log, metrics, outbox, ...how })
  const addChannel = (added: SendingChannel): void => {
    turns.addChannel(added)
    outbox.addChannel(added)
  }
  addChannel(channel)
  return {
    ...turns,
    addChannel: (added) => added.brings === 'sends' && addChannel(added),
    async idle() {
      await turns.idle()
      await outbox.idle()
    },
  }
}

const echo: Handle = async (conversation, message) => ({
  replies: [{ text: message.text, summary: message.text }],
  conversation: { ...conversation, recent: [...conversation.recent, message.text] },
})

async function say(turns: Turns, conversationId: string, id: string, text = id): Promise<void> {
  await store.beginConversation(conversationId, 'test', personId)
  await turns.accept({ channel: 'test', conversationId, personId, message: { id, text }, reference: { to: id } })
}

const repliesOf = (conversationId: string): string[] =>
  delivered.filter((delivery) => delivery.conversationId === conversationId).map((delivery) => delivery.reply.text)

it('takes the messages of one conversation in order, each on the state the last one left', async () => {
  const seen: string[][] = []
  const turns = turnsWith(async (conversation, message, person, projects) => {
    seen.push([...conversation.recent])
    return echo(conversation, message, person, projects)
  })
  for (const id of ['m1', 'm2', 'm3', 'm4']) await say(turns, 'c1', id)
  await turns.idle()
  expect(seen).toEqual([[], ['m1'], ['m1', 'm2'], ['m1', 'm2', 'm3']])
  expect(repliesOf('c1')).toEqual(['m1', 'm2', 'm3', 'm4'])
})

it('runs at most one turn of a conversation and many conversations at once', async () => {
  const gate = Promise.withResolvers<void>()
  const running = new Map<string, number>()
  let together = 0
  const turns = turnsWith(async (conversation, message, person, projects) => {
    const own = (running.get(conversation.id) ?? 0) + 1
    running.set(conversation.id, own)
    expect(own).toBe(1)
    together = Math.max(
      together,
      [...running.values()].reduce((sum, count) => sum + count, 0),
    )
    if (together === 5) gate.resolve()
    await gate.promise
    running.set(conversation.id, own - 1)
    return echo(conversation, message, person, projects)
  })
  for (let c = 1; c <= 5; c++) for (let m = 1; m <= 3; m++) await say(turns, `c${c}`, `c${c}-m${m}`)
  await turns.idle()
  expect(together).toBe(5)
  expect(delivered).toHaveLength(15)
})

it('gives a repeated message one turn, and hands the channel back what it gave along', async () => {
  const turns = turnsWith(echo)
  await Promise.all([say(turns, 'c1', 'm1'), say(turns, 'c1', 'm1'), say(turns, 'c1', 'm1')])
  await turns.idle()
  expect(repliesOf('c1')).toEqual(['m1'])
  expect(delivered[0]?.reference).toEqual({ to: 'm1' })
})

it('computes again on the new state when another instance was faster', async () => {
  let interfere = 2
  const states: string[][] = []
  const turns = turnsWith(async (conversation, message, person, projects) => {
    states.push([...conversation.recent])
    if (message.id === 'mine' && interfere-- > 0) {
      const other = `other-${interfere}`
      await store.accept({ channel: 'test', conversationId: 'c1', personId, message: { id: other, text: other } })
      const current = await store.findConversation('c1')
      await store.commitTurn({
        channel: 'test',
        messageId: other,
        personId,
        conversation: { id: 'c1', recent: [...(current?.state.recent ?? []), other] },
        expectedVersion: current?.version ?? 0,
        replies: [],
      })
    }
    return echo(conversation, message, person, projects)
  })
  await say(turns, 'c1', 'mine')
  await turns.idle()
  expect(states).toEqual([[], ['other-1'], ['other-1', 'other-0']])
  expect((await store.findConversation('c1'))?.state.recent).toEqual(['other-1', 'other-0', 'mine'])
  expect(repliesOf('c1')).toEqual(['mine'])
})

it('gives up after five conflicts and keeps the message for later', async () => {
  let attempts = 0
  const always: Store = {
    ...store,
    commitTurn: async () => {
      attempts++
      return { status: 'conflict' }
    },
  }
  const turns = turnsWith(echo, always)
  await say(turns, 'c1', 'm1')
  await turns.idle()
  expect(attempts).toBe(5)
  expect((await store.nextUnfinished('c1'))?.message.id).toBe('m1')
})

it('goes on with the next message after a dialog that throws, with the state untouched', async () => {
  const turns = turnsWith(async (conversation, message, person, projects) => {
    if (message.text === 'boom') throw new Error('broken', { cause: new Error('deeper') })
    return echo(conversation, message, person, projects)
  })
  await say(turns, 'c1', 'm1', 'boom')
  await say(turns, 'c1', 'm2')
  await turns.idle()
  expect(repliesOf('c1')[0]).toMatch(/^抱歉,这条消息处理时出错了,已记录编号 [0-9a-f]{8},请再发一次或换个说法。$/)
  expect((await store.findConversation('c1'))?.state.recent).toEqual(['m2'])
  expect(logged.join()).toMatch(/turn-failed/)
  expect(logged.join()).toMatch(/deeper/)
})

it('counts a dialog that never ends as broken, and goes on', async () => {
  const handle: Handle = (conversation, message, person, projects) =>
    message.text === 'forever' ? new Promise(() => undefined) : echo(conversation, message, person, projects)
  const turns = turnsWith(handle, store, { turnMilliseconds: 5 })
  await say(turns, 'c1', 'm1', 'forever')
  await say(turns, 'c1', 'm2')
  await turns.idle()
  expect(repliesOf('c1')).toEqual([expect.stringContaining('抱歉'), 'm2'])
})

it('apologises in English to those who speak it', async () => {
  const turns = turnsWith(async (conversation, message) => {
    if (message.text === 'boom') throw new Error('broken')
    return { replies: [], conversation: { ...conversation, lang: 'en' } }
  })
  await say(turns, 'c1', 'm1', 'hello')
  await say(turns, 'c1', 'm2', 'boom')
  await say(turns, 'c1', 'm3', 'x'.repeat(4001))
  await turns.idle()
  expect(repliesOf('c1')).toEqual([
    expect.stringMatching(/^Sorry, .* number [0-9a-f]{8}/),
    expect.stringMatching(/^This message is longer than 4000/),
  ])
})

it('keeps a message whose commit fails, and takes it up with the next one', async () => {
  let broken = true
  const turns = turnsWith(echo, {
    ...store,
    commitTurn: (commit) => (broken ? Promise.reject(new Error('disk full')) : store.commitTurn(commit)),
  })
  await say(turns, 'c1', 'm1')
  await turns.idle()
  expect(logged.join()).toContain('disk full')
  broken = false
  await say(turns, 'c1', 'm2')
  await turns.idle()
  expect(repliesOf('c1')).toEqual(['m1', 'm2'])
})

it('keeps a reply that could not be brought', async () => {
  const turns = turnsWith(echo)
  turns.addChannel({ ...channel, deliver: () => Promise.reject(new Error('platform is down')) })
  await say(turns, 'c1', 'm1')
  await turns.idle()
  expect(logged.join()).toContain('platform is down')
  expect(await store.activitiesAfter('c1', 0, 10)).toHaveLength(1)
  expect(await store.nextUnfinished('c1')).toBeUndefined()
})

it('takes up at start what was kept and not finished, and not what was', async () => {
  await store.beginConversation('c1', 'test', personId)
  for (const id of ['m1', 'm2'])
    await store.accept({ channel: 'test', conversationId: 'c1', personId, message: { id, text: id } })
  const turns = turnsWith(echo)
  await turns.resume()
  await turns.idle()
  await turns.resume()
  await turns.idle()
  expect(repliesOf('c1')).toEqual(['m1', 'm2'])
})

it('answers a message that was unfinished at three starts with regret instead of trying again', async () => {
  await store.beginConversation('c1', 'test', personId)
  await store.accept({ channel: 'test', conversationId: 'c1', personId, message: { id: 'poison', text: 'poison' } })
  for (let start = 1; start <= 2; start++) await store.resumeUnfinished()
  let handled = 0
  const turns = turnsWith(async (...turn) => {
    handled++
    return echo(...turn)
  })
  await turns.resume()
  await turns.idle()
  expect(handled).toBe(0)
  expect(repliesOf('c1')).toEqual([expect.stringContaining('抱歉')])
})

it('shows that it works while it works, and stops before it answers', async () => {
  const turns = turnsWith(echo)
  await say(turns, 'c1', 'm1')
  await turns.idle()
  expect(working[0]).toBe('+c1')
  expect(working[1]).toBe('-c1')
})

it('tells a person whose turn cannot be kept for now, and answers them when it can', async () => {
  let away = true
  const stalling: Store = {
    ...store,
    async commitTurn(commit) {
      if (away) throw new StoreUnavailable('full', 'The disk is full.')
      return store.commitTurn(commit)
    },
  }
  const turns = turnsWith(echo, stalling)
  await say(turns, 'c1', 'm1', '在吗')
  await turns.idle()
  expect(delivered.map(({ reply }) => reply)).toEqual([awayReply])
  for (let i = 0; i < 5; i++) {
    turns.wake('c1')
    await turns.idle()
  }
  away = false
  turns.wake('c1')
  await turns.idle()
  expect(delivered.map(({ reply }) => reply.text)).toEqual([awayReply.text, '在吗'])
  expect(logged.filter((line) => line.includes('"level":50'))).toEqual([])
})
