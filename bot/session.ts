/** Whoever is at the page, by the session's cookie, gets a token for their conversation. */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Tokens, tokenSeconds } from './channels/direct-line/token.ts'
import { directLineName } from './channels/direct-line.ts'
import { createRateLimit } from './channels/rate-limit.ts'
import { errorResponse, type HttpResponse, type Routes } from './http.ts'
import { refuseForeign } from './sign-in/origin.ts'
import type { Visitors } from './sign-in/visitors.ts'
import type { Person, Store, StoredConversation } from './store/store.ts'

const sessionsAtOnce = 60
const sessionsPerMinute = 120

export interface SessionParts {
  readonly store: Store
  readonly tokens: Tokens
  readonly visitors: Visitors
  readonly publicUrl: string | undefined
  readonly now: () => Date
}

/** What the page gets to begin or resume its conversation. */
export interface Session {
  readonly conversationId: string
  readonly token: string
  readonly expiresIn: number
  readonly locale: 'zh-CN' | 'en-US'
  readonly userId: string
  readonly measure: string | null
}

const wanted = z.strictObject({ /** A new conversation instead of the one there is. */ fresh: z.boolean().optional() })

/** `POST /api/session`: the same conversation after every reload, until a fresh one is asked for. */
export function mountSession(routes: Routes, parts: SessionParts): void {
  const limit = createRateLimit(sessionsAtOnce, sessionsPerMinute, parts.now)
  routes.post('/api/session', async (request) => {
    const foreign = refuseForeign(request, parts.publicUrl)
    if (foreign !== undefined) return foreign
    const wait = limit.take(request.remoteAddress)
    if (wait > 0) return errorResponse(429, 'TooManyRequests', `Wait ${wait} s.`, { 'retry-after': String(wait) })
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
      return errorResponse(415, 'NotJson', 'Expected a JSON body.')
    const { success, data } = wanted.safeParse(request.body)
    if (!success) return errorResponse(400, 'BadArgument', 'Expected {} or {"fresh": true}.')
    const address = parts.visitors.who(request) ?? parts.visitors.newcomer?.()
    if (address === undefined) return errorResponse(401, 'SignInRequired', 'Sign in at /sign-in.')
    const person = await parts.store.personAt(address)
    const session = openSession(
      parts.tokens,
      person,
      await currentConversation(parts.store, person, data.fresh === true),
    )
    return answer(session, parts.visitors.remember(address))
  })
}

function answer(session: Session, cookie: string): HttpResponse {
  return { status: 200, headers: { 'set-cookie': cookie }, body: session }
}

async function currentConversation(store: Store, person: Person, fresh: boolean): Promise<StoredConversation> {
  const latest = fresh ? undefined : await store.latestConversation(directLineName, person.id)
  return latest ?? store.beginConversation(randomUUID(), directLineName, person.id)
}

function openSession(tokens: Tokens, person: Person, conversation: StoredConversation): Session {
  const userId = `dl_${person.id}`
  return {
    conversationId: conversation.id,
    token: tokens.mint(conversation.id, userId),
    expiresIn: tokenSeconds,
    locale: person.lang === 'en' ? 'en-US' : 'zh-CN',
    userId,
    measure: person.measure,
  }
}

/** The key everything is signed with: as set, or made once under the data folder, readable by its owner alone. */
export function readSecret(configured: string | undefined, dataDir: string): string {
  if (configured !== undefined) return configured
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, 'session.key')
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < 32)
    throw new Error(`${file} holds no key. Delete it, and a new one is made; people then get new conversations.`)
  return secret
}
