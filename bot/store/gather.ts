/** Small writes that come while one is under way are made together by the next one. */
export interface Gathering<T> {
  /** Resolves when it is written; where the writing of several fails, each is tried by itself. */
  add(one: T): Promise<void>
}

interface Waiting<T> {
  readonly one: T
  resolve(): void
  reject(error: unknown): void
}

const together = 100

export function gather<T>(write: (some: readonly T[]) => Promise<void>): Gathering<T> {
  const waiting: Waiting<T>[] = []
  let running = false

  async function writeSome(some: readonly Waiting<T>[]): Promise<void> {
    try {
      await write(some.map(({ one }) => one))
      for (const each of some) each.resolve()
    } catch (error) {
      if (some.length === 1) some[0]?.reject(error)
      else await Promise.all(some.map((each) => writeSome([each])))
    }
  }

  async function drain(): Promise<void> {
    running = true
    while (waiting.length > 0) await writeSome(waiting.splice(0, together))
    running = false
  }

  return {
    add: (one) =>
      new Promise((resolve, reject) => {
        waiting.push({ one, resolve, reject })
        if (!running) void drain()
      }),
  }
}
