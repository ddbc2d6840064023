/**
 * One pair of signed headers, one body. The signature does not cover the body, so whoever overheard a pair could send
 * words of their own with it for as long as the window is open.
 */
import { createHash } from 'node:crypto'

/** The oldest are forgotten when more are held; at a thousand callbacks a minute that is half an hour. */
const pairsAtMost = 30_000

export interface ReplayGuard {
  /** @returns false where these headers came with another body before */
  admit(timestamp: string, sign: string, body: Buffer): boolean
}

/** @param milliseconds how long a pair is remembered: twice the signature's window covers every one still good */
export function createReplayGuard(milliseconds: number, now: () => Date): ReplayGuard {
  const seen = new Map<string, { readonly digest: string; readonly until: number }>()
  return {
    admit(timestamp, sign, body) {
      const at = now().getTime()
      for (const [pair, { until }] of seen) {
        if (until > at && seen.size < pairsAtMost) break
        seen.delete(pair)
      }
      const pair = `${timestamp}\n${sign}`
      const digest = createHash('sha256').update(body).digest('base64')
      const first = seen.get(pair)
      if (first === undefined) seen.set(pair, { digest, until: at + milliseconds })
      return first === undefined || first.digest === digest
    },
  }
}
