/**
 * Links that open a page of ours as the person they were sent to: for a quarter of an hour, and once. A signature proves
 * them, the store remembers those that were used.
 */
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Store } from './store/store.ts'

const linkSeconds = 15 * 60

export interface DeepLinks {
  /**
   * @param path a page of ours, with its query
   * @returns a path on this server: `/open/…`
   */
  mint(personId: string, path: string): string
  /** Uses a link up. */
  open(token: string): Promise<Opened>
}

export type Opened =
  | { readonly status: 'good'; readonly personId: string; readonly path: string }
  | { readonly status: 'used' | 'expired' | 'forged' }

/** What a token holds: who, where to, until when (seconds), and which one it is. */
const claim = z.tuple([z.string().min(1), z.string().min(1), z.int(), z.string().min(1)])

export function createDeepLinks(store: Pick<Store, 'useOnce'>, secret: string, now: () => Date): DeepLinks {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'deep-link', 32))
  const proofOf = (body: string): Buffer => createHmac('sha256', key).update(body).digest()
  return {
    mint(personId, path) {
      if (!isOwnPath(path)) throw new Error(`${path} is no path on this server.`)
      const until = Math.floor(now().getTime() / 1000) + linkSeconds
      const id = randomBytes(12).toString('base64url')
      const body = Buffer.from(JSON.stringify([personId, path, until, id])).toString('base64url')
      return `/open/${body}.${proofOf(body).toString('base64url')}`
    },
    async open(token) {
      const [body = '', given = ''] = token.split('.')
      const right = proofOf(body)
      const proof = Buffer.from(given, 'base64url')
      if (proof.length !== right.length || !timingSafeEqual(proof, right)) return { status: 'forged' }
      const [personId, path, until, id] = claim.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
      const ends = new Date(until * 1000)
      if (ends <= now()) return { status: 'expired' }
      return (await store.useOnce(id, ends)) ? { status: 'good', personId, path } : { status: 'used' }
    },
  }
}

/** Nobody is led elsewhere: `//evil.example` is another server. */
function isOwnPath(path: string): boolean {
  const here = 'http://here.invalid'
  return path.startsWith('/') && new URL(path, here).origin === here
}
