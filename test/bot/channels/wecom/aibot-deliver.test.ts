import { describe, expect, it } from 'vitest'
import { ChannelError } from '#bot/channels/channel.ts'
import type { BotReference } from '#bot/channels/wecom/aibot-decode.ts'
import { createBotDelivery } from '#bot/channels/wecom/aibot-deliver.ts'
import type { Reply } from '#dialogs/conversation.ts'

const at = Date.parse('2026-11-24T01:00:00.000Z')
const reference: BotReference = {
  userId: 'ZhangSan',
  requestId: 'r1',
  streamId: 's1',
  at,
  answeredBy: 'stream',
}
const reply: Reply = { text: '好了', summary: '好了' }
const withFile: Reply = { ...reply, files: [{ name: '申报书.docx', mime: 'application/msword', path: '/filings/x' }] }

interface Sending {
  readonly reply?: Reply
  readonly reference?: unknown
  readonly unasked?: boolean
  readonly secondsLater?: number
  readonly partsSent?: number
  readonly content?: Buffer
  /** Thrown at the request of that number, from 0. */
  readonly failAt?: number
}

type Asked = readonly [cmd: string, body: Record<string, unknown>, requestId: string | undefined]

async function deliver(sending: Sending): Promise<{ asked: Asked[]; kept: number[] }> {
  const asked: Asked[] = []
  const kept: number[] = []
  const { content = Buffer.alloc(1_200_000, 'x') } = sending
  const bring = createBotDelivery({
    socket: () => ({
      async ask(cmd, body, requestId) {
        asked.push([cmd, body as Record<string, unknown>, requestId])
        if (asked.length - 1 === sending.failAt) throw new ChannelError('busy', { permanent: false, code: '-1' })
        return { upload_id: 'u1', media_id: 'm1' }
      },
    }),
    readFile: async () => ({ name: '申报书.docx', mime: 'application/msword', content }),
    look: { cards: true, origin: 'https://a.example.cn' },
    linkTo: (personId, path) => `https://a.example.cn/open/${personId}${path}`,
    now: () => new Date(at + (sending.secondsLater ?? 0) * 1000),
  })
  const delivery = {
    conversationId: 'c',
    personId: 'p1',
    seq: 1,
    reply: sending.reply ?? reply,
    reference: sending.reference ?? reference,
    unasked: sending.unasked === true,
    partsSent: sending.partsSent ?? 0,
    keepSent: async (parts: number) => void kept.push(parts),
  }
  await bring(delivery).catch(async (error: unknown) => {
    if (sending.failAt === undefined) throw error
    // Tried again as the outbox does it.
    await bring({ ...delivery, partsSent: kept.at(-1) ?? delivery.partsSent })
  })
  return { asked, kept }
}
const commands = ({ asked }: { asked: Asked[] }): string[] => asked.map(([cmd]) => cmd.replace('aibot_', ''))

const streamedIn = ([first]: Asked[]): string => {
  const { stream } = (first?.[1] ?? {}) as { stream?: { content: string } }
  return stream?.content ?? ''
}

