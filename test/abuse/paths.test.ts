/** Paths that climb, are written twice over or hold what no path holds: nothing is found, nothing breaks, nothing leaks. */

import { request } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TestAssistant } from '../bot/support/assistant.ts'
import { startEveryDoor } from './support/every-door.ts'
import { runs } from './support/runs.ts'

let assistant: TestAssistant
beforeAll(async () => {
  assistant = await startEveryDoor()
})
afterAll(() => assistant.stop())

/** The path exactly as written: `fetch` would tidy it up. */
function get(path: string): Promise<{ status: number; body: string; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    request(
      { port: assistant.port, host: '127.0.0.1', path, headers: { cookie: 'assistant_session=x.y' } },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => {
          body += piece
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body, location: response.headers.location }),
        )
      },
    )
      .on('error', reject)
      .end()
  })
}

const roots = [
  '/projects/',
  '/projects/p1/',
  '/projects/p1/filings/',
  '/filings/',
  '/assets/',
  '/measures/',
  '/open/',
  '/my-data.json',
  '/',
]
const steps = [
  '..',
  '../',
  '%2e%2e',
  '..%2f',
  '%2e%2e%2f',
  '..%5c',
  '%252e%252e%252f',
  '....//',
  '%00',
  '%0d%0aset-cookie:a=b',
  '%c0%af',
  'etc/passwd',
  'package.json',
  'session.key',
  'assistant.db',
  '__proto__',
  'constructor',
  '%E2%80%AE',
  ';a=b',
  '?of=../..',
  '?until=1e9&proof=x',
  '?proof=%00',
  '//evil.example',
  '@evil.example',
  '%E0%A4',
  '{}',
  '*',
]
const leaks = /root:x:|"dependencies"|SQLite format|\.ts:\d+|node_modules/u

it('finds nothing by any of them', async () => {
  const path = fc
    .tuple(fc.constantFrom(...roots), fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 5 }))
    .map(([root, rest]) => root + rest.join(''))
  await fc.assert(
    fc.asyncProperty(path, async (asked) => {
      const { status, body, location } = await get(asked)
      expect([asked, status < 500, leaks.test(body)]).toEqual([asked, true, false])
      expect(location ?? '/').toMatch(/^\/(?![/\\])/u)
    }),
    runs(250),
  )
  expect(assistant.logged.filter((line) => line.includes('request-failed'))).toEqual([])
})

it.each(['//evil.example/', '/\\evil.example', '/%2F%2Fevil.example', '/%0d%0aSet-Cookie:x=y'])(
  'is led nowhere else by the address %s',
  async (path) => {
    const { location } = await get(`/?type-size=large&to=${path}`)
    expect(location ?? '/').toMatch(/^\/(?![/\\])/u)
    expect((await get(`${path}?type-size=large`)).location ?? '/').toMatch(/^\/(?![/\\])/u)
  },
)
