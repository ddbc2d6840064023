/** The signature of DingTalk's robot callback. It proves who sent the headers, and says nothing of the body. */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** @param timestamp milliseconds, as in the header; @returns base64 */
export function signCallback(timestamp: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(`${timestamp}\n${appSecret}`).digest('base64')
}

export type Proof = 'good' | 'forged' | 'out-of-time'

/** @param windowMilliseconds how far the header's time may be from ours, either way */
export function checkCallback(
  headers: Readonly<Record<string, string | undefined>>,
  appSecret: string,
  at: Date,
  windowMilliseconds: number,
): Proof {
  const { timestamp = '', sign = '' } = headers
  if (!/^\d{13}$/.test(timestamp)) return 'forged'
  const right = Buffer.from(signCallback(timestamp, appSecret))
  const given = Buffer.from(sign)
  if (right.length !== given.length || !timingSafeEqual(right, given)) return 'forged'
  return Math.abs(at.getTime() - Number(timestamp)) <= windowMilliseconds ? 'good' : 'out-of-time'
}
