/** The shapes that cross between platforms and dialogs. No platform's JSON ever stands here. */
import type { Facts } from '#knowledge/law/facts.ts'
import type { ArticleRef, Citation, MeasureId, Validity } from '#knowledge/law/measure.ts'
import type { EventId } from '#knowledge/law/rule.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { ReminderSettings } from '#tools/notice.ts'
import type { ReckonedPromise } from '#tools/promises.ts'
import type { AnswerEnd, AnswerKind } from './answer-end.ts'
import type { Feedback } from './feedback-reasons.ts'
import type { ProjectRecord } from './project/record.ts'
import type { Question } from './understand.ts'

/** What a button or a card sends back. Versioned, so that a card in an old conversation is still understood. */
export interface ButtonPayload {
  readonly v: 1
  readonly verb: string
  readonly args: Readonly<Record<string, string | number | boolean>>
}

/** One message as a dialog sees it, from whatever platform. */
export interface UserMessage {
  /** The platform's own id of the message: the same id is the same message. */
  readonly id: string
  /** Empty where a button was pressed or the conversation was just opened. */
  readonly text: string
  readonly button?: ButtonPayload
  /** `opened`: the person has just come into the conversation and nothing was said yet. */
  readonly event?: 'opened'
  /** Said where several people read along. */
  readonly group?: true
  readonly locale?: string
}

export interface ReplyOption {
  readonly title: string
  readonly payload: ButtonPayload
}

/** A button that opens a page instead of sending something back. */
export interface ReplyLink {
  readonly title: string
  /** A path on this server, e.g. `/measures/jining-htz-2024#article-28`. */
  readonly path: string
}

/** What a channel may draw as a card; every card also has its words in `Reply.text`. */
export interface AnswerCard {
  readonly kind: 'answer'
  /** The answer itself, at most 200 characters. */
  readonly conclusion: string
  /** A list, a table or steps that follow the conclusion, in markdown. */
  readonly details?: string
  readonly quotes: readonly {
    readonly place: string
    readonly quote: string
    readonly path: string
    readonly note?: string
    readonly translation?: string
  }[]
  readonly validity: readonly { readonly text: string; readonly status: Validity['status'] }[]
  readonly next?: string
  /** That a model composed the conclusion; shown right below it. */
  readonly label?: string
  readonly links: readonly ReplyLink[]
  readonly options: readonly ReplyOption[]
  /** 👍 and 👎: drawn smaller than the options. */
  readonly votes?: readonly ReplyOption[]
}

/** What is known of a project, line by line, each with where it came from and a button to change it. */
export interface ReviewCard {
  readonly kind: 'review'
  readonly title: string
  readonly rows: readonly {
    readonly label: string
    readonly value: string
    readonly origin?: string
    readonly edit?: ReplyOption
  }[]
  readonly notes: readonly string[]
  readonly options: readonly ReplyOption[]
}

/** Lists to tick and numbers to fill in, sent back together: the inputs' ids become arguments of the button. */
export interface ChecklistCard {
  readonly kind: 'checklist'
  readonly title: string
  readonly lists: readonly {
    /** `in.duties`: an argument of that name holds the ids that are ticked, joined by commas. */
    readonly id: string
    readonly title: string
    readonly items: readonly { readonly id: string; readonly title: string; readonly ticked: boolean }[]
  }[]
  readonly numbers: readonly { readonly id: string; readonly title: string; readonly value?: number }[]
  readonly submit: ReplyOption
  readonly options: readonly ReplyOption[]
}

export type Card = AnswerCard | ReviewCard | ChecklistCard

/** The one thing dialogs hand to channels. */
export interface Reply {
  /** Markdown; whole without the card. */
  readonly text: string
  /** One line without markdown, for notices and narrow screens. Never empty. */
  readonly summary: string
  readonly card?: Card
  readonly options?: readonly ReplyOption[]
  /** `alt`: what a picture shows, in words. */
  readonly files?: readonly {
    readonly name: string
    readonly mime: string
    readonly path: string
    readonly alt?: string
  }[]
  readonly citations?: readonly Citation[]
  /** The model that composed some of its words: told in the metadata of whatever carries them. */
  readonly composedBy?: string
}

/** What is kept of a conversation between two messages. Plain JSON; the store holds it as it is. */
export interface Conversation {
  readonly id: string
  /** The user's own jurisdiction, once told; remembered of the person beyond this conversation. */
  readonly measure?: MeasureId
  readonly lang?: 'zh' | 'en'
  /** Earlier user turns that still bear on the next one, oldest first, at most eight. */
  readonly recent: readonly string[]
  /** The article the last answer was decided by. */
  readonly lastCited?: { readonly measure: MeasureId; readonly article: ArticleRef }
  /** The question left open by a `clarify`. */
  readonly pending?: { readonly question: string }
  /** The answer voted bad whose reason was just asked: the next words may be the reason. */
  readonly reasonAsked?: { readonly answer: string }
  /** The dialog that is open. What it knows of its project stands with the project. */
  readonly dialog?: OpenDialog
  /** The project spoken of last. */
  readonly focus?: string
  /** The talk was stopped because its project is classified; taken back, it starts afresh. */
  readonly stopped?: true
}

