/** What the server writes to people of its own accord. */
import type { Notice } from '#tools/notice.ts'
import type { Reply } from '../conversation.ts'

export interface ReminderMessage {
  /** The person to be told. */
  readonly to: string
  readonly reply: Reply
  /** Ids of the notices told in it. */
  readonly notices: readonly string[]
  readonly kinds: readonly Notice['kind'][]
  /** Keys of its deadlines. */
  readonly about: readonly string[]
}
