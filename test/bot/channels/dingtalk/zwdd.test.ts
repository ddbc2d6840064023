import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startAssistant, type TestAssistant } from '../../support/assistant.ts'
import { eventually } from '../../support/eventually.ts'
import { type Answer, type Called, type LoopbackCloud, openLoopbackCloud } from '../../support/loopback-cloud.ts'
import { robotMessage, signedHeaders } from './fake-dingtalk.ts'

const callbackSecret = 'a-secret-of-our-own-that-is-long-enough'
const environment = {
  ZWDD_BASE: 'https://openplatform.dg-work.cn',
  ZWDD_APP_KEY: 'key-1',
  ZWDD_APP_SECRET: 'the-app-secret',
  ZWDD_TENANT_ID: '12371',
  ZWDD_CLIENT_IP: '10.1.2.3',
  ZWDD_INBOUND: '1',
  ZWDD_CALLBACK_SECRET: callbackSecret,
}

let platform: LoopbackCloud
let assistant: TestAssistant | undefined
let notices: Record<string, string>[]

/** Signs as the three public clients do, for itself. */
function isSigned({ method, url, headers, body }: Called): boolean {
  const { pathname, searchParams } = new URL(url)
  const parameters = method === 'GET' ? searchParams : new URLSearchParams(body)
  const line = [...parameters].map(([name, value]) => `${name}=${value}`).sort()
  const time = String(headers['x-hmac-auth-timestamp'])
  const words = [
    method,
    time,
    String(headers['x-hmac-auth-nonce']),
    pathname,
    ...(line.length === 0 ? [] : [line.join('&')]),
  ]
  const right = createHmac('sha256', environment.ZWDD_APP_SECRET).update(words.join('\n')).digest('base64')
  return headers['x-hmac-auth-signature'] === right && headers.apikey === 'key-1'
}

function answer(called: Called): Answer | undefined {
  const { pathname } = new URL(called.url)
  if (!isSigned(called)) return { status: 200, body: { success: false, errorCode: 'OPF-B001-05-16-0009' } }
  if (pathname === '/gettoken.json')
    return {
      status: 200,
      body: { success: true, content: { success: true, data: { accessToken: 't', expiresIn: 7200 } } },
    }
  if (pathname !== '/message/workNotification') return undefined
  notices.push(Object.fromEntries(new URLSearchParams(called.body)))
  return { status: 200, body: { success: true, content: { success: true, msgId: `notice-${notices.length}` } } }
}

beforeEach(async () => {
  notices = []
  platform = await openLoopbackCloud(answer)
})
afterEach(async () => {
  await assistant?.stop()
  assistant = undefined
  await platform.close()
})

const start = async (more: Record<string, string> = {}): Promise<TestAssistant> => {
  assistant = await startAssistant({ environment: { ...environment, ...more } })
  return assistant
}

let latest = 0
function say({ origin }: TestAssistant, more: object = {}, key = callbackSecret): Promise<Response> {
  latest = Math.max(latest + 1, Date.now())
  const message = { ...robotMessage({ chatbotCorpId: undefined, senderCorpId: undefined }), ...more }
  return fetch(`${origin}/channels/zwdd`, {
    method: 'POST',
    headers: signedHeaders(latest, key),
    body: JSON.stringify(message),
  })
}

const said = (): string[] =>
  notices.map(({ msg = '' }) => (JSON.parse(msg) as { text: { content: string } }).text.content)

describe('Z-1 work notices', () => {
  it('are signed, and say whom they are for', async () => {
    expect((await say(await start())).status).toBe(200)
    await eventually(() => expect(said()).toEqual(['答:你好']))
    expect(notices[0]).toMatchObject({ tenantId: '12371', receiverIds: 'staff-1' })
    const [token, notice] = platform.calls
    expect(token?.method).toBe('GET')
    expect(notice?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'x-hmac-auth-version': '1.0',
      'x-hmac-auth-ip': '10.1.2.3',
    })
    expect(notice?.headers['x-hmac-auth-mac']).toBeUndefined()
    expect(assistant?.logged.join()).not.toContain('the-app-secret')
  })

  it('have the same business number at every try, so that the platform can tell a repeat', async () => {
    platform.answerNext('/message/workNotification', { status: 500 })
    await say(await start())
    await eventually(() => expect(said()).toEqual(['答:你好']))
    const tried = platform.calls.filter(({ url }) => url.includes('workNotification'))
    expect(tried).toHaveLength(2)
    expect(new Set(tried.map(({ body }) => new URLSearchParams(body).get('bizMsgId'))).size).toBe(1)
  })

  it('offer numbers, and a number chooses', async () => {
    const running = await start()
    await say(running, { text: { content: 'options' } })
    await eventually(() => expect(said()).toEqual(['哪里的办法?\n\n请回复序号：\n1. 济宁\n2. 吉林']))
    await say(running, { msgId: 'm2', text: { content: '１' } })
    await eventually(() => expect(running.heard).toEqual(['options', 'measure']))
  })

  it('say nothing in markdown and lead to whole addresses', async () => {
    const running = await start({ PUBLIC_URL: 'https://assistant.example.cn' })
    await say(running, { text: { content: 'card' } })
    await eventually(() => expect(said()).toHaveLength(1))
    expect(said()[0]).toContain('看全文（https://assistant.example.cn/measures/jining-htz-2024 ）')
    expect(said()[0]).not.toMatch(/\*\*|\]\(/)
  })
})

describe('Z-1 what is wrong is told plainly', () => {
  it.each([
    [10, 'behind 慢'],
    [-10, 'ahead 快'],
  ])('a clock %d minutes off', async (minutes, way) => {
    const date = new Date(Date.now() + minutes * 60_000).toUTCString()
    platform.answerNext('/gettoken.json', {
      status: 200,
      headers: { date },
      body: { success: false, errorCode: 'OPF-B001-05-16-0009' },
    })
    const { logged } = await start()
    expect(logged.join()).toContain('"code":"clock"')
    expect(logged.join()).toContain(`10 minutes ${way}`)
  })

  it('a wrong secret', async () => {
    const { logged } = await start({ ZWDD_APP_SECRET: 'another' })
    expect(logged.join()).toContain('"code":"OPF-B001-05-16-0009"')
  })

  it.each(['240111', '240133'])('a right that is missing: %s, given up', async (bizErrorCode) => {
    platform.answerNext('/message/workNotification', { status: 200, body: { success: false, bizErrorCode } })
    const { logged } = await say(await start()).then(() => assistant ?? { logged: [] })
    await eventually(() => expect(logged.join()).toContain('not-delivered'))
    expect(logged.join()).toContain(`"code":"${bizErrorCode}"`)
  })
})

describe('what is heard from 专有钉钉', () => {
  it('is nothing as long as the operator has not told how it is sent', async () => {
    expect((await say(await start({ ZWDD_INBOUND: '0' }))).status).toBe(404)
  })

  it('is nothing that another secret has signed', async () => {
    const running = await start()
    expect((await say(running, {}, 'another')).status).toBe(401)
    expect(running.heard).toEqual([])
  })

  it('names no address that is called', async () => {
    await say(await start(), { sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=1' })
    await eventually(() => expect(said()).toHaveLength(1))
    expect(platform.calls.every(({ url }) => url.startsWith('https://openplatform.dg-work.cn/'))).toBe(true)
  })
})
