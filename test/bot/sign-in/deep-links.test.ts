/** Links from messages: looked at by many, used by one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createDeepLinks, type DeepLinks } from '#bot/deep-links.ts'
import type { Handler, HttpResponse, Routes } from '#bot/http.ts'
import { mountDeepLinks } from '#bot/sign-in/deep-links.ts'
import { createVisitors, type Visitors } from '#bot/sign-in/visitors.ts'
import { openSqlite } from '#bot/store/sqlite.ts'
import type { Store } from '#bot/store/store.ts'

const secret = 's'.repeat(32)
const now = (): Date => new Date('2026-11-24T01:00:00.000Z')
let folder: string
let store: Store
let links: DeepLinks
let visitors: Visitors
let doors: Map<string, Handler>
let personId: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deep-links-'))
  store = await openSqlite(join(folder, 'store.db'), now)
  links = createDeepLinks(store, secret, now)
  visitors = createVisitors({ secret, publicUrl: undefined, now })
  doors = new Map()
  const routes = {
    get: (_path: string, handler: Handler) => void doors.set('GET', handler),
    post: (_path: string, handler: Handler) => void doors.set('POST', handler),
  }
  mountDeepLinks(routes as unknown as Routes, { deepLinks: links, visitors, store, publicUrl: undefined })
  personId = (await store.personAt({ channel: 'wecom:corp', key: 'zhangsan' })).id
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

async function ask(method: string, link: string, headers: Record<string, string> = {}): Promise<HttpResponse> {
  const handler = doors.get(method)
  if (handler === undefined) throw new Error(`no door for ${method}`)
  return handler({ params: { token: link.slice('/open/'.length) }, headers } as unknown as Parameters<Handler>[0])
}

it('uses nothing up for whoever only looks, and then leads its person in, once', async () => {
  const link = links.mint(personId, '/?project=p1')
  for (let i = 0; i < 3; i++) {
    const looked = await ask('GET', link)
    expect(looked.headers?.['set-cookie']).toBeUndefined()
    expect(looked.body).toContain('打开助手')
  }
  const opened = await ask('POST', link)
  expect([opened.status, opened.headers?.location]).toEqual([303, '/?project=p1'])
  const cookie = opened.headers?.['set-cookie']?.split(';')[0]
  expect(visitors.who({ headers: { cookie } })).toEqual({ channel: 'wecom:corp', key: 'zhangsan' })
  expect((await ask('POST', link)).status).toBe(410)
})

it('knows a link it did not make', async () => {
  const refused = await ask('POST', '/open/forged.forged')
  expect([refused.status, refused.headers?.['set-cookie']]).toEqual([404, undefined])
})

it.each([{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://elsewhere.example.cn', host: 'assistant.example.cn' }])(
  'signs nobody in for a page of another site: %o',
  async (headers) => {
    const link = links.mint(personId, '/')
    const refused = await ask('POST', link, headers)
    expect([refused.status, refused.headers?.['set-cookie']]).toEqual([403, undefined])
    expect((await ask('POST', link)).status).toBe(303)
  },
)
