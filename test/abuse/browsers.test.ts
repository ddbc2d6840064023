/**
 * What other sites may make a browser do with us: nothing. Not repeated here: `/api/session` from other origins
 * (test/bot/session.test.ts), codes from other pages (test/bot/sign-in/platforms.test.ts), the pages' own policies
 * (test/bot/web/pages.test.ts), foreign host names (test/bot/server.test.ts).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestAssistant } from '../bot/support/assistant.ts'
import { postDoors, startEveryDoor } from './support/every-door.ts'

let assistant: TestAssistant
beforeAll(async () => {
  assistant = await startEveryDoor()
})
afterAll(() => assistant.stop())

const pages = [
  '/',
  '/sign-in',
  '/sign-in?problem=constructor',
  '/measures/jining-htz-2024',
  '/measures/none',
  '/open/some.token',
  '/favicon.ico',
]
const files = [
  '/assets/none.js',
  '/projects/p1/timeline.svg',
  '/filings/a.docx',
  '/my-data.json',
  '/healthz',
  '/readyz',
  '/metrics',
  '/none',
]
const doors = postDoors('c1')
const ask = (path: string, init: RequestInit = {}) => fetch(assistant.origin + path, { redirect: 'manual', ...init })
const evil = 'https://evil.example'

describe.each([...pages, ...files].map((path) => ['GET', path]).concat(doors.map((path) => ['POST', path])))(
  '%s %s',
  (method, path) => {
    it('cannot be framed, guessed at or read from elsewhere', async () => {
      const { headers, status } = await ask(path, { method, headers: { origin: evil } })
      expect(status).toBeLessThan(500)
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('referrer-policy')).toMatch(/^(?:same-origin|no-referrer)$/u)
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe-eval|\*/u)
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
      expect(headers.get('x-powered-by')).toBeNull()
    })
  },
)

it.each(doors)('a browser that asks whether another site may use %s is told nothing', async (path) => {
  const answer = await ask(path, {
    method: 'OPTIONS',
    headers: {
      origin: evil,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
})

describe.each(['/api/session', '/sign-in/code', '/sign-out'])('%s, which goes by the cookie', (path) => {
  it.each([
    ['another origin', { origin: evil }],
    ['no origin at all, as from a sandboxed frame', { origin: 'null' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
    ['our name on another port', { origin: 'http://localhost:1' }],
    ['our name as the beginning of another', { origin: 'http://localhost.evil.example' }],
  ])('is refused to %s', async (_who, headers) => {
    const sent = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{"code":"1"}' }
    const answer = await ask(path, sent)
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null])
  })

  it('is not done by looking at it', async () => {
    const answer = await ask(path)
    expect([answer.status >= 400, answer.headers.get('set-cookie')]).toEqual([true, null])
  })
})

it('what goes by a token does not go by the cookie, so no other page can use it', async () => {
  const headers = { cookie: 'assistant_session=x.y; assistant_person=x.y', 'content-type': 'application/json' }
  for (const path of doors.filter((door) => /directline/u.test(door))) {
    const { status } = await ask(path, { method: 'POST', headers, body: '{"type":"message","text":"x"}' })
    expect([path, status >= 401 && status <= 403]).toEqual([path, true])
  }
})

it.each(['constructor', '__proto__', 'toString', '<script>'])(
  'the sign-in page shows no problem called %s',
  async (name) => {
    const page = await (await ask(`/sign-in?problem=${encodeURIComponent(name)}`)).text()
    expect(page).not.toMatch(/native code|\[object|<script>/u)
    expect(page).toMatch(/id="problem"[^>]* hidden/u)
  },
)
