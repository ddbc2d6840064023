import { describe, expect, it } from 'vitest'
import { ChannelError } from '#bot/channels/channel.ts'
import { createClient } from '#bot/channels/wecom/client.ts'
import { createDelivery } from '#bot/channels/wecom/deliver.ts'
import { createPace } from '#bot/channels/wecom/pace.ts'
import { createLog } from '#bot/log.ts'
import type { Reply } from '#dialogs/conversation.ts'
import { agentId, corpId, type FakeWeCom, openFakeWeCom, secret } from './fake-wecom.ts'

const megabyte = 1024 * 1024

interface Sending {
  readonly mime?: string
  readonly name?: string
  readonly origin?: string
  readonly mediaField?: string
  readonly unasked?: boolean
  readonly reference?: unknown
  readonly reply?: Reply
  readonly times?: number
  readonly prepare?: (platform: FakeWeCom) => void
}

/** @param content of the one file of the reply; undefined where it cannot be made @returns what the platform has then */
async function sendFile(content: Buffer | undefined, sending: Sending = {}) {
  const platform = await openFakeWeCom()
  sending.prepare?.(platform)
  const { name = '初步设计.docx', mime = 'application/msword', reference = { userId: 'ZhangSan' } } = sending
  const headers = { 'x-gateway-key': 'the-gateway-key' }
  const settings = { apiBase: platform.base, corpId, agentId: Number(agentId), secret, headers }
  const client = createClient(
    { ...settings, mediaField: sending.mediaField ?? 'media' },
    createLog('silent'),
    () => new Date(),
  )
  const deliver = createDelivery({
    client,
    readFile: async (path, personId) =>
      content === undefined || path !== '/filings/x' || personId !== 'p1' ? undefined : { name, mime, content },
    look: { cards: true, markdown: false, origin: sending.origin },
    linkTo: (personId, path) =>
      sending.origin === undefined ? undefined : `${sending.origin}/open/${personId}${path}`,
  })
  const reply = sending.reply ?? { text: '好了', summary: '好了', files: [{ name, mime, path: '/filings/x' }] }
  const kept: number[] = []
  try {
    for (let i = 0; i < (sending.times ?? 1); i += 1)
      await deliver({
        conversationId: 'c',
        personId: 'p1',
        seq: 1,
        reply,
        reference,
        unasked: sending.unasked === true,
        partsSent: 0,
        keepSent: async (parts) => void kept.push(parts),
      })
  } finally {
    await platform.close()
  }
  const [, last] = platform.taken
  return { platform, kept, last, uploaded: platform.uploaded.get((last?.file ?? last?.image)?.media_id ?? '') }
}

