/** HTTP as channels and pages see it: plain values in, plain values out. Only `server.ts` knows the library behind. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Log } from './log.ts'

export interface HttpRequest {
  readonly method: string
  /** The path as asked for, without the query. */
  readonly path: string
  /** Parts of the path named with `:name`, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Names in lower case; a repeated header is joined by commas. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The parsed body where the content type is JSON, else undefined. Unreadable JSON never reaches a handler (400). */
  readonly body: unknown
  /** The body as it came; empty for a GET. */
  readonly rawBody: Buffer
  readonly remoteAddress: string
}

export interface HttpResponse {
  readonly status: number
  /** Added to the security headers every answer carries, and stronger than them. */
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON, a string as `text/plain` unless a content type is given, nothing as an empty body. */
  readonly body?: string | Buffer | object
}

export type Handler = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>

/** A WebSocket request; the handler takes the socket over or destroys it. */
export type UpgradeHandler = (request: HttpRequest, raw: IncomingMessage, socket: Duplex, head: Buffer) => void

/** Where channels and pages put their routes. Paths are written `/measures/:id`. */
export interface Routes {
  get(path: string, handler: Handler): void
  post(path: string, handler: Handler): void
  upgrade(path: string, handler: UpgradeHandler): void
}

/** Refuses a WebSocket request. The connection is let go at once: a client that keeps its half open would hold up a stop. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
}

/** A closed tab or a laptop shut is nobody's fault and told at `debug` only; a broken frame is a warning. */
export function logSocketError(error: Error, log: Log): void {
  const isHangUp = 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
  log[isHangUp ? 'debug' : 'warn'](isHangUp ? 'socket-lost' : 'socket-error', { error: error.message })
}

/** The error body of every door: `{"error": {"code", "message"}}`, never a stack trace. */
export function errorResponse(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return { status, headers, body: { error: { code, message } } }
}
