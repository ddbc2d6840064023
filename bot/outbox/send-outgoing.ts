/** One reply on its way: delivered, then settled as sent, to be tried again, or given up. */
import { backOffMilliseconds, type Pace } from '../back-off.ts'
import { ChannelError, type Receipt, type SendingChannel } from '../channels/channel.ts'
import type { Circuit } from '../channels/circuit.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { type Outgoing, type Store, StoreUnavailable } from '../store/store.ts'
import { tellElsewhere } from './undelivered.ts'

/** A reply that the platform answered so often without taking it is given up: after about three quarters of an hour. */
const attemptsAtMost = 12
/** So is one whose platform could not be reached for so long. */
const ageSecondsAtMost = 12 * 3600
/** A channel that has not settled a delivery by then is taken to have failed. */
const deliverMilliseconds = 60_000

/** For replies that a platform did not take. */
const replies: Pace = { firstMilliseconds: 2_000, longestMilliseconds: 600_000 }

export interface Sender {
  readonly channel: SendingChannel
  readonly circuit: Circuit
}

export interface SendParts {
  readonly store: Store
  readonly log: Log
  readonly metrics: Metrics
  /** 0 up to 1. */
  readonly random: () => number
  /** This process's own id. */
  readonly by: string
  /** Every channel that is on, by name; those we send on. */
  readonly open: () => readonly string[]
  readonly sending: () => ReadonlySet<string>
  /** Something was said in a conversation of another channel. */
  readonly onSaid: (conversationId: string) => void
  /** @throws where the process is stopped meanwhile */
  readonly pause: (milliseconds: number) => Promise<void>
}

/** `next`: on with the next reply of the conversation; otherwise none of it before so many seconds. */
export type Sent = 'next' | { readonly againInSeconds: number }

/** @throws what the store throws; whatever the channel throws is settled */
export async function sendOutgoing(parts: SendParts, { channel, circuit }: Sender, row: Outgoing): Promise<Sent> {
  const paused = circuit.pausedSeconds()
  if (paused > 0) return again(parts, row, { afterSeconds: paused, counts: false })
  let receipt: Receipt
  try {
    receipt = await deliver(parts, channel, row)
  } catch (error) {
    return takeFailure(parts, circuit, row, error)
  }
  circuit.succeed()
  await settle(parts, () => parts.store.settleSent(row, receipt.platformId))
  parts.metrics.countSend(row.channel, 'sent')
  return 'next'
}

async function deliver(parts: SendParts, channel: SendingChannel, row: Outgoing): Promise<Receipt> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new ChannelError('The channel did not settle the delivery.', { permanent: false })),
    deliverMilliseconds,
  )
  const { conversationId, personId, seq, reply, reference, unasked, partsSent } = row
  const keepSent = async (count: number, ofAll: number): Promise<void> => {
    if (count < ofAll) await settle(parts, () => parts.store.keepPartsSent(row, count))
  }
  try {
    const delivery = { conversationId, personId, seq, reply, reference, unasked, partsSent, keepSent }
    return await Promise.race([channel.deliver(delivery), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

async function takeFailure(parts: SendParts, circuit: Circuit, row: Outgoing, error: unknown): Promise<Sent> {
  // What is no ChannelError is a fault of ours in drawing or sending: it says nothing of the platform.
  const told = error instanceof ChannelError ? error : undefined
  const code = told?.code
  if (told?.permanent === true) {
    circuit.succeed()
    return giveUp(parts, row, code ?? 'refused', error)
  }
  const reached = told === undefined || code !== undefined
  if (told !== undefined)
    circuit.fail({
      conversationId: row.conversationId,
      reached,
      ...(told.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: told.retryAfterSeconds }),
    })
  if (reached && row.attempts >= attemptsAtMost) return giveUp(parts, row, code ?? 'too-many-attempts', error)
  if (row.ageSeconds > ageSecondsAtMost) return giveUp(parts, row, code ?? 'too-old', error)
  const afterSeconds = Math.max(
    backOffMilliseconds(row.attempts - 1, parts.random(), replies) / 1000,
    told?.retryAfterSeconds ?? 0,
    circuit.pausedSeconds(),
  )
  logFailure(parts.log, told, error, row, Math.round(afterSeconds))
  parts.metrics.countSend(row.channel, 'failed')
  return again(parts, row, { afterSeconds, counts: reached, ...(code === undefined ? {} : { code }) })
}

/** A platform that is down is told in one line; a fault of ours with its stack. */
function logFailure(
  log: Log,
  told: ChannelError | undefined,
  error: unknown,
  { channel, conversationId, seq, attempts }: Outgoing,
  afterSeconds: number,
): void {
  const fields = { channel, conversationId, seq, attempts, afterSeconds }
  if (told === undefined) log.error('not-sent', error, fields)
  else log.warn('not-sent', { ...fields, code: told.code, why: told.message })
}

async function again(
  parts: SendParts,
  row: Outgoing,
  failure: { afterSeconds: number; counts: boolean; code?: string },
): Promise<Sent> {
  await settle(parts, () => parts.store.settleFailed(row, parts.by, failure))
  return { againInSeconds: failure.afterSeconds }
}

async function giveUp(parts: SendParts, row: Outgoing, code: string, error: unknown): Promise<Sent> {
  const { channel, conversationId, seq, attempts } = row
  const person = row.unasked ? await parts.store.findPerson(row.personId) : undefined
  // An answer is asked for again where the person is now; what we promised to say is said elsewhere at once.
  const elsewhere = row.unasked
    ? { replies: [tellElsewhere(channel, person?.lang), row.reply], open: parts.open(), sending: parts.sending() }
    : undefined
  const toldIn = await settle(parts, () => parts.store.settleDead(row, code, elsewhere))
  parts.log.error('not-delivered', error, { channel, conversationId, seq, attempts, code, toldIn })
  parts.metrics.countSend(channel, 'dead')
  if (toldIn !== undefined) parts.onSaid(toldIn)
  return 'next'
}

/**
 * A platform has taken a reply: that must be kept, however long the store is away, or it would be sent twice.
 *
 * @throws where the process is being stopped first, and what is not a store that is away
 */
async function settle<T>(parts: SendParts, write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await write()
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
      await parts.pause(Math.min(5_000, 100 * 2 ** tries))
    }
  }
}
