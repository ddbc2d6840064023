/** What must survive a restart, and the promise of one transaction per turn. */
import type { AnswerEnd } from '#dialogs/answer-end.ts'
import type { AnswerRecord, Changes, Conversation, Reply, UserMessage } from '#dialogs/conversation.ts'
import type { Feedback } from '#dialogs/feedback-reasons.ts'
import type { Agenda, LostNotice, ProjectPromise } from '#dialogs/project/agenda.ts'
import type { KnownProject, ProjectRecord } from '#dialogs/project/record.ts'
import type { Outlook } from '#dialogs/project/remind.ts'
import type { ReminderMessage } from '#dialogs/project/reminder-message.ts'

/** A human being, known by one id on whatever channel. */
export interface Person {
  readonly id: string
  /** Their own jurisdiction, asked once and remembered across conversations. */
  readonly measure: string | null
  readonly lang: 'zh' | 'en' | null
  readonly createdAt: string
  /** How many replies could not be brought to them and were not told of yet. */
  readonly undelivered: number
}

/** Where on a channel a person is reached: the platform's id of the user, or the page's cookie. A person may have several. */
export interface Address {
  readonly channel: string
  readonly key: string
}

/** Who made a code, and where they are known. */
export interface LinkOwner {
  readonly personId: string
  readonly addresses: readonly Address[]
}

export interface StoredConversation {
  readonly id: string
  readonly channel: string
  readonly personId: string
  readonly state: Conversation
  /** Counts every commit; a commit on an older version is refused. */
  readonly version: number
  /** The place up to which a client that fetches is known to have everything. */
  readonly fetchedSeq: number
}

/** A message as it came in, kept before it is acknowledged. */
export interface Inbound {
  readonly channel: string
  readonly conversationId: string
  readonly personId: string
  /** `message.id` is unique on its channel, so a repeat is seen as a repeat. */
  readonly message: UserMessage
  /** What the channel needs to answer, e.g. a Bot Framework reference; plain JSON. */
  readonly reference?: unknown
  /** How the message itself is shown in the conversation; unset: it is not shown. */
  readonly shown?: unknown
}

/** A message that is kept. */
export interface Kept {
  /** Its place in the conversation. */
  readonly seq: number
  /** It was kept before. */
  readonly repeated: boolean
  /** As it is shown in the conversation now; absent where it is not, or was before. */
  readonly shown?: Activity
}

/** A kept message whose turn has not been committed. */
export interface Unfinished extends Omit<Inbound, 'shown'> {
  /** Its place in the conversation. */
  readonly seq: number
  /** Times it was begun and left unfinished: by a process that ended, or by a commit that failed. */
  readonly attempts: number
}

/** What a bot's activity holds: the reply, and the place of the message it answers; unset where nobody had asked. */
export interface BotWords {
  readonly reply: Reply
  readonly replyTo?: number
}

/** One entry of a conversation, in order. */
export type Activity = {
  readonly conversationId: string /** Grows within the conversation; Direct Line's watermark. */
  readonly seq: number
  readonly at: string
} & ({ readonly author: 'user'; readonly payload: unknown } | { readonly author: 'bot'; readonly payload: BotWords })

/** A reply of the outbox that was taken. */
export type Receipted = Place & Pick<Outgoing, 'unasked'>

/** What one turn changes, committed all together or not at all. */
export interface TurnCommit {
  readonly channel: string
  readonly messageId: string
  readonly personId: string
  readonly conversation: Conversation
  /** The version the turn was computed from. */
  readonly expectedVersion: number
  readonly replies: readonly Reply[]
  /** What is known of the person already. */
  readonly known?: Pick<Person, 'measure' | 'lang'>
  readonly answered?: AnswerRecord
  /** Of an answer in the same conversation; of any other it is left out. */
  readonly feedback?: Feedback
  readonly changes?: Changes
  /** The projects the turn was computed from. */
  readonly projects?: readonly ProjectRead[]
  /** The channel is one we send on: each reply gets its row in the outbox, leased to this process where its turn it is. */
  readonly sends?: Lease
  /** What the replies tell could not be brought. */
  readonly told?: readonly Place[]
}

/** A project as it was read: what changes it must find it at this version. */
export interface ProjectRead extends KnownProject {
  readonly version: number
}

/** A reminder as it is kept; days are `YYYY-MM-DD`. */
export interface KnownReminder {
  readonly deadline: string
  readonly due: string
  readonly advised: string
  readonly event: string
  readonly from: string | null
}

