/** How replies get to people: the client fetches them from the store, or we send them to the platform. */
import type { Reply } from '#dialogs/conversation.ts'
import type { Routes } from '../http.ts'
import type { Activity } from '../store/store.ts'

interface ChannelBase {
  /** As conversations and messages are kept under. */
  readonly name: string
  mount(routes: Routes): void
  /** Opens what the channel itself connects to. */
  open?(): Promise<void>
  /** Shows that an answer is being worked out. @returns ends it */
  showWorking?(conversationId: string): () => void
  /** Shows the answer that is being written to a message; it is not kept, and the answer replaces it. Never throws. */
  showDraft?(at: Heard, draft: Reply): void
  close(): Promise<void>
}

/** The message that is being answered. */
export interface Heard {
  readonly conversationId: string
  readonly reference?: unknown
}

export interface FetchedChannel extends ChannelBase {
  readonly brings: 'fetched'
  /**
   * There is something new to fetch; undefined: in any conversation.
   *
   * @param fresh what it is, where that is known
   */
  wake(conversationId: string | undefined, fresh?: readonly Activity[]): void
  /** Shows a line that is not kept, where somebody is looking. */
  tell?(conversationId: string, reply: Reply): void
}

export interface SendingChannel extends ChannelBase {
  readonly brings: 'sends'
  /** @throws ChannelError where the platform refused or could not be reached; any other error counts as not permanent */
  deliver(delivery: Delivery): Promise<Receipt>
}

export type Channel = FetchedChannel | SendingChannel

/** A reply that has been committed and now wants to be brought. */
export interface Delivery {
  readonly conversationId: string
  readonly personId: string
  /** Its place in the conversation. */
  readonly seq: number
  readonly reply: Reply
  /** What the channel gave along with the person's latest message in this conversation; plain JSON. */
  readonly reference: unknown
  /** Written first, not as an answer to the latest message: a handle that only answers is of no use. */
  readonly unasked: boolean
  /** Platform messages already taken at earlier tries of this reply. */
  readonly partsSent: number
  /** Keeps how many of them all are taken now, so that a later try goes on after them; of the last one the receipt tells. */
  keepSent(parts: number, ofAll: number): Promise<void>
}

export interface Receipt {
  /** The platform's id of the last part. */
  readonly platformId?: string
}

/** The platform refused, or could not be reached. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError'
  /** Trying again is of no use. */
  readonly permanent: boolean
  /** When the platform wants to be asked again. */
  readonly retryAfterSeconds?: number
  /** The platform's own code. */
  readonly code?: string

  constructor(
    message: string,
    told: { permanent: boolean; retryAfterSeconds?: number; code?: string; cause?: unknown },
  ) {
    super(message, { cause: told.cause })
    this.permanent = told.permanent
    if (told.retryAfterSeconds !== undefined) this.retryAfterSeconds = told.retryAfterSeconds
    if (told.code !== undefined) this.code = told.code
  }
}
