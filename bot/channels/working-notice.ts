/** What is shown while an answer is being worked out, and only where that takes a while. */
import type { Timers } from './timers.ts'

export interface WorkingNotice {
  /** @returns ends it; nothing is shown after that */
  begin(conversationId: string): () => void
}

export interface NoticeParts {
  readonly afterMilliseconds: number
  /** Shown again so often; once where unset. */
  readonly againMilliseconds?: number
  readonly timers: Timers
  /** What it throws is told to `failed`; the answer itself is not held up. */
  readonly show: (conversationId: string) => Promise<void>
  readonly failed: (error: unknown) => void
}

export function createWorkingNotice(parts: NoticeParts): WorkingNotice {
  const { afterMilliseconds, againMilliseconds, timers, show, failed } = parts

  async function run(conversationId: string, stopped: AbortSignal): Promise<void> {
    await timers.wait(afterMilliseconds, stopped)
    while (!stopped.aborted) {
      await show(conversationId)
      if (againMilliseconds === undefined) return
      await timers.wait(againMilliseconds, stopped)
    }
  }

  return {
    begin(conversationId) {
      const stopping = new AbortController()
      run(conversationId, stopping.signal).catch(failed)
      return () => stopping.abort()
    },
  }
}

/** What was last heard in a conversation, for as many as are likely to be at work at once. */
export class LatestHeard<T> {
  readonly #atMost: number
  readonly #heard = new Map<string, T>()

  constructor(atMost = 1000) {
    this.#atMost = atMost
  }

  keep(conversationId: string, told: T): void {
    this.#heard.delete(conversationId)
    this.#heard.set(conversationId, told)
    const [oldest] = this.#heard.keys()
    if (this.#heard.size > this.#atMost && oldest !== undefined) this.#heard.delete(oldest)
  }

  of(conversationId: string): T | undefined {
    return this.#heard.get(conversationId)
  }
}
