/** Who a request comes from: an address (channel and key) in a signed cookie. The store makes a person of it. */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { HttpRequest } from '../http.ts'
import type { Address } from '../store/store.ts'

/** A working day; each opening of the page begins it anew. */
const sessionSeconds = 12 * 3600

export interface Visitors {
  /** Somebody not seen before; absent where everybody must sign in. */
  newcomer?(): Address
  /** @returns undefined where nobody is signed in, or the session is over */
  who(request: Pick<HttpRequest, 'headers'>): Address | undefined
  /** @returns the `Set-Cookie` of somebody who has proved who they are */
  remember(address: Address): string
  /** @returns the `Set-Cookie` that ends the session */
  forget(): string
}

export interface VisitorParts {
  readonly secret: string
  readonly publicUrl: string | undefined
  readonly now: () => Date
}

const claim = z.tuple([z.string().min(1), z.string().min(1), z.int()])

/** Sessions of people who have signed in. */
export function createVisitors({ secret, publicUrl, now }: VisitorParts): Visitors {
  const sealed = createSeal(secret, 'session-cookie')
  const seconds = (): number => Math.floor(now().getTime() / 1000)
  const cookie = (value: string, age: number): string =>
    cookieOf({ name: 'assistant_session', value, age, path: '/', publicUrl })
  return {
    who(request) {
      const told = claim.safeParse(sealed.open(cookieValue(request, 'assistant_session')))
      if (!told.success || told.data[2] <= seconds()) return undefined
      return { channel: told.data[0], key: told.data[1] }
    },
    remember: ({ channel, key }) => cookie(sealed.close([channel, key, seconds() + sessionSeconds]), sessionSeconds),
    forget: () => cookie('', 0),
  }
}

export interface CookieSpec {
  readonly name: string
  readonly value: string
  /** Seconds; 0 removes it. */
  readonly age: number
  readonly path: string
  readonly publicUrl: string | undefined
}

export function cookieOf({ name, value, age, path, publicUrl }: CookieSpec): string {
  const secure = publicUrl?.startsWith('https:') === true ? '; Secure' : ''
  return `${name}=${value}; Path=${path}; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`
}

export function cookieValue({ headers }: Pick<HttpRequest, 'headers'>, name: string): string {
  return new RegExp(`(?:^|;\\s*)${name}=([\\w.-]+)`).exec(headers.cookie ?? '')?.[1] ?? ''
}

export interface Seal {
  close(value: unknown): string
  /** @returns undefined where it is not ours */
  open(text: string): unknown
}

/** Plain JSON that anybody may read and nobody else can write. @param purpose keeps one kind from passing for another */
export function createSeal(secret: string, purpose: string): Seal {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32))
  const proofOf = (body: string): Buffer => createHmac('sha256', key).update(body).digest()
  return {
    close(value) {
      const body = Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${body}.${proofOf(body).toString('base64url')}`
    },
    open(text) {
      const [body = '', given = ''] = text.split('.')
      const proof = Buffer.from(given, 'base64url')
      const right = proofOf(body)
      if (proof.length !== right.length || !timingSafeEqual(proof, right)) return undefined
      return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as unknown
    },
  }
}
