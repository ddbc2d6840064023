/** A clock for tests: a millisecond later at every look, so that no two things happen at once. */
export function steppingClock(start = '2026-03-02T01:00:00.000Z'): () => Date {
  let instant = Date.parse(start)
  return () => new Date(instant++)
}

/** The same, and time goes by when told to. */
export function passingClock(): { readonly now: () => Date; pass(seconds: number): void } {
  const step = steppingClock()
  let passed = 0
  return {
    now: () => new Date(step().getTime() + passed),
    pass(seconds) {
      passed += seconds * 1000
    },
  }
}
