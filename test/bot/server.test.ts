import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Brain, compose } from '#bot/compose.ts'
import { ConfigError, readConfig } from '#bot/config.ts'
import { errorResponse, logSocketError } from '#bot/http.ts'
import { createLog } from '#bot/log.ts'
import { createMetrics } from '#bot/metrics.ts'
import { createServer, type PageServer } from '#bot/server.ts'
import { callDirectLine, openSession, startAssistant } from './support/assistant.ts'
import { eventually } from './support/eventually.ts'

const logged: string[] = []
let server: PageServer
let port: number
let origin: string

beforeAll(async () => {
  server = createServer({
    host: 'localhost',
    publicUrl: undefined,
    log: createLog('info', (line) => logged.push(line)),
    metrics: createMetrics({ process: false }),
    missing: () => ['law'],
  })
  server.routes.get('/echo/:id', ({ params, query }) => ({ status: 200, body: { ...params, query: [...query] } }))
  server.routes.post('/echo/:id', ({ body, rawBody }) => ({ status: 200, body: { body, bytes: rawBody.length } }))
  server.routes.get('/page', () => ({
    status: 200,
    headers: { 'Content-Type': 'text/html', 'Content-Security-Policy': "default-src 'self'" },
    body: '<h1>政策</h1>',
  }))
  server.routes.get('/bytes', () => ({
    status: 200,
    headers: { 'content-type': 'image/png' },
    body: Buffer.from([1, 2, 3]),
  }))
  server.routes.get('/error', () => errorResponse(418, 'Teapot', 'short and stout'))
  server.routes.get('/broken', () => {
    throw new Error('the password is hunter2')
  })
  port = await server.listen(0)
  origin = `http://127.0.0.1:${port}`
})
afterAll(() => server.close())

