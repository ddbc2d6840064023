/** A reply, message by message: to the address that came with the question while it is good, else by the robot. */
import type { Reply } from '#dialogs/conversation.ts'
import type { ReadReplyFile } from '../../files/reply-files.ts'
import { ChannelError, type Delivery, type Receipt } from '../channel.ts'
import { formPathOf } from '../ladder/form-path.ts'
import type { DingTalkClient } from './client.ts'
import { isOutsider, type Reference, readReference } from './decode.ts'
import { drawReply } from './draw.ts'
import { type Message, type Shown, toFileMessage, toRobotMessage, toSessionMessage } from './encode.ts'
import { isReplyAddress } from './reply-address.ts'

/** An address in its last seconds is left alone: it could end on the way. */
const marginMilliseconds = 10_000
/** DingTalk takes no more. */
const fileBytesAtMost = 20 * 1024 * 1024

export interface DeliveryParts {
  readonly client: DingTalkClient
  readonly now: () => Date
  readonly readFile: ReadReplyFile
  /** Hosts an answer may be posted to. */
  readonly replyHosts: readonly string[]
  /** Our own address, where people can reach it. */
  readonly origin: string | undefined
  /** A link that opens a page once, signed in as the person; undefined where nobody can open our pages. */
  readonly linkTo: (personId: string, path: string) => string | undefined
}

type ReplyFile = NonNullable<Reply['files']>[number]

/** Where one reply goes. */
interface Target {
  readonly personId: string
  /** Posted to while it is good. */
  readonly webhook: string | undefined
  /** The group; unset where one person is written to. */
  readonly group: string | undefined
  readonly staffId: string
}

export function createDelivery(parts: DeliveryParts): (delivery: Delivery) => Promise<Receipt> {
  return async (delivery) => {
    const { reply, personId, reference, partsSent, keepSent } = delivery
    const place = readReference(reference)
    if (place === undefined)
      throw new ChannelError('This conversation was not begun on DingTalk.', { permanent: true, code: 'no-reference' })
    const to = targetOf(place, delivery, parts)
    const group = to.group !== undefined
    const form = group ? undefined : formPathOf(reply)
    const formLink = form === undefined ? undefined : parts.linkTo(personId, form)
    const messages = drawReply(reply, { group, origin: parts.origin, formLink })
    let platformId: string | undefined
    const all = [...messages, ...(reply.files ?? [])]
    for (const [i, each] of all.entries()) {
      if (i < partsSent) continue
      platformId = 'kind' in each ? await sendMessage(each, i === 0, to, parts) : await sendFile(each, to, parts)
      await keepSent(i + 1, all.length)
    }
    return platformId === undefined ? {} : { platformId }
  }
}

function targetOf(
  { webhook, group, conversationId, speaker }: Reference,
  { personId, unasked }: Delivery,
  parts: DeliveryParts,
): Target {
  const isGood =
    !unasked &&
    webhook !== undefined &&
    webhook.until - marginMilliseconds > parts.now().getTime() &&
    isReplyAddress(webhook.address, parts.replyHosts)
  return {
    personId,
    webhook: isGood ? webhook.address : undefined,
    // What nobody asked for is one person's business: it is never said in a group.
    group: group && !unasked ? conversationId : undefined,
    staffId: speaker,
  }
}

function sendMessage(message: Message, first: boolean, to: Target, parts: DeliveryParts): Promise<string | undefined> {
  if (message.kind !== 'document') return sendShown(message, first, to, parts)
  const content = Buffer.from(message.text)
  return sendBytes({ name: message.title, mime: 'text/plain', content }, message.title, to, parts)
}

async function sendShown(
  message: Shown,
  first: boolean,
  { webhook, group, staffId }: Target,
  { client }: DeliveryParts,
): Promise<string | undefined> {
  const mention = group !== undefined && first && !isOutsider(staffId) ? staffId : undefined
  if (webhook !== undefined && (await client.answer(webhook, toSessionMessage(message, mention)))) return undefined
  return group === undefined
    ? client.sendToPerson(reachable(staffId), toRobotMessage(message))
    : client.sendToGroup(group, toRobotMessage(message))
}

async function sendFile(file: ReplyFile, to: Target, parts: DeliveryParts): Promise<string> {
  return sendBytes(await parts.readFile(file.path, to.personId), file.name, to, parts)
}

/** Documents go to whoever asked, and to them alone, in a group too. */
async function sendBytes(
  made: Awaited<ReturnType<ReadReplyFile>>,
  name: string,
  { staffId, personId }: Target,
  { client, linkTo }: DeliveryParts,
): Promise<string> {
  const to = reachable(staffId)
  const bytes = made?.content.length ?? 0
  if (made === undefined || bytes === 0 || bytes > fileBytesAtMost) {
    const address = linkTo(personId, '/')
    const where = address === undefined ? '网页版' : `[网页版](${address})`
    const text = `文件《${name}》在这里发不出来，请到${where}的对话里重新生成。`
    return client.sendToPerson(to, toRobotMessage({ kind: 'markdown', title: name, text }))
  }
  const mediaId = await client.upload(name, made.mime, made.content)
  return client.sendToPerson(to, toFileMessage(mediaId, name))
}

function reachable(staffId: string): string {
  if (isOutsider(staffId))
    throw new ChannelError('Nobody of this organisation to write to.', { permanent: true, code: 'outsider' })
  return staffId
}
