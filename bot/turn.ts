/**
 * One message as one transaction: keep → dialog → commit → bring. A message is kept before its platform is
 * answered; its conversation then takes kept messages one by one, in order, while other conversations go on.
 */
import { randomBytes } from 'node:crypto'
import { closedReply } from '#dialogs/closed.ts'
import type { Conversation, Reply, Step, UserMessage } from '#dialogs/conversation.ts'
import type { ShowDraft } from '#dialogs/ports.ts'
import type { Agenda, LostNotice } from '#dialogs/project/agenda.ts'
import type { Channel } from './channels/channel.ts'
import type { Log } from './log.ts'
import type { Metrics, TurnEnd } from './metrics.ts'
import type { Outbox } from './outbox/outbox.ts'
import { tellUndelivered } from './outbox/undelivered.ts'
import {
  type Activity,
  type CommitResult,
  type DeadLetter,
  type Inbound,
  type Kept,
  type Outgoing,
  type Person,
  type ProjectRead,
  type Store,
  StoreUnavailable,
  type Unfinished,
} from './store/store.ts'
import { createAwayLine, type HeardAt } from './store-away.ts'

/** Longer messages get a polite line instead of a turn. */
const messageCharactersAtMost = 4000
/** Commits tried when another instance is faster. */
const commitsAtMost = 5
/** A dialog that has not answered by then counts as broken; its conversation goes on. */
const turnMilliseconds = 90_000
/** A message that was begun so often and left unfinished is answered with a line of regret, not tried again. */
const attemptsAtMost = 3

/** The dialogs, with all they lean on already handed in. */
export type Handle = (
  conversation: Conversation,
  message: UserMessage,
  person: Person,
  projects: readonly ProjectRead[],
  knows?: TurnKnows,
) => Promise<Step>

/** What a turn may know of the person beside their projects. */
export interface TurnKnows {
  readonly linkOwner: Store['linkOwner']
  /** Absent where the channel shows no answer before it is whole. */
  readonly showDraft?: ShowDraft
  readonly agenda: () => Promise<Agenda>
  /** Those that could not be brought and are told now. */
  readonly lost: readonly LostNotice[]
}

export interface Turns {
  addChannel(channel: Channel): void
  /** Keeps a message and sees to its turn. Resolves when it is kept, long before it is answered. */
  accept(inbound: Inbound): Promise<Kept>
  /** Runs what a channel does to keep a message; where the store is away the person is told so, and the error thrown on. */
  orTellAway<T>(channel: string, at: HeardAt, keep: () => Promise<T>): Promise<T>
  /** At start: takes up what was kept and not finished. */
  resume(): Promise<void>
  /** There may be messages to take up in a conversation. */
  wake(conversationId: string): void
  /** Resolves when no turn is running. */
  idle(): Promise<void>
}

export interface TurnParts {
  readonly store: Store
  readonly handle: Handle
  readonly log: Log
  readonly metrics: Metrics
  readonly outbox: Pick<Outbox, 'lease' | 'sendNow' | 'wake'>
  /** Why a channel is switched off, where it is. */
  readonly closed?: Readonly<Partial<Record<string, string>>>
  /** Milliseconds, for measuring. */
  readonly clock?: () => number
  /** How long a dialog may take; 90 seconds by default. */
  readonly turnMilliseconds?: number
}

/** A conversation at work. */
interface Working {
  /** The newest message that is known of. */
  upTo: number
  /** It was woken meanwhile: to look once more when done. */
  again: boolean
  done: Promise<void>
}