describe('W15 a file', () => {
  it.each([6, 1000, 20 * megabyte])('of %d bytes arrives under its own name', async (bytes) => {
    const content = Buffer.alloc(bytes, 'a\r\n--b')
    const { uploaded, kept, last } = await sendFile(content)
    expect(last?.msgtype).toBe('file')
    expect(uploaded).toMatchObject({ kind: 'file', field: 'media', name: '初步设计.docx', told: bytes })
    expect(uploaded?.content.equals(content)).toBe(true)
    expect(kept).toEqual([1, 2])
  })

  it.each([
    ['of no bytes', Buffer.alloc(0)],
    ['of five bytes', Buffer.alloc(5)],
    ['of 20 MB and one byte', Buffer.alloc(20 * megabyte + 1)],
    ['that cannot be made', undefined],
  ])('%s is a line that says where it can be had', async (_what, content) => {
    const { platform, uploaded } = await sendFile(content, { origin: 'https://a.example.cn' })
    expect(uploaded).toBeUndefined()
    expect(platform.texts()[1]).toBe(
      '文件《初步设计.docx》在这里发不出来，请到<a href="https://a.example.cn/open/p1/">网页版</a>的对话里重新生成。',
    )
  })

  it('without a page of ours is a line without a link', async () => {
    const { platform } = await sendFile(Buffer.alloc(0))
    expect(platform.texts()[1]).toBe('文件《初步设计.docx》在这里发不出来，请到网页版的对话里重新生成。')
  })

  it.each([
    ['image/png', 1000, 'image'],
    ['image/jpeg', 10 * megabyte, 'image'],
    ['image/png', 10 * megabyte + 1, 'file'],
    ['image/svg+xml', 1000, 'file'],
  ])('of %s and %d bytes is sent as %s', async (mime, bytes, kind) => {
    const { uploaded, last } = await sendFile(Buffer.alloc(bytes), { mime, name: '时间线.png' })
    expect(last?.msgtype).toBe(kind)
    expect(uploaded?.kind).toBe(kind)
  })

  it('with quotes and line ends in its name breaks no form', async () => {
    const { uploaded } = await sendFile(Buffer.alloc(10), { name: 'a"b\r\nX-Evil: 1/..\\c.docx' })
    expect(uploaded?.name).toBe('a_b__X-Evil: 1_.._c.docx')
  })

  it('goes in the field that the deployment names', async () => {
    const { uploaded } = await sendFile(Buffer.alloc(10), { mediaField: 'file' })
    expect(uploaded?.field).toBe('file')
  })

  it.each([40004, 40006, 40007, 45001])('refused once with %d is uploaded again', async (errcode) => {
    const { last } = await sendFile(Buffer.alloc(10), {
      prepare: (platform) => platform.fail('media/upload', { errcode }),
    })
    expect(last?.msgtype).toBe('file')
  })

  it('refused twice is a line', async () => {
    const { platform } = await sendFile(Buffer.alloc(10), {
      prepare: (each) => each.fail('media/upload', { errcode: 40004 }, { errcode: 40004 }),
    })
    expect(platform.texts()[1]).toContain('发不出来')
  })

  it('that the platform is too busy for is tried again later', async () => {
    const busy = (platform: FakeWeCom) => platform.fail('media/upload', { errcode: 45009 })
    await expect(sendFile(Buffer.alloc(10), { prepare: busy })).rejects.toMatchObject({
      permanent: false,
      retryAfterSeconds: 120,
    })
  })
})

describe('one member', () => {
  it('is sent 28 messages a minute, and the next one when the first is a minute old', () => {
    let at = 0
    const pace = createPace(() => new Date(at))
    for (let i = 0; i < 28; i += 1) {
      expect(pace.take('A')).toBe(0)
      at += 1000
    }
    expect(pace.take('A')).toBe(32)
    expect(pace.take('B')).toBe(0)
    at = 59_999
    expect(pace.take('A')).toBe(1)
    at = 60_000
    expect(pace.take('A')).toBe(0)
    expect(pace.take('A')).toBe(1)
  })

  it('too many at once is told to wait', async () => {
    const sent = sendFile(undefined, { reply: { text: '好', summary: '好' }, times: 29 })
    await expect(sent).rejects.toMatchObject({ permanent: false, code: 'own-pace' })
  })
})

describe('a notice', () => {
  const reply = { text: '明天到期', summary: '明天到期' }

  it('tried twice is shown once', async () => {
    const { platform } = await sendFile(undefined, { reply, unasked: true, times: 2 })
    expect(platform.texts()).toEqual(['明天到期'])
    expect(platform.taken[0]?.enable_duplicate_check).toBe(1)
  })

  it('is not mistaken for talk: an answer given twice is said twice', async () => {
    const { platform } = await sendFile(undefined, { reply, times: 2 })
    expect(platform.texts()).toEqual(['明天到期', '明天到期'])
  })
})

it('a conversation that was not begun here is refused for good', async () => {
  const sent = sendFile(undefined, { reference: { conversation: 'x' } })
  await expect(sent).rejects.toBeInstanceOf(ChannelError)
  await expect(sent).rejects.toMatchObject({ permanent: true, code: 'no-reference' })
})
