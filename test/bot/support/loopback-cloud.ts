/** The public cloud on this machine: whatever library calls an https address, its call comes to a server here, and nothing leaves. */
import http, { type IncomingMessage, type RequestListener } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { vi } from 'vitest'

export interface Called {
  readonly method: string
  /** `https://host/path?query`, as it was called. */
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object | string
}

export interface LoopbackCloud {
  /** What was called, in order. */
  readonly calls: Called[]
  /** The next calls whose address holds these words are answered so, before anything else. */
  answerNext(words: string, answer: Answer, times?: number): void
  close(): Promise<void>
}

const told = 'x-called-host'

/** @param answer what each call gets; undefined: 404 */
export async function openLoopbackCloud(answer: (called: Called) => Answer | undefined): Promise<LoopbackCloud> {
  const calls: Called[] = []
  const next: { words: string; answer: Answer; left: number }[] = []
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const called = {
      method: request.method ?? '',
      url: `https://${request.headers[told] ?? request.headers.host}${request.url}`,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    }
    calls.push(called)
    const first = next.find(({ words, left }) => left > 0 && called.url.includes(words))
    if (first !== undefined) first.left -= 1
    const given = first?.answer ?? answer(called) ?? { status: 404 }
    const type = typeof given.body === 'object' ? { 'content-type': 'application/json' } : {}
    response.writeHead(given.status, { ...type, ...given.headers })
    response.end(typeof given.body === 'object' ? JSON.stringify(given.body) : given.body)
  }
  const server = http.createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const spies = [vi.spyOn(https, 'request').mockImplementation(requestOf(port)), redirectFetch(port)]
  return {
    calls,
    answerNext(words, given, times = 1) {
      next.push({ words, answer: given, left: times })
    },
    close() {
      for (const spy of spies) spy.mockRestore()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** `https.request` with the same shapes of arguments, over http to this machine. */
function requestOf(port: number): typeof https.request {
  return ((...given: unknown[]) => {
    const callback = given.find((each) => typeof each === 'function') as
      | ((response: IncomingMessage) => void)
      | undefined
    const [first] = given
    const address = typeof first === 'string' || first instanceof URL ? new URL(first) : undefined
    const options = (address === undefined ? first : (given[1] ?? {})) as https.RequestOptions & { path?: string }
    const host = address?.host ?? String(options.hostname ?? options.host)
    const path = address === undefined ? options.path : `${address.pathname}${address.search}`
    const { agent: _agent, protocol: _protocol, hostname: _hostname, port: _port, ...rest } = options
    return http.request(
      { ...rest, path, host: '127.0.0.1', port, headers: { ...(options.headers as object), [told]: host } },
      callback,
    )
  }) as typeof https.request
}

const ownFetch = globalThis.fetch

function redirectFetch(port: number): { mockRestore(): void } {
  return vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const address = new URL(input instanceof Request ? input.url : input)
    if (address.protocol !== 'https:') return ownFetch(input, init)
    const headers = new Headers(init?.headers)
    headers.set(told, address.host)
    return ownFetch(`http://127.0.0.1:${port}${address.pathname}${address.search}`, { ...init, headers })
  })
}