/** An answer as it is kept, with what people said of it. */
export interface KeptAnswer {
  readonly record: AnswerRecord
  readonly conversationId: string
  readonly at: string
  /** One a person, oldest first. */
  readonly votes: readonly Omit<Feedback, 'answer'>[]
}

export type CommitResult =
  /** `leased`: the replies are this process's to send at once; otherwise they wait in the outbox. */
  | { readonly status: 'committed'; readonly activities: readonly Activity[]; readonly leased: boolean }
  /** Another turn was faster: compute again on the new state. */
  | { readonly status: 'conflict' }
  /** This message's turn has been committed before. */
  | { readonly status: 'repeat' }

/** A place in a conversation. */
export interface Place {
  readonly conversationId: string
  readonly seq: number
}

/** Who takes rows of the outbox, and for how long before another may. */
export interface Lease {
  /** A process's own id. */
  readonly by: string
  readonly seconds: number
}

/** A reply on its way to a platform. */
export interface Outgoing extends Place {
  readonly channel: string
  readonly personId: string
  readonly reply: Reply
  /** What the channel gave along with the latest message of the conversation. */
  readonly reference: unknown
  readonly unasked: boolean
  readonly partsSent: number
  /** Tries, this one included. */
  readonly attempts: number
  readonly ageSeconds: number
}

/** A reply that was given up. */
export interface DeadLetter extends Place {
  readonly channel: string
  readonly personId: string
  readonly reply: Reply
  readonly at: string
  /** The platform's own code, where it gave one. */
  readonly code: string | null
}

/** Replies on their way to platforms. Instants are the store's own, so that clocks of processes do not matter. */
export interface OutboxStore {
  /**
   * Takes replies whose time has come, of each conversation the oldest one only, so that the order holds.
   *
   * @param limit at most so many
   */
  claimOutgoing(channel: string, lease: Lease, limit: number): Promise<readonly Outgoing[]>
  /** Takes longer over what this process holds of these conversations. */
  renewOutgoing(lease: Lease, conversationIds: readonly string[]): Promise<void>
  /** Gives back untried what this process holds of a conversation, or all that it holds. */
  releaseOutgoing(by: string, conversationId?: string): Promise<void>
  keepPartsSent(row: Receipted, parts: number): Promise<void>
  /**
   * Keeps the receipt, over the death of this process. Only what was said unasked is waited for until the disk has it: after
   * a power cut an answer may be said again, a reminder is not.
   */
  settleSent(row: Receipted, platformId: string | undefined): Promise<void>
  /** To be tried again; later replies of the conversation held by this process are given back with it. */
  settleFailed(
    place: Place,
    by: string,
    failure: { readonly afterSeconds: number; readonly counts: boolean; readonly code?: string },
  ): Promise<void>
  /**
   * Gives a reply up. Told at once in the person's latest conversation on another channel, where there is one; otherwise
   * the person is told at their next message.
   *
   * @param elsewhere what is told, and the channels that are open
   * @returns where it was told
   */
  settleDead(
    place: Place,
    code: string | undefined,
    elsewhere:
      | { readonly replies: readonly Reply[]; readonly open: readonly string[]; readonly sending: ReadonlySet<string> }
      | undefined,
  ): Promise<string | undefined>
  /** What was given up and the person was not told of, oldest first. */
  deadLetters(personId: string): Promise<readonly DeadLetter[]>
  countOutgoing(): Promise<{ readonly waiting: number; readonly dead: number }>
  /**
   * Says something unasked: the activity, and on a channel that is sent to its row in the outbox.
   *
   * @param sending the channels that are sent to
   * @returns its place, and its channel; undefined where there is no such conversation
   */
  say(
    conversationId: string,
    reply: Reply,
    sending: ReadonlySet<string>,
  ): Promise<{ readonly seq: number; readonly channel: string } | undefined>
  /** The reply said last. */
  latestReply(conversationId: string): Promise<{ readonly reply: Reply; readonly at: string } | undefined>
  /** Clients that fetch are known to have everything up to these places. A place not yet reached is not believed. */
  keepFetched(places: readonly Place[]): Promise<void>
}

/** What was worked out of one person's reminders, kept all together or not at all. */
export interface SettledAgenda {
  readonly personId: string
  /** The version it was worked out from. */
  readonly version: number
  /** Who holds it. */
  readonly by: string
  /** The digests of law and calendar it was reckoned with. */
  readonly standing: string
  readonly lookAt: string | null
  readonly promises: readonly ProjectPromise[]
  readonly told: Outlook['told']
  readonly messages: readonly ReminderMessage[]
  /** Channels that are open, and those of them that are sent to. */
  readonly open: readonly string[]
  readonly sending: ReadonlySet<string>
  /** When to see whether a message has arrived. */
  readonly checkAt: string
}

