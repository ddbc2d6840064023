/** Direct Line's activities ⇄ our messages and replies; whatever the client says of itself is left out. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Reply, UserMessage } from '#dialogs/conversation.ts'
import type { Activity } from '../../store/store.ts'
import type { Attachment } from '../adaptive-card.ts'
import { aiLabelOf } from '../ai-label.ts'
import { readButton, readButtonTitle } from '../button.ts'
import { normaliseMarkdown } from '../markdown.ts'
import { renderCard } from '../render-card.ts'
import type { Claims } from './token.ts'

const bot = { id: 'assistant', name: '政策助手', role: 'bot' } as const

/** Kept as it came: a NUL or half a surrogate pair is not taken by every engine. */
const plain = z.string().regex(/^[^\p{Cc}\p{Cs}]*$/u)

/** The part of a client's activity that is read at all. */
const incoming = z.object({
  type: z.enum(['message', 'event', 'typing']),
  text: z.string().optional(),
  locale: plain.max(35).optional(),
  value: z.unknown().optional(),
  channelData: z
    .object({
      clientActivityID: plain.min(1).max(200).optional(),
      postBack: z.boolean().optional(),
      messageBack: z.object({ displayText: z.string().max(1000).optional() }).optional(),
    })
    .optional(),
})

export type Incoming = z.output<typeof incoming>

/** @returns undefined where it is no activity a client may send */
export function readIncoming(body: unknown): Incoming | undefined {
  const parsed = incoming.safeParse(body)
  return parsed.success ? parsed.data : undefined
}

/** @param id the same for a repeated sending of the same activity */
export function toUserMessage(activity: Incoming, id: string): UserMessage {
  const button = readButton(activity.value)
  // A value that is no button of ours, or one of a version unknown here, counts as nothing said.
  const text = activity.value === undefined || activity.value === null ? clean(activity.text ?? '') : ''
  return {
    id,
    text,
    ...(button === undefined ? {} : { button }),
    ...(activity.locale === undefined ? {} : { locale: activity.locale }),
  }
}

/**
 * How the message is shown again in every tab, and after a reload. A pressed button is shown with the words that stood
 * on it; the marks that would hide it in the web chat are then left out.
 */
export function toShown(activity: Incoming, claims: Claims): object {
  const { channelData } = activity
  const said = clean(activity.text ?? '')
  const pressed =
    said === '' ? clean(channelData?.messageBack?.displayText ?? readButtonTitle(activity.value) ?? '') : ''
  return {
    type: 'message',
    from: { id: claims.user, ...(claims.name === undefined ? {} : { name: claims.name }), role: 'user' },
    text: said === '' ? pressed : said,
    textFormat: 'plain',
    locale: activity.locale,
    value: activity.value,
    channelData: pressed === '' ? channelData : { clientActivityID: channelData?.clientActivityID },
  }
}

type Drawn = { readonly channelData?: object } & Readonly<Record<string, unknown>>

/** A kept activity as the web chat reads it. @param origin our own address, for links in cards */
export function toActivity(activity: Activity, origin: string): Drawn {
  const place = {
    id: activityId(activity.conversationId, activity.seq),
    timestamp: activity.at,
    channelId: 'directline',
    conversation: { id: activity.conversationId },
  }
  if (activity.author === 'user') return { ...(activity.payload as Drawn), ...place }
  const { reply, replyTo } = activity.payload
  const label = aiLabelOf(reply, place.id)
  return {
    ...place,
    type: 'message',
    from: bot,
    ...(replyTo === undefined ? {} : { replyToId: activityId(activity.conversationId, replyTo) }),
    ...(label === undefined ? {} : { channelData: label }),
    ...renderReply(reply, origin),
  }
}

/** Sent on sockets only, never kept. */
export function typingActivity(conversationId: string): object {
  return { type: 'typing', channelId: 'directline', conversation: { id: conversationId }, from: bot }
}

/** An answer that grows in one bubble of the web chat, as its WebChat shows it. */
export interface Stream {
  readonly id: string
  /** How many pieces were sent, this one included. */
  readonly pieces: number
}

/** @param draft all of the answer so far. Sent on sockets only, never kept */
export function draftActivity(conversationId: string, draft: Reply, { id, pieces }: Stream): object {
  const ownId = pieces === 1 ? id : `${id}-${pieces}`
  return {
    ...typingActivity(conversationId),
    ...renderReply(draft, ''),
    id: ownId,
    channelData: {
      ...aiLabelOf(draft, ownId),
      streamType: 'streaming',
      streamSequence: pieces,
      // The first piece gives the stream its name.
      ...(pieces === 1 ? {} : { streamId: id }),
    },
  }
}

/** The activity that takes the place of what grew. */
export function endOfStream(activity: Drawn, { id }: Stream): Drawn {
  return { ...activity, channelData: { ...activity.channelData, streamType: 'final', streamId: id } }
}

/** A line that is not kept: sent on sockets only. */
export function unkeptActivity(conversationId: string, reply: Reply, origin: string): object {
  const place = { channelId: 'directline', conversation: { id: conversationId } }
  return {
    ...place,
    type: 'message',
    id: `${conversationId}|${randomUUID()}`,
    from: bot,
    ...renderReply(reply, origin),
  }
}

export function activityId(conversationId: string, seq: number): string {
  return `${conversationId}|${String(seq).padStart(7, '0')}`
}

function renderReply(reply: Reply, origin: string): object {
  const files = (reply.files ?? []).map(
    (file): Attachment => ({
      contentType: file.mime,
      contentUrl: new URL(file.path, origin).href,
      name: file.alt ?? file.name,
    }),
  )
  if (reply.card !== undefined)
    return {
      text: '',
      speak: reply.summary,
      attachments: [renderCard(reply.card, reply.summary, origin), ...files],
    }
  return {
    text: normaliseMarkdown(reply.text),
    textFormat: 'markdown',
    ...(files.length === 0 ? {} : { attachments: files }),
    ...(reply.options === undefined || reply.options.length === 0
      ? {}
      : { suggestedActions: { actions: reply.options.map(suggest) } }),
  }
}

/** `messageBack` shows the title as the person's own words, so that the transcript tells what was chosen. */
function suggest({ title, payload }: NonNullable<Reply['options']>[number]): object {
  return { type: 'messageBack', title, displayText: title, value: payload }
}

/** A NUL cannot be kept by every engine, and half a surrogate pair is no character. */
function clean(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}
