/** An office whose clock is turned by hand: people talk, days pass, reminders come; the same code as the server's. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Assistant } from '#bot/assistant.ts'
import { createBrain } from '#bot/brain.ts'
import { ChannelError, type Delivery, type FetchedChannel, type SendingChannel } from '#bot/channels/channel.ts'
import { createLog } from '#bot/log.ts'
import { createMetrics } from '#bot/metrics.ts'
import { createOutbox, type Outbox } from '#bot/outbox/outbox.ts'
import { createReminderBrain } from '#bot/reminder-brain.ts'
import { createReminders, type Reminders } from '#bot/reminders.ts'
import { openSqlite } from '#bot/store/sqlite.ts'
import type { Activity, Store } from '#bot/store/store.ts'
import { createTurns, type Turns } from '#bot/turn.ts'
import type { ButtonPayload, Reply } from '#dialogs/conversation.ts'
import { deadlinesOf, promisesOf } from '#dialogs/project/deadlines.ts'
import { measureOf } from '#dialogs/project/questions.ts'
import { newRecord, type ProjectRecord, tell } from '#dialogs/project/record.ts'
import type { Facts } from '#knowledge/law/facts.ts'
import { shanghaiDay } from '#knowledge/law/units.ts'

const hour = 3_600_000
const web = 'directline'

export interface Said {
  /** `2026-05-12 09:00`, in China. */
  readonly at: string
  readonly conversation: string
  readonly reply: Reply
}

export class Office {
  readonly store: Store
  readonly logged: string[] = []
  readonly metrics = createMetrics({ process: false })
  /** Those who open the page every morning. */
  readonly watching = new Set<string>()
  /** What the platform that is sent to has taken. */
  readonly taken: Delivery[] = []
  /** How that platform fails: it cannot be reached, or it takes nothing for anybody. */
  platform: 'up' | 'away' | 'refusing' = 'up'
  #assistant: Assistant
  #outbox: Outbox
  #turns: Turns
  #reminders: Reminders
  readonly #clock: { now: Date }
  readonly #folder: string
  #messages = 0
  /** The last of each conversation that the page has. */
  readonly #fetched = new Map<string, number>()

  constructor(assistant: Assistant, store: Store, clock: { now: Date }, folder: string) {
    this.#assistant = assistant
    this.store = store
    this.#clock = clock
    this.#folder = folder
    this.#outbox = this.#openOutbox()
    this.#turns = this.#openTurns()
    this.#reminders = this.#openReminders()
  }

  /** @param at an instant in UTC */
  static async open(assistant: Assistant, at: string): Promise<Office> {
    const folder = mkdtempSync(join(tmpdir(), 'office-'))
    const clock = { now: new Date(at) }
    return new Office(assistant, await openSqlite(join(folder, 'assistant.db'), () => clock.now), clock, folder)
  }

  get now(): string {
    return this.#clock.now.toISOString()
  }

