/** What the smart robot is told → a message of ours. Parsed once, at the door. */
import { z } from 'zod'
import type { UserMessage } from '#dialogs/conversation.ts'
import { readButton, readButtonTitle } from '../button.ts'
import type { Frame } from './aibot-frame.ts'

const item = z.object({ text: z.object({ content: z.string() }).nullish() })
const told = z.object({
  msgid: z.string().min(1).max(300),
  aibotid: z.string().max(300).nullish(),
  chatid: z.string().max(300).nullish(),
  chattype: z.enum(['single', 'group']).nullish(),
  from: z.object({ userid: z.string().min(1).max(200) }),
  text: z.object({ content: z.string() }).nullish(),
  /** What a voice message was heard as. */
  voice: z.object({ content: z.string().nullish() }).nullish(),
  mixed: z
    .object({ msg_item: z.array(item).max(100) })
    .nullish()
    .catch(undefined),
  event: z.looseObject({ eventtype: z.string() }).nullish(),
})
const ids = z.object({ option_id: z.array(z.string().max(200)).max(100).default([]) })
const pressedCard = z.object({
  event_key: z.string().max(2000),
  task_id: z.string().max(300).default(''),
  selected_items: z
    .object({ selected_item: z.array(z.object({ question_key: z.string().max(1100), option_ids: ids })).max(20) })
    .nullish()
    .catch(undefined),
})

export interface BotTold {
  readonly userId: string
  /** The group; undefined where one person speaks with the robot alone. */
  readonly groupId: string | undefined
  readonly requestId: string
  /** Undefined where nothing is to be answered. */
  readonly message: UserMessage | undefined
  readonly pressed?: { readonly taskId: string; readonly title: string | undefined }
}

/** @returns undefined for what is no message or event of the robot */
export function readBotFrame({ headers, body }: Frame): BotTold | undefined {
  const parsed = told.safeParse(body)
  if (!parsed.success) return undefined
  const { msgid, chatid, chattype, from, event } = parsed.data
  const group = chattype === 'group' && typeof chatid === 'string' ? chatid : undefined
  const who = { userId: from.userid, groupId: group, requestId: headers.req_id }
  const message: UserMessage = {
    id: msgid,
    text: '',
    locale: 'zh-CN',
    ...(group === undefined ? {} : { group: true as const }),
  }
  if (event === null || event === undefined)
    return { ...who, message: { ...message, text: wordsOf(parsed.data, group) } }
  return { ...who, ...ofEvent(event, message) }
}

/** Another connection of the same robot took the place of ours. */
export function isReplaced({ body }: Frame): boolean {
  const parsed = z.object({ event: z.object({ eventtype: z.literal('disconnected_event') }) }).safeParse(body)
  return parsed.success
}

function wordsOf({ text, voice, mixed }: z.output<typeof told>, group: string | undefined): string {
  const parts = mixed?.msg_item.map((each) => each.text?.content ?? '').join('')
  const said = (text?.content ?? parts ?? voice?.content ?? '').replaceAll('\u0000', '').toWellFormed().trim()
  // In a group the robot is named first; the name ends at a blank.
  return group === undefined ? said : said.replace(/^@\S+(\s+|$)/u, '').trim()
}

function ofEvent(
  event: Readonly<Record<string, unknown>> & { readonly eventtype: string },
  message: UserMessage,
): Pick<BotTold, 'message' | 'pressed'> {
  if (event.eventtype === 'enter_chat') return { message: { ...message, event: 'opened' } }
  if (event.eventtype !== 'template_card_event') return { message: undefined }
  // The platform's own types name these fields beside `eventtype`; what it sends has them one deeper.
  const parsed = pressedCard.safeParse(event.template_card_event ?? event)
  if (!parsed.success) return { message: undefined }
  const { event_key, task_id: taskId, selected_items } = parsed.data
  const key = readKey(event_key)
  const ticked = selected_items?.selected_item.map((each) => [each.question_key, each.option_ids.option_id.join(',')])
  const button = readButton(isRecord(key) ? { ...key, ...Object.fromEntries(ticked ?? []) } : undefined)
  if (button === undefined) return { message: undefined }
  return { message: { ...message, button }, pressed: { taskId, title: readButtonTitle(key) } }
}

function readKey(key: string): unknown {
  try {
    return JSON.parse(key)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

const reference = z.object({
  userId: z.string().min(1),
  groupId: z.string().optional(),
  requestId: z.string().min(1),
  streamId: z.string().min(1),
  /** Milliseconds: when it was told. */
  at: z.number(),
  /** `welcome`: only a greeting may answer. `card`: nothing may, what is said is a message of its own. */
  answeredBy: z.enum(['stream', 'welcome', 'message']),
})
/** What is kept along with a message, so that it can be answered. */
export type BotReference = z.output<typeof reference>

/** @returns undefined where a conversation was not begun here */
export function readBotReference(kept: unknown): BotReference | undefined {
  const parsed = reference.safeParse(kept)
  return parsed.success ? parsed.data : undefined
}
