/** WeCom's error codes (developer.work.weixin.qq.com/document/path/90313) → whether and when to try again, and who is told. */
import { z } from 'zod'
import type { Log } from '../../log.ts'
import { ChannelError } from '../channel.ts'
import type { PlatformAnswer } from '../platform-call.ts'

type Deed = 'busy' | 'wait' | 'operator-waits' | 'operator' | 'gone' | 'media' | 'message'

/** By code, never by words: the words change. What is not listed is refused again when asked again. */
const deeds = new Map<number, Deed>([
  [-1, 'busy'],
  [45009, 'wait'],
  [45033, 'wait'],
  // The address we call from is not on the application's list: mended by the operator, and then all is well.
  [60020, 'operator-waits'],
  ...list([40013, 40056, 301002, 48002, 50003, 50002, 60011], 'operator'),
  ...list([40003, 60111, 81013], 'gone'),
  ...list([40004, 40006, 40007, 45001], 'media'),
  ...list([40008, 40033, 40058, 44004, 45002, 82001], 'message'),
])
const tokenCodes = [40001, 40014, 41001, 42001]
const waitSeconds = 120
const operatorSeconds = 600

const fault = z.object({ errcode: z.coerce.number(), errmsg: z.string().catch('') })

/** @returns 0 where all is well; undefined where the platform told no code */
export function codeOf({ body }: PlatformAnswer): number | undefined {
  const parsed = fault.safeParse(body)
  return parsed.success ? parsed.data.errcode : undefined
}

export function isTokenRefused(answer: PlatformAnswer): boolean {
  return tokenCodes.includes(codeOf(answer) ?? 0)
}

/** The platform does not like this message's form: in a plainer one it may take it. */
export function isFormRefused(error: unknown): boolean {
  return error instanceof ChannelError && deeds.get(Number(error.code)) === 'message'
}

/** The platform does not know this upload, or does not like it. */
export function isMediaRefused(error: unknown): boolean {
  return error instanceof ChannelError && deeds.get(Number(error.code)) === 'media'
}

/**
 * @param what the deed, for the log; of the platform's words none is kept but our own address, which the operator needs:
 * they may repeat what we sent
 */
export function errorOf(what: string, answer: PlatformAnswer, log: Log): ChannelError {
  const told = codeOf(answer)
  const code = told === undefined || told === 0 ? `http-${answer.status}` : String(told)
  const deed = deeds.get(told ?? 0)
  const error = new ChannelError(`${what}: refused with ${code}`, { code, ...how(deed, told, answer.status) })
  if (deed === 'operator' || deed === 'operator-waits')
    log.error('wecom-wants-the-operator', error, { code, ourAddress: addressIn(answer) })
  return error
}

function how(
  deed: Deed | undefined,
  told: number | undefined,
  status: number,
): { permanent: boolean; retryAfterSeconds?: number } {
  if (deed === 'busy') return { permanent: false }
  if (deed === 'wait' || status === 429) return { permanent: false, retryAfterSeconds: waitSeconds }
  if (deed === 'operator-waits') return { permanent: false, retryAfterSeconds: operatorSeconds }
  // A gateway in between, or a token refused even when fresh, may be put right.
  if (told === undefined || told === 0 || status >= 500 || tokenCodes.includes(told)) return { permanent: false }
  return { permanent: true }
}

function addressIn({ body }: PlatformAnswer): string | undefined {
  const parsed = fault.safeParse(body)
  const found = parsed.success ? /from ip: ?([0-9a-f.:]{3,45})/i.exec(parsed.data.errmsg) : null
  return found?.[1]
}

function list(codes: readonly number[], deed: Deed): [number, Deed][] {
  return codes.map((code) => [code, deed])
}
