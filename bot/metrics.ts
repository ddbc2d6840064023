/** What is counted, in Prometheus' format. */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { AnswerRecord } from '#dialogs/conversation.ts'
import type { Feedback } from '#dialogs/feedback-reasons.ts'
import type { NoticeKind } from '#tools/notice.ts'
import type { Waiting } from './store/store.ts'
import type { StoreFailure } from './store/store-unavailable.ts'

/** Every way a turn ends. */
export type TurnEnd = 'replied' | 'failed' | 'too-long' | 'switched-off' | 'repeat' | 'not-committed'

/** Every way a try to bring a reply ends; `dead` is given up. */
export type SendEnd = 'sent' | 'failed' | 'dead'

export type ReminderEnd = 'said' | 'arrived' | 'elsewhere' | 'undelivered'

export interface OutboxState {
  readonly waiting: number
  readonly dead: number
  /** Channels that are not sent on for now, as their platform is down. */
  readonly paused: readonly string[]
}

export interface Metrics {
  countTurn(channel: string, end: TurnEnd, seconds: number): void
  countAnswer(answer: Pick<AnswerRecord, 'end' | 'asked' | 'model'>): void
  countVote(feedback: Feedback): void
  /** @param route the pattern, never the path asked for: a path would make a series of its own */
  countRequest(method: string, route: string, status: number): void
  setSockets(open: number): void
  /** A try to bring a reply to a platform. */
  countSend(channel: string, end: SendEnd): void
  /** @param read is asked whenever metrics are read; undefined while the store is away */
  watchOutbox(read: () => Promise<OutboxState | undefined>): void
  /** @param read is asked whenever metrics are read; undefined while the store is away */
  watchWaiting(read: () => Promise<Waiting | undefined>): void
  countStoreFailure(failure: StoreFailure): void
  /** A notice that went out, by its kind. */
  countNotice(kind: NoticeKind): void
  /** A message of reminders: said, known to have arrived, tried elsewhere, or never brought. */
  countReminder(end: ReminderEnd): void
  readonly contentType: string
  render(): Promise<string>
}

/** @param options.process also tells memory, processor time and event-loop delay of this process */
export function createMetrics(options: { process: boolean }): Metrics {
  const registry = new Registry()
  if (options.process) collectDefaultMetrics({ register: registry })
  const turns = new Counter({
    name: 'assistant_turns_total',
    help: 'Turns, by channel and how they ended.',
    labelNames: ['channel', 'end'],
    registers: [registry],
  })
  const latency = new Histogram({
    name: 'assistant_turn_seconds',
    help: 'From the begin of a turn to its commit.',
    labelNames: ['channel'],
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers: [registry],
  })
  const requests = new Counter({
    name: 'assistant_http_requests_total',
    help: 'HTTP requests, by route pattern.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  const sockets = new Gauge({
    name: 'assistant_sockets_open',
    help: 'WebSockets of the web chat that are open.',
    registers: [registry],
  })
  const answers = new Counter({
    name: 'assistant_answers_total',
    help: 'Answers, by how they ended and the measure asked (none, several).',
    labelNames: ['end', 'measure'],
    registers: [registry],
  })
  const drafts = new Counter({
    name: 'assistant_model_drafts_total',
    help: 'What came of asking the language model: worded, withdrawn, failed, read, unread; and why.',
    labelNames: ['outcome', 'why'],
    registers: [registry],
  })
  const votes = new Counter({
    name: 'assistant_votes_total',
    help: 'Presses of 👍 and 👎 and of reasons; a changed vote counts again.',
    labelNames: ['vote', 'reason'],
    registers: [registry],
  })
  const sends = new Counter({
    name: 'assistant_sends_total',
    help: 'Tries to bring a reply to a platform, by how they ended; dead: given up.',
    labelNames: ['channel', 'end'],
    registers: [registry],
  })
  const notices = new Counter({
    name: 'assistant_notices_total',
    help: 'Notices of deadlines that went out, by kind.',
    labelNames: ['kind'],
    registers: [registry],
  })
  const reminders = new Counter({
    name: 'assistant_reminders_total',
    help: 'Messages of reminders: said, arrived, elsewhere (tried on another channel), undelivered.',
    labelNames: ['end'],
    registers: [registry],
  })
  const storeFailures = new Counter({
    name: 'assistant_store_errors_total',
    help: 'Calls of the store that failed: full, read-only, busy, unreachable, broken, or by a fault of ours.',
    labelNames: ['reason'],
    registers: [registry],
  })
  return {
    watchWaiting: (read) => watchWaiting(registry, read),
    countStoreFailure: (reason) => storeFailures.inc({ reason }),
    countNotice: (kind) => notices.inc({ kind }),
    countReminder: (end) => reminders.inc({ end }),
    countSend: (channel, end) => sends.inc({ channel, end }),
    watchOutbox: (read) => watchOutbox(registry, read),
    countAnswer({ end, asked: { measures }, model }) {
      if (model !== undefined) drafts.inc({ outcome: model.outcome, why: model.why ?? 'none' })
      const measure = measures.length > 1 ? 'several' : (measures[0] ?? 'none')
      answers.inc({ end, measure })
    },
    countVote: ({ good, reason = 'none' }) => votes.inc({ vote: good ? 'good' : 'bad', reason }),
    countTurn(channel, end, seconds) {
      turns.inc({ channel, end })
      latency.observe({ channel }, seconds)
    },
    countRequest: (method, route, status) => requests.inc({ method, route, status }),
    setSockets: (open) => sockets.set(open),
    contentType: registry.contentType,
    render: () => registry.metrics(),
  }
}

function watchOutbox(registry: Registry, read: () => Promise<OutboxState | undefined>): void {
  // Each asks by itself: the registry reads all of them at once.
  new Gauge({
    name: 'assistant_channel_paused',
    help: 'Channels not sent on for now, as their platform is down.',
    labelNames: ['channel'],
    registers: [registry],
    async collect() {
      const state = await read()
      this.reset()
      for (const channel of state?.paused ?? []) this.set({ channel }, 1)
    },
  })
  new Gauge({
    name: 'assistant_outbox',
    help: 'Replies that wait to be sent, and replies given up (dead letters).',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const state = await read()
      this.reset()
      if (state === undefined) return
      this.set({ state: 'waiting' }, state.waiting)
      this.set({ state: 'dead' }, state.dead)
    },
  })
}

function watchWaiting(registry: Registry, read: () => Promise<Waiting | undefined>): void {
  // All gauges are read at once: one question to the store serves them all.
  let asked: Promise<Waiting | undefined> | undefined
  const readOnce = (): Promise<Waiting | undefined> => {
    asked ??= read().finally(() => {
      asked = undefined
    })
    return asked
  }
  const tell = (name: string, help: string, values: (waiting: Waiting) => Readonly<Record<string, number>>): void => {
    new Gauge({
      name,
      help,
      labelNames: ['what'],
      registers: [registry],
      async collect() {
        const waiting = await readOnce()
        this.reset()
        if (waiting === undefined) return
        for (const [what, value] of Object.entries(values(waiting))) this.set({ what }, value)
      },
    })
  }
  tell('assistant_waiting', 'Messages not answered yet; people whose reminders are late.', (waiting) => ({
    inbox: waiting.inbox,
    reminders: waiting.remindersLate,
  }))
  tell(
    'assistant_oldest_waiting_seconds',
    'How long the oldest of them, and of unsent replies, has waited.',
    (waiting) => ({
      inbox: waiting.inboxSeconds,
      outbox: waiting.outboxSeconds,
      reminders: waiting.remindersLateSeconds,
    }),
  )
}
