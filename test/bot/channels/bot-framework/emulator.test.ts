import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startAssistant, type TestAssistant } from '../../support/assistant.ts'
import { card } from '../../support/dialog.ts'
import { eventually } from '../../support/eventually.ts'

interface Sent {
  readonly url: string
  readonly activity: {
    readonly type: string
    readonly text?: string
    readonly attachments?: { readonly content: { readonly actions?: unknown } }[]
  }
}

/** A channel's own side: takes the bot's answers. */
let service: Server
let serviceUrl: string
let sent: Sent[]

beforeAll(async () => {
  service = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    sent.push({ url: request.url ?? '', activity: JSON.parse(Buffer.concat(chunks).toString()) as Sent['activity'] })
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('{"id":"answer-1"}')
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  serviceUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}/_connector`
})
afterAll(() => service.close())
beforeEach(() => {
  sent = []
})

let assistant: TestAssistant
afterEach(() => assistant.stop())

const activity = (more: object = {}): object => ({
  type: 'message',
  id: 'm1',
  text: '你好',
  channelId: 'emulator',
  serviceUrl,
  conversation: { id: 'conv-1' },
  from: { id: 'user-1', name: '李' },
  recipient: { id: 'bot-1' },
  locale: 'zh-CN',
  ...more,
})

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${assistant.origin}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

const texts = (): (string | undefined)[] => sent.map((one) => one.activity.text)

it('is not there unless it is configured', async () => {
  assistant = await startAssistant()
  expect((await post(activity())).status).toBe(404)
})

describe('without an app id, on loopback', () => {
  beforeEach(async () => {
    assistant = await startAssistant({ environment: { ALLOW_ANONYMOUS_BOT_ENDPOINT: '1' } })
  })

  it('greets, answers at the address of the conversation, and takes a repeat for a repeat', async () => {
    const update = activity({ type: 'conversationUpdate', id: 'u1', membersAdded: [{ id: 'user-1' }, { id: 'bot-1' }] })
    expect((await post(update)).status).toBe(200)
    await eventually(() => expect(texts()).toEqual(['答:opened']))
    expect((await post(activity())).status).toBe(200)
    expect((await post(activity())).status).toBe(200)
    expect((await post(update)).status).toBe(200)
    await eventually(() => expect(texts()).toEqual(['答:opened', '答:你好']))
    expect(sent[1]?.url).toMatch(/^\/_connector\/v3\/conversations\/conv-1\/activities/)
    expect(assistant.heard).toEqual(['opened', '你好'])
  })

  it('draws cards and options, and hears the button pressed on them', async () => {
    await post(activity({ text: 'card' }))
    await eventually(() => expect(sent).toHaveLength(1))
    expect(sent[0]?.activity).toMatchObject({
      type: 'message',
      attachments: [
        { contentType: 'application/vnd.microsoft.card.adaptive', content: { fallbackText: '需要可行性研究报告' } },
      ],
    })
    await post(activity({ id: 'm2', text: undefined, value: card.options[0]?.payload }))
    await eventually(() => expect(texts()[1]).toBe('答:limit'))
    await post(activity({ id: 'm3', text: 'options' }))
    await eventually(() => expect(sent[2]?.activity.attachments?.[0]?.content.actions).toHaveLength(2))
  })

  it('keeps conversations and people of two channels apart', async () => {
    await post(activity({ value: { v: 1, verb: 'measure', args: { id: 'jilin-2020' } } }))
    await post(activity({ channelId: 'other' }))
    await eventually(() => expect(texts().sort()).toEqual(['答:measure', '答:你好']))
  })

  it.each([
    'http://10.0.0.8:80/',
    'https://localhost.evil.example/',
    'http://evil.example/',
    'https://127.0.0.1@evil.example/',
  ])('sends nothing to %s', async (url) => {
    expect((await post(activity({ serviceUrl: url }))).status).toBe(403)
    expect(assistant.heard).toEqual([])
  })

  it.each([
    [null],
    [[]],
    [{}],
    ['text'],
    [{ ...activity(), conversation: undefined }],
    [{ ...activity(), serviceUrl: 'file:///etc/passwd' }],
  ])('refuses %j', async (body) => {
    expect((await post(body)).status).toBe(400)
  })

  it('takes what says nothing to a dialog without a turn', async () => {
    for (const type of ['typing', 'event', 'endOfConversation', 'installationUpdate'])
      expect((await post(activity({ type }))).status).toBe(200)
    expect(assistant.heard).toEqual([])
  })
})

describe('with an app id', () => {
  const id = '00000000-1111-2222-3333-444444444444'
  beforeEach(async () => {
    const environment = {
      MicrosoftAppId: id,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: id,
      MicrosoftAppPassword: 'a-password',
    }
    assistant = await startAssistant({ environment })
  })

  it.each([
    ['no token', {}],
    ['a token that is none', { authorization: 'Bearer x' }],
    ['another scheme', { authorization: 'Basic eDp5' }],
  ])('answers 401 and not a word to %s', async (_what, headers) => {
    const answer = await post(activity({ serviceUrl: 'https://smba.trafficmanager.net/cn/' }), headers)
    expect([answer.status, await answer.text()]).toEqual([401, ''])
    expect(assistant.heard).toEqual([])
  })

  it('does not so much as look at an activity whose answers would go elsewhere', async () => {
    expect((await post(activity())).status).toBe(403)
    expect((await post(activity({ serviceUrl: 'https://evilbotframework.com/' }))).status).toBe(403)
    expect((await post(activity({ serviceUrl: 'http://smba.trafficmanager.net/' }))).status).toBe(403)
  })
})
