/** How long to wait before the next attempt: longer each time, and never for everybody at once. */

export interface Pace {
  readonly firstMilliseconds: number
  readonly longestMilliseconds: number
}

/** For connections that are kept open. */
const connections: Pace = { firstMilliseconds: 1_000, longestMilliseconds: 60_000 }

/**
 * @param failures attempts that failed in a row; 0 after one that worked
 * @param random   0 up to 1
 * @returns milliseconds: between half and the whole of the first wait, twice that, … the longest
 */
export function backOffMilliseconds(failures: number, random: number, pace = connections): number {
  const whole = Math.min(pace.longestMilliseconds, pace.firstMilliseconds * 2 ** Math.min(failures, 20))
  return Math.round(whole / 2 + (whole / 2) * random)
}
