/** The robot's callback: who sent it, what it says, kept; then the platform is answered. What it says is answered later. */
import type { Handler, HttpRequest, HttpResponse } from '../../http.ts'
import type { Log } from '../../log.ts'
import { type RobotMessage, readRobotMessage } from './decode.ts'
import { createReplayGuard } from './replay-guard.ts'
import { checkCallback } from './signature.ts'

export interface CallbackParts {
  /** For the log. */
  readonly channel: string
  readonly secret: string
  readonly windowMilliseconds: number
  /** Keeps a message. @returns false where it is not meant for us */
  readonly take: (message: RobotMessage) => Promise<boolean>
  readonly log: Log
  readonly now: () => Date
}

export function createCallback({ channel, secret, windowMilliseconds, take, log, now }: CallbackParts): Handler {
  const guard = createReplayGuard(2 * windowMilliseconds, now)

  function refuse(status: number, reason: string, request: HttpRequest): HttpResponse {
    const told = Number(request.headers.timestamp ?? Number.NaN)
    const secondsOff = reason === 'out-of-time' ? Math.round((told - now().getTime()) / 1000) : undefined
    log.warn('callback-refused', { channel, reason, secondsOff })
    return { status }
  }

  return async (request) => {
    const { headers, rawBody } = request
    const proof = checkCallback(headers, secret, now(), windowMilliseconds)
    if (proof !== 'good') return refuse(401, proof, request)
    if (!guard.admit(headers.timestamp ?? '', headers.sign ?? '', rawBody))
      return refuse(401, 'signature-used-for-another-body', request)
    const message = readRobotMessage(readJson(rawBody))
    if (message === undefined) return refuse(400, 'not-a-message', request)
    if (!(await take(message))) return refuse(403, 'not-for-us', request)
    // A body with words in it would be shown as the answer.
    return { status: 200, body: { msgtype: 'empty' } }
  }
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
