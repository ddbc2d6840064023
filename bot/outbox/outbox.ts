/**
 * Brings committed replies to platforms that are sent to: what a turn has just committed at once, everything else by a
 * loop that claims what is due. One reply of a conversation at a time and in order, many conversations at once.
 */
import { randomUUID } from 'node:crypto'
import { createWork } from '../background-work.ts'
import type { Channel } from '../channels/channel.ts'
import { createCircuit } from '../channels/circuit.ts'
import type { Log } from '../log.ts'
import type { Metrics, OutboxState } from '../metrics.ts'
import { type Lease, type Outgoing, type Store, StoreUnavailable } from '../store/store.ts'
import { createAlarm } from './alarm.ts'
import { type Sender, type SendParts, sendOutgoing } from './send-outgoing.ts'
import { createSlots, oneByOne, type Slots } from './slots.ts'

/** On one channel at once, in this process. */
const sendsAtOnce = 8
/** Claimed together, so that a long line is not asked for by the handful; what is claimed waits here for its slot. */
const claimedAtOnce = 40
/**
 * Answers go one by one, so that a process that is killed leaves one at most that the platform took and no receipt tells
 * of, to be said twice; unless the platform is slow. Reminders, thousands of one morning, go side by side.
 */
const answerMilliseconds = 300
/**
 * A process that is killed holds its rows for so long; one that lives takes them again in time. Longer than a database is
 * away when it is started again: what a platform took just before is noted first, not sent again by somebody else.
 */
const leaseSeconds = 60
const renewMilliseconds = 10_000
/** At the stop a platform may take so long for what is on its way. */
const stopMilliseconds = 10_000
/** What other processes left is looked for so often. */
const lookMilliseconds = 2_000

export interface Outbox {
  /** With which a turn that is committed takes its own replies. */
  readonly lease: Lease
  addChannel(channel: Channel): void
  /** Channels that are sent to. */
  readonly sending: ReadonlySet<string>
  /** Sends in the background what a turn has committed and leased to this process: one conversation's, in order. */
  sendNow(rows: readonly Outgoing[]): void
  /** There is something new that nobody holds. */
  wake(): void
  /** Something was said unasked in a conversation, on whatever channel. */
  onSaid(conversationId: string): void
  /** @returns undefined while the store is away */
  counts(): Promise<OutboxState | undefined>
  /** From now on looks by itself, now and then. */
  start(): void
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>
  /** Finishes what is on its way, then gives back the rest. */
  stop(): Promise<void>
}

export interface OutboxParts {
  readonly store: Store
  readonly log: Log
  readonly metrics: Metrics
  /** 0 up to 1, for the jitter of tries. */
  readonly random: () => number
  /** Milliseconds of this process, for pauses; `performance.now` by default. */
  readonly clock?: () => number
}

interface SendTo extends Sender {
  readonly slots: Slots
  /** The same slots, for answers. */
  readonly answers: Pick<Slots, 'run'>
}