/** A reminder of which it is not known that it arrived. */
export interface UnprovedNotice {
  readonly id: string
  readonly isProved: boolean
  readonly place: Place
}

/** A person whose deadlines are looked after, with the projects they own. */
export interface Watched {
  readonly agenda: Agenda
  readonly person: Pick<Person, 'measure' | 'lang'>
  readonly records: readonly ProjectRecord[]
}

export interface AgendaStore {
  /** What is kept of a person's reminders. */
  agendaOf(personId: string): Promise<Agenda>
  /** Takes people whose time has come. @returns the store's own instant too */
  claimAgendas(lease: Lease, limit: number): Promise<{ readonly now: string; readonly people: readonly string[] }>
  /** What there is to look after of these people. */
  watched(people: readonly string[]): Promise<readonly Watched[]>
  /**
   * Keeps what was worked out of several people; where a turn was faster, that of the others.
   *
   * @returns of each where it was said; undefined where a turn was faster: it is worked out again
   */
  settleAgendas(settled: readonly SettledAgenda[]): Promise<readonly (readonly Place[] | undefined)[]>
}

export interface ReminderStore extends AgendaStore {
  /** What could not be brought and the person was not told of; what they have seen since in its conversation is left out. */
  lostNotices(personId: string): Promise<readonly LostNotice[]>
  /** Gives a person back, to be looked at later. */
  releaseAgenda(personId: string, by: string, afterSeconds: number): Promise<void>
  /** Everybody whose days were reckoned with another law or calendar is looked after. @returns how many */
  lookAgain(standing: string): Promise<number>
  /** Takes messages that should have arrived by now; another process takes them only after the lease. */
  claimUnproved(
    leaseSeconds: number,
    limit: number,
  ): Promise<{ readonly now: string; readonly notices: readonly UnprovedNotice[] }>
  keepArrived(id: string): Promise<void>
  /**
   * Says it again on a channel not tried yet, or else notes it as undelivered.
   *
   * @returns where; undefined where it is undelivered
   */
  retryNotice(
    notice: UnprovedNotice,
    channels: { readonly open: readonly string[]; readonly sending: ReadonlySet<string>; readonly checkAt: string },
  ): Promise<Place | undefined>
}

/** Messages that wait for their turn, and who is at work on them. */
export interface InboxStore {
  /** The oldest message of a conversation that still wants its turn; undefined also while another instance is at work on it. */
  nextUnfinished(conversationId: string): Promise<Unfinished | undefined>
  /** Given out, and not begun after all: counts as no attempt when this instance is given it again. */
  notBegun(message: Pick<Unfinished, 'channel' | 'message'>): void
  /** At start: conversations with messages that nobody is at work on. */
  resumeUnfinished(): Promise<readonly string[]>
  /**
   * Every ten seconds or so: keeps this instance's messages from being taken up by another one.
   *
   * @returns conversations with messages that nobody else is at work on, those this instance is at work on included
   */
  sweepUnfinished(): Promise<readonly string[]>
  /** At stop: another instance may take up at once what this one leaves. */
  releaseUnfinished(): Promise<void>
}

/** All that is kept of a person; rows as they stand in the store, what is JSON there parsed. */
export interface PersonalData {
  readonly person: object
  readonly addresses: readonly object[]
  /** With messages, what was shown, answers and deliveries; of a group only the person's own messages and the replies to them. */
  readonly conversations: readonly object[]
  readonly votes: readonly object[]
  readonly projects: readonly object[]
  readonly shares: readonly object[]
  readonly reminders: readonly object[]
  /** What they wish of reminders. */
  readonly wishes?: unknown
  readonly notices: readonly object[]
  readonly reminderMessages: readonly object[]
}

/** For how many days what is kept stays; unset: for ever. */
export interface KeepDays {
  /** What was said in conversations, from the day it was said. */
  readonly conversations?: number
  /** Answers with their questions and votes. */
  readonly answers?: number
  /** Archived projects, from their last change. */
  readonly projects?: number
}

export interface DataDutyStore {
  /** @param named a person's id, or an address as `channel:key` @returns the person's id */
  findPersonId(named: string): Promise<string | undefined>
  /** @returns undefined where there is no such person */
  personalData(personId: string): Promise<PersonalData | undefined>
  /** Erases a person with all that is kept of them, so that the files hold nothing of it either. @returns false where there is none */
  erasePerson(personId: string): Promise<boolean>
  /**
   * Lets go of what has been kept long enough. What is not finished stays.
   *
   * @param limit at most so many rows, so that nobody waits for it
   * @returns how many went; 0 when nothing more is due
   */
  sweepOld(days: KeepDays, limit: number): Promise<number>
}

