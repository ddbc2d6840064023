/** Work nobody waits for, until everybody waits for all of it. */
export interface Work {
  follow(work: Promise<unknown>): void
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/** @param onError hears of what fails, as nobody else does */
export function createWork(onError: (error: unknown) => void): Work {
  const underWay = new Set<Promise<void>>()
  return {
    follow(work) {
      const followed: Promise<void> = work.then(() => undefined, onError).finally(() => underWay.delete(followed))
      underWay.add(followed)
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
