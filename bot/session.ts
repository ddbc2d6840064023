/** Who is at the page: a signed cookie makes a person, and the person gets a token for their conversation. */
import { createHmac, hkdfSync, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Tokens, tokenSeconds } from './channels/direct-line/token.ts'
import { directLineName } from './channels/direct-line.ts'
import { createRateLimit } from './channels/rate-limit.ts'
import { errorResponse, type HttpRequest, type HttpResponse, type Routes } from './http.ts'
import type { Person, Store, StoredConversation } from './store/store.ts'

const cookieName = 'assistant_person'
const cookieSeconds = 365 * 24 * 3600
const sessionsAtOnce = 60
const sessionsPerMinute = 120

export interface SessionParts {
  readonly store: Store
  readonly tokens: Tokens
  readonly secret: string
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
  const cookies = createCookies(parts.secret)
  const limit = createRateLimit(sessionsAtOnce, sessionsPerMinute, parts.now)
  routes.post('/api/session', async (request) => {
    if (!isSameOrigin(request, parts.publicUrl))
      return errorResponse(403, 'ForeignOrigin', 'This is for the assistant’s own page only.')
    const wait = limit.take(request.remoteAddress)
    if (wait > 0) return errorResponse(429, 'TooManyRequests', `Wait ${wait} s.`, { 'retry-after': String(wait) })
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
      return errorResponse(415, 'NotJson', 'Expected a JSON body.')
    const { success, data } = wanted.safeParse(request.body)
    if (!success) return errorResponse(400, 'BadArgument', 'Expected {} or {"fresh": true}.')
    const key = cookies.read(request.headers.cookie) ?? randomBytes(24).toString('base64url')
    const person = await parts.store.personAt({ channel: 'web', key })
    const session = openSession(
      parts.tokens,
      person,
      await currentConversation(parts.store, person, data.fresh === true),
    )
    return answer(session, `${cookies.write(key)}${parts.publicUrl?.startsWith('https:') === true ? '; Secure' : ''}`)
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

/** Browsers tell where a request comes from; a program that tells nothing is no browser that could be misled. */
function isSameOrigin(request: HttpRequest, publicUrl: string | undefined): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  const { origin } = request.headers
  if (origin === undefined) return true
  return (
    origin === `http://${request.headers.host}` || (publicUrl !== undefined && origin === new URL(publicUrl).origin)
  )
}

/** Reads and writes the key of a person, signed. */
export function createCookies(secret: string): {
  read(header: string | undefined): string | undefined
  write(key: string): string
} {
  const signingKey = new Uint8Array(hkdfSync('sha256', secret, '', 'person-cookie', 32))
  const sign = (key: string): Buffer => createHmac('sha256', signingKey).update(key).digest()
  return {
    read(header) {
      const value = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]+)\\.([\\w-]+)`).exec(header ?? '')
      const [, key = '', signature = ''] = value ?? []
      const given = Buffer.from(signature, 'base64url')
      return given.length === 32 && timingSafeEqual(given, sign(key)) ? key : undefined
    },
    write: (key) =>
      `${cookieName}=${key}.${sign(key).toString('base64url')}; Path=/; Max-Age=${cookieSeconds}; HttpOnly; SameSite=Lax`,
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
