/** The machine's own timers; tests hand in others. None of them keeps the process alive. */
import type { Timers } from './stream.ts'

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
