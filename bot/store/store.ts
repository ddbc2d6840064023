/** What must survive a restart, and the promise of one transaction per turn. */
import type { AnswerEnd } from '#dialogs/answer-end.ts'
import type { AnswerRecord, Changes, Conversation, Reply, UserMessage } from '#dialogs/conversation.ts'
import type { Feedback } from '#dialogs/feedback-reasons.ts'
import type { KnownProject } from '#dialogs/project/record.ts'

/** A human being, known by one id on whatever channel. */
export interface Person {
  readonly id: string
  /** Their own jurisdiction, asked once and remembered across conversations. */
  readonly measure: string | null
  readonly lang: 'zh' | 'en' | null
  readonly createdAt: string
}

/** Where on a channel a person is reached: the platform's id of the user, or the page's cookie. A person may have several. */
interface Address {
  readonly channel: string
  readonly key: string
}

export interface StoredConversation {
  readonly id: string
  readonly channel: string
  readonly personId: string
  readonly state: Conversation
  /** Counts every commit; a commit on an older version is refused. */
  readonly version: number
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

/** A kept message whose turn has not been committed. */
export interface Unfinished extends Omit<Inbound, 'shown'> {
  /** Its place in the conversation. */
  readonly seq: number
  /** Starts of the process that met it unfinished. */
  readonly attempts: number
}

/** What a bot's activity holds: the reply, and the place of the message it answers. */
export interface BotWords {
  readonly reply: Reply
  readonly replyTo: number
}

/** One entry of a conversation, in order. */
export type Activity = {
  readonly conversationId: string /** Grows within the conversation; Direct Line's watermark. */
  readonly seq: number
  readonly at: string
} & ({ readonly author: 'user'; readonly payload: unknown } | { readonly author: 'bot'; readonly payload: BotWords })

/** What one turn changes, committed all together or not at all. */
export interface TurnCommit {
  readonly channel: string
  readonly messageId: string
  readonly personId: string
  readonly conversation: Conversation
  /** The version the turn was computed from. */
  readonly expectedVersion: number
  readonly replies: readonly Reply[]
  readonly answered?: AnswerRecord
  /** Of an answer in the same conversation; of any other it is left out. */
  readonly feedback?: Feedback
  readonly changes?: Changes
  /** The projects the turn was computed from. */
  readonly projects?: readonly ProjectRead[]
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
  | { readonly status: 'committed'; readonly activities: readonly Activity[] }
  /** Another turn was faster: compute again on the new state. */
  | { readonly status: 'conflict' }
  /** This message's turn has been committed before. */
  | { readonly status: 'repeat' }

/** Every method is one transaction; a method that fails leaves nothing behind. */
export interface Store {
  /** The person at an address; one is made at the first visit. */
  personAt(address: Address): Promise<Person>
  findPerson(id: string): Promise<Person | undefined>
  /** Begins a conversation; one that exists already is returned as it is. */
  beginConversation(id: string, channel: string, personId: string): Promise<StoredConversation>
  findConversation(id: string): Promise<StoredConversation | undefined>
  /** The conversation a person began last on a channel. */
  latestConversation(channel: string, personId: string): Promise<StoredConversation | undefined>
  /** Keeps a message. A repeat keeps nothing and gives the first one's place. */
  accept(inbound: Inbound): Promise<{ readonly seq: number; readonly repeated: boolean }>
  /** The oldest message of a conversation that still wants its turn. */
  nextUnfinished(conversationId: string): Promise<Unfinished | undefined>
  /** At start: counts one more attempt on every unfinished message and names their conversations. */
  resumeUnfinished(): Promise<readonly string[]>
  commitTurn(commit: TurnCommit): Promise<CommitResult>
  /** Activities after a place, oldest first, at most `limit`. */
  activitiesAfter(conversationId: string, seq: number, limit: number): Promise<readonly Activity[]>
  findAnswer(id: string): Promise<KeptAnswer | undefined>
  /** What a person owns or was given to see, the oldest first. */
  projectsOf(personId: string): Promise<readonly ProjectRead[]>
  /** What is planned to be reminded of, by its day. */
  remindersOf(projectId: string): Promise<readonly KnownReminder[]>
  close(): Promise<void>
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
  close(): Promise<void>
}
