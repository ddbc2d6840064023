/** A browser as far as signing in needs one: cookies kept, redirects followed by hand. */
import { mountPages } from '#bot/web/pages.ts'
import { loadLaw } from '#knowledge/law/load.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { type Options, startAssistant, type TestAssistant } from '../support/assistant.ts'

const law = loadLaw()
const today = '2026-11-24' as IsoDate

/** The whole server with its pages. */
export function startWithPages(environment: Record<string, string>, outside: Options = {}): Promise<TestAssistant> {
  return startAssistant({
    environment,
    ...outside,
    mountPages: (routes, entrance) => mountPages(routes, { law, today: () => today }, entrance),
  })
}

export interface Visitor {
  readonly cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<Response>
  post(path: string, body: object, headers?: Record<string, string>): Promise<Response>
  /** @returns the person's id, or the status of the refusal */
  session(): Promise<string | number>
}

export function createVisitor(origin: string): Visitor {
  const cookies = new Map<string, string>()
  async function ask(path: string, request: RequestInit): Promise<Response> {
    const url = new URL(path, origin)
    const ours = url.origin === origin
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...request.headers, ...(ours ? { cookie } : {}) }
    const response = await fetch(url, { ...request, headers, redirect: 'manual' })
    if (ours)
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? []
        if (/Max-Age=0\b/u.test(line)) cookies.delete(name)
        else cookies.set(name, value)
      }
    return response
  }
  const post: Visitor['post'] = (path, body, headers = {}) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  return {
    cookies,
    get: (path, headers = {}) => ask(path, { headers }),
    post,
    async session() {
      const response = await post('/api/session', {})
      return response.ok ? ((await response.json()) as { userId: string }).userId : response.status
    },
  }
}
