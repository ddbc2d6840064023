/** A clock for tests: a millisecond later at every look, so that no two things happen at once. */
export function steppingClock(start = '2026-03-02T01:00:00.000Z'): () => Date {
  let instant = Date.parse(start)
  return () => new Date(instant++)
}
