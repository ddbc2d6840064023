import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBotFramework } from '#bot/channels/bot-framework/bot-framework.ts'
import type { Delivery, SendingChannel } from '#bot/channels/channel.ts'
import { readConfig } from '#bot/config.ts'
import { createLog } from '#bot/log.ts'
import type { Store } from '#bot/store/store.ts'
import type { Turns } from '#bot/turn.ts'
import type { Reply } from '#dialogs/conversation.ts'
import { environment, type FakeMicrosoft, openFakeMicrosoft, serviceUrl } from './fake-microsoft.ts'

const reference = {
  activityId: 'question-1',
  channelId: 'msteams',
  serviceUrl,
  conversation: { id: 'conv-1' },
  user: { id: 'user-1' },
  bot: { id: 'bot-1' },
}
const plain: Reply = { text: '合同备案还剩3天。', summary: '合同备案' }

let microsoft: FakeMicrosoft
let channel: SendingChannel
let kept: number[]
beforeEach(async () => {
  microsoft = await openFakeMicrosoft()
  kept = []
  // A delivery reads nothing from the store and takes no turn.
  channel = createBotFramework({
    config: readConfig({ ...environment, PUBLIC_URL: 'https://assistant.example.cn' }),
    store: {} as Store,
    turns: {} as Turns,
    log: createLog('silent'),
    now: () => new Date('2026-03-02T01:00:00.000Z'),
    deepLinks: { mint: (person, path) => `/open/${person}${path}` },
  })
})
afterEach(() => microsoft.close())

function deliver(reply: Reply, more: Partial<Delivery> = {}): Promise<unknown> {
  return channel.deliver({
    conversationId: 'msteams:conv-1',
    personId: 'person-1',
    seq: 3,
    reply,
    reference,
    unasked: false,
    partsSent: 0,
    keepSent: async (parts) => void kept.push(parts),
    ...more,
  })
}

describe('P1 a reminder', () => {
  it('goes to the conversation that was kept, as a message of its own', async () => {
    expect(await deliver(plain, { unasked: true })).toEqual({ platformId: 'platform-1' })
    expect(microsoft.posted).toMatchObject([{ path: '/cn/v3/conversations/conv-1/activities', activity: plain }])
    expect(microsoft.posted[0]?.activity.replyToId).toBeUndefined()
  })

  it('is not said in a group', async () => {
    const group = { ...reference, conversation: { id: 'g', isGroup: true } }
    await expect(deliver(plain, { unasked: true, reference: group })).rejects.toMatchObject({
      permanent: true,
      code: 'group',
    })
    expect(microsoft.calls).toEqual([])
  })

  it.each([
    ['nothing was kept', undefined, 'no-reference'],
    ['it was kept by another channel', { userId: 'x' }, 'no-reference'],
    [
      'its address is no longer one to send to',
      { ...reference, serviceUrl: 'https://evil.example/' },
      'service-address',
    ],
    ['its address is none', { ...reference, serviceUrl: 'x' }, 'service-address'],
  ])('is given up where %s', async (_why, other, code) => {
    await expect(deliver(plain, { unasked: true, reference: other })).rejects.toMatchObject({ permanent: true, code })
    expect(microsoft.calls).toEqual([])
  })
})

describe('a service that moved', () => {
  it('is not followed: our token would go along', async () => {
    microsoft.answerNext('/v3/conversations/', { status: 307, headers: { location: 'https://evil.example/take' } })
    await expect(deliver(plain)).rejects.toThrow()
    expect(microsoft.calls.filter(({ url }) => url.includes('evil.example'))).toEqual([])
  })
})

describe('what does not fit', () => {
  const long: Reply = {
    text: Array.from({ length: 100 }, (_, i) => `第${i}条：${'办'.repeat(90)}。`).join('\n\n'),
    summary: '长',
  }

  it('comes in numbered parts, each under the limit, and goes on after those that were taken', async () => {
    await deliver(long)
    const texts = microsoft.messages().map(({ text = '' }) => text)
    expect(texts.length).toBeGreaterThan(1)
    for (const [i, text] of texts.entries()) {
      expect(text).toContain(`（${i + 1}/${texts.length}）`)
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(12_000)
    }
    expect(kept).toEqual(texts.map((_, i) => i + 1))
    microsoft.posted.length = 0
    await deliver(long, { partsSent: 1 })
    expect(microsoft.messages().map(({ text }) => text)).toEqual(texts.slice(1))
  })

  it('is said in words where a card would be too large, its options numbered', async () => {
    const option = { title: '继续', payload: { v: 1 as const, verb: 'go', args: {} } }
    const quotes = [{ place: '第六条', quote: '字'.repeat(9000), path: '/measures/x' }]
    const card = { kind: 'answer' as const, conclusion: '可以', quotes, validity: [], links: [], options: [option] }
    await deliver({ ...plain, card })
    expect(microsoft.messages()).toHaveLength(1)
    expect(microsoft.messages()[0]?.attachments).toBeUndefined()
    expect(microsoft.messages()[0]?.text).toMatch(/合同备案还剩3天。[\s\S]*1\. 继续/)
  })
})

describe('files', () => {
  it('are links that open our page as the person', async () => {
    const files = [
      { name: '申报书.docx', mime: 'application/msword', path: '/projects/p1/filings/a.docx?until=1&proof=x' },
      { name: 'timeline.png', mime: 'image/png', path: '/projects/p1/timeline.png', alt: '时间线：3项' },
    ]
    await deliver({ ...plain, files })
    const [said, told] = microsoft.messages().map(({ text }) => text)
    expect(said).toBe('合同备案还剩3天。')
    expect(told).toContain(
      '[申报书.docx](https://assistant.example.cn/open/person-1/projects/p1/filings/a.docx?until=1&proof=x)',
    )
    expect(told).toContain('时间线：3项')
    expect(told).toContain('只能打开一次')
  })
})

it('tells in its metadata what a model composed', async () => {
  await deliver({ ...plain, composedBy: 'model-1' })
  expect(microsoft.messages()[0]).toMatchObject({
    channelData: { AIGC: { Label: '1', ProduceID: 'msteams:conv-1/3' } },
  })
  await deliver(plain)
  expect(microsoft.messages()[1]).not.toHaveProperty('channelData')
})
