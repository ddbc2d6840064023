import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createTokens } from '#bot/channels/direct-line/token.ts'
import { createRateLimit } from '#bot/channels/rate-limit.ts'
import type { Session } from '#bot/session.ts'
import { callDirectLine, openSession, startAssistant, type TestAssistant } from '../support/assistant.ts'
import { eventually } from '../support/eventually.ts'

const secret = 'a-session-secret-of-more-than-32-characters'
const otherServersSecret = 'a-direct-line-secret-of-more-than-32-characters'

let assistant: TestAssistant
let mine: Session
let theirs: Session

beforeAll(async () => {
  assistant = await startAssistant({ environment: { SESSION_SECRET: secret, DIRECT_LINE_SECRET: otherServersSecret } })
})
afterAll(() => assistant.stop())
beforeEach(async () => {
  mine = await openSession(assistant.origin)
  theirs = await openSession(assistant.origin)
})

const call = (token: string | undefined, method: 'GET' | 'POST', path: string, body?: unknown) =>
  callDirectLine(assistant.origin, token, method, path, body)
const message = { type: 'message', text: '你好' }

/** @returns the status the server answers a WebSocket request with, 101 where it opens */
async function statusOfSocket(url: string): Promise<number> {
  const socket = new WebSocket(url)
  const status = await new Promise<number>((resolve) => {
    socket.on('open', () => resolve(101))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => undefined)
  })
  socket.terminate()
  return status
}

async function streamUrl(session: Session): Promise<URL> {
  const { body } = await call(session.token, 'GET', `/conversations/${session.conversationId}?watermark=0`)
  return new URL(body.streamUrl)
}

describe('a token', () => {
  const routes = [
    ['GET', ''],
    ['GET', '/activities'],
    ['POST', '/activities'],
    ['POST', '/upload'],
  ] as const

  it.each(routes)('of one conversation is refused at another’s (%s …%s)', async (method, end) => {
    const answer = await call(
      mine.token,
      method,
      `/conversations/${theirs.conversationId}${end}`,
      method === 'POST' ? message : undefined,
    )
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({ error: { code: 'BadToken' } })
  })

  it('that is missing gives 401', async () => {
    expect((await call(undefined, 'POST', '/conversations', {})).status).toBe(401)
  })

  it('is refused once expired, and can be refreshed until then only', async () => {
    const path = `/conversations/${mine.conversationId}/activities`
    assistant.passMinutes(29)
    const refreshed = await call(mine.token, 'POST', '/tokens/refresh')
    expect(refreshed).toMatchObject({ status: 200, body: { conversationId: mine.conversationId, expires_in: 1800 } })
    assistant.passMinutes(1)
    expect(await call(mine.token, 'GET', path)).toMatchObject({
      status: 403,
      body: { error: { code: 'TokenExpired' } },
    })
    expect((await call(mine.token, 'POST', '/tokens/refresh')).status).toBe(403)
    expect((await call(refreshed.body.token, 'GET', path)).status).toBe(200)
  })

  it('that was forged in any way is refused', async () => {
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const [head = '', payload = '', signature = ''] = mine.token.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    const other = encode({ ...claims, conv: theirs.conversationId })
    const none = encode({ alg: 'none', typ: 'JWT' })
    const signedWith = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64url')
    const forged = [
      `${head}.${other}.${signature}`,
      `${none}.${other}.`,
      `${none}.${payload}.${signature}`,
      `${head}.${other}.${signedWith(secret, `${head}.${other}`)}`,
      `${head}.${other}.${signedWith('', `${head}.${other}`)}`,
      `${mine.token}A`,
      `${mine.token}.${signature}`,
      'x.y.z',
      otherServersSecret,
    ]
    for (const token of forged) {
      const { conv } = token.includes(other) ? { conv: theirs.conversationId } : { conv: mine.conversationId }
      expect((await call(token, 'GET', `/conversations/${conv}/activities`)).status, token).toBe(403)
    }
  })

  it('for a conversation that is not there gives 404', async () => {
    const token = createTokens(secret, assistant.now).mint('no-such-conversation', mine.userId)
    expect((await call(token, 'GET', '/conversations/no-such-conversation')).status).toBe(404)
  })

  it('is made for other servers with the secret only', async () => {
    const body = { user: { id: 'dl_clerk-7', name: '李' } }
    expect((await call(undefined, 'POST', '/tokens/generate', body)).status).toBe(403)
    expect((await call(mine.token, 'POST', '/tokens/generate', body)).status).toBe(403)
    expect((await call(otherServersSecret, 'POST', '/tokens/generate', { user: { id: 'clerk' } })).status).toBe(400)
    const made = await call(otherServersSecret, 'POST', '/tokens/generate', body)
    expect(made.status).toBe(200)
    const started = await call(made.body.token, 'POST', '/conversations', { locale: 'zh-CN' })
    expect(started.status).toBe(201)
    expect((await call(made.body.token, 'POST', '/conversations', {})).status).toBe(200)
  })
})

