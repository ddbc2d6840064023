/** Waiting and beating; tests hand in timers by which no time passes. None of them keeps the process alive. */

export interface Timers {
  /** Resolves after so long, or at once when no longer wanted. */
  wait(milliseconds: number, stopped: AbortSignal): Promise<void>
  /** @returns ends it */
  every(milliseconds: number, deed: () => void): () => void
}

export const timers: Timers = {
  wait(milliseconds, stopped) {
    const { promise, resolve } = Promise.withResolvers<void>()
    const done = (): void => {
      clearTimeout(timer)
      stopped.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    timer.unref()
    stopped.addEventListener('abort', done)
    if (stopped.aborted) done()
    return promise
  },
  every(milliseconds, deed) {
    const timer = setInterval(deed, milliseconds)
    timer.unref()
    return () => clearInterval(timer)
  },
}
