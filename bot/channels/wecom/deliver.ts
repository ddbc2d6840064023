/** A reply, message by message, and then its files. What the platform does not take in one form is sent in a plainer one. */
import type { Reply } from '#dialogs/conversation.ts'
import type { ReadReplyFile } from '../../files/reply-files.ts'
import { ChannelError, type Delivery, type Receipt } from '../channel.ts'
import { formPathOf } from '../ladder/form-path.ts'
import type { Content, WeComClient } from './client.ts'
import { readReference } from './decode.ts'
import { drawReply, type Look, type Message } from './draw.ts'
import { isFormRefused, isMediaRefused } from './errors.ts'

/** The platform takes no emptier files, and no larger ones. */
const fileBytesAtLeast = 6
const fileBytesAtMost = 20 * 1024 * 1024
const imageBytesAtMost = 10 * 1024 * 1024

export interface DeliveryParts {
  readonly client: WeComClient
  readonly readFile: ReadReplyFile
  readonly look: Omit<Look, 'formLink'>
  /** A link that opens a page once, signed in as the person; undefined where nobody can open our pages. */
  readonly linkTo: (personId: string, path: string) => string | undefined
}

type ReplyFile = NonNullable<Reply['files']>[number]

interface Target {
  readonly userId: string
  readonly personId: string
  /** A notice is sent once, however often it is tried. */
  readonly once: boolean
}

export function createDelivery(parts: DeliveryParts): (delivery: Delivery) => Promise<Receipt> {
  return async ({ reply, reference, personId, unasked, partsSent, keepSent }) => {
    const place = readReference(reference)
    if (place === undefined)
      throw new ChannelError('This conversation was not begun on WeCom.', { permanent: true, code: 'no-reference' })
    const to = { userId: place.userId, personId, once: unasked }
    const form = formPathOf(reply)
    const formLink = form === undefined ? undefined : parts.linkTo(personId, form)
    const messages = drawReply(reply, { ...parts.look, formLink })
    let platformId: string | undefined
    const all = [...messages, ...(reply.files ?? [])]
    for (const [i, each] of all.entries()) {
      if (i < partsSent) continue
      platformId = 'kind' in each ? await sendMessage(each, to, parts) : await sendFile(each, to, parts)
      await keepSent(i + 1, all.length)
    }
    return platformId === undefined ? {} : { platformId }
  }
}

async function sendMessage(message: Message, to: Target, parts: DeliveryParts): Promise<string | undefined> {
  const { client } = parts
  if (message.kind === 'document') {
    const content = Buffer.from(message.text)
    return sendBytes({ name: message.name, mime: 'text/plain', content }, message.name, to, parts)
  }
  if (message.kind !== 'card') {
    const { kind, text: content } = message
    return client.send(to.userId, sayIn(kind, content), to.once)
  }
  try {
    const card: Content = { msgtype: 'template_card', template_card: message.card }
    return await client.send(to.userId, card, to.once)
  } catch (error) {
    if (!isFormRefused(error)) throw error
    return client.send(to.userId, sayIn('text', message.instead), to.once)
  }
}

function sayIn(kind: 'text' | 'markdown', content: string): Content {
  return kind === 'text' ? { msgtype: 'text', text: { content } } : { msgtype: 'markdown', markdown: { content } }
}

async function sendFile(file: ReplyFile, to: Target, parts: DeliveryParts): Promise<string | undefined> {
  return sendBytes(await parts.readFile(file.path, to.personId), file.name, to, parts)
}

async function sendBytes(
  made: Awaited<ReturnType<ReadReplyFile>>,
  name: string,
  to: Target,
  parts: DeliveryParts,
): Promise<string | undefined> {
  const { client } = parts
  const bytes = made?.content.length ?? 0
  if (made === undefined || bytes < fileBytesAtLeast || bytes > fileBytesAtMost) return tellOfFile(name, to, parts)
  const isImage = /^image\/(png|jpeg)$/.test(made.mime) && bytes <= imageBytesAtMost
  const kind = isImage ? 'image' : 'file'
  const bring = async (): Promise<string | undefined> => {
    const media = { media_id: await client.upload(kind, name, made.mime, made.content) }
    const content: Content = isImage ? { msgtype: 'image', image: media } : { msgtype: 'file', file: media }
    return client.send(to.userId, content, to.once)
  }
  try {
    return await bring().catch((error: unknown) => {
      if (!isMediaRefused(error)) throw error
      return bring()
    })
  } catch (error) {
    if (!isMediaRefused(error) && !isFormRefused(error)) throw error
    return tellOfFile(name, to, parts)
  }
}

/** The web page makes it anew; a link to it is good for one person once. */
function tellOfFile(name: string, to: Target, { client, linkTo }: DeliveryParts): Promise<string | undefined> {
  const address = linkTo(to.personId, '/')
  const where = address === undefined ? '网页版' : `<a href="${address}">网页版</a>`
  const text = `文件《${name}》在这里发不出来，请到${where}的对话里重新生成。`
  return client.send(to.userId, sayIn('text', text), to.once)
}