describe('an activity', () => {
  it('keeps nothing of what the client says of itself', async () => {
    const claimed = {
      ...message,
      from: { id: theirs.userId, name: 'root', role: 'bot' },
      recipient: { id: 'x' },
      serviceUrl: 'http://10.0.0.1/',
      channelId: 'emulator',
      conversation: { id: theirs.conversationId },
      timestamp: '1999-01-01T00:00:00Z',
      attachments: [{ contentType: 'text/html', content: '<script>' }],
      channelData: { clientActivityID: 'c1', evil: true },
    }
    await call(mine.token, 'POST', `/conversations/${mine.conversationId}/activities`, claimed)
    const { body } = await call(mine.token, 'GET', `/conversations/${mine.conversationId}/activities`)
    const [kept] = body.activities
    expect(kept).toMatchObject({
      type: 'message',
      text: '你好',
      channelId: 'directline',
      from: { id: mine.userId, role: 'user' },
      conversation: { id: mine.conversationId },
      channelData: { clientActivityID: 'c1' },
    })
    expect(JSON.stringify(kept)).not.toMatch(/root|10\.0\.0\.1|1999|script|evil|"role":"bot"/)
  })

  it.each(['conversationUpdate', 'invoke', 'endOfConversation', 'trace', 'installationUpdate', 7, undefined])(
    'of type %s is refused',
    async (type) => {
      expect(
        (await call(mine.token, 'POST', `/conversations/${mine.conversationId}/activities`, { ...message, type }))
          .status,
      ).toBe(400)
    },
  )

  it.each(['event', 'typing'])('of type %s is acknowledged and not kept', async (type) => {
    expect(
      await call(mine.token, 'POST', `/conversations/${mine.conversationId}/activities`, { type, name: 'x' }),
    ).toMatchObject({ status: 200, body: { id: expect.stringContaining(mine.conversationId) } })
    expect((await call(mine.token, 'GET', `/conversations/${mine.conversationId}/activities`)).body.activities).toEqual(
      [],
    )
  })

  it('larger than 256 kB is refused, whether its length is told or not', async () => {
    const url = `${assistant.origin}/v3/directline/conversations/${mine.conversationId}/activities`
    const headers = { authorization: `Bearer ${mine.token}`, 'content-type': 'application/json' }
    const large = JSON.stringify({ ...message, text: 'a'.repeat(300_000) })
    expect((await fetch(url, { method: 'POST', headers, body: large })).status).toBe(413)
    const streamed = new Blob([large]).stream()
    expect((await fetch(url, { method: 'POST', headers, body: streamed, duplex: 'half' } as RequestInit)).status).toBe(
      413,
    )
  })

  it('beyond the pace of one person is refused with the seconds to wait, and others go on', async () => {
    const send = (session: Session) =>
      call(session.token, 'POST', `/conversations/${session.conversationId}/activities`, { type: 'typing' })
    const answers = await Promise.all(Array.from({ length: 21 }, () => send(mine)))
    const refused = answers.filter((answer) => answer.status === 429)
    expect(refused.length).toBeGreaterThanOrEqual(1)
    expect(Number(refused[0]?.headers.get('retry-after'))).toBe(2)
    expect((await send(theirs)).status).toBe(200)
    assistant.passMinutes(1)
    expect((await send(mine)).status).toBe(200)
  })

  it('with a file is refused: uploads are off; sign-in sessions do not exist', async () => {
    expect(
      await call(mine.token, 'POST', `/conversations/${mine.conversationId}/upload?userId=x`, message),
    ).toMatchObject({ status: 404, body: { error: { code: 'UploadsOff' } } })
    expect((await call(undefined, 'GET', '/session/getsessionid')).status).toBe(404)
  })
})

