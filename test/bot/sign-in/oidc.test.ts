/** Signing in by OpenID Connect, against a real provider on this machine. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '#bot/config.ts'
import type { TestAssistant } from '../support/assistant.ts'
import { createVisitor, startWithPages, type Visitor } from './visitor.ts'

const publicUrl = 'http://assistant.localhost:4000'
let server: Server
let issuer = ''
let assistant: TestAssistant

beforeAll(async () => {
  server = createServer((request, response) => provider.callback()(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'assistant', client_secret: 'the-client-secret', redirect_uris: [`${publicUrl}/sign-in/oidc/back`] },
    ],
    ttl: { AccessToken: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    cookies: { keys: ['a key of the tests'] },
    findAccount: async (_context, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  })
  assistant = await startWithPages({
    PUBLIC_URL: publicUrl,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'assistant',
    OIDC_CLIENT_SECRET: 'the-client-secret',
    OIDC_LABEL: '市统一认证登录',
  })
})
afterAll(async () => {
  await assistant.stop()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** The provider's own pages, gone through by hand: log in, consent. @returns the address it sends the browser back to */
async function provesThemself(address: string, login: string): Promise<URL> {
  const jar = new Map<string, string>()
  const ask = async (url: string, body?: URLSearchParams): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(body === undefined ? {} : { method: 'POST', body }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? []
      jar.set(name, value)
    }
    return response
  }
  let next = address
  for (let i = 0; i < 12; i++) {
    if (next.startsWith(publicUrl)) return new URL(next)
    const response = await ask(next)
    const location = response.headers.get('location')
    if (location !== null) {
      next = new URL(location, next).href
      continue
    }
    const page = await response.text()
    const prompt = /name="prompt" value="(\w+)"/u.exec(page)?.[1] ?? 'login'
    const answered = await ask(next, new URLSearchParams({ prompt, login, password: 'any' }))
    next = new URL(answered.headers.get('location') ?? '', next).href
  }
  throw new Error('the provider does not come to an end')
}

async function signIn(visitor: Visitor, login: string): Promise<Response> {
  const sent = await visitor.get('/sign-in/oidc?to=%2F')
  const back = await provesThemself(sent.headers.get('location') ?? '', login)
  return visitor.get(`${back.pathname}${back.search}`)
}

it('offers the provider by its name, and comes back as that person, the same each time', async () => {
  const visitor = createVisitor(assistant.origin)
  expect(await (await visitor.get('/sign-in')).text()).toContain('市统一认证登录')
  const back = await signIn(visitor, 'wang')
  expect([back.status, back.headers.get('location')]).toEqual([303, '/'])
  const id = await visitor.session()
  expect(id).toMatch(/^dl_/u)
  const again = createVisitor(assistant.origin)
  await signIn(again, 'wang')
  expect(await again.session()).toBe(id)
  const other = createVisitor(assistant.origin)
  await signIn(other, 'zhao')
  expect(await other.session()).not.toBe(id)
})

it('takes no answer that belongs to another browser, none twice and none that was made up', async () => {
  const visitor = createVisitor(assistant.origin)
  const sent = await visitor.get('/sign-in/oidc')
  const back = await provesThemself(sent.headers.get('location') ?? '', 'wang')
  const stranger = createVisitor(assistant.origin)
  const path = `${back.pathname}${back.search}`
  expect((await stranger.get(path)).headers.get('location')).toBe('/sign-in?problem=expired')
  const cookies = new Map(visitor.cookies)
  expect((await visitor.get(path)).headers.get('location')).toBe('/')
  const twice = createVisitor(assistant.origin)
  for (const [name, value] of cookies) twice.cookies.set(name, value)
  expect((await twice.get(path)).headers.get('location')).toBe('/sign-in?problem=expired')
  const forged = createVisitor(assistant.origin)
  const begun = await forged.get('/sign-in/oidc')
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? ''
  const invented = await forged.get(`/sign-in/oidc/back?code=invented&state=${state}`)
  expect(invented.headers.get('location')).toBe('/sign-in?problem=expired')
  expect(await forged.session()).toBe(401)
})

it('says that the provider cannot be reached, and asks it again the next time', async () => {
  const away = await startWithPages({
    PUBLIC_URL: publicUrl,
    OIDC_ISSUER: 'http://localhost:9',
    OIDC_CLIENT_ID: 'assistant',
    OIDC_CLIENT_SECRET: 'x',
  })
  const visitor = createVisitor(away.origin)
  const refused = await visitor.get('/sign-in/oidc')
  expect(refused.headers.get('location')).toBe('/sign-in?problem=unavailable')
  expect(await (await visitor.get('/sign-in?problem=unavailable')).text()).toContain('登录服务暂时联系不上')
  await away.stop()
})

it('wants its settings together, and an address to come back to', () => {
  expect(() => readConfig({ OIDC_ISSUER: issuer })).toThrow(/OIDC_CLIENT_ID, OIDC_CLIENT_SECRET missing/u)
  const whole = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' }
  expect(() => readConfig(whole)).toThrow(/PUBLIC_URL is missing/u)
  expect(() => readConfig({ ...whole, OIDC_ISSUER: 'http://login.example.cn', PUBLIC_URL: publicUrl })).toThrow(
    /OIDC_ISSUER must be an https/u,
  )
})
