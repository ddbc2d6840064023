/** The callback's door: whether it is signed, for us and of this hour; kept, and only then acknowledged. Answers are sent later. */
import type { Handler, HttpRequest, HttpResponse } from '../../http.ts'
import type { Log } from '../../log.ts'
import { type Crypt, EnvelopeError } from './crypt.ts'
import { readCallback, type Told } from './decode.ts'
import { readXml } from './xml.ts'

export interface CallbackParts {
  readonly crypt: Crypt
  readonly windowMilliseconds: number
  /** Keeps a message. @returns false where it is not meant for us */
  readonly take: (told: Told) => Promise<boolean>
  readonly log: Log
  readonly now: () => Date
}

export interface Callback {
  /** The platform's check of the address: answered within a second by what it encrypted. */
  readonly check: Handler
  readonly receive: Handler
}

interface Signature {
  readonly given: string
  readonly timestamp: string
  readonly nonce: string
}

export function createCallback({ crypt, windowMilliseconds, take, log, now }: CallbackParts): Callback {
  /** Says nothing to whoever asks; the reason stands in the log. */
  function refuse(status: number, reason: string, secondsOff?: number): HttpResponse {
    log.warn('callback-refused', { channel: 'wecom', reason, secondsOff })
    return { status }
  }

  /** @returns the text, or the refusal */
  function open(request: HttpRequest, encrypted: string | undefined): string | HttpResponse {
    const signature = readSignature(request.query)
    if (signature === undefined || encrypted === undefined) return refuse(400, 'incomplete')
    const { given, timestamp, nonce } = signature
    if (!crypt.isSigned(given, timestamp, nonce, encrypted)) return refuse(403, 'forged')
    const off = Number(timestamp) * 1000 - now().getTime()
    if (Math.abs(off) > windowMilliseconds) return refuse(403, 'out-of-time', Math.round(off / 1000))
    try {
      return crypt.decrypt(encrypted)
    } catch (error) {
      if (error instanceof EnvelopeError) return refuse(403, error.reason)
      throw error
    }
  }

  return {
    check(request) {
      // A `+` that was not encoded arrives as a blank; base64 has none of its own.
      const opened = open(request, only(request.query, 'echostr')?.replaceAll(' ', '+'))
      return typeof opened === 'string' ? { status: 200, body: opened } : opened
    },
    async receive(request) {
      const encrypted = readXml(request.rawBody.toString('utf8'))?.Encrypt
      const opened = open(request, typeof encrypted === 'string' ? encrypted : undefined)
      if (typeof opened !== 'string') return opened
      const told = readCallback(opened)
      if (told === undefined) return refuse(400, 'not-a-message')
      if (!(await take(told))) return refuse(403, 'not-for-us')
      // Nothing in the body: what stood there would be shown as the answer.
      return { status: 200 }
    },
  }
}

function readSignature(query: URLSearchParams): Signature | undefined {
  const given = only(query, 'msg_signature')
  const timestamp = only(query, 'timestamp')
  const nonce = only(query, 'nonce')
  if (given === undefined || timestamp === undefined || nonce === undefined) return undefined
  return /^\d{1,12}$/.test(timestamp) ? { given, timestamp, nonce } : undefined
}

/** Named twice, it could be read one way here and another way by whoever looks on. */
function only(query: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = query.getAll(name)
  return value === '' || more.length > 0 ? undefined : value
}