describe('a stream', () => {
  it('opens with its own proof, which is not the token and is no token', async () => {
    const url = await streamUrl(mine)
    expect(url.href).not.toContain(mine.token)
    expect(await statusOfSocket(url.href)).toBe(101)
    expect(
      (await call(url.searchParams.get('t') ?? '', 'GET', `/conversations/${mine.conversationId}/activities`)).status,
    ).toBe(403)
    url.searchParams.set('t', mine.token)
    expect(await statusOfSocket(url.href)).toBe(403)
  })

  it('does not open another conversation, without proof, after a minute, or elsewhere', async () => {
    const url = await streamUrl(mine)
    expect(await statusOfSocket(url.href.replace(mine.conversationId, theirs.conversationId))).toBe(403)
    expect(await statusOfSocket(url.href.replace(/\?.*/, ''))).toBe(403)
    expect(await statusOfSocket(url.href.replace('/stream', '/elsewhere'))).toBe(404)
    assistant.passMinutes(1)
    expect(await statusOfSocket(url.href)).toBe(403)
  })

  it('is open at most eight times for one person, and takes empty frames for nothing', async () => {
    const url = (await streamUrl(mine)).href
    const open = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const socket = new WebSocket(url)
        await once(socket, 'open')
        socket.send('')
        return socket
      }),
    )
    await eventually(async () => expect(await statusOfSocket(url)).toBe(429))
    expect(open.every((socket) => socket.readyState === WebSocket.OPEN)).toBe(true)
    for (const socket of open) socket.terminate()
    await eventually(async () => expect(await statusOfSocket(url)).toBe(101))
  })
})

it('a bucket gives back one deed at a time and never more than it held', () => {
  let at = 0
  const limit = createRateLimit(2, 60, () => new Date(at))
  expect([limit.take('li'), limit.take('li'), limit.take('li')]).toEqual([0, 0, 1])
  expect(limit.take('wang')).toBe(0)
  at += 1000
  expect([limit.take('li'), limit.take('li')]).toEqual([0, 1])
  at += 3_600_000
  expect([limit.take('li'), limit.take('li'), limit.take('li')]).toEqual([0, 0, 1])
})

it('of ten thousand people who have asked, whoever has been away longest is forgotten, and nobody else', () => {
  const limit = createRateLimit(1, 60, () => new Date(0))
  for (let who = 0; who < 10_000; who++) expect(limit.take(`${who}`)).toBe(0)
  expect(limit.take('0')).toBe(1)
  expect(limit.take('one more')).toBe(0)
  expect([limit.take('1'), limit.take('0')]).toEqual([0, 1])
})

it('MESSAGES_PER_MINUTE is how many one person may send, two thirds of them at once', async () => {
  const narrow = await startAssistant({ environment: { MESSAGES_PER_MINUTE: '3' } })
  try {
    const { token, conversationId } = await openSession(narrow.origin)
    const say = () =>
      callDirectLine(narrow.origin, token, 'POST', `/conversations/${conversationId}/activities`, message)
    const statuses = [(await say()).status, (await say()).status]
    const refused = await say()
    expect([...statuses, refused.status]).toEqual([200, 200, 429])
    expect(Number(refused.headers.get('retry-after'))).toBe(20)
  } finally {
    await narrow.stop()
  }
})
