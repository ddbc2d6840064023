/** What every platform is: routes of its own, and a way to bring replies to a conversation. */
import type { Routes } from '../http.ts'
import type { Activity } from '../store/store.ts'

/** Replies that have been committed and now want to be brought. */
export interface Delivery {
  readonly conversationId: string
  /** The replies with their places in the conversation. */
  readonly activities: readonly Activity[]
  /** What the channel gave along with the message. */
  readonly reference: unknown
}

export interface Channel {
  /** As conversations and messages are kept under. */
  readonly name: string
  mount(routes: Routes): void
  /** Shows that an answer is being worked out. @returns ends it */
  showWorking?(conversationId: string): () => void
  /** @throws where the platform refused or could not be reached; the replies stay in the store */
  deliver(delivery: Delivery): Promise<void>
  close(): Promise<void>
}