export interface OpenDialog {
  readonly project: string
  /** Answers to the open question that could not be read. */
  readonly unread: number
  /** Asked whether it is really meant. */
  readonly confirming?: 'cancel' | 'restart'
  /** An event that was told without its day. */
  readonly dayOf?: EventId
  /** A deadline that was said to be met, without the day. */
  readonly doneOf?: { readonly deadline: string; readonly due: string }
  /** Asked before documents are made. */
  readonly filling?: Filling
}

export interface Filling {
  /** The document's id; several that are made at once are joined by commas. */
  readonly filing: string
  /** The names of what was asked, the open one last. */
  readonly asked: readonly string[]
  /** `again`: what was skipped before is asked too. `one`: a single question was chosen. */
  readonly mode?: 'again' | 'one'
}

/** What a dialog gives back: replies and the conversation as it now stands. */
export interface Step {
  readonly replies: readonly Reply[]
  readonly conversation: Conversation
  /** What was answered, to be kept with the turn. */
  readonly answered?: AnswerRecord
  /** What the person thinks of an answer given before. */
  readonly feedback?: Feedback
  /** What changes in the person's projects. */
  readonly changes?: Changes
}

/** What a turn leaves beside the conversation; committed with it. */
export interface Changes {
  /** Projects as they now stand, new ones too. */
  readonly keep?: readonly ProjectRecord[]
  /** Ids of projects of which nothing is kept. */
  readonly forget?: readonly string[]
  /** Every text of this conversation is wiped. */
  readonly wipe?: true
  /** All that is kept of the person is erased, in every conversation; the replies of this turn are what is left. */
  readonly erase?: true
  /** A code by which this person may be told on another channel. */
  readonly linkCode?: string
  /** Whoever made this code becomes one with this person. */
  readonly link?: string
  /** Who else may see a project; null takes it back. */
  readonly shares?: readonly {
    readonly project: string
    readonly person: string
    readonly may: 'read' | 'edit' | null
  }[]
  /** Per project all its reminders, in place of those it had. */
  readonly reminders?: readonly { readonly project: string; readonly planned: readonly PlannedReminder[] }[]
  /** What the person wishes of reminders, whole, and the version it was computed from. */
  readonly agenda?: { readonly version: number; readonly settings: ReminderSettings }
  /** Reminders that were lost and that the person is told of with this turn. */
  readonly lostTold?: readonly string[]
}

/** A deadline that binds the unit, to be reminded of later. */
export type PlannedReminder = ReckonedPromise

export interface ToolUse {
  readonly name: string
  readonly input: unknown
  readonly output: unknown
}

export interface Answer {
  readonly kind: AnswerKind
  /** How it ended, by name; `kind` follows from it. */
  readonly end: AnswerEnd
  /** The answer itself, at most 200 characters. */
  readonly conclusion: string
  /** A list, a table or steps that follow the conclusion, in markdown. */
  readonly details?: string
  /** What the user reads: at most 1,200 characters, a comparison 2,000. */
  readonly text: string
  readonly citations: readonly Citation[]
  readonly near: readonly Citation[]
  readonly tools: readonly ToolUse[]
  readonly validity: readonly Validity[]
  readonly options: readonly ReplyOption[]
  /** The model that composed the conclusion's words; absent where code did. */
  readonly composedBy?: string
}

/** How a model took part in an answer: what it wrote, what of it was struck out and why. */
export interface ModelTrace {
  readonly model: string
  /** SHA-256 of what it was told to do. */
  readonly prompt: string
  /** `read`: what it took the question for is offered; `unread`: nothing came of that. */
  readonly outcome: 'worded' | 'withdrawn' | 'failed' | 'read' | 'unread'
  /** Why it was withdrawn, or the fault. */
  readonly why?: string
  readonly draft: string
  readonly deciding: readonly number[]
  /** The sources its draft names: an article by where it stands, whatever else by its text. */
  readonly handles: readonly {
    readonly id: number
    readonly label: string
    readonly measure?: MeasureId
    readonly article?: ArticleRef
    readonly text?: string
  }[]
  readonly lookUps: readonly ToolUse[]
  readonly struck: readonly { readonly text: string; readonly why: string; readonly what?: string }[]
}

/** SHA-256 of what answers are made from: the same digests give the same answer to the same question on the same day. */
export interface Digests {
  readonly law: string
  readonly calendar: string
  readonly index: string
}

/** What is kept of an answer: enough to see why it was given, and to give it again. */
export interface AnswerRecord {
  readonly id: string
  readonly end: AnswerEnd
  readonly lang: 'zh' | 'en'
  readonly asked: AskedRecord
  readonly conclusion: string
  readonly citations: readonly Citation[]
  readonly near: readonly Citation[]
  readonly tools: readonly ToolUse[]
  readonly today: IsoDate
  readonly standsOn: Digests
  /** Absent where no model took part. */
  readonly model?: ModelTrace
}

/** The typed question, as plain JSON. */
interface AskedRecord {
  readonly words: string
  readonly intent: Question['intent']
  readonly role: Question['role']
  /** An id of the topics table. */
  readonly topic?: string
  readonly measures: readonly MeasureId[]
  /** The days told, the relative ones reckoned. */
  readonly days?: readonly IsoDate[]
  readonly article?: Question['article']
  readonly seeks: readonly string[]
  readonly facts: Facts
  /** The turn it may lean on; left out where it plainly stands alone. */
  readonly before?: string
}
