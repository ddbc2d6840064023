/** Rings once, at the earliest of the times it was set to. */
export interface Alarm {
  ringIn(milliseconds: number): void
  stop(): void
}

export function createAlarm(ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined
  let at = Number.POSITIVE_INFINITY
  let stopped = false
  return {
    ringIn(milliseconds) {
      const then = performance.now() + milliseconds
      if (stopped || then >= at) return
      clearTimeout(timer)
      at = then
      timer = setTimeout(() => {
        at = Number.POSITIVE_INFINITY
        ring()
      }, milliseconds).unref()
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
