/**
 * Too much, too deep, too slow. Not repeated here: bodies over 256 kB, told and untold
 * (test/bot/channels/direct-line-security.test.ts).
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bodyBytesAtMost, parseJson } from '#bot/http-message.ts'
import { callDirectLine, openSession, startAssistant, type TestAssistant } from '../bot/support/assistant.ts'

let assistant: TestAssistant
let session: Awaited<ReturnType<typeof openSession>>
let path: string
beforeAll(async () => {
  assistant = await startAssistant()
  session = await openSession(assistant.origin)
  path = `/conversations/${session.conversationId}/activities`
})
afterAll(() => assistant.stop())

function post(body: string): Promise<Response> {
  const headers = { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' }
  return fetch(`${assistant.origin}/v3/directline${path}`, { method: 'POST', headers, body })
}
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

it.each(['/v3/directline/conversations', '/api/session', '/open/x.y', '/sign-out', '/nowhere'])(
  'a message of a megabyte is refused at %s, and the next one is taken',
  async (door) => {
    const begun = performance.now()
    const sent = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"text":"${'政'.repeat(350_000)}"}`,
    }
    const answer = await fetch(assistant.origin + door, sent).catch((error: unknown) => error)
    // Who is still sending when the line is cut sees that it was cut.
    if (answer instanceof Response) expect([404, 413]).toContain(answer.status)
    expect(performance.now() - begun).toBeLessThan(2_000)
    expect((await post('{"type":"typing"}')).status).toBe(200)
  },
)

it.each([
  ['arrays', deep(100_000)],
  ['objects', '{"a":'.repeat(20_000)],
  ['a value', `{"type":"message","value":${deep(30_000)}}`],
  ['channel data', `{"type":"message","channelData":{"x":${deep(30_000)}}}`],
])('JSON too deep in %s is refused, and quickly', async (_what, body) => {
  const begun = performance.now()
  expect((await post(body)).status).toBe(400)
  expect(performance.now() - begun).toBeLessThan(500)
})

it('JSON is measured by its brackets, not by those in its words, however it is cut', () => {
  expect(parseJson(Buffer.from(JSON.stringify({ a: '['.repeat(9_999), b: '\\"[' })))).toBeDefined()
  expect(parseJson(Buffer.from(deep(100)))).toBeDefined()
  expect(parseJson(Buffer.from(deep(101)))).toBeUndefined()
  const begun = performance.now()
  for (const piece of ['\\"', '"', '"\\', '[]', '{"":'])
    parseJson(Buffer.from(piece.repeat(bodyBytesAtMost / piece.length)))
  expect(performance.now() - begun).toBeLessThan(500)
})

it('keys that reach into objects change none of them', async () => {
  const body =
    '{"type":"message","text":"x","__proto__":{"polluted":1},"channelData":{"__proto__":{"postBack":true},"constructor":{"prototype":{"polluted":1}}},"value":{"v":1,"verb":"__proto__","args":{"__proto__":"x","constructor":"y"}}}'
  expect((await post(body)).status).toBe(200)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  expect((await callDirectLine(assistant.origin, session.token, 'GET', path)).status).toBe(200)
})

it.each(['a\u0000b', '\ud800', '\u0007'])('an id of the client’s that cannot be kept (%j) is refused', async (id) => {
  const sent = { type: 'message', text: 'x', channelData: { clientActivityID: id } }
  expect((await post(JSON.stringify(sent))).status).toBe(400)
})

it('a hundred clients that never finish their head or body hold up nobody', async () => {
  const head = 'POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
  const sockets = Array.from({ length: 100 }, (_, i) => {
    const socket = connect(assistant.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(i % 2 === 0 ? head.slice(0, 40) : `${head}Content-Length: 1000\r\n\r\n{`)
    return socket
  })
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  const begun = performance.now()
  expect((await fetch(`${assistant.origin}/healthz`)).status).toBe(200)
  expect(performance.now() - begun).toBeLessThan(500)
  for (const socket of sockets) socket.destroy()
})
