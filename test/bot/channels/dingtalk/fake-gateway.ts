/** DingTalk's stream gateway on loopback: one door that gives an address and a ticket, and the sockets behind it. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

export interface Acknowledged {
  readonly code: number
  readonly message: string
  readonly headers: { readonly messageId?: string; readonly topic?: string; readonly contentType?: string }
  readonly data: string
}

interface Asked {
  readonly subscriptions: readonly { readonly type: string; readonly topic: string }[]
}

export interface FakeGateway {
  /** In place of `https://api.dingtalk.com`. */
  readonly base: string
  /** What the door was asked, in order. */
  readonly opened: Asked[]
  /** What came back over sockets, in order. */
  readonly heard: Acknowledged[]
  /** What the door answers. */
  open(asked: Asked): { readonly status: number; readonly body: object }
  /** So many next requests at the door are answered so. */
  failOpen(status: number, times: number): void
  /** So many next sockets are closed as soon as they are open, without a word. */
  dropSockets(times: number): void
  connected(): number
  /** Delivers to one client. @returns the frame's id */
  push(topic: string, data: unknown, frame?: { readonly type?: string; readonly messageId?: string }): string
  /** Sends text that is no frame. */
  pushRaw(text: string): void
  /** Ends every connection from below. */
  cut(): void
  close(): Promise<void>
}

export async function openFakeGateway(): Promise<FakeGateway> {
  const opened: FakeGateway['opened'] = []
  const heard: Acknowledged[] = []
  const tickets = new Set<string>()
  let failing = { status: 0, times: 0 }
  let dropping = 0

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (request.method !== 'POST' || request.url !== '/v1.0/gateway/connections/open') {
      response.writeHead(404)
      response.end()
      return
    }
    const { status, body } = open(JSON.parse(Buffer.concat(chunks).toString()) as Asked)
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  })
  function open(asked: Asked): { status: number; body: object } {
    opened.push(asked)
    if (failing.times > 0) {
      failing = { ...failing, times: failing.times - 1 }
      return { status: failing.status, body: { code: 'ServiceUnavailable', message: 'try later' } }
    }
    const ticket = randomUUID()
    tickets.add(ticket)
    return { status: 200, body: { endpoint: `ws://127.0.0.1:${port()}/connect`, ticket } }
  }
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '', 'http://gateway').searchParams.get('ticket') ?? ''
    // A ticket is good once.
    if (!tickets.delete(ticket)) return socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data) => heard.push(JSON.parse(String(data)) as Acknowledged))
      if (dropping > 0) {
        dropping -= 1
        client.close()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = (): number => (server.address() as AddressInfo).port
  const client = (): WebSocket => {
    const [first] = [...sockets.clients].filter((each) => each.readyState === each.OPEN)
    if (first === undefined) throw new Error('No client is connected to the gateway.')
    return first
  }

  return {
    base: `http://127.0.0.1:${port()}`,
    opened,
    heard,
    open,
    failOpen(status, times) {
      failing = { status, times }
    },
    dropSockets(times) {
      dropping = times
    },
    connected: () => [...sockets.clients].filter((each) => each.readyState === each.OPEN).length,
    push(topic, data, { type = 'CALLBACK', messageId = randomUUID() } = {}) {
      const headers = { topic, messageId, contentType: 'application/json', time: '1700000000000' }
      client().send(JSON.stringify({ specVersion: '1.0', type, headers, data: JSON.stringify(data) }))
      return messageId
    },
    pushRaw: (text) => client().send(text),
    cut() {
      for (const each of sockets.clients) each.terminate()
    },
    close() {
      for (const each of sockets.clients) each.terminate()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
