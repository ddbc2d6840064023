import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readSecret } from '#bot/session.ts'
import { openSession, startAssistant, type TestAssistant } from './support/assistant.ts'

let assistant: TestAssistant
beforeAll(async () => {
  assistant = await startAssistant({ environment: { PUBLIC_URL: 'https://assistant.example.cn' } })
})
afterAll(() => assistant.stop())

const post = (headers: Record<string, string>, body = '{}') =>
  fetch(`${assistant.origin}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })

it('gives a newcomer a conversation, and the same one after every reload', async () => {
  const first = await openSession(assistant.origin)
  expect(first).toMatchObject({
    locale: 'zh-CN',
    measure: null,
    expiresIn: 1800,
    userId: expect.stringMatching(/^dl_/),
  })
  const again = await openSession(assistant.origin, first.cookie)
  expect([again.conversationId, again.userId, again.cookie]).toEqual([first.conversationId, first.userId, first.cookie])
})

it('gives a fresh conversation on request, and that one from then on', async () => {
  const first = await openSession(assistant.origin)
  const fresh = await openSession(assistant.origin, first.cookie, { fresh: true })
  expect(fresh.conversationId).not.toBe(first.conversationId)
  expect(fresh.userId).toBe(first.userId)
  expect((await openSession(assistant.origin, first.cookie)).conversationId).toBe(fresh.conversationId)
})

it('takes a cookie it did not sign for a newcomer’s', async () => {
  const first = await openSession(assistant.origin)
  const [key, signature = ''] = first.cookie.slice(first.cookie.indexOf('=') + 1).split('.')
  for (const forged of [
    `assistant_person=${key}.`,
    `assistant_person=${key}.${'A'.repeat(43)}`,
    `assistant_person=${key}x.${signature}`,
    'assistant_person=1',
  ]) {
    expect((await openSession(assistant.origin, forged)).userId, forged).not.toBe(first.userId)
  }
  expect((await openSession(assistant.origin, `theme=dark; ${first.cookie}; a=b`)).userId).toBe(first.userId)
})

it('keeps the cookie from scripts and from other sites, and on https from plain lines', async () => {
  const response = await post({})
  expect(response.headers.get('set-cookie')).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/)
  expect(response.headers.get('cache-control')).toBe('no-store')
})

it.each([
  ['another origin', { origin: 'https://evil.example' }, 403],
  ['an origin that hides itself', { origin: 'null' }, 403],
  ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['the same site but another port', { 'sec-fetch-site': 'same-site' }, 403],
  ['a form', { 'content-type': 'text/plain' }, 415],
  ['our public address', { origin: 'https://assistant.example.cn', 'sec-fetch-site': 'same-origin' }, 200],
])('answers a request from %s', async (_from, headers, status) => {
  expect((await post(headers)).status).toBe(status)
})

it.each(['[]', '{"fresh":"yes"}', '{"person":"someone"}', '{'])('refuses the body %s', async (body) => {
  expect((await post({}, body)).status).toBe(400)
})

it('makes its key once, readable by its owner alone, and refuses one that was emptied', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secret-'))
  const secret = readSecret(undefined, folder)
  expect(readSecret(undefined, folder)).toBe(secret)
  expect(statSync(join(folder, 'session.key')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(folder, 'session.key'), 'utf8')).toBe(secret)
  writeFileSync(join(folder, 'session.key'), '')
  expect(() => readSecret(undefined, folder)).toThrow(/Delete it/)
  expect(readSecret('as-configured', folder)).toBe('as-configured')
  rmSync(folder, { recursive: true })
})
