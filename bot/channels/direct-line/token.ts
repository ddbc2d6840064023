/** Who may do what in which conversation: JSON Web Tokens of our own, HS256, nothing else accepted. */
import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

export const tokenSeconds = 30 * 60
/** A proof stands in an address and so in access logs: it must be worthless soon. */
const proofSeconds = 60

const claimsSchema = z.object({
  /** `chat`: the whole conversation; `stream`: opening its WebSocket only. */
  use: z.enum(['chat', 'stream']),
  conv: z.string(),
  user: z.string(),
  name: z.string().optional(),
  iat: z.number(),
  exp: z.number(),
})

export type Claims = z.output<typeof claimsSchema>

type Verified =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly why: 'forged' | 'expired' }

export interface Tokens {
  /** @returns a token bound to one conversation and one user, good for {@link tokenSeconds} */
  mint(conv: string, user: string, name?: string): string
  /** @returns a one-minute proof for the WebSocket address */
  mintProof(claims: Claims): string
  verify(token: string, use: Claims['use']): Verified
}

const header = encode({ alg: 'HS256', typ: 'JWT' })

export function createTokens(secret: string, now: () => Date): Tokens {
  const key = createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', 'direct-line-token', 32)))
  const sign = (signed: string): Buffer => createHmac('sha256', key).update(signed).digest()
  const seconds = (): number => Math.floor(now().getTime() / 1000)
  const write = (claims: Omit<Claims, 'iat' | 'exp'>, life: number): string => {
    const signed = `${header}.${encode({ ...claims, iat: seconds(), exp: seconds() + life })}`
    return `${signed}.${sign(signed).toString('base64url')}`
  }
  return {
    mint: (conv, user, name) => write({ use: 'chat', conv, user, name }, tokenSeconds),
    mintProof: ({ conv, user }) => write({ use: 'stream', conv, user }, proofSeconds),
    verify(token, use) {
      const [head, payload, signature, ...more] = token.split('.')
      if (head !== header || payload === undefined || signature === undefined || more.length > 0)
        return { ok: false, why: 'forged' }
      const given = Buffer.from(signature, 'base64url')
      const right = sign(`${head}.${payload}`)
      // The text is compared as well: base64url has several spellings of the same bytes.
      if (given.length !== right.length || !timingSafeEqual(given, right) || right.toString('base64url') !== signature)
        return { ok: false, why: 'forged' }
      const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
      if (!claims.success || claims.data.use !== use) return { ok: false, why: 'forged' }
      return claims.data.exp > seconds() ? { ok: true, claims: claims.data } : { ok: false, why: 'expired' }
    },
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
