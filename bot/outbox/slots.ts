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

/**
 * One after the other as long as each is quick; behind one that takes longer than the patience the next begins all the
 * same, so that a slow one holds up nobody for long.
 */
export function oneByOne(slots: Slots, patienceMilliseconds: number): Pick<Slots, 'run'> {
  let before: Promise<unknown> = Promise.resolve()
  return {
    run(work) {
      const turn = before
      const done = turn.then(() => slots.run(work))
      const ended = done.then(
        () => undefined,
        () => undefined,
      )
      before = turn.then(() => Promise.race([ended, patience(patienceMilliseconds, ended)]))
      return done
    },
  }
}

/** Resolves when the time is over. @param ended lets go of the timer */
function patience(milliseconds: number, ended: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    void ended.then(() => clearTimeout(timer))
  })
}
