import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Delivery } from '#bot/channels/channel.ts'
import { createClient } from '#bot/channels/dingtalk/client.ts'
import { createDelivery } from '#bot/channels/dingtalk/deliver.ts'
import type { Reply } from '#dialogs/conversation.ts'
import { type FakeDingTalk, openFakeDingTalk } from './fake-dingtalk.ts'

const at = new Date('2026-03-02T01:00:00.000Z')
const settings = {
  apiBase: 'https://api.dingtalk.com',
  oapiBase: 'https://oapi.dingtalk.com',
  appKey: 'key-1',
  appSecret: 'the-app-secret',
  robotCode: 'robot-1',
}
const webhook = {
  address: 'https://oapi.dingtalk.com/robot/sendBySession?session=s-1',
  until: at.getTime() + 3_600_000,
}
const alone = { conversationId: 'cid-1', group: false, speaker: 'staff-1', webhook }
const group = { ...alone, conversationId: 'cid-2', group: true }
const plain: Reply = { text: '合同备案还剩3天。', summary: '合同备案' }
const file = { name: '申报书.docx', mime: 'application/msword', path: '/projects/p1/filings/a.docx' }

let dingTalk: FakeDingTalk
let bytes: number | undefined
let kept: number[]
beforeEach(async () => {
  dingTalk = await openFakeDingTalk()
  bytes = 10
  kept = []
})
afterEach(() => dingTalk.close())

function deliver(reply: Reply, more: Partial<Delivery> = {}): Promise<unknown> {
  const send = createDelivery({
    client: createClient(settings, () => at),
    now: () => at,
    readFile: async () =>
      bytes === undefined ? undefined : { name: file.name, mime: file.mime, content: new Uint8Array(bytes) },
    replyHosts: ['oapi.dingtalk.com'],
    origin: 'https://assistant.example.cn',
    linkTo: (person, path) => `https://assistant.example.cn/open/${person}${path}`,
  })
  return send({
    conversationId: 'c',
    personId: 'person-1',
    seq: 1,
    reply,
    reference: alone,
    unasked: false,
    partsSent: 0,
    keepSent: async (parts) => void kept.push(parts),
    ...more,
  })
}

describe('P1 a reminder, which nobody asked for', () => {
  it('is written by the robot though the address is still good', async () => {
    await deliver(plain, { unasked: true })
    expect(dingTalk.shown).toMatchObject([{ by: 'person', to: 'staff-1' }])
  })

  it('is never said in a group', async () => {
    await deliver(plain, { unasked: true, reference: group })
    expect(dingTalk.shown).toMatchObject([{ by: 'person', to: 'staff-1' }])
  })
})

describe('files', () => {
  it('are uploaded and sent to whoever asked, after the words', async () => {
    await deliver({ ...plain, files: [file] })
    expect(dingTalk.shown.map(({ by }) => by)).toEqual(['webhook', 'person'])
    expect(dingTalk.shown[1]?.message).toMatchObject({
      msgKey: 'sampleFile',
      fileName: '申报书.docx',
      fileType: 'docx',
    })
    expect(kept).toEqual([1, 2])
    const upload = dingTalk.calls.find(({ url }) => url.includes('/media/upload'))
    expect(upload?.body).toContain('filename="申报书.docx"')
  })

  it('of a group go to whoever asked, alone, and the group is told so', async () => {
    await deliver({ ...plain, files: [file] }, { reference: group })
    expect(dingTalk.shown.map(({ by, to }) => [by, to])).toEqual([
      ['webhook', 's-1'],
      ['person', 'staff-1'],
    ])
    expect(dingTalk.words()[0]).toContain('文件只发给提问的人')
  })

  it.each([
    ['no file', undefined],
    ['no bytes', 0],
    ['20 MB and one byte', 20 * 1024 * 1024 + 1],
  ])('with %s are told of, with a link to where they are', async (_what, size) => {
    bytes = size
    await deliver({ ...plain, files: [file] })
    expect(dingTalk.words()[1]).toContain('《申报书.docx》在这里发不出来')
    expect(dingTalk.words()[1]).toContain('https://assistant.example.cn/open/person-1/')
  })

  it('of 20 MB exactly are sent', async () => {
    bytes = 20 * 1024 * 1024
    await deliver({ ...plain, files: [file] })
    expect(dingTalk.shown[1]?.message.msgKey).toBe('sampleFile')
  })
})

describe('a reply in parts', () => {
  const long: Reply = {
    text: Array.from({ length: 120 }, (_, i) => `第${i}条：${'办'.repeat(90)}。`).join('\n\n'),
    summary: '长',
  }

  it('goes on after those that were taken', async () => {
    await deliver(long)
    const all = dingTalk.words()
    expect(all.length).toBeGreaterThan(2)
    dingTalk.shown.length = 0
    await deliver(long, { partsSent: 1 })
    expect(dingTalk.words()).toEqual(all.slice(1))
  })

  it('that would be a wall of messages is its opening, and the whole as a file', async () => {
    await deliver({ text: `${long.text}\n\n${long.text}`, summary: '长' })
    expect(dingTalk.shown.map(({ by, message }) => [by, message.msgKey])).toEqual([
      ['webhook', undefined],
      ['person', 'sampleFile'],
    ])
    expect(dingTalk.words()[0]).toContain('见随后的文件')
  })
})

describe('a form', () => {
  const v = 1 as const
  const form: Reply = {
    text: '请勾选职责。',
    summary: '职责',
    card: {
      kind: 'checklist',
      title: '职责',
      lists: [],
      numbers: [],
      submit: { title: '提交', payload: { v, verb: 'project-answer', args: { project: 'p 1' } } },
      options: [],
    },
  }

  it('is a link to our page, good for the person', async () => {
    await deliver(form)
    expect(dingTalk.words()[0]).toContain('(https://assistant.example.cn/open/person-1/?project=p%201)')
  })

  it('is not linked to in a group', async () => {
    await deliver(form, { reference: group })
    expect(dingTalk.words()[0]).not.toContain('/open/')
  })
})

it('is refused where the conversation was not begun here', async () => {
  await expect(deliver(plain, { reference: { userId: 'x' } })).rejects.toMatchObject({
    permanent: true,
    code: 'no-reference',
  })
})
