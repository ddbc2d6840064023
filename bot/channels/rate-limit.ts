/** A bucket of tokens for everyone: each deed takes one, and one comes back at a steady pace. */
export interface RateLimit {
  /** @returns 0 where the deed may be done, else the seconds to wait */
  take(who: string): number
}

/** Full buckets are forgotten once so many are held. */
const bucketsAtMost = 10_000

/**
 * @param burst     deeds at once
 * @param perMinute deeds in the long run
 */
export function createRateLimit(burst: number, perMinute: number, now: () => Date): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>()
  const fill = (bucket: { tokens: number; at: number }, at: number): number =>
    Math.min(burst, bucket.tokens + ((at - bucket.at) / 60_000) * perMinute)
  const forgetFull = (at: number): void => {
    for (const [who, bucket] of buckets) if (fill(bucket, at) >= burst) buckets.delete(who)
  }
  return {
    take(who) {
      const at = now().getTime()
      if (buckets.size >= bucketsAtMost) forgetFull(at)
      const bucket = buckets.get(who) ?? { tokens: burst, at }
      const tokens = fill(bucket, at)
      if (tokens >= 1) {
        buckets.set(who, { tokens: tokens - 1, at })
        return 0
      }
      buckets.set(who, { tokens, at })
      return Math.ceil(((1 - tokens) / perMinute) * 60)
    },
  }
}
