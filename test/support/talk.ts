/** One person talking with the dialogs, with what a store would keep held in memory: the same code as the server's turns. */

import type { Assistant } from '#bot/assistant.ts'
import type { ButtonPayload, Conversation, Reply, ReplyOption, Step, UserMessage } from '#dialogs/conversation.ts'
import { handleMessage } from '#dialogs/handle-message.ts'
import { type Agenda, readSettings } from '#dialogs/project/agenda.ts'
import { readRecord } from '#dialogs/project/read-record.ts'
import type { KnownProject, ProjectRecord } from '#dialogs/project/record.ts'
import { readConversation } from '#dialogs/read-conversation.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { noSettings } from '#tools/notice.ts'
import { reconcile } from '#tools/promises.ts'

export interface TalkOptions {
  readonly today: IsoDate
  readonly place?: string | undefined
  readonly personId?: string
  /** What the person may see from the start. */
  readonly projects?: readonly KnownProject[]
  /** Said in a group. */
  readonly group?: boolean
}

export class Talk {
  conversation: Conversation = { id: 'c1', recent: [] }
  known: KnownProject[]
  person: { measure: string | undefined; lang: 'zh' | 'en' | undefined }
  kept: Omit<Agenda, 'personId'> = { version: 0, settings: noSettings, promises: [], told: new Set(), latest: [] }
  /** Wiped so often. */
  wiped = 0
  last: Step | undefined
  readonly #assistant: Assistant
  readonly #options: TalkOptions
  #turn = 0

  constructor(assistant: Assistant, options: TalkOptions) {
    this.#assistant = assistant
    this.#options = options
    this.known = [...(options.projects ?? [])]
    this.person = { measure: options.place, lang: undefined }
  }

  /** Another browser: the same person, nothing of the conversation. */
  openElsewhere(): void {
    this.conversation = { id: `c${this.#turn + 2}`, recent: [] }
  }

  open(): Promise<Step> {
    return this.#take({ id: this.#nextId(), text: '', event: 'opened' })
  }

  say(text: string): Promise<Step> {
    return this.#take({ id: this.#nextId(), text })
  }

  /** @param inputs what was ticked and filled in on the card, by the inputs' ids */
  press(title: string, inputs: Readonly<Record<string, string>> = {}): Promise<Step> {
    const option = this.options().find((candidate) => candidate.title === title)
    if (option === undefined)
      throw new Error(
        `there is no option «${title}» among ${this.options()
          .map((each) => each.title)
          .join('、')}`,
      )
    return this.pressPayload({ ...option.payload, args: { ...option.payload.args, ...inputs } })
  }

  pressPayload(payload: ButtonPayload): Promise<Step> {
    const button = JSON.parse(JSON.stringify(payload)) as ButtonPayload
    return this.#take({ id: this.#nextId(), text: '', button })
  }

  /** Everything the last reply lets one press. */
  options(): readonly ReplyOption[] {
    return optionsOf(this.last?.replies.at(-1))
  }

  texts(): string {
    return (this.last?.replies ?? []).map((reply) => reply.text).join('\n')
  }

  /** The project spoken of, or the only one. */
  project(): ProjectRecord | undefined {
    const id = this.conversation.dialog?.project ?? this.conversation.focus
    return (this.known.find(({ record }) => record.id === id) ?? this.known.at(-1))?.record
  }

  #nextId(): string {
    this.#turn += 1
    return `m${this.#turn}`
  }

  async #take(message: UserMessage): Promise<Step> {
    const { today, personId = 'person', group } = this.#options
    const projects = {
      personId,
      now: `${today}T02:00:00.000Z`,
      freshId: `p-${message.id}`,
      known: this.known,
      agenda: () => this.agenda(),
    }
    const ports = { ...this.#assistant.ports(today, this.person), projects }
    const told = group === true ? { ...message, group: true as const } : message
    const step = await handleMessage(this.conversation, told, ports)
    this.conversation = readConversation(JSON.parse(JSON.stringify(step.conversation)))
    this.person = {
      measure: this.conversation.measure ?? this.person.measure,
      lang: this.conversation.lang ?? this.person.lang,
    }
    this.#keep(step)
    this.last = step
    return step
  }

  /** What a store would keep of reminders: promises reckoned with the turn, and wishes. */
  async agenda(): Promise<Agenda> {
    return { ...this.kept, personId: this.#options.personId ?? 'person' }
  }

  #keep({ changes }: Step): void {
    if (changes?.agenda !== undefined)
      this.kept = { ...this.kept, version: this.kept.version + 1, settings: readSettings(changes.agenda.settings) }
    const now = `${this.#options.today}T02:00:00.000Z`
    for (const { project, planned } of changes?.reminders ?? []) {
      const before = this.kept.promises.filter((each) => each.project === project)
      const after = reconcile(before, planned, { now, today: this.#options.today, isClosed: () => false })
      const others = this.kept.promises.filter((each) => each.project !== project)
      this.kept = { ...this.kept, promises: [...others, ...after.map((each) => ({ ...each, project }))] }
    }
    for (const kept of changes?.keep ?? []) {
      const record = readRecord(JSON.parse(JSON.stringify(kept)))
      const at = this.known.findIndex((known) => known.record.id === record.id)
      if (at === -1) this.known.push({ record, access: 'owner' })
      else this.known[at] = { record, access: this.known[at]?.access ?? 'owner' }
    }
    this.known = this.known.filter(({ record }) => changes?.forget?.includes(record.id) !== true)
    if (changes?.wipe === true) this.wiped += 1
  }
}

export function optionsOf(reply: Reply | undefined): readonly ReplyOption[] {
  const { card } = reply ?? {}
  const form = card?.kind === 'checklist' ? [card.submit] : []
  const rows = card?.kind === 'review' ? card.rows.flatMap((row) => row.edit ?? []) : []
  const votes = card?.kind === 'answer' ? (card.votes ?? []) : []
  return [...(reply?.options ?? []), ...form, ...(card?.options ?? []), ...rows, ...votes]
}