  async close(): Promise<void> {
    await this.#turns.idle()
    await this.#outbox.stop()
    await this.store.close()
    rmSync(this.#folder, { recursive: true })
  }

  /** A new release, or another calendar file: the server starts again. */
  async restart(assistant: Assistant): Promise<number> {
    this.#assistant = assistant
    await this.#outbox.stop()
    this.#outbox = this.#openOutbox()
    this.#turns = this.#openTurns()
    this.#reminders = this.#openReminders()
    return this.store.lookAgain(createReminderBrain(assistant).standing)
  }

  /** Somebody comes in. @returns their id */
  async enter(name: string, channel = web): Promise<string> {
    const person = await this.store.personAt({ channel, key: name })
    await this.store.beginConversation(`${name}@${channel}`, channel, person.id)
    return person.id
  }

  async say(name: string, text: string, channel = web, personId?: string): Promise<Reply[]> {
    return this.#send(name, { text }, channel, personId)
  }

  press(name: string, button: ButtonPayload | undefined, channel = web): Promise<Reply[]> {
    if (button === undefined) throw new Error('There is no such button.')
    return this.#send(name, { text: '', button }, channel)
  }

  /** A confirmed project, as an interview leaves it. */
  async declare(owner: string, id: string, name: string, measure: string, facts: Facts = {}): Promise<void> {
    const source = { from: 'said', at: this.now, by: owner, words: name, messageId: id } as const
    const record: ProjectRecord = {
      ...tell(newRecord(id, measure), { facts, fields: { name } }, source),
      status: 'active',
    }
    const found = measureOf(record, this.#assistant.law)
    if (found === undefined) throw new Error(`no measure ${measure}`)
    const ports = this.#assistant.ports(shanghaiDay(this.#clock.now), { measure, lang: undefined })
    const planned = promisesOf((await deadlinesOf(record, found, ports)).deadlines, ports.today, found)
    const person = await this.enter(owner)
    const conversationId = `${owner}@${web}`
    const message = { id: `declare-${id}`, text: name }
    await this.store.accept({ channel: web, conversationId, personId: person, message })
    const conversation = await this.store.findConversation(conversationId)
    await this.store.commitTurn({
      channel: web,
      messageId: message.id,
      personId: person,
      conversation: { id: conversationId, recent: [], focus: id, measure },
      expectedVersion: conversation?.version ?? 0,
      replies: [],
      changes: { keep: [record], reminders: [{ project: id, planned }] },
      projects: [],
    })
  }

  /** Time goes by; at nine, one, five and so on the server looks, unless it is down; at noon those who watch see it all. */
  async pass(until: string, isDown = false): Promise<void> {
    const end = Date.parse(until)
    const first = Math.ceil((this.#clock.now.getTime() - hour) / (4 * hour)) * 4 * hour + hour
    for (let at = first; at <= end; at += 4 * hour) {
      this.#clock.now = new Date(at)
      if (!isDown) await this.tick()
      if (new Date(at).getUTCHours() === 1) for (const name of this.watching) await this.fetch(name)
    }
    this.#clock.now = new Date(Math.max(end, this.#clock.now.getTime()))
    if (!isDown) await this.tick()
  }

  /** The clock alone goes on. @param at an instant in UTC */
  turnTo(at: string): void {
    this.#clock.now = new Date(at)
  }

  async tick(): Promise<void> {
    await this.#reminders.tick()
    await this.#sendAll()
  }

  /** What is owed to the platform is on its way, or waits for another try. */
  async #sendAll(): Promise<void> {
    if ((await this.store.countOutgoing()).waiting === 0) return
    this.#outbox.wake()
    // The outbox begins at its own next timer.
    await new Promise((resolve) => setTimeout(resolve))
    await this.#outbox.idle()
  }

  /** What the assistant said unasked, in order. */
  async reminded(name: string, channel = web): Promise<Said[]> {
    const activities = await this.store.activitiesAfter(`${name}@${channel}`, 0, 10_000)
    return activities.flatMap((activity) => (isUnasked(activity) ? [saidOf(activity)] : []))
  }

  /** The page comes back for more: it has everything. */
  async fetch(name: string): Promise<void> {
    const conversationId = `${name}@${web}`
    const had = this.#fetched.get(conversationId) ?? 0
    const last = (await this.store.activitiesAfter(conversationId, had, 10_000)).at(-1)
    if (last === undefined) return
    await this.store.keepFetched([{ conversationId, seq: last.seq }])
    this.#fetched.set(conversationId, last.seq)
  }

  async #send(
    name: string,
    words: { text: string; button?: ButtonPayload },
    channel: string,
    personId?: string,
  ): Promise<Reply[]> {
    const conversationId = `${name}@${channel}`
    const person = personId ?? (await this.enter(name, channel))
    await this.store.beginConversation(conversationId, channel, person)
    this.#messages += 1
    const message = { id: `m${this.#messages}`, ...words }
    const { seq } = await this.#turns.accept({ channel, conversationId, personId: person, message, shown: words })
    await this.#turns.idle()
    const answers = await this.store.activitiesAfter(conversationId, seq, 100)
    return answers.flatMap((activity) => (activity.author === 'bot' ? [activity.payload.reply] : []))
  }

  get #channels() {
    const deliver = async (delivery: Delivery) => {
      if (this.platform !== 'up') throw refusal(this.platform)
      this.taken.push(delivery)
      return { platformId: `taken-${this.taken.length}` }
    }
    return [fetchedChannel(web), sendingChannel('wecom', deliver)]
  }

  #openOutbox(): Outbox {
    const log = createLog('error', () => undefined)
    const clock = () => this.#clock.now.getTime()
    const outbox = createOutbox({ store: this.store, log, metrics: this.metrics, random: () => 0.5, clock })
    for (const channel of this.#channels) outbox.addChannel(channel)
    return outbox
  }

  #openTurns(): Turns {
    const { handle } = createBrain(this.#assistant, () => this.#clock.now)
    const log = createLog('warn', (line) => this.logged.push(line))
    const turns = createTurns({ store: this.store, handle, log, metrics: this.metrics, outbox: this.#outbox })
    for (const channel of this.#channels) turns.addChannel(channel)
    return turns
  }

  #openReminders(): Reminders {
    return createReminders({
      store: this.store,
      brain: createReminderBrain(this.#assistant),
      log: createLog('warn', (line) => this.logged.push(line)),
      metrics: this.metrics,
      channels: () => ({ open: [web, 'wecom'], sending: new Set(['wecom']) }),
      onSaid: (conversationId) => this.#outbox.onSaid(conversationId),
    })
  }
}

/** `2026-05-12 09:00 …`, the line that a phone shows. */
export function linesOf(said: readonly Said[]): string[] {
  return said.map(({ at, reply }) => `${at} ${reply.summary}`)
}

export function buttonOf(reply: Reply | undefined, title: string): ButtonPayload | undefined {
  return reply?.options?.find((each) => each.title === title)?.payload
}

function isUnasked(activity: Activity): activity is Extract<Activity, { author: 'bot' }> {
  return activity.author === 'bot' && activity.payload.replyTo === undefined
}

function saidOf({ at, conversationId, payload }: Extract<Activity, { author: 'bot' }>): Said {
  const china = new Date(Date.parse(at) + 8 * hour).toISOString()
  return { at: `${china.slice(0, 10)} ${china.slice(11, 16)}`, conversation: conversationId, reply: payload.reply }
}

function fetchedChannel(name: string): FetchedChannel {
  return { name, brings: 'fetched', mount: () => undefined, wake: () => undefined, close: async () => undefined }
}

function sendingChannel(name: string, deliver: SendingChannel['deliver']): SendingChannel {
  return { name, brings: 'sends', mount: () => undefined, deliver, close: async () => undefined }
}

function refusal(platform: 'away' | 'refusing'): ChannelError {
  return platform === 'away'
    ? new ChannelError('The platform could not be reached.', { permanent: false })
    : new ChannelError('The person has left the organisation.', { permanent: true, code: '60111' })
}