describe('what the robot says', () => {
  it.each([
    [0, 'respond_msg'],
    [329, 'respond_msg'],
    [330, 'send_msg'],
  ])('%d seconds after the question is said by %s', async (secondsLater, command) => {
    expect(commands(await deliver({ secondsLater }))).toEqual([command])
  })

  it.each([
    [3.9, 'respond_welcome_msg'],
    [4, 'send_msg'],
  ])('as a greeting after %d seconds is said by %s', async (secondsLater, command) => {
    const welcome = { ...reference, answeredBy: 'welcome' as const }
    expect(commands(await deliver({ reference: welcome, secondsLater }))).toEqual([command])
  })

  it.each([
    ['a pressed card', { ...reference, answeredBy: 'message' as const }, false],
    ['nobody', reference, true],
  ])('to %s is a message of its own', async (_whom, place, unasked) => {
    expect(commands(await deliver({ reference: place, unasked }))).toEqual(['send_msg'])
  })

  it('in a group goes to the group, but unasked and with files to the person', async () => {
    const group = { ...reference, groupId: 'g1' }
    const chats = async (sending: Sending): Promise<unknown[]> =>
      (await deliver({ reference: group, secondsLater: 999, ...sending })).asked.flatMap(
        ([, { chatid }]) => chatid ?? [],
      )
    expect(await chats({})).toEqual(['g1'])
    expect(await chats({ unasked: true })).toEqual(['ZhangSan'])
    expect(await chats({ reply: withFile })).toEqual(['g1', 'ZhangSan'])
  })

  it('in a group tells how to be heard, and where its file went', async () => {
    const options = [{ title: '这个名称在按钮上写不下了', payload: { v: 1 as const, verb: 'x', args: {} } }]
    const { asked } = await deliver({ reference: { ...reference, groupId: 'g1' }, reply: { ...withFile, options } })
    expect(streamedIn(asked)).toContain('@我')
    expect(streamedIn(asked)).toContain('文件只发给提问的人')
  })

  it('goes on after what was taken', async () => {
    const again = await deliver({ reply: withFile, partsSent: 1 })
    expect(commands(again)[0]).toBe('upload_media_init')
    expect(again.kept).toEqual([2])
  })

  it('refused for a while is said in the stream when it is tried again', async () => {
    expect(commands(await deliver({ failAt: 0 }))).toEqual(['respond_msg', 'respond_msg'])
  })

  it('of 20 480 bytes is one message, and of one more is two', async () => {
    const of = (bytes: number): Reply => ({ text: 'a'.repeat(bytes), summary: 'a' })
    expect(commands(await deliver({ reply: of(20_480) }))).toEqual(['respond_msg'])
    expect(commands(await deliver({ reply: of(20_481) }))).toEqual(['respond_msg', 'send_msg'])
  })

  it('has no table, and a link to the form it cannot draw', async () => {
    const submit = { title: '提交', payload: { v: 1 as const, verb: 'project-submit', args: { project: 'p' } } }
    const numbers = [{ id: 'in.count.bidders', title: '投标人数' }]
    const card = { kind: 'checklist' as const, title: '情形', lists: [], numbers, submit, options: [] }
    const { asked } = await deliver({ reply: { text: '| 甲 |\n|--|\n| 1 |', summary: '甲', card } })
    expect(streamedIn(asked)).toBe('- 甲：1\n\n[在网页上填写](https://a.example.cn/open/p1/?project=p)')
  })

  it('in a conversation that was not begun with the robot is refused for good', async () => {
    await expect(deliver({ reference: { userId: 'x' } })).rejects.toMatchObject({ permanent: true })
  })
})

describe('its files', () => {
  it('are brought in pieces of half a megabyte, and told whole', async () => {
    const { asked, kept } = await deliver({ reply: withFile })
    expect(kept).toEqual([1, 2])
    const [, init, ...rest] = asked
    expect(init?.[1]).toMatchObject({ type: 'file', filename: '申报书.docx', total_size: 1_200_000, total_chunks: 3 })
    const chunks = rest
      .slice(0, 3)
      .map(([, { chunk_index, base64_data }]) => [chunk_index, Buffer.from(String(base64_data), 'base64').length])
    expect(chunks).toEqual([
      [0, 524_288],
      [1, 524_288],
      [2, 151_424],
    ])
    expect(rest.at(-1)?.[1]).toEqual({ chatid: 'ZhangSan', msgtype: 'file', file: { media_id: 'm1' } })
  })

  it.each([0, 5, 20 * 1024 * 1024 + 1])('of %d bytes are a line that says where they can be had', async (bytes) => {
    const { asked } = await deliver({ reply: withFile, content: Buffer.alloc(bytes) })
    expect(asked[1]?.[1]).toMatchObject({
      chatid: 'ZhangSan',
      markdown: {
        content: '文件《申报书.docx》在这里发不出来，请到[网页版](https://a.example.cn/open/p1/)的对话里重新生成。',
      },
    })
  })
})
