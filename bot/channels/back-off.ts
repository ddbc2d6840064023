/** How long to wait before the next attempt: longer each time, and never for everybody at once. */
const firstMilliseconds = 1_000
const longestMilliseconds = 60_000

/**
 * @param failures attempts that failed in a row; 0 after a connection that worked
 * @param random   0 up to 1
 * @returns milliseconds: between half and the whole of 1 s, 2 s, 4 s … 60 s
 */
export function backOffMilliseconds(failures: number, random: number): number {
  const whole = Math.min(longestMilliseconds, firstMilliseconds * 2 ** Math.min(failures, 20))
  return Math.round(whole / 2 + (whole / 2) * random)
}
