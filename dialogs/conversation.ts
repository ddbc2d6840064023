/** The shapes that cross between platforms and dialogs. No platform's JSON ever stands here. */
import type { ArticleRef, Citation, MeasureId, Validity } from '#knowledge/law/measure.ts'

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
  readonly links: readonly ReplyLink[]
  readonly options: readonly ReplyOption[]
}

export type Card = AnswerCard

/** The one thing dialogs hand to channels. */
export interface Reply {
  /** Markdown; whole without the card. */
  readonly text: string
  /** One line without markdown, for notices and narrow screens. Never empty. */
  readonly summary: string
  readonly card?: Card
  readonly options?: readonly ReplyOption[]
  readonly files?: readonly { readonly name: string; readonly mime: string; readonly path: string }[]
  readonly citations?: readonly Citation[]
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
}

/** What a dialog gives back: replies and the conversation as it now stands. */
export interface Step {
  readonly replies: readonly Reply[]
  readonly conversation: Conversation
}

/** Every way an answer ends; each is counted. */
export type AnswerKind = 'answer' | 'clarify' | 'not-covered' | 'refused'

export interface ToolUse {
  readonly name: string
  readonly input: unknown
  readonly output: unknown
}

export interface Answer {
  readonly kind: AnswerKind
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
}
