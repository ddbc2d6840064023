/** Files of the smart robot's replies: brought over the socket in pieces, to the person alone. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Reply } from '#dialogs/conversation.ts'
import type { ReadReplyFile } from '../../files/reply-files.ts'
import type { BotSocket } from './aibot-socket.ts'
import { isFormRefused, isMediaRefused } from './errors.ts'

const chunkBytes = 512 * 1024
const fileBytesAtLeast = 6
const fileBytesAtMost = 20 * 1024 * 1024

export interface BotFileParts {
  readonly socket: () => Pick<BotSocket, 'ask'>
  readonly readFile: ReadReplyFile
  /** A link that opens a page once, signed in as the person; undefined where nobody can open our pages. */
  readonly linkTo: (personId: string, path: string) => string | undefined
}

interface FileTarget {
  readonly userId: string
  readonly personId: string
}

type ReplyFile = NonNullable<Reply['files']>[number]

const begun = z.object({ upload_id: z.string().min(1) })
const finished = z.object({ media_id: z.string().min(1) })

/** Documents go to whoever asked, and to them alone, in a group too. */
export async function sendFile(file: ReplyFile, to: FileTarget, parts: BotFileParts): Promise<unknown> {
  const made = await parts.readFile(file.path, to.personId)
  const bytes = made?.content.length ?? 0
  if (made === undefined || bytes < fileBytesAtLeast || bytes > fileBytesAtMost) return tellOfFile(file, to, parts)
  const type = /^image\/(png|jpeg)$/.test(made.mime) ? 'image' : 'file'
  try {
    const media_id = await upload(type, made.name, Buffer.from(made.content), parts.socket())
    return await parts.socket().ask('aibot_send_msg', { chatid: to.userId, msgtype: type, [type]: { media_id } })
  } catch (error) {
    if (!isMediaRefused(error) && !isFormRefused(error)) throw error
    return tellOfFile(file, to, parts)
  }
}

async function upload(
  type: 'file' | 'image',
  filename: string,
  content: Buffer,
  socket: Pick<BotSocket, 'ask'>,
): Promise<string> {
  const count = Math.ceil(content.length / chunkBytes)
  const md5 = createHash('md5').update(content).digest('hex')
  const init = { type, filename, total_size: content.length, total_chunks: count, md5 }
  const { upload_id } = begun.parse(await socket.ask('aibot_upload_media_init', init))
  for (let i = 0; i < count; i += 1) {
    const base64_data = content.subarray(i * chunkBytes, (i + 1) * chunkBytes).toString('base64')
    await socket.ask('aibot_upload_media_chunk', { upload_id, chunk_index: i, base64_data })
  }
  return finished.parse(await socket.ask('aibot_upload_media_finish', { upload_id })).media_id
}

function tellOfFile(file: ReplyFile, to: FileTarget, parts: BotFileParts): Promise<unknown> {
  const address = parts.linkTo(to.personId, '/')
  const where = address === undefined ? '网页版' : `[网页版](${address})`
  const text = `文件《${file.name}》在这里发不出来，请到${where}的对话里重新生成。`
  return parts.socket().ask('aibot_send_msg', { chatid: to.userId, msgtype: 'markdown', markdown: { content: text } })
}
