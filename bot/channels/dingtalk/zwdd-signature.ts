/** How 专有钉钉 wants requests signed. No official page is public; three independent clients agree on this. Pure. */
import { createHmac } from 'node:crypto'

export type Parameters = Readonly<Record<string, string>>

/**
 * @param timestamp `2024-01-01T00:00:00.000+08:00`
 * @param nonce     17 digits
 * @returns base64
 */
export function signRequest(
  secret: string,
  method: 'GET' | 'POST',
  timestamp: string,
  nonce: string,
  path: string,
  parameters: Parameters,
): string {
  const lines = [method, timestamp, nonce, path]
  // Sorted, and as they are: what travels is percent-encoded, what is signed is not.
  const sorted = Object.entries(parameters).sort(([one], [other]) => (one < other ? -1 : 1))
  if (sorted.length > 0) lines.push(sorted.map(([name, value]) => `${name}=${value}`).join('&'))
  return createHmac('sha256', secret).update(lines.join('\n')).digest('base64')
}

/** An instant as the header wants it, by China's clock. */
export function timestampOf(at: Date): string {
  const china = new Date(at.getTime() + 8 * 3_600_000)
  return china.toISOString().replace('Z', '+08:00')
}

/** @param random four digits */
export function nonceOf(at: Date, random: number): string {
  return `${at.getTime()}${String(random).padStart(4, '0')}`
}
