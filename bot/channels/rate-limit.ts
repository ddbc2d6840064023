/** A bucket of tokens for everyone: each deed takes one, and one comes back at a steady pace. */
export interface RateLimit {
  /** @returns 0 where the deed may be done, else the seconds to wait */
  take(who: string): number
}

/** Of more than these, whoever has been away longest is forgotten: that bucket has filled most. */
const bucketsAtMost = 10_000

/**
 * @param burst     deeds at once
 * @param perMinute deeds in the long run
 */
export function createRateLimit(burst: number, perMinute: number, now: () => Date): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>()
  const fill = (bucket: { tokens: number; at: number }, at: number): number =>
    Math.min(burst, bucket.tokens + ((at - bucket.at) / 60_000) * perMinute)
  const keep = (who: string, tokens: number, at: number): void => {
    // A map is walked in the order of insertion, so that its first is the one away longest.
    buckets.delete(who)
    buckets.set(who, { tokens, at })
    const [away] = buckets.keys()
    if (buckets.size > bucketsAtMost && away !== undefined) buckets.delete(away)
  }
  return {
    take(who) {
      const at = now().getTime()
      const bucket = buckets.get(who) ?? { tokens: burst, at }
      const tokens = fill(bucket, at)
      const allowed = tokens >= 1
      keep(who, allowed ? tokens - 1 : tokens, at)
      return allowed ? 0 : Math.ceil(((1 - tokens) / perMinute) * 60)
    },
  }
}
