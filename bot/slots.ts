/** So many at once, the others in the order they came. */
export interface Slots {
  /** How many more could begin now. */
  free(): number
  run<T>(work: () => Promise<T>): Promise<T>
}

export function createSlots(count: number): Slots {
  let taken = 0
  const waiting: (() => void)[] = []
  return {
    free: () => count - taken - waiting.length,
    async run(work) {
      if (taken >= count) await new Promise<void>((resolve) => waiting.push(resolve))
      else taken += 1
      try {
        return await work()
      } finally {
        // A slot is handed on, not given back, so that nobody slips in between.
        const next = waiting.shift()
        if (next === undefined) taken -= 1
        else next()
      }
    },
  }
}
