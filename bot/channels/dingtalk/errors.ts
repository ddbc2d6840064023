/** DingTalk's own words for what went wrong → whether and when to try again. */
import { z } from 'zod'
import { ChannelError } from '../channel.ts'
import type { PlatformAnswer } from '../platform-call.ts'

const pauseSeconds = 60

/** Both of DingTalk's interfaces: `{code, message}` of the new one, `{errcode, errmsg}` of the old. */
const fault = z.object({
  code: z.coerce.string().optional(),
  errcode: z.coerce.string().optional(),
})

const tokenCodes = ['40014', '42001', '88', 'InvalidAuthentication']
const pauses = /too\.?many|toofast|too\.fast|qpslimit|throttl|flowcontrol|^90018$|^130101$/i

/** The platform's own code. @returns undefined where it told none, or that all is well */
export function codeOf({ body }: PlatformAnswer): string | undefined {
  const parsed = fault.safeParse(body)
  const code = parsed.success ? (parsed.data.code ?? parsed.data.errcode) : undefined
  return code === '0' ? undefined : code
}

export function isTokenRefused(answer: PlatformAnswer): boolean {
  return answer.status === 401 || tokenCodes.includes(codeOf(answer) ?? '')
}

/** @param what the deed, for the log; of the platform's words only its code is kept: they may repeat ours */
export function errorOf(what: string, answer: PlatformAnswer): ChannelError {
  const code = codeOf(answer) ?? `http-${answer.status}`
  const message = `${what}: refused with ${code}`
  if (answer.status === 429 || pauses.test(code))
    return new ChannelError(message, { permanent: false, retryAfterSeconds: waitOf(answer), code })
  // A token refused even when fresh, or a server in trouble, may be put right; anything else asked again is refused again.
  return new ChannelError(message, { permanent: answer.status < 500 && !isTokenRefused(answer), code })
}

function waitOf({ headers }: PlatformAnswer): number {
  const told = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(told) && told > 0 ? Math.min(Math.ceil(told), 3600) : pauseSeconds
}
