/** What the SDK throws → whether and when to try again. */
import { z } from 'zod'
import { ChannelError } from '../channel.ts'

/** Statuses after which the service may well take the same activity later; 412: another change of the conversation was faster. */
const passing = new Set([401, 408, 412, 425, 429])
const retrySecondsAtMost = 3600

/** The service's status; without one the service was not reached. */
const failure = z.looseObject({
  statusCode: z.number().optional(),
  code: z.string().optional(),
  response: z
    .looseObject({ headers: z.looseObject({ get: z.custom<(name: string) => string | undefined>() }).optional() })
    .optional(),
})

export function toChannelError(error: unknown, now: Date): ChannelError {
  const { data } = failure.safeParse(error)
  const status = data?.statusCode
  const permanent = status !== undefined && status >= 400 && status < 500 && !passing.has(status)
  const wait = secondsOf(data?.response?.headers?.get('retry-after'), now)
  const code = status === undefined ? data?.code : String(status)
  return new ChannelError('The Bot Framework service did not take the activity.', {
    permanent,
    cause: error,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
    ...(code === undefined ? {} : { code }),
  })
}

/** Seconds, or a date; either is allowed in `Retry-After`. */
function secondsOf(told: string | null | undefined, now: Date): number | undefined {
  if (told === null || told === undefined || told.trim() === '') return undefined
  const seconds = /^\d+$/.test(told.trim()) ? Number(told) : (Date.parse(told) - now.getTime()) / 1000
  return Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 0), retrySecondsAtMost) : undefined
}
