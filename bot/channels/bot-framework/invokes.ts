/** Invokes: a card's universal action is heard as its button, and answered with the card as it then stands. */
import type { Reply, UserMessage } from '#dialogs/conversation.ts'
import type { HttpResponse } from '../../http.ts'
import type { Store } from '../../store/store.ts'
import {
  badRequestBody,
  type CardAction,
  cardBody,
  cardInvoke,
  type InvokeBody,
  messageBody,
  readCardAction,
  withUniversalActions,
} from './card-actions.ts'
import { conversationOf, type Incoming } from './decode.ts'
import { cardOf, closedCard } from './draw.ts'

export interface InvokeParts {
  readonly store: Pick<Store, 'activitiesAfter'>
  readonly origin: string
  readonly accept: (activity: Incoming, message: UserMessage, reference: unknown) => Promise<void>
}

export interface Invokes {
  /** @returns the invoke's response; 501 for one that is not ours to answer */
  answer(activity: Incoming, reference: unknown): Promise<HttpResponse>
}

export function createInvokes({ store, origin, accept }: InvokeParts): Invokes {
  /** The reply a card was drawn from, and whether anything was said after it. */
  async function replyAt(
    conversationId: string,
    seq: number,
  ): Promise<{ readonly reply: Reply; readonly isLast: boolean } | undefined> {
    const [found, next] = await store.activitiesAfter(conversationId, seq - 1, 2)
    if (found?.seq !== seq || found.author !== 'bot') return undefined
    return { reply: found.payload.reply, isLast: next === undefined }
  }

  async function bodyFor(activity: Incoming, action: CardAction): Promise<InvokeBody> {
    const kept = await replyAt(conversationOf(activity), action.seq)
    const chosen = action.kind === 'press' ? (action.title ?? '已收到') : undefined
    const isOpen = action.kind === 'refresh' && (kept?.isLast === true || kept?.reply.card !== undefined)
    const card =
      kept === undefined ? undefined : isOpen ? cardOf(kept.reply, origin) : closedCard(kept.reply, origin, chosen)
    if (card === undefined) return messageBody('已收到')
    return cardBody(withUniversalActions(card, action.seq, [activity.from.id]))
  }

  return {
    async answer(activity, reference) {
      if (activity.name !== cardInvoke) return { status: 501 }
      const action = readCardAction(activity)
      if (action === undefined) return { status: 200, body: badRequestBody }
      const body = await bodyFor(activity, action)
      if (action.kind === 'press') await accept(activity, pressed(activity, action), reference)
      return { status: 200, body }
    },
  }
}

function pressed(activity: Incoming, { button, seq }: Extract<CardAction, { kind: 'press' }>): UserMessage {
  const { locale, conversation, id } = activity
  // Some channels give an invoke no id of its own: a card is pressed once, then.
  const own = id ?? `invoke/${seq}/${JSON.stringify(button)}`
  return {
    id: `${conversationOf(activity)}/${own}`,
    text: '',
    button,
    ...(typeof locale === 'string' ? { locale } : {}),
    ...(conversation.isGroup === true ? { group: true as const } : {}),
  }
}
