/** What DingTalk's robot delivers, by callback or by stream → a message of ours. Parsed once, at the door. */
import { z } from 'zod'
import type { UserMessage } from '#dialogs/conversation.ts'

const robotMessage = z.object({
  msgId: z.string().min(1).max(300),
  msgtype: z.string().min(1).max(50),
  conversationId: z.string().min(1).max(300),
  /** 1: with one person. 2: in a group. */
  conversationType: z.enum(['1', '2']),
  senderId: z.string().min(1).max(300),
  /** Absent for people of another organisation. */
  senderStaffId: z.string().max(300).nullish(),
  senderCorpId: z.string().max(100).nullish(),
  chatbotCorpId: z.string().max(100).nullish(),
  robotCode: z.string().max(200).nullish(),
  atUsers: z.array(z.looseObject({})).max(1000).nullish(),
  text: z.object({ content: z.string() }).nullish(),
  content: z
    .object({
      /** What a voice message was heard as. */
      recognition: z.string().nullish(),
      richText: z.array(z.object({ text: z.string().nullish() })).nullish(),
    })
    .nullish()
    .catch(undefined),
  sessionWebhook: z.string().max(2000).nullish(),
  /** Milliseconds. */
  sessionWebhookExpiredTime: z.coerce.number().nullish(),
})

export type RobotMessage = z.output<typeof robotMessage>

/** What is kept along with a message, so that it can be answered. */
export interface Reference {
  readonly conversationId: string
  readonly group: boolean
  /** Whoever spoke, as `speakerOf` tells. */
  readonly speaker: string
  /** Good for answers only, and not for long. */
  readonly webhook?: { readonly address: string; readonly until: number }
}

const reference = z.object({
  conversationId: z.string(),
  group: z.boolean(),
  speaker: z.string(),
  webhook: z.object({ address: z.string(), until: z.number() }).optional(),
})

/** @returns undefined for what is no message of the robot */
export function readRobotMessage(body: unknown): RobotMessage | undefined {
  const parsed = robotMessage.safeParse(body)
  return parsed.success ? parsed.data : undefined
}

export function referenceOf(message: RobotMessage, corp: string): Reference {
  const { sessionWebhook, sessionWebhookExpiredTime } = message
  const webhook =
    typeof sessionWebhook === 'string' && typeof sessionWebhookExpiredTime === 'number'
      ? { webhook: { address: sessionWebhook, until: sessionWebhookExpiredTime } }
      : {}
  return {
    conversationId: message.conversationId,
    group: message.conversationType === '2',
    speaker: speakerOf(message, corp),
    ...webhook,
  }
}

/** @returns undefined where a conversation was not begun here */
export function readReference(kept: unknown): Reference | undefined {
  const parsed = reference.safeParse(kept)
  if (!parsed.success) return undefined
  const { webhook, ...place } = parsed.data
  return webhook === undefined ? place : { ...place, webhook }
}

/** The id of whoever speaks: the organisation's own, or DingTalk's for people from elsewhere. */
export function speakerOf({ senderStaffId, senderId, senderCorpId }: RobotMessage, corp: string): string {
  const isOwn = (senderCorpId ?? corp) === corp
  return isOwn && typeof senderStaffId === 'string' && senderStaffId !== '' ? senderStaffId : senderId
}

/** Ids of people from elsewhere begin so; nothing can be sent to them but answers. */
export function isOutsider(key: string): boolean {
  return key.startsWith('$:')
}

export function toUserMessage(message: RobotMessage): UserMessage {
  const group = message.conversationType === '2'
  const said = wordsOf(message).replaceAll('\u0000', '').toWellFormed()
  const text = group ? withoutMentions(said, message.atUsers?.length ?? 1) : said.trim()
  return { id: message.msgId, text, locale: 'zh-CN', ...(group ? { group: true as const } : {}) }
}

/** Pictures and files have no words; a voice message has those it was heard as. */
function wordsOf({ text, content }: RobotMessage): string {
  if (text !== null && text !== undefined) return text.content
  const rich = content?.richText?.map((part) => part.text ?? '').join('')
  return rich ?? content?.recognition ?? ''
}

/** Most clients leave blanks where the robot was named; some leave the name, with a blank of their own after it. */
function withoutMentions(text: string, count: number): string {
  let rest = text.trim()
  for (let left = count; left > 0 && rest.startsWith('@'); left -= 1) {
    const shorter = rest.replace(/^@\S+(\s+|$)/u, '')
    // An @ by itself names nobody.
    if (shorter === rest) break
    rest = shorter
  }
  return rest.trim()
}
