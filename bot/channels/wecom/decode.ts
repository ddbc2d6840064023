/** A message or event of the platform → what was said or pressed. Parsed once, at the door. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { UserMessage } from '#dialogs/conversation.ts'
import { readButton, readButtonTitle } from '../button.ts'
import { readXml } from './xml.ts'

const words = z.string().max(100_000)
const digits = z.string().regex(/^\d{1,20}$/)
/** One element is no list to the parser. */
const many = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(item).max(100))

const base = {
  ToUserName: z.string().min(1).max(200),
  FromUserName: z.string().min(1).max(200),
  CreateTime: digits,
  AgentID: digits,
}
const selected = z.object({
  QuestionKey: z.string().max(1100),
  OptionIds: z.object({ OptionId: many(z.string().max(200)).default([]) }).catch({ OptionId: [] }),
})
const selection = z.object({ SelectedItem: many(selected).default([]) })
const callback = z.union([
  z.object({ ...base, MsgType: z.literal('text'), MsgId: digits, Content: words }),
  z.object({
    ...base,
    MsgType: z.literal('event'),
    Event: z.string().min(1).max(100),
    EventKey: z.string().max(2000).default(''),
    TaskId: z.string().max(300).default(''),
    ResponseCode: z.string().max(2000).optional(),
    SelectedItems: selection.optional().catch(undefined),
  }),
  z.object({ ...base, MsgType: z.string().min(1).max(50), MsgId: digits }),
])
type Callback = z.output<typeof callback>
type CardEvent = Extract<Callback, { Event: string }>

/** What the platform told us, as far as it is ours to answer. */
export interface Told {
  readonly corpId: string
  readonly agentId: string
  /** As it is written to. */
  readonly userId: string
  /** Undefined where nothing is to be answered, e.g. a page was opened from the menu. */
  readonly message: UserMessage | undefined
  /** A card that was pressed may be changed once by this code. */
  readonly pressed?: { readonly responseCode: string; readonly title: string | undefined }
}

/** @param text decrypted @returns undefined for what is no message or event of the platform */
export function readCallback(text: string): Told | undefined {
  const parsed = callback.safeParse(readXml(text))
  if (!parsed.success) return undefined
  const { data } = parsed
  const who = { corpId: data.ToUserName, agentId: data.AgentID, userId: data.FromUserName }
  if ('Event' in data) return { ...who, ...ofEvent(data) }
  // Pictures, places and whatever else there may be have no words: the dialogs tell that they want some.
  const said = 'Content' in data ? data.Content.toWellFormed().trim() : ''
  return { ...who, message: { id: data.MsgId, text: said, locale: 'zh-CN' } }
}

function ofEvent(event: CardEvent): Pick<Told, 'message' | 'pressed'> {
  const message = { id: eventId(event), text: '', locale: 'zh-CN' }
  switch (event.Event) {
    case 'subscribe':
    case 'enter_agent':
      return { message: { ...message, event: 'opened' } }
    case 'click':
      return { message: readMenu(event.EventKey, message) }
    case 'template_card_event':
    case 'template_card_menu_event': {
      const key = readKey(event.EventKey)
      const button = readButton(withSelected(key, event))
      if (button === undefined) return { message: undefined }
      const { ResponseCode: responseCode } = event
      const pressed = responseCode === undefined ? {} : { pressed: { responseCode, title: readButtonTitle(key) } }
      return { message: { ...message, button }, ...pressed }
    }
    default:
      return { message: undefined }
  }
}

/** The operator's menu: its key is one of our buttons, or simply the words to be said. */
function readMenu(key: string, message: UserMessage): UserMessage | undefined {
  const button = readButton(readKey(key))
  if (button !== undefined) return { ...message, button }
  const said = key.trim()
  return said === '' ? undefined : { ...message, text: said }
}

/** An event has no id of its own; what it is about tells it from another of the same second. */
function eventId({ FromUserName, CreateTime, Event, EventKey, TaskId }: CardEvent): string {
  const about = JSON.stringify([FromUserName, CreateTime, Event, EventKey, TaskId])
  return `event-${createHash('sha256').update(about).digest('base64url')}`
}

function readKey(key: string): unknown {
  try {
    return JSON.parse(key)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** What was ticked, by the ids of the card's lists. */
function withSelected(key: unknown, { SelectedItems }: CardEvent): unknown {
  if (typeof key !== 'object' || key === null || SelectedItems === undefined) return key
  const ticked = SelectedItems.SelectedItem.map(({ QuestionKey, OptionIds }) => [
    QuestionKey,
    OptionIds.OptionId.join(','),
  ])
  return { ...key, ...Object.fromEntries(ticked) }
}

const reference = z.object({ userId: z.string().min(1) })
/** What is kept along with a message, so that it can be answered: nothing of it ends or is secret. */
export type Reference = z.output<typeof reference>

/** @returns undefined where a conversation was not begun here */
export function readReference(kept: unknown): Reference | undefined {
  const parsed = reference.safeParse(kept)
  return parsed.success ? parsed.data : undefined
}
