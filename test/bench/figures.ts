/** Numbers of the bench: what many runs come to, and how they are told. */

/** @returns the middle one; of an even count the lower of the two */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** @param share e.g. 0.99 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** The least-squares slope of the values over their times, in units of the value per unit of time. */
export function slope(points: readonly { readonly at: number; readonly value: number }[]): number {
  const count = points.length
  const at = points.reduce((sum, point) => sum + point.at, 0) / count
  const value = points.reduce((sum, point) => sum + point.value, 0) / count
  const over = points.reduce((sum, point) => sum + (point.at - at) * (point.value - value), 0)
  return over / points.reduce((sum, point) => sum + (point.at - at) ** 2, 0)
}

/** Three digits that count: 0.0471, 4.71, 471, 4,710. */
export function round(value: number): string {
  if (!Number.isFinite(value)) return '-'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}

/** `median 0.31 ms, p99 2.4 ms` */
export function latency(milliseconds: readonly number[]): string {
  return `median ${round(median(milliseconds))} ms, p99 ${round(quantile(milliseconds, 0.99))} ms`
}
