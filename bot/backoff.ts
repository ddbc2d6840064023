/** How long to wait before another try. */

const firstSeconds = 2
const longestSeconds = 600

/**
 * Twice as long at every try, and then somewhere between the half and the whole of it, so that many that failed together
 * do not come back together.
 *
 * @param attempts tries made, 1 or more
 * @param random 0 up to 1
 */
export function backoffSeconds(attempts: number, random: () => number): number {
  const whole = Math.min(longestSeconds, firstSeconds * 2 ** (attempts - 1))
  return whole * (0.5 + random() / 2)
}