export function createTurns(parts: TurnParts): Turns {
  const { store, log } = parts
  const channels = new Map<string, Channel>()
  const away = createAwayLine(log)
  const working = new Map<string, Working>()

  /** @param upTo the place of the message that is known to be there; without one whatever is there is taken */
  function wake(conversationId: string, upTo = Number.POSITIVE_INFINITY): void {
    const current = working.get(conversationId)
    if (current !== undefined) {
      current.upTo = Math.max(current.upTo, upTo)
      current.again = true
      return
    }
    const state = { upTo, again: false, done: Promise.resolve() }
    working.set(conversationId, state)
    state.done = drain(conversationId, state)
  }

  async function drain(conversationId: string, state: Working): Promise<void> {
    try {
      do {
        state.again = false
        let next = await store.nextUnfinished(conversationId)
        while (next !== undefined && (await takeOrTell(next)))
          next = next.seq < state.upTo ? await store.nextUnfinished(conversationId) : undefined
      } while (state.again)
    } catch (error) {
      // The message stays kept: the next sweep, or the next one in this conversation, takes it up.
      if (error instanceof StoreUnavailable) log.warn('store-away', { reason: error.reason, told: error.message })
      else log.error('turn-abandoned', error, { conversationId })
    } finally {
      working.delete(conversationId)
    }
  }

  async function takeOrTell(kept: Unfinished): Promise<boolean> {
    const channel = channels.get(kept.channel)
    try {
      return await away.orTell(channel, kept, () => takeTurn(parts, channel, kept))
    } catch (error) {
      // However long the store is away, that is no fault of the message.
      if (error instanceof StoreUnavailable) store.notBegun(kept)
      throw error
    }
  }

  return {
    addChannel: (channel) => void channels.set(channel.name, channel),
    async accept(inbound) {
      const kept = await store.accept(inbound)
      if (kept.repeated) parts.metrics.countTurn(inbound.channel, 'repeat', 0)
      wake(inbound.conversationId, kept.seq)
      return kept
    },
    orTellAway: (channel, at, keep) => away.orTell(channels.get(channel), at, keep),
    wake: (conversationId) => wake(conversationId),
    async resume() {
      const conversations = await store.resumeUnfinished()
      if (conversations.length > 0) log.info('resuming', { conversations: conversations.length })
      for (const conversationId of conversations) wake(conversationId)
    },
    async idle() {
      while (working.size > 0) await Promise.all([...working.values()].map((state) => state.done))
    },
  }
}

/** @returns whether the message is finished; otherwise it stays kept */
async function takeTurn(parts: TurnParts, channel: Channel | undefined, kept: Unfinished): Promise<boolean> {
  const clock = parts.clock ?? performance.now.bind(performance)
  const startedAt = clock()
  const stopShowing = channel?.showWorking?.(kept.conversationId)
  try {
    const { end, committed } = await computeAndCommit(parts, channel, kept)
    parts.metrics.countTurn(kept.channel, end, (clock() - startedAt) / 1000)
    stopShowing?.()
    if (committed !== undefined) bring(parts, channel, kept, committed)
    return end !== 'not-committed'
  } finally {
    stopShowing?.()
  }
}

type Committed = Extract<CommitResult, { status: 'committed' }>
type Outcome = { readonly end: TurnEnd; readonly committed?: Committed }

async function computeAndCommit(parts: TurnParts, channel: Channel | undefined, kept: Unfinished): Promise<Outcome> {
  const { store, log, outbox } = parts
  for (let i = 0; i < commitsAtMost; i++) {
    const [conversation, person, projects, lost] = await Promise.all([
      store.findConversation(kept.conversationId),
      store.findPerson(kept.personId),
      store.projectsOf(kept.personId),
      store.lostNotices(kept.personId),
    ])
    if (conversation === undefined || person === undefined)
      throw new Error(`The conversation ${kept.conversationId} or its person is not in the store.`)
    const { step, end } = await compute(parts, channel, conversation.state, kept, person, projects, lost)
    const told = step.changes?.erase === true ? [] : await undeliveredTo(store, person, kept)
    const first = told.length === 0 ? [] : [tellUndelivered(told, step.conversation.lang ?? person.lang)]
    const result = await store.commitTurn({
      channel: kept.channel,
      messageId: kept.message.id,
      personId: kept.personId,
      conversation: step.conversation,
      expectedVersion: conversation.version,
      replies: [...first, ...step.replies],
      known: person,
      ...(step.answered === undefined ? {} : { answered: step.answered }),
      ...(step.feedback === undefined ? {} : { feedback: step.feedback }),
      ...(step.changes === undefined ? {} : { changes: step.changes, projects }),
      // A channel that is switched off for now may be one that is sent to: what it owes waits for it.
      ...(channel?.brings === 'fetched' ? {} : { sends: outbox.lease }),
      ...(told.length === 0 ? {} : { told }),
    })
    if (result.status === 'committed') {
      if (step.answered !== undefined) parts.metrics.countAnswer(step.answered)
      if (step.feedback !== undefined) parts.metrics.countVote(step.feedback)
      return { end, committed: result }
    }
    if (result.status === 'repeat') return { end: 'repeat' }
    log.info('turn-conflict', { conversationId: kept.conversationId, attempt: i + 1 })
  }
  log.warn('turn-not-committed', { conversationId: kept.conversationId })
  return { end: 'not-committed' }
}

