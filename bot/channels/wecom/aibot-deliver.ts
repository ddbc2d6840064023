/** A reply of the smart robot: the first message ends the stream the platform shows as writing, the rest follows by itself. */
import { randomUUID } from 'node:crypto'
import { ChannelError, type Delivery, type Receipt } from '../channel.ts'
import { formPathOf } from '../ladder/form-path.ts'
import { type BotReference, readBotReference } from './aibot-decode.ts'
import { type BotLook, type BotMessage, drawForBot } from './aibot-draw.ts'
import { type BotFileParts, sendFile } from './aibot-files.ts'
import { isFormRefused } from './errors.ts'

/** The platform takes no answers into a stream after six minutes, and no greeting after five seconds. */
const streamMilliseconds = 5.5 * 60_000
const welcomeMilliseconds = 4_000
/** The message's id is no longer known, or its stream has ended. */
const streamGone = ['846605', '846608']
const streamsRemembered = 1000

export interface BotDeliveryParts extends BotFileParts {
  readonly look: Omit<BotLook, 'group' | 'formLink'>
  readonly now: () => Date
}

export function createBotDelivery(parts: BotDeliveryParts): (delivery: Delivery) => Promise<Receipt> {
  const streams = createStreams(parts)
  return async ({ reply, reference, personId, unasked, partsSent, keepSent }) => {
    const place = readBotReference(reference)
    if (place === undefined)
      throw new ChannelError('This conversation was not begun with the robot.', {
        permanent: true,
        code: 'no-reference',
      })
    const { userId, groupId } = place
    // What nobody asked for is one person's business: it is never shown to a group.
    const group = groupId !== undefined && !unasked
    const chat = groupId !== undefined && !unasked ? groupId : userId
    const form = group ? undefined : formPathOf(reply)
    const formLink = form === undefined ? undefined : parts.linkTo(personId, form)
    const messages = drawForBot(reply, { ...parts.look, group, formLink })
    const all = [...messages, ...(reply.files ?? [])]
    let sent = partsSent
    if (sent === 0 && !unasked) {
      sent = await streams.answer(messages, place)
      if (sent > 0) await keepSent(sent, all.length)
    }
    for (const each of all.slice(sent)) {
      if ('kind' in each) await send(each, chat, parts)
      else await sendFile(each, { userId, personId }, parts)
      sent += 1
      await keepSent(sent, all.length)
    }
    return {}
  }
}

interface Streams {
  /** @returns how many of the messages were taken as the answer; 0 where it can no longer be answered */
  answer(messages: readonly BotMessage[], place: BotReference): Promise<number>
}

function createStreams({ socket, now }: BotDeliveryParts): Streams {
  /** Ended here: a second reply to the same message is one of its own. */
  const ended = new Set<string>()

  function isOpen({ answeredBy, streamId, at }: BotReference): boolean {
    const age = now().getTime() - at
    if (ended.has(streamId)) return false
    return answeredBy === 'welcome' ? age < welcomeMilliseconds : answeredBy === 'stream' && age < streamMilliseconds
  }

  function end(streamId: string): void {
    ended.add(streamId)
    const [oldest] = ended
    if (ended.size > streamsRemembered && oldest !== undefined) ended.delete(oldest)
  }

  async function take([first, second]: readonly BotMessage[], place: BotReference): Promise<number> {
    const { answeredBy, requestId, streamId } = place
    if (first?.kind !== 'words') return 0
    const card = second?.kind === 'card' ? second : undefined
    if (answeredBy === 'welcome') {
      const content = [first.text, ...(card === undefined ? [] : [card.instead])].join('\n\n')
      await socket().ask('aibot_respond_welcome_msg', { msgtype: 'text', text: { content } }, requestId)
      return card === undefined ? 1 : 2
    }
    const stream = { id: streamId, finish: true, content: first.text }
    if (card !== undefined)
      try {
        const body = { msgtype: 'stream_with_template_card', stream, template_card: withTaskId(card.card) }
        await socket().ask('aibot_respond_msg', body, requestId)
        return 2
      } catch (error) {
        if (!isFormRefused(error)) throw error
      }
    await socket().ask('aibot_respond_msg', { msgtype: 'stream', stream }, requestId)
    return 1
  }

  return {
    async answer(messages, place) {
      if (!isOpen(place)) return 0
      try {
        const taken = await take(messages, place)
        end(place.streamId)
        return taken
      } catch (error) {
        if (!(error instanceof ChannelError && streamGone.includes(error.code ?? ''))) throw error
        end(place.streamId)
        return 0
      }
    },
  }
}

async function send(message: BotMessage, chat: string, { socket }: BotDeliveryParts): Promise<void> {
  const say = (content: string): Promise<unknown> =>
    socket().ask('aibot_send_msg', { chatid: chat, msgtype: 'markdown', markdown: { content } })
  if (message.kind === 'words') return void (await say(message.text))
  try {
    const template_card = withTaskId(message.card)
    await socket().ask('aibot_send_msg', { chatid: chat, msgtype: 'template_card', template_card })
  } catch (error) {
    if (!isFormRefused(error)) throw error
    await say(message.instead)
  }
}

function withTaskId(card: object): object {
  return { ...card, task_id: randomUUID() }
}
