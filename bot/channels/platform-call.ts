/** One HTTP call to a platform: with a time limit, never to where a redirect leads, and no secret in what it throws. */
import { ChannelError } from './channel.ts'

const milliseconds = 10_000
const bytesAtMost = 1_000_000

export interface PlatformAnswer {
  readonly status: number
  readonly headers: Headers
  /** Parsed; undefined where it is not JSON. */
  readonly body: unknown
}

/** @throws ChannelError, not permanent and without a code, where there is no answer */
export async function callPlatform(what: string, url: string, init: RequestInit): Promise<PlatformAnswer> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(milliseconds) })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parse(text.slice(0, bytesAtMost)) }
  } catch (error) {
    throw new ChannelError(`${what}: no answer`, { permanent: false, cause: error })
  }
}

export function postJson(
  what: string,
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<PlatformAnswer> {
  // Without `accept` some of these doors answer in XML.
  const own = { 'content-type': 'application/json', accept: 'application/json' }
  return callPlatform(what, url, { method: 'POST', headers: { ...own, ...headers }, body: JSON.stringify(body) })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
