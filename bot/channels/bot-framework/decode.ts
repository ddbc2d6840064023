/** An activity as a channel sends it → a message of ours. Parsed once, at the door. */
import { z } from 'zod'
import type { UserMessage } from '#dialogs/conversation.ts'
import { readButton } from '../button.ts'

const member = z.looseObject({ id: z.string().max(500).optional() })

/** What is read of an activity; the rest goes to the SDK unread. */
const incoming = z.looseObject({
  type: z.string(),
  name: z.string().max(200).optional(),
  id: z.string().min(1).max(500).optional(),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  conversation: z.looseObject({ id: z.string().min(1).max(500), isGroup: z.boolean().nullish() }),
  from: z.looseObject({ id: z.string().min(1).max(500) }),
  recipient: member.optional(),
  membersAdded: z.array(member).nullish(),
  entities: z.array(z.looseObject({ type: z.string() })).nullish(),
  text: z.string().nullish(),
  locale: z.string().max(35).nullish(),
  value: z.unknown().optional(),
})

export type Incoming = z.output<typeof incoming>

/** @returns undefined for what is no activity */
export function readActivity(body: unknown): Incoming | undefined {
  const parsed = incoming.safeParse(body)
  return parsed.success ? parsed.data : undefined
}

export function conversationOf({ channelId, conversation }: Incoming): string {
  return `${channelId}:${conversation.id}`
}

/** Whoever speaks; of somebody who has just come in, the one who came, not the one who let them in. */
export function speakerOf(activity: Incoming): string {
  const [came, ...others] = cameIn(activity)
  return activity.type === 'conversationUpdate' && others.length === 0 ? (came ?? activity.from.id) : activity.from.id
}

function cameIn({ membersAdded, recipient }: Incoming): string[] {
  return (membersAdded ?? []).flatMap(({ id }) => (id === undefined || id === recipient?.id ? [] : [id]))
}

/** @returns undefined for what says nothing to a dialog */
export function toUserMessage(activity: Incoming): UserMessage | undefined {
  const { type, id, value, locale, conversation } = activity
  const conversationId = conversationOf(activity)
  const about = {
    ...(typeof locale === 'string' ? { locale } : {}),
    ...(conversation.isGroup === true ? { group: true as const } : {}),
  }
  if (type === 'conversationUpdate')
    return cameIn(activity).length > 0
      ? { id: `${conversationId}/opened`, text: '', event: 'opened', ...about }
      : undefined
  if (type !== 'message' || id === undefined) return undefined
  const button = readButton(value)
  const text = value === undefined || value === null ? wordsOf(activity) : ''
  return { id: `${conversationId}/${id}`, text, ...(button === undefined ? {} : { button }), ...about }
}

/** Where the bot was named, its name is no part of what was said. */
function wordsOf({ text, entities, recipient }: Incoming): string {
  let words = text ?? ''
  for (const entity of entities ?? []) {
    const named = mention.safeParse(entity)
    if (named.success && named.data.mentioned.id === recipient?.id) words = words.replace(named.data.text, ' ')
  }
  return words.replaceAll('\u0000', '').toWellFormed().trim()
}

const mention = z.looseObject({
  type: z.literal('mention'),
  text: z.string().min(1),
  mentioned: z.looseObject({ id: z.string() }),
})
