/** Time that passes only when somebody says so. */
import type { Timer } from '#bot/model/patience.ts'

export interface SimulatedClock extends Timer {
  /** What falls due meanwhile is called, in order. */
  pass(milliseconds: number): void
}

export function simulatedClock(): SimulatedClock {
  let time = 0
  const waiting = new Map<number, { at: number; then: () => void }>()
  let count = 0
  return {
    now: () => time,
    after(milliseconds, then) {
      const id = count++
      waiting.set(id, { at: time + milliseconds, then })
      return () => void waiting.delete(id)
    },
    pass(milliseconds) {
      const until = time + milliseconds
      for (;;) {
        const next = [...waiting].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at)[0]
        if (next === undefined) break
        const [id, { at, then }] = next
        waiting.delete(id)
        time = at
        then()
      }
      time = until
    },
  }
}
