/**
 * Every ten seconds: this instance's messages are kept from being taken up by another one, and what others or a failed
 * commit left is taken up here.
 */
import type { Log } from './log.ts'
import { type Store, StoreUnavailable } from './store/store.ts'

/** Well below the lease of a message, so that two sweeps may fail before another instance takes it. */
const sweepMilliseconds = 10_000

export interface SweepParts {
  readonly store: Pick<Store, 'sweepUnfinished'>
  readonly wake: (conversationId: string) => void
  /** Whether the store is there, as each sweep finds it. */
  readonly onStore: (isThere: boolean) => void
  readonly log: Log
}

/** @returns stops it; resolves when no sweep is under way */
export function startInboxSweep(parts: SweepParts): () => Promise<void> {
  let underWay: Promise<void> | undefined
  const timer = setInterval(() => {
    // A database that answers slowly is not asked twice at once.
    underWay ??= sweepInbox(parts).finally(() => {
      underWay = undefined
    })
  }, sweepMilliseconds).unref()
  return async () => {
    clearInterval(timer)
    await underWay
  }
}

export async function sweepInbox({ store, wake, onStore, log }: SweepParts): Promise<void> {
  try {
    const unfinished = await store.sweepUnfinished()
    onStore(true)
    for (const conversationId of unfinished) wake(conversationId)
  } catch (error) {
    onStore(!(error instanceof StoreUnavailable))
    if (error instanceof StoreUnavailable) log.warn('store-away', { reason: error.reason, told: error.message })
    else log.error('sweep-failed', error)
  }
}
