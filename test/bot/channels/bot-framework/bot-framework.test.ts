import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Options, startAssistant, type TestAssistant } from '../../support/assistant.ts'
import { eventually } from '../../support/eventually.ts'
import {
  type Action,
  activity,
  appId,
  type Card,
  channelToken,
  environment,
  type FakeMicrosoft,
  openFakeMicrosoft,
  post,
  serviceUrl,
  type TokenOptions,
} from './fake-microsoft.ts'

let microsoft: FakeMicrosoft
let assistant: TestAssistant
let folder: string

const start = async (options: Options = {}): Promise<void> => {
  assistant = await startAssistant({ environment, dataDir: folder, ...options })
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bot-framework-'))
  microsoft = await openFakeMicrosoft()
  // The SDK prints the public keys it knows when a token names another.
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await start()
})
afterEach(async () => {
  await assistant.stop()
  await microsoft.close()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const say = (more: object = {}): Promise<Response> => post(assistant.origin, activity(more))
const texts = (): (string | undefined)[] => microsoft.messages().map(({ text }) => text)

describe('BF1 who may speak', () => {
  const now = Math.floor(Date.now() / 1000)

  it('A3 is whoever has a token of the channel’s service', async () => {
    expect((await say()).status).toBe(200)
    await eventually(() => expect(texts()).toEqual(['答:你好']))
    expect(microsoft.posted[0]?.authorization).toBe('Bearer bot-token-1')
  })

  it('A7 a token that ended four minutes ago is still one: clocks differ', async () => {
    const token = channelToken({ claims: { exp: now - 240 } })
    expect((await post(assistant.origin, activity(), token)).status).toBe(200)
  })

  it.each<[string, TokenOptions]>([
    ['A4 another audience', { claims: { aud: serviceUrl } }],
    ['A5 another issuer', { claims: { iss: 'https://evil.example' } }],
    ['A6 a time long past', { claims: { exp: now - 3600 } }],
    ['A8 another key under the same name', { signedBy: 'other' }],
    ['A8 a key nobody knows', { header: { kid: 'key-9' } }],
    ['A9 another service address', { claims: { serviceurl: 'https://webchat.botframework.com/' } }],
    ['A10 no service address', { claims: { serviceurl: undefined } }],
    ['A12 no signature', { signedBy: 'none' }],
    ['A13 the public key as a secret', { signedBy: 'secret' }],
  ])('%s is 401 and not a word', async (_what, options) => {
    const answer = await post(assistant.origin, activity(), channelToken(options))
    expect([answer.status, await answer.text()]).toEqual([401, ''])
    expect(assistant.heard).toEqual([])
    expect(microsoft.posted).toEqual([])
    expect(assistant.logged.join()).not.toContain('eyJ')
  })

  it.each([
    ['A1 no token', ''],
    ['A2 a token that is none', 'Bearer x'],
    ['A2 another scheme', 'Basic eDp5'],
  ])('%s is 401 and not a word', async (_what, token) => {
    const answer = await post(assistant.origin, activity(), token)
    expect([answer.status, await answer.text()]).toEqual([401, ''])
  })

  it('A11 a channel the key does not vouch for is 401', async () => {
    const answer = await say({ channelId: 'telegram' })
    expect([answer.status, await answer.text()]).toEqual([401, ''])
  })

  it('A14 a GET is 405, A15 what is not JSON is 400', async () => {
    expect((await fetch(`${assistant.origin}/api/messages`)).status).toBe(405)
    const headers = { 'content-type': 'application/json', authorization: channelToken() }
    const answer = await fetch(`${assistant.origin}/api/messages`, { method: 'POST', headers, body: '{' })
    expect(answer.status).toBe(400)
  })
})

describe('BF5 what is said back', () => {
  it('is a card in Teams, with buttons that a new client and an old one understand', async () => {
    await say({ text: 'card' })
    await eventually(() => expect(microsoft.messages()).toHaveLength(1))
    const card = microsoft.messages()[0]?.attachments?.[0]?.content
    expect(card?.actions?.find(({ title }) => title === '限额')).toMatchObject({
      type: 'Action.Execute',
      verb: 'press',
      data: { v: 1, verb: 'limit', seq: 2 },
      fallback: { type: 'Action.Submit', data: { v: 1, verb: 'limit' } },
    })
    expect(card?.refresh).toMatchObject({ action: { verb: 'refresh', data: { seq: 2 } }, userIds: ['user-1'] })
  })

  it('answers the message it answers', async () => {
    await say({ id: 'question-1' })
    await eventually(() => expect(microsoft.posted).toHaveLength(1))
    expect(microsoft.posted[0]?.path).toBe('/cn/v3/conversations/conv-1/activities/question-1')
  })

  it('leaves out the bot’s own name', async () => {
    const entities = [
      { type: 'mention', text: '<at>助手</at>', mentioned: { id: 'bot-1' } },
      { type: 'mention', text: '<at>老王</at>', mentioned: { id: 'user-2' } },
      { type: 'clientInfo', locale: 'zh-CN' },
    ]
    await say({ text: '<at>助手</at> 问<at>老王</at>\n', entities, conversation: { id: 'g', isGroup: true } })
    await eventually(() => expect(assistant.heard).toEqual(['问<at>老王</at>']))
  })

  it('greets whoever has come in, once, and not when the bot itself is added', async () => {
    const came = { type: 'conversationUpdate', from: { id: 'service' }, text: undefined }
    await say({ ...came, membersAdded: [{ id: 'bot-1' }] })
    await say({ ...came, membersAdded: [{ id: 'user-1' }, { id: 'bot-1' }] })
    await say({ ...came, membersAdded: [{ id: 'user-1' }] })
    await eventually(() => expect(texts()).toEqual(['答:opened']))
    // Who came in is who speaks later.
    await say({ value: { v: 1, verb: 'measure', args: { id: 'jilin-2020' } }, text: undefined })
    await eventually(() => expect(assistant.heard).toEqual(['opened', 'measure']))
  })

  it('shows that it is typing, once an answer takes a while', async () => {
    await say({ text: 'slow' })
    await eventually(() => expect(microsoft.posted.map(({ activity: { type } }) => type)).toContain('typing'))
    assistant.release()
    await eventually(() => expect(texts()).toEqual(['答:slow']))
  })

  it('on a channel that draws no cards is numbered words, and a number chooses', async () => {
    const sms = { channelId: 'sms' }
    await say({ ...sms, text: 'options' })
    await eventually(() => expect(texts()).toEqual(['哪里的办法?\n\n请回复序号：\n1. 济宁\n2. 吉林']))
    expect(microsoft.messages()[0]).toMatchObject({ textFormat: 'plain' })
    expect(microsoft.messages()[0]?.attachments).toBeUndefined()
    await say({ ...sms, text: '2' })
    await eventually(() => expect(assistant.heard).toEqual(['options', 'measure']))
  })
})

describe('a universal action', () => {
  const invoke = (action: Action, trigger = 'manual'): Promise<Response> =>
    say({ type: 'invoke', name: 'adaptiveCard/action', text: undefined, value: { action, trigger } })
  const drawn = async (words: string): Promise<Card> => {
    await say({ text: words })
    const before = microsoft.messages().length
    await eventually(() => expect(microsoft.messages().length).toBeGreaterThanOrEqual(Math.max(1, before)))
    await eventually(() => expect(microsoft.messages().at(-1)?.attachments).toBeDefined())
    const card = microsoft.messages().at(-1)?.attachments?.[0]?.content
    if (card === undefined) throw new Error('No card was drawn.')
    return card
  }
  const bodyOf = async (response: Response) =>
    (await response.json()) as { statusCode: number; type: string; value: Card & string }

  it('is heard as its button, and the question is closed with what was chosen', async () => {
    const card = await drawn('options')
    const [first] = card.actions ?? []
    if (first === undefined) throw new Error('No button.')
    const response = await invoke(first)
    expect(response.status).toBe(200)
    const body = await bodyOf(response)
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' })
    expect(JSON.stringify(body.value.body)).toContain('已选：济宁')
    expect(body.value.actions).toBeUndefined()
    await eventually(() => expect(assistant.heard).toEqual(['options', 'measure']))
  })

  it('of a card that shows more leaves the card as it is, with a line of what was chosen', async () => {
    const card = await drawn('card')
    const action = card.actions?.find(({ title }) => title === '限额')
    if (action === undefined) throw new Error('No button.')
    const body = await bodyOf(await invoke(action))
    expect(JSON.stringify(body.value.body)).toContain('已选：限额')
    expect(body.value.actions).toHaveLength(card.actions?.length ?? 0)
    await eventually(() => expect(assistant.heard).toEqual(['card', 'limit']))
  })

  it('that refreshes gives the question as it stands: open, and closed once others came after it', async () => {
    const card = await drawn('options')
    if (card.refresh === undefined) throw new Error('No refreshing.')
    const open = await bodyOf(await invoke(card.refresh.action, 'automatic'))
    expect(open.value.actions).toHaveLength(2)
    await say({ text: '你好' })
    await eventually(() => expect(texts().at(-1)).toBe('答:你好'))
    const closed = await bodyOf(await invoke(card.refresh.action, 'automatic'))
    expect(closed.value.actions).toBeUndefined()
    expect(assistant.heard).toEqual(['options', '你好'])
  })

  it('of somebody else’s conversation shows nothing of it', async () => {
    const card = await drawn('card')
    if (card.refresh === undefined) throw new Error('No refreshing.')
    const value = { action: card.refresh.action, trigger: 'automatic' }
    const response = await say({ type: 'invoke', name: 'adaptiveCard/action', value, conversation: { id: 'conv-2' } })
    expect(await bodyOf(response)).toMatchObject({ type: 'application/vnd.microsoft.activity.message' })
  })

  it('that is none of ours is refused, and another invoke is not implemented', async () => {
    const response = await invoke({ type: 'Action.Execute', title: '', verb: 'other', data: {} })
    expect([response.status, await bodyOf(response)]).toMatchObject([
      200,
      { statusCode: 400, type: 'application/vnd.microsoft.error' },
    ])
    expect((await say({ type: 'invoke', name: 'composeExtension/query', value: {} })).status).toBe(501)
    expect(assistant.heard).toEqual([])
  })
})

describe('a service in trouble', () => {
  const inNinetySeconds = (): string => new Date(Date.now() + 90_000).toUTCString()

  it.each<[string, number, () => Record<string, string>, RegExp]>([
    ['429 with seconds', 429, () => ({ 'retry-after': '77' }), /"afterSeconds":77/],
    ['429 with a date', 429, () => ({ 'retry-after': inNinetySeconds() }), /"afterSeconds":(8|9)\d/],
    ['500', 500, () => ({}), /"code":"500"/],
    ['503', 503, () => ({}), /"code":"503"/],
    ['412', 412, () => ({}), /"code":"412"/],
  ])('is tried again later: %s', async (_what, status, headersOf, told) => {
    const headers = headersOf()
    microsoft.answerNext('/v3/conversations/', { status, headers, body: { error: { code: 'x', message: 'y' } } }, 20)
    await say()
    await eventually(() => expect(assistant.logged.join()).toContain('not-sent'))
    expect(assistant.logged.join()).toMatch(told)
    expect(assistant.logged.join()).not.toContain('not-delivered')
  })

  it.each([403, 404])('that no longer knows the conversation is given up: %d', async (status) => {
    microsoft.answerNext('/v3/conversations/', { status, body: { error: { code: 'ConversationNotFound' } } }, 20)
    await say()
    await eventually(() => expect(assistant.logged.join()).toContain('not-delivered'))
    expect(assistant.logged.join()).toContain(`"code":"${status}"`)
  })
})

describe('P1 after a restart', () => {
  it('what was not yet sent is sent by what was kept', async () => {
    microsoft.answerNext('/v3/conversations/', { status: 503 }, 100)
    await say()
    await eventually(() => expect(assistant.logged.join()).toContain('not-sent'))
    await assistant.stop()
    await microsoft.close()
    microsoft = await openFakeMicrosoft()
    await start()
    await eventually(() => expect(texts()).toEqual(['答:你好']))
    expect(assistant.heard).toEqual([])
  })
})

describe('BF2 a start with half of the settings', () => {
  it('is refused before anything is heard', async () => {
    for (const missing of ['MicrosoftAppType', 'MicrosoftAppTenantId', 'MicrosoftAppPassword']) {
      const rest = Object.fromEntries(Object.entries(environment).filter(([name]) => name !== missing))
      await expect(startAssistant({ environment: rest })).rejects.toThrow(missing)
    }
    const misspelt = { ...environment, MicrosoftAppType: 'Singletenant' }
    await expect(startAssistant({ environment: misspelt })).rejects.toThrow('MicrosoftAppType')
    const half = { ...environment, OAuthUrl: 'https://token.botframework.azure.cn/' }
    await expect(startAssistant({ environment: half })).rejects.toThrow('ToBotFromChannelTokenIssuer')
    await expect(startAssistant({ environment: { MicrosoftAppType: 'MultiTenant' } })).rejects.toThrow('MicrosoftAppId')
  })

  it('for other machines is refused without an app, too', async () => {
    const open = { HOST: '0.0.0.0', ALLOW_ANONYMOUS_BOT_ENDPOINT: '1' }
    await expect(startAssistant({ environment: open })).rejects.toThrow('ALLOW_ANONYMOUS_BOT_ENDPOINT')
  })
})

describe('Azure China', () => {
  const china = {
    OAuthUrl: 'https://token.botframework.azure.cn/',
    ToChannelFromBotLoginUrl: `https://login.partner.microsoftonline.cn/${environment.MicrosoftAppTenantId}`,
    ToChannelFromBotOAuthScope: 'https://api.botframework.azure.cn',
    ToBotFromChannelTokenIssuer: 'https://api.botframework.azure.cn',
    ToBotFromChannelOpenIdMetadataUrl: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
    ToBotFromEmulatorOpenIdMetadataUrl:
      'https://login.partner.microsoftonline.cn/a55a4d5b-9241-49b1-b4ff-befa8db00269/v2.0/.well-known/openid-configuration',
  }

  it('is its own cloud: its tokens are taken, the others’ are not, and ours come from there', async () => {
    await assistant.stop()
    await start({ environment: { ...environment, ...china } })
    const chinese = 'https://directline.botframework.azure.cn/'
    const to = activity({ channelId: 'webchat', serviceUrl: chinese })
    const claims = { iss: 'https://api.botframework.azure.cn', serviceurl: chinese }
    expect((await post(assistant.origin, to, channelToken({ claims: { serviceurl: chinese } }))).status).toBe(401)
    expect((await post(assistant.origin, to, channelToken({ claims }))).status).toBe(200)
    await eventually(() => expect(texts()).toEqual(['答:你好']))
    const hosts = new Set(microsoft.calls.map(({ url }) => new URL(url).host))
    expect([...hosts].filter((host) => !host.endsWith('.cn'))).toEqual([])
    const asked = microsoft.calls.find(({ url }) => url.includes('/oauth2/v2.0/token'))
    expect(new URLSearchParams(asked?.body).get('client_id')).toBe(appId)
    expect(new URLSearchParams(asked?.body).get('scope')).toContain('https://api.botframework.azure.cn/.default')
  })
})
