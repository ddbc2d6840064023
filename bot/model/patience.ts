/** How long a model is waited for, and when it is left alone for a while. */

/** `slow`: not whole in time; `status`: refused or failed; `endless`: more than anybody wants; `paused`: not asked. */
export type ModelFault = 'slow' | 'status' | 'unreachable' | 'unreadable' | 'endless' | 'paused'

/** Without the endpoint's own words: they may repeat what a user wrote, or the key. */
export class ModelError extends Error {
  readonly fault: ModelFault
  readonly status: number | undefined
  constructor(fault: ModelFault, message: string, status?: number) {
    super(`the language model ${message}`)
    this.name = 'ModelError'
    this.fault = fault
    this.status = status
  }
}

export interface Patience {
  /** For the whole of an answer, look-ups and a repeated request included. */
  readonly milliseconds: number
  /** A longer draft is cut off. */
  readonly characters: number
  /** After this many failures in a row the endpoint is left alone for a while. */
  readonly failures: number
  readonly pauseMilliseconds: number
}

export const usualPatience: Patience = { milliseconds: 2800, characters: 2000, failures: 3, pauseMilliseconds: 30_000 }

/** Time as the client meets it, so that tests need not wait. */
export interface Timer {
  /** Milliseconds that only go forward. */
  now(): number
  /** Calls once after a while. @returns calls it off */
  after(milliseconds: number, then: () => void): () => void
}

export const realTimer: Timer = {
  now: () => performance.now(),
  after(milliseconds, then) {
    const timeout = setTimeout(then, milliseconds)
    return () => clearTimeout(timeout)
  },
}

export interface Breaker {
  /** @throws ModelError where the endpoint is being left alone */
  enter(): void
  succeeded(): void
  failed(): void
}

export function createBreaker({ failures: most, pauseMilliseconds }: Patience, timer: Timer): Breaker {
  let failures = 0
  let pausedUntil = 0
  return {
    enter() {
      if (failures < most) return
      if (timer.now() < pausedUntil) throw new ModelError('paused', 'is left alone for a while after failures')
      // Only this one request tries it; the others stay away until it has answered.
      pausedUntil = timer.now() + pauseMilliseconds
    },
    succeeded() {
      failures = 0
    },
    failed() {
      failures += 1
      if (failures >= most) pausedUntil = timer.now() + pauseMilliseconds
    },
  }
}
