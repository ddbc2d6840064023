/** Node's messages ⇄ our plain values: bodies with a limit, headers every answer carries. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpRequest, HttpResponse } from './http.ts'

/** Larger bodies are refused with 413 before they are read whole. */
export const bodyBytesAtMost = 256 * 1024

/** Carried by every answer; a page sets its own policy over it. */
const ownHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  // Files have policies of their own, in which nobody should have to repeat these.
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
}

/** @returns undefined where it is larger than what is taken; the rest is left unread */
export async function readBody(req: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(req.headers['content-length'] ?? 0) > bodyBytesAtMost) return undefined
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bodyBytesAtMost) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export function readRequest(
  req: IncomingMessage,
  params: Readonly<Record<string, string>>,
  rawBody: Buffer,
): HttpRequest {
  const [path = '/', query = ''] = (req.url ?? '/').split(/\?(.*)/s)
  const headers = Object.fromEntries(
    Object.entries(req.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
  return {
    method: req.method ?? '',
    path,
    params,
    query: new URLSearchParams(query),
    headers,
    body: undefined,
    rawBody,
    remoteAddress: req.socket.remoteAddress ?? '',
  }
}

export function isJson(request: HttpRequest): boolean {
  return /^application\/(json|vnd\.microsoft\.activity)\b/i.test(request.headers['content-type'] ?? '')
}

/** @returns undefined where it is no JSON, or deeper than anything that is sent here: writing it down again would fail */
export function parseJson(body: Buffer): { value: unknown } | undefined {
  const text = body.toString('utf8')
  if (isDeep(text)) return undefined
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const jsonLevelsAtMost = 100

/** One look at each sign: an expression would begin anew at every quotation mark that is never closed. */
function isDeep(text: string): boolean {
  let level = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (isQuoted && sign === '\\') at += 1
    else if (sign === '"') isQuoted = !isQuoted
    else if (!isQuoted && (sign === '[' || sign === '{')) level += 1
    else if (!isQuoted && (sign === ']' || sign === '}')) level -= 1
    if (level > jsonLevelsAtMost) return true
  }
  return false
}

export function send(req: IncomingMessage, res: ServerResponse, response: HttpResponse): void {
  const { body } = response
  const bytes =
    body === undefined
      ? Buffer.alloc(0)
      : Buffer.isBuffer(body)
        ? body
        : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const kind = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'
  const typed = body === undefined || Buffer.isBuffer(body) ? {} : { 'content-type': kind }
  for (const [name, value] of Object.entries({
    ...ownHeaders,
    ...typed,
    'content-length': String(bytes.length),
    ...lowerCase(response.headers ?? {}),
  }))
    res.setHeader(name, value)
  res.writeHead(response.status)
  res.end(req.method === 'HEAD' ? undefined : bytes)
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