/** In a group nobody is told what did not reach them elsewhere. */
async function undeliveredTo(store: Store, person: Person, { message }: Unfinished): Promise<readonly DeadLetter[]> {
  return person.undelivered === 0 || message.group === true ? [] : store.deadLetters(person.id)
}

async function compute(
  parts: TurnParts,
  channel: Channel | undefined,
  conversation: Conversation,
  kept: Unfinished,
  person: Person,
  projects: readonly ProjectRead[],
  lost: readonly LostNotice[],
): Promise<{ step: Step; end: TurnEnd }> {
  const closed = parts.closed?.[kept.channel]
  if (closed !== undefined) {
    const lang = conversation.lang ?? person.lang ?? 'zh'
    return { step: { replies: [closedReply(closed, lang)], conversation }, end: 'switched-off' }
  }
  if (kept.message.text.length > messageCharactersAtMost)
    return { step: { replies: [tooLong(conversation.lang)], conversation }, end: 'too-long' }
  try {
    if (kept.attempts >= attemptsAtMost)
      throw new Error(`The message was begun ${kept.attempts} times and left unfinished.`)
    const { store } = parts
    const knows = {
      agenda: () => store.agendaOf(kept.personId),
      lost,
      linkOwner: (code: string) => store.linkOwner(code),
      ...(channel?.showDraft === undefined ? {} : { showDraft: channel.showDraft.bind(channel, kept) }),
    }
    const step = await inTime(parts, parts.handle(conversation, kept.message, person, projects, knows))
    return { step, end: 'replied' }
  } catch (error) {
    const number = randomBytes(4).toString('hex')
    parts.log.error('turn-failed', error, { number, channel: kept.channel, conversationId: kept.conversationId })
    return { step: { replies: [regret(number, conversation.lang)], conversation }, end: 'failed' }
  }
}

async function inTime(parts: TurnParts, work: Promise<Step>): Promise<Step> {
  const milliseconds = parts.turnMilliseconds ?? turnMilliseconds
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Error(`The dialog took longer than ${milliseconds} ms.`)),
    milliseconds,
  )
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function bring(
  { outbox, log }: TurnParts,
  channel: Channel | undefined,
  kept: Unfinished,
  { activities, leased }: Committed,
): void {
  const { conversationId } = kept
  if (channel?.brings === 'fetched') channel.wake(conversationId, activities)
  else if (channel === undefined) log.warn('channel-not-on', { channel: kept.channel, conversationId })
  else if (leased) outbox.sendNow(activities.flatMap((activity) => toOutgoing(activity, kept)))
  else outbox.wake()
}

function toOutgoing(activity: Activity, { channel, conversationId, personId, reference }: Unfinished): Outgoing[] {
  if (activity.author !== 'bot') return []
  const { reply } = activity.payload
  const place = { conversationId, seq: activity.seq, channel, personId }
  return [{ ...place, reply, reference, unasked: false, partsSent: 0, attempts: 1, ageSeconds: 0 }]
}

function tooLong(lang: 'zh' | 'en' | undefined): Reply {
  return plain(
    lang === 'en'
      ? `This message is longer than ${messageCharactersAtMost} characters and was not read. Please send the part that holds your question.`
      : `这条消息超过 ${messageCharactersAtMost} 个字,没有处理。请分几次发送,或者只发要问的那一段。`,
  )
}

function regret(number: string, lang: 'zh' | 'en' | undefined): Reply {
  return plain(
    lang === 'en'
      ? `Sorry, something went wrong with this message; it is recorded under number ${number}. Please send it again or put it differently.`
      : `抱歉,这条消息处理时出错了,已记录编号 ${number},请再发一次或换个说法。`,
  )
}

function plain(text: string): Reply {
  return { text, summary: text }
}