/** A request with a host name of our choice, which `fetch` does not allow. */
function statusFor(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/page', headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

it('hands a handler the parts of the path, the query and the parsed body', async () => {
  const answer = await fetch(`${origin}/echo/${encodeURIComponent('济宁/1')}?a=1&a=2+3`)
  expect(await answer.json()).toEqual({
    id: '济宁/1',
    query: [
      ['a', '1'],
      ['a', '2 3'],
    ],
  })
  const posted = await fetch(`${origin}/echo/1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: '{"问":1}',
  })
  expect(await posted.json()).toEqual({ body: { 问: 1 }, bytes: 9 })
  const plain = await fetch(`${origin}/echo/1`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body: '<a/>',
  })
  expect(await plain.json()).toEqual({ bytes: 4 })
})

it('sends text, bytes and objects as what they are, without a body to HEAD', async () => {
  const page = await fetch(`${origin}/page`)
  expect([page.headers.get('content-type'), await page.text()]).toEqual(['text/html', '<h1>政策</h1>'])
  const bytes = await fetch(`${origin}/bytes`)
  expect(new Uint8Array(await bytes.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]))
  const head = await fetch(`${origin}/page`, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '15', ''])
})

it('guards every answer, and lets a page set its own policy', async () => {
  const plain = await fetch(`${origin}/error`)
  expect(plain.status).toBe(418)
  expect(plain.headers.get('x-content-type-options')).toBe('nosniff')
  expect(plain.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(plain.headers.get('referrer-policy')).toBe('same-origin')
  expect((await fetch(`${origin}/page`)).headers.get('content-security-policy')).toBe("default-src 'self'")
})

it('tells a caller nothing of what broke, and the log everything', async () => {
  const answer = await fetch(`${origin}/broken`)
  expect(answer.status).toBe(500)
  expect(await answer.text()).not.toMatch(/hunter2|server\.test|at /)
  expect(logged.some((line) => line.includes('hunter2') && line.includes('server.test.ts'))).toBe(true)
})

it.each([
  ['GET', '/nowhere', 404],
  ['GET', '/echo/%E0%A4', 404],
  ['DELETE', '/page', 405],
])('answers %s %s with an error body of its own', async (method, path, status) => {
  const answer = await fetch(`${origin}${path}`, { method })
  expect(answer.status).toBe(status)
  expect(await answer.json()).toEqual({ error: { code: expect.any(String), message: 'There is nothing here.' } })
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
})

it.each(['{', '', '{"a":1}x'])('takes the JSON body «%s» or says it is none', async (body) => {
  const answer = await fetch(`${origin}/echo/1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  expect(answer.status).toBe(body === '' ? 200 : 400)
})

it.each([
  ['localhost:3978', 200],
  ['127.0.0.1', 200],
  ['[::1]:80', 200],
  ['evil.example:3978', 421],
  ['localhost.evil.example', 421],
])('answers to the host name %s with %d', async (host, status) => {
  expect(await statusFor(host)).toBe(status)
})

it('is alive though not ready, and says what it waits for', async () => {
  expect((await fetch(`${origin}/healthz`)).status).toBe(200)
  const ready = await fetch(`${origin}/readyz`)
  const why = [expect.stringMatching(/^law: 办法/u)]
  expect([ready.status, await ready.json()]).toEqual([503, { ready: false, missing: ['law'], why }])
})

it('counts requests by the pattern of their route', async () => {
  await fetch(`${origin}/echo/17`)
  const metrics = await (await fetch(`${origin}/metrics`)).text()
  expect(metrics).toMatch(/assistant_http_requests_total\{method="GET",route="\/echo\/:id",status="200"\} \d+/)
  expect(metrics).not.toContain('17"')
})

it('tells of a socket that went away at debug only, and warns of one that speaks nonsense', async () => {
  const lines: string[] = []
  const log = createLog('debug', (line) => lines.push(line))
  logSocketError(Object.assign(new Error('Invalid WebSocket frame'), { code: 'WS_ERR_INVALID_OPCODE' }), log)
  expect(lines[0]).toMatch(/"level":40,.*socket-error/)
  const metrics = createMetrics({ process: false })
  const own = createServer({ host: 'localhost', publicUrl: undefined, log, metrics, missing: () => [] })
  own.routes.upgrade(
    '/socket',
    (_request, _raw, socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
  )
  const socket = connect(await own.listen(0), '127.0.0.1')
  socket.write('GET /socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  await once(socket, 'data')
  socket.resetAndDestroy()
  await eventually(() => expect(lines[1]).toMatch(/"level":20,.*ECONNRESET.*socket-lost/))
  await own.close()
})

describe('the assistant', () => {
  const outside = { log: createLog('silent'), metrics: createMetrics({ process: false }), now: () => new Date() }

  it('answers while the law is still being read, keeps what is said, and handles it when it is ready', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assistant-'))
    const brain = Promise.withResolvers<Brain>()
    const running = await compose(readConfig({ PORT: '0', DATA_DIR: folder }), {
      ...outside,
      openBrain: () => brain.promise,
    })
    const base = new URL(running.url).origin
    expect(await (await fetch(`${base}/readyz`)).json()).toMatchObject({ ready: false, missing: ['law', 'index'] })
    const { token, conversationId } = await openSession(base)
    await callDirectLine(base, token, 'POST', `/conversations/${conversationId}/activities`, {
      type: 'message',
      text: '早',
    })
    brain.resolve({
      handle: async (conversation, { text }) => ({ replies: [{ text: `${text}!`, summary: text }], conversation }),
    })
    await running.ready
    expect((await fetch(`${base}/readyz`)).status).toBe(200)
    await eventually(async () => {
      const { body } = await callDirectLine(base, token, 'GET', `/conversations/${conversationId}/activities`)
      expect(body.activities.map((activity) => activity.text)).toEqual(['早', '早!'])
    })
    expect(await (await fetch(`${base}/metrics`)).text()).toContain(
      'assistant_turns_total{channel="directline",end="replied"} 1',
    )
    await running.stop()
    rmSync(folder, { recursive: true })
  })

  it('says so when the port is taken', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assistant-'))
    const config = readConfig({ PORT: String(port), DATA_DIR: folder, HOST: '127.0.0.1' })
    const metrics = createMetrics({ process: false })
    const start = compose(config, { ...outside, metrics, openBrain: () => new Promise(() => undefined) })
    await expect(start).rejects.toThrow(ConfigError)
    await expect(start).rejects.toThrow(`PORT ${port} is in use`)
    rmSync(folder, { recursive: true })
  })

  it('writes nothing of what was said, and no token or cookie, into its log', async () => {
    const assistant = await startAssistant()
    const session = await openSession(assistant.origin)
    await callDirectLine(
      assistant.origin,
      session.token,
      'POST',
      `/conversations/${session.conversationId}/activities`,
      { type: 'message', text: 'boom' },
    )
    await eventually(() => expect(assistant.logged.some((line) => line.includes('turn-failed'))).toBe(true))
    await assistant.stop()
    const log = assistant.logged.join('\n')
    expect(log).not.toContain('"boom"')
    expect(log).not.toContain(session.token)
    expect(log).not.toContain(session.cookie.slice(20))
  })
})