export function createOutbox(parts: OutboxParts): Outbox {
  const { store, log } = parts
  const clock = parts.clock ?? performance.now.bind(performance)
  const lease: Lease = { by: randomUUID(), seconds: leaseSeconds }
  const channels = new Map<string, Channel>()
  const senders = new Map<string, SendTo>()
  const sending = new Set<string>()
  /** Rows this process holds, by conversation, in order; the first one is on its way. */
  const lines = new Map<string, Outgoing[]>()
  /** Conversations whose oldest reply failed here: until it is claimed again, newer ones must not overtake it. */
  const held = new Set<string>()
  const stopping = new AbortController()
  const work = createWork((error) => {
    if (error instanceof StoreUnavailable) log.warn('store-away', { reason: error.reason, told: error.message })
    // Whoever was waiting at the stop has been told to go.
    else if (error !== stopping.signal.reason) log.error('outbox-failed', error)
  })
  const alarm = createAlarm(() => work.follow(look()))
  /** Something may wait that this process does not hold: behind what another one holds, or more than was claimed at once. */
  let mayWait = true
  let looking = false
  let lookAgain = false
  let polling: NodeJS.Timeout | undefined
  let renewing: NodeJS.Timeout | undefined
  function onSaid(conversationId: string): void {
    for (const channel of channels.values()) if (channel.brings === 'fetched') channel.wake(conversationId)
    wake()
  }

  function wake(): void {
    mayWait = true
    alarm.ringIn(0)
  }

  const sendParts: SendParts = {
    store,
    log,
    metrics: parts.metrics,
    random: parts.random,
    by: lease.by,
    open: () => [...channels.keys()],
    sending: () => sending,
    onSaid,
    pause: (milliseconds) => pause(milliseconds, stopping.signal),
  }

  function put(rows: readonly Outgoing[]): void {
    const [first] = rows
    if (first === undefined) return
    const line = lines.get(first.conversationId)
    if (line !== undefined) return void line.push(...rows)
    const begun = [...rows]
    lines.set(first.conversationId, begun)
    work.follow(workOff(first.conversationId, begun))
  }

  async function workOff(conversationId: string, line: Outgoing[]): Promise<void> {
    try {
      for (let row = line[0]; row !== undefined && !stopping.signal.aborted; row = line[0]) {
        const sender = senders.get(row.channel)
        if (sender === undefined) throw new Error(`Nothing is sent on ${row.channel}.`)
        const current = row
        const sent = await (current.unasked ? sender.slots : sender.answers).run(() =>
          sendOutgoing(sendParts, sender, current),
        )
        if (sent !== 'next') {
          // The store has given back what else of the conversation was held here.
          held.add(conversationId)
          return alarm.ringIn(sent.againInSeconds * 1000)
        }
        line.shift()
      }
      if (mayWait && !stopping.signal.aborted) alarm.ringIn(0)
    } finally {
      lines.delete(conversationId)
    }
  }

  /** Claims what is due as long as there is something, and room. */
  async function look(): Promise<void> {
    lookAgain = true
    if (looking || stopping.signal.aborted) return
    looking = true
    try {
      while (lookAgain && !stopping.signal.aborted) {
        lookAgain = false
        // What is on its way now may keep something newer from being claimed.
        mayWait = lines.size > 0 && mayWait
        for (const [name, sender] of senders) await claimFor(name, sender)
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
      log.debug('outbox-waits-for-the-store')
    } finally {
      looking = false
    }
  }

  async function claimFor(name: string, { circuit, slots }: SendTo): Promise<void> {
    // Half of the slots at least, so that a long line is claimed by the handful.
    const room = circuit.isTrying() ? Math.min(1, slots.free()) : slots.free()
    if (circuit.pausedSeconds() > 0) return
    if (room < (circuit.isTrying() ? 1 : sendsAtOnce / 2)) {
      mayWait = true
      return
    }
    const rows = await store.claimOutgoing(name, lease, circuit.isTrying() ? 1 : claimedAtOnce)
    if (rows.length > 0) mayWait = true
    for (const row of rows) {
      held.delete(row.conversationId)
      put([row])
    }
  }

  return {
    lease,
    sending,
    addChannel(channel) {
      channels.set(channel.name, channel)
      if (channel.brings === 'fetched') return
      sending.add(channel.name)
      const slots = createSlots(sendsAtOnce)
      const answers = oneByOne(slots, answerMilliseconds)
      senders.set(channel.name, { channel, circuit: createCircuit(clock), slots, answers })
    },
    sendNow(rows) {
      const [first] = rows
      if (first === undefined || stopping.signal.aborted) return
      const { conversationId } = first
      if (held.has(conversationId) && !lines.has(conversationId))
        work.follow(store.releaseOutgoing(lease.by, conversationId).then(() => alarm.ringIn(0)))
      else put(rows)
    },
    wake,
    onSaid,
    async counts() {
      const paused = [...senders].filter(([, { circuit }]) => circuit.pausedSeconds() > 0)
      try {
        return { ...(await store.countOutgoing()), paused: paused.map(([name]) => name) }
      } catch (error) {
        // Metrics are looked at then of all times.
        if (error instanceof StoreUnavailable) return undefined
        throw error
      }
    },
    start() {
      polling = setInterval(() => alarm.ringIn(0), lookMilliseconds).unref()
      renewing = setInterval(() => {
        if (lines.size > 0) work.follow(store.renewOutgoing(lease, [...lines.keys()]))
      }, renewMilliseconds).unref()
      alarm.ringIn(0)
    },
    idle: () => work.idle(),
    async stop() {
      stopping.abort()
      clearInterval(polling)
      clearInterval(renewing)
      alarm.stop()
      const late = Promise.withResolvers<'late'>()
      const timer = setTimeout(() => late.resolve('late'), stopMilliseconds)
      const end = await Promise.race([work.idle(), late.promise])
      clearTimeout(timer)
      // What a platform has not settled yet may still be taken there: its lease runs out by itself.
      if (end !== 'late') await store.releaseOutgoing(lease.by)
    },
  }
}

/** @throws where it is stopped first */
async function pause(milliseconds: number, stopping: AbortSignal): Promise<void> {
  stopping.throwIfAborted()
  const ended = Promise.withResolvers<void>()
  const timer = setTimeout(ended.resolve, milliseconds)
  const stop = (): void => ended.reject(stopping.reason)
  stopping.addEventListener('abort', stop)
  try {
    await ended.promise
  } finally {
    clearTimeout(timer)
    stopping.removeEventListener('abort', stop)
  }
}
