/** Who waits for which answer. */
import { Refused } from './job.ts'

const waitMilliseconds = 30_000

export interface Answers {
  /** @throws Refused where none comes in half a minute */
  wait(id: string): Promise<void>
  /** An answer has come. Further ones to the same message say nothing. */
  came(id: string): void
}

export function createAnswers(): Answers {
  const waiting = new Map<string, () => void>()
  return {
    wait(id) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const late = setTimeout(() => {
        waiting.delete(id)
        reject(new Refused('no answer'))
      }, waitMilliseconds)
      // The message itself may not be taken yet: whoever waits hears of it only then.
      promise.catch(() => undefined)
      waiting.set(id, () => {
        clearTimeout(late)
        resolve()
      })
      return promise
    },
    came(id) {
      waiting.get(id)?.()
      waiting.delete(id)
    },
  }
}