/** What waits at this moment; seconds are those of the oldest, 0 where nothing waits. */
export interface Waiting {
  /** Messages whose turn is not committed. */
  readonly inbox: number
  readonly inboxSeconds: number
  /** Of the oldest reply that is neither sent nor given up. */
  readonly outboxSeconds: number
  /** People who should have been looked after by now. */
  readonly remindersLate: number
  readonly remindersLateSeconds: number
}

export interface WatchStore {
  countWaiting(): Promise<Waiting>
}

/** Every method is one transaction; a method that fails leaves nothing behind. */
export interface Store extends InboxStore, OutboxStore, ReminderStore, DataDutyStore, WatchStore {
  /** The person at an address; one is made at the first visit. */
  personAt(address: Address): Promise<Person>
  findPerson(id: string): Promise<Person | undefined>
  /** Wherever a person is reached, in the order of the channels' names. */
  addressesOf(personId: string): Promise<readonly Address[]>
  /** Begins a conversation; one that exists already is returned as it is. */
  beginConversation(id: string, channel: string, personId: string): Promise<StoredConversation>
  findConversation(id: string): Promise<StoredConversation | undefined>
  /** The conversation a person began last on a channel. */
  latestConversation(channel: string, personId: string): Promise<StoredConversation | undefined>
  /** Keeps a message. A repeat keeps nothing and gives the first one's place. */
  accept(inbound: Inbound): Promise<Kept>
  commitTurn(commit: TurnCommit): Promise<CommitResult>
  /** Activities after a place, oldest first, at most `limit`. */
  activitiesAfter(conversationId: string, seq: number, limit: number): Promise<readonly Activity[]>
  findAnswer(id: string): Promise<KeptAnswer | undefined>
  /** What a person owns or was given to see, the oldest first. */
  projectsOf(personId: string): Promise<readonly ProjectRead[]>
  /** What is planned to be reminded of, by its day. */
  remindersOf(projectId: string): Promise<readonly KnownReminder[]>
  /** Who made a code by which two persons become one. @returns undefined where it is unknown, used or over */
  linkOwner(code: string): Promise<LinkOwner | undefined>
  /** Uses up what may be used once. @param ends when it ends by itself @returns whether this was the first use */
  useOnce(id: string, ends: Date): Promise<boolean>
  /** A key that all instances share. @param proposed becomes the key where there is none yet */
  sharedKey(name: string, proposed: string): Promise<string>
  /**
   * Hears what other instances commit: something new in a conversation, or (undefined) that news may have been missed and
   * anything may be new.
   *
   * @returns ends it
   */
  onNews(callback: (conversationId: string | undefined) => void): () => void
  close(): Promise<void>
}

/** What does not fit in the chain of answers. */
export interface AuditFault {
  /** The link's number. */
  readonly n?: number
  readonly answer?: string
  /** `end-missing`: links were taken off the end. `answer-outside`: an answer that has no link. */
  readonly problem: 'link-missing' | 'link-changed' | 'answer-changed' | 'end-missing' | 'answer-outside'
}

export interface AuditReport {
  readonly links: number
  /** Links whose answers are no longer kept. */
  readonly erased: number
  /** Answers older than the chain. */
  readonly earlier: number
  /** Of the last link: whoever notes it down elsewhere can tell later that nothing before it was changed. */
  readonly hash: string
  readonly faults: readonly AuditFault[]
}

/** What a person who looks after the questions reads, beside a running server. */
export interface AnswerReader {
  /** How many answers ended each way since an instant. */
  countEnds(since: string): Promise<ReadonlyMap<string, number>>
  /**
   * Answers since an instant that ended so, oldest first; of those in `ifLast` only where nothing was answered in their
   * conversation afterwards.
   */
  answersEnded(since: string, ends: readonly AnswerEnd[], ifLast: readonly AnswerEnd[]): Promise<readonly KeptAnswer[]>
  /** Answers since an instant that somebody called bad, oldest first. */
  answersVotedBad(since: string): Promise<readonly KeptAnswer[]>
  findAnswer(id: string): Promise<KeptAnswer | undefined>
  /** Follows the chain of answers from end to end. */
  verifyAudit(): Promise<AuditReport>
  close(): Promise<void>
}

export { StoreUnavailable } from './store-unavailable.ts'
