/** While the store is away nothing can be kept: whoever waits for an answer is told so once, past the store, and the caller gets the error. */
import type { Reply } from '#dialogs/conversation.ts'
import type { Channel } from './channels/channel.ts'
import type { Log } from './log.ts'
import { StoreUnavailable } from './store/store.ts'

/** Where a message came in, as far as that is known without the store. */
export interface HeardAt {
  readonly conversationId: string
  /** What the channel needs to answer. */
  readonly reference?: unknown
}

export interface AwayLine {
  /** Runs what keeps or answers a message. @throws what the work throws, once the person has been told of a store that is away */
  orTell<T>(channel: Channel | undefined, at: HeardAt, keep: () => Promise<T>): Promise<T>
}

/** Conversations remembered as told; beyond that the oldest may be told twice. */
const toldAtMost = 10_000

export const awayReply: Reply = {
  text: '系统暂时不能保存消息，还不能回答您。恢复后会接着处理；如果过几分钟仍没有回答，请再发一次。此前的对话、项目和提醒都还在。',
  summary: '系统暂时不能保存消息，还不能回答您；过几分钟仍没有回答的，请再发一次。',
}

export function createAwayLine(log: Log): AwayLine {
  const told = new Set<string>()

  async function tell(channel: Channel, { conversationId, reference }: HeardAt): Promise<void> {
    if (told.has(conversationId)) return
    if (told.size >= toldAtMost) told.clear()
    told.add(conversationId)
    try {
      if (channel.brings === 'fetched') channel.tell?.(conversationId, awayReply)
      else
        await channel.deliver({
          conversationId,
          personId: '',
          seq: 0,
          reply: awayReply,
          reference,
          unasked: false,
          partsSent: 0,
          keepSent: async () => undefined,
        })
    } catch (error) {
      log.warn('away-not-told', {
        channel: channel.name,
        error: error instanceof Error ? error.message : String(error),
      })
    }
  }

  return {
    async orTell(channel, at, keep) {
      try {
        const kept = await keep()
        told.delete(at.conversationId)
        return kept
      } catch (error) {
        if (error instanceof StoreUnavailable) {
          log.warn('store-away', { channel: channel?.name, reason: error.reason, told: error.message })
          if (channel !== undefined) await tell(channel, at)
        }
        throw error
      }
    },
  }
}
