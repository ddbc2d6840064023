/** A reply, message by message: to the address that came with the question while it is good, else by the robot. */
import { ChannelError, type Delivery, type Receipt } from '../channel.ts'
import type { DingTalkClient } from './client.ts'
import { isOutsider, type Reference, readReference } from './decode.ts'
import { drawReply } from './draw.ts'
import { type Message, toFileMessage, toRobotMessage, toSessionMessage } from './encode.ts'
import { isReplyAddress } from './reply-address.ts'

/** An address in its last seconds is left alone: it could end on the way. */
const marginMilliseconds = 10_000
/** DingTalk takes no more. */
const fileBytesAtMost = 20 * 1024 * 1024

/** The bytes of a file that a reply names, for the person it was written for. @returns undefined where there is none */
export type ReadFile = (
  path: string,
  personId: string,
) => Promise<{ readonly name: string; readonly mime: string; readonly content: Uint8Array } | undefined>

export interface DeliveryParts {
  readonly client: DingTalkClient
  readonly now: () => Date
  readonly readFile: ReadFile
  /** Hosts an answer may be posted to. */
  readonly replyHosts: readonly string[]
  /** Our own address, where people can reach it. */
  readonly origin: string | undefined
  readonly staffIdOf: (personId: string) => Promise<string | undefined>
}

/** Where one reply goes. */
interface Target {
  /** Posted to while it is good. */
  readonly webhook: string | undefined
  /** The group; unset where one person is written to. */
  readonly group: string | undefined
  readonly staffId: string | undefined
}

export function createDelivery(parts: DeliveryParts): (delivery: Delivery) => Promise<Receipt> {
  return async (delivery) => {
    const place = readReference(delivery.reference)
    if (place === undefined)
      throw new ChannelError('This conversation was not begun on DingTalk.', { permanent: true, code: 'no-reference' })
    const target = await targetOf(place, delivery, parts)
    const messages = drawReply(delivery.reply, { group: target.group !== undefined, origin: parts.origin })
    const files = delivery.reply.files ?? []
    let platformId: string | undefined
    for (let i = delivery.partsSent; i < messages.length + files.length; i += 1) {
      const message = messages[i]
      const file = files[i - messages.length]
      if (message !== undefined) platformId = await sendMessage(message, i === 0, target, parts)
      else if (file !== undefined) platformId = await sendFile(file, delivery.personId, target, parts)
      await delivery.keepSent(i + 1)
    }
    return platformId === undefined ? {} : { platformId }
  }
}

async function targetOf(place: Reference, delivery: Delivery, parts: DeliveryParts): Promise<Target> {
  const staffId = await parts.staffIdOf(delivery.personId)
  // What nobody asked for is one person's business: it is never said in a group.
  const group = place.group && !delivery.unasked ? place.conversationId : undefined
  const { webhook } = place
  const isGood =
    !delivery.unasked &&
    webhook !== undefined &&
    webhook.until - marginMilliseconds > parts.now().getTime() &&
    isReplyAddress(webhook.address, parts.replyHosts)
  return { webhook: isGood ? webhook.address : undefined, group, staffId }
}

async function sendMessage(
  message: Message,
  first: boolean,
  { webhook, group, staffId }: Target,
  { client }: DeliveryParts,
): Promise<string | undefined> {
  const mention = group !== undefined && first && staffId !== undefined && !isOutsider(staffId) ? staffId : undefined
  if (webhook !== undefined && (await client.answer(webhook, toSessionMessage(message, mention)))) return undefined
  return group === undefined
    ? client.sendToPerson(reachable(staffId), toRobotMessage(message))
    : client.sendToGroup(group, toRobotMessage(message))
}

/** Documents go to whoever asked, and to them alone, in a group too. */
async function sendFile(
  file: { readonly name: string; readonly path: string },
  personId: string,
  { staffId }: Target,
  { client, readFile, origin }: DeliveryParts,
): Promise<string> {
  const to = reachable(staffId)
  const made = await readFile(file.path, personId)
  const bytes = made?.content.length ?? 0
  if (made === undefined || bytes === 0 || bytes > fileBytesAtMost) {
    const where = origin === undefined ? '网页版' : `[网页版](${origin})`
    const text = `文件《${file.name}》在这里发不出来，请到${where}的对话里重新生成。`
    return client.sendToPerson(to, toRobotMessage({ kind: 'markdown', title: file.name, text }))
  }
  const mediaId = await client.upload(file.name, made.mime, made.content)
  return client.sendToPerson(to, toFileMessage(mediaId, file.name))
}

function reachable(staffId: string | undefined): string {
  if (staffId === undefined || isOutsider(staffId))
    throw new ChannelError('Nobody of this organisation to write to.', { permanent: true, code: 'outsider' })
  return staffId
}
