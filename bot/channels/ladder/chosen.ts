/** Words that choose what was offered, heard as if it had been pressed. */
import type { Reply, UserMessage } from '#dialogs/conversation.ts'
import { optionSaid } from './options.ts'

/** Numbers shown longer ago than this choose nothing any more. */
const numbersMilliseconds = 24 * 3600_000
const expired = { v: 1, verb: 'option-expired', args: {} } as const

/**
 * @param latest   the reply said last in the conversation
 * @param numbered whether the channel showed it with numbers
 */
export function withChosen(
  message: UserMessage,
  latest: { readonly reply: Reply; readonly at: string } | undefined,
  numbered: (reply: Reply) => boolean,
  now: Date,
): UserMessage {
  if (latest === undefined || message.button !== undefined || message.event !== undefined) return message
  const chosen = optionSaid(message.text, latest.reply, numbered(latest.reply))
  if (chosen === undefined || chosen === 'no-such-number') return message
  const isTitle = message.text.trim() === chosen.option.title
  const isOld = now.getTime() - new Date(latest.at).getTime() > numbersMilliseconds
  return { ...message, text: '', button: isOld && !isTitle ? expired : chosen.option.payload }
}
