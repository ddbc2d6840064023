/** Universal actions: a card whose buttons come back as an invoke, answered with the card as it stands then. Pure. */
import { z } from 'zod'
import type { ButtonPayload } from '#dialogs/conversation.ts'
import type { Attachment } from '../adaptive-card.ts'
import { readButton, readButtonTitle } from '../button.ts'
import type { Incoming } from './decode.ts'

export const cardInvoke = 'adaptiveCard/action'
const pressVerb = 'press'
const refreshVerb = 'refresh'

/** What a card's button or its refreshing tells, besides what it says. */
export type CardAction = { readonly seq: number } & (
  | { readonly kind: 'press'; readonly button: ButtonPayload; readonly title: string | undefined }
  | { readonly kind: 'refresh' }
)

const invoked = z.looseObject({
  action: z.looseObject({
    verb: z.enum([pressVerb, refreshVerb]),
    data: z.looseObject({ seq: z.int().nonnegative() }),
  }),
})

/** @returns undefined for what is no action of a card of ours */
export function readCardAction({ value }: Incoming): CardAction | undefined {
  const parsed = invoked.safeParse(value)
  if (!parsed.success) return undefined
  const { verb, data } = parsed.data.action
  if (verb === refreshVerb) return { kind: 'refresh', seq: data.seq }
  const button = readButton(data)
  return button === undefined ? undefined : { kind: 'press', seq: data.seq, button, title: readButtonTitle(data) }
}

/**
 * The same card with its buttons as universal actions; a client that knows none takes the plain ones.
 *
 * @param seq     the reply's place in its conversation
 * @param readers whose clients ask for the card anew by themselves
 */
export function withUniversalActions(card: Attachment, seq: number, readers: readonly string[]): Attachment {
  const refresh = {
    action: { type: 'Action.Execute', verb: refreshVerb, title: '刷新', data: { seq } },
    userIds: readers,
  }
  return { ...card, content: { ...(universal(card.content, seq) as object), refresh } }
}

function universal(part: unknown, seq: number): unknown {
  if (Array.isArray(part)) return part.map((each) => universal(each, seq))
  if (typeof part !== 'object' || part === null) return part
  const inside = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, universal(value, seq)]))
  if (inside.type !== 'Action.Submit') return inside
  const data = { ...(inside.data as object), seq }
  return { ...inside, type: 'Action.Execute', verb: pressVerb, data, fallback: inside }
}

/** The body an invoke is answered with. */
export type InvokeBody =
  | { readonly statusCode: 200; readonly type: 'application/vnd.microsoft.card.adaptive'; readonly value: unknown }
  | { readonly statusCode: 200; readonly type: 'application/vnd.microsoft.activity.message'; readonly value: string }
  | {
      readonly statusCode: 400
      readonly type: 'application/vnd.microsoft.error'
      readonly value: { readonly code: string; readonly message: string }
    }

export function cardBody(card: Attachment): InvokeBody {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card.content }
}

export function messageBody(value: string): InvokeBody {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value }
}

export const badRequestBody: InvokeBody = {
  statusCode: 400,
  type: 'application/vnd.microsoft.error',
  value: { code: 'BadRequest', message: 'This is no button of the assistant.' },
}
