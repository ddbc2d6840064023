/** The smart robot's gateway on loopback, with its limits and faults; the platform's own client is tried against it too. */
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

export const botId = 'bot-1'
export const botSecret = 'the-bot-secret'

export interface Said {
  readonly cmd: string
  readonly requestId: string
  readonly body: {
    readonly chatid?: string
    readonly msgtype?: string
    readonly stream?: { readonly id: string; readonly finish: boolean; readonly content: string }
    readonly markdown?: { readonly content: string }
    readonly text?: { readonly content: string }
    readonly file?: { readonly media_id: string }
    readonly image?: { readonly media_id: string }
    readonly template_card?: {
      readonly card_type: string
      readonly task_id: string
      readonly main_title?: { readonly title: string }
      readonly button_list?: readonly { readonly text: string; readonly key: string }[]
    }
  }
}

export interface FakeBotGateway {
  readonly url: string
  /** What was taken, in order, without pings and uploads. */
  readonly said: Said[]
  readonly uploaded: Map<string, { readonly name: string; readonly content: Buffer }>
  connected(): number
  pings(): number
  /** @returns the message's request id */
  push(body: object, cmd?: 'aibot_msg_callback' | 'aibot_event_callback'): string
  pushRaw(text: string): void
  /** The next request of this kind is answered so. */
  fail(cmd: string, errcode: number): void
  /** The next requests of this kind are never answered. */
  ignore(cmd: string): void
  /** Streams are no longer taken into. */
  endStreams(): void
  /** Ends every connection from below. */
  cut(): void
  close(): Promise<void>
}

interface Heard {
  readonly cmd: string
  readonly headers: { readonly req_id: string }
  readonly body?: Said['body'] & Record<string, unknown>
}

export async function openFakeBotGateway(): Promise<FakeBotGateway> {
  const said: Said[] = []
  const uploaded = new Map<string, { name: string; content: Buffer }>()
  const uploads = new Map<string, { name: string; size: number; chunks: Map<number, Buffer> }>()
  const faults = new Map<string, number[]>()
  const ignored = new Set<string>()
  const live = new Set<WebSocket>()
  const open = new Set<string>()
  const finished = new Set<string>()
  let pings = 0

  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise<void>((resolve) => server.once('listening', () => resolve()))

  function take({ cmd, headers, body = {} }: Heard, socket: WebSocket): { errcode: number; body?: object } {
    if (cmd === 'aibot_subscribe') {
      if (body.bot_id !== botId || body.secret !== botSecret) return { errcode: 40001 }
      // One connection a robot: the newer one takes the older one's place.
      for (const other of live) {
        deliver(other, 'aibot_event_callback', randomUUID(), {
          msgid: randomUUID(),
          msgtype: 'event',
          from: { userid: 'system' },
          event: { eventtype: 'disconnected_event' },
        })
        live.delete(other)
        other.close()
      }
      live.add(socket)
      return { errcode: 0 }
    }
    if (!live.has(socket)) return { errcode: 846601 }
    if (cmd === 'ping') {
      pings += 1
      return { errcode: 0 }
    }
    if (cmd.startsWith('aibot_upload')) return upload(cmd, body)
    if (cmd.startsWith('aibot_respond') && !open.has(headers.req_id)) return { errcode: 846605 }
    const { stream } = body
    if (stream !== undefined) {
      if (finished.has(stream.id)) return { errcode: 846608 }
      if (Buffer.byteLength(stream.content) > 20_480) return { errcode: 45002 }
      if (stream.finish) finished.add(stream.id)
    }
    const media = body.file ?? body.image
    if (media !== undefined && !uploaded.has(media.media_id)) return { errcode: 40007 }
    said.push({ cmd, requestId: headers.req_id, body })
    return { errcode: 0 }
  }

  function upload(cmd: string, body: Record<string, unknown>): { errcode: number; body?: object } {
    if (cmd === 'aibot_upload_media_init') {
      const id = randomUUID()
      uploads.set(id, { name: String(body.filename), size: Number(body.total_size), chunks: new Map() })
      return { errcode: 0, body: { upload_id: id } }
    }
    const found = uploads.get(String(body.upload_id))
    if (found === undefined) return { errcode: 40004 }
    if (cmd === 'aibot_upload_media_chunk') {
      const chunk = Buffer.from(String(body.base64_data), 'base64')
      if (chunk.length > 512 * 1024) return { errcode: 45001 }
      found.chunks.set(Number(body.chunk_index), chunk)
      return { errcode: 0 }
    }
    const content = Buffer.concat([...found.chunks].sort(([a], [b]) => a - b).map(([, chunk]) => chunk))
    if (content.length !== found.size) return { errcode: 40006 }
    const media_id = randomUUID()
    uploaded.set(media_id, { name: found.name, content })
    return { errcode: 0, body: { type: 'file', media_id, created_at: 1 } }
  }

  function deliver(socket: WebSocket, cmd: string, requestId: string, body: object): void {
    open.add(requestId)
    socket.send(JSON.stringify({ cmd, headers: { req_id: requestId }, body }))
  }

  server.on('connection', (socket) => {
    socket.on('close', () => live.delete(socket))
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Heard
      if (ignored.has(frame.cmd)) return
      const fault = faults.get(frame.cmd)?.shift()
      const { errcode, body } = fault === undefined ? take(frame, socket) : { errcode: fault, body: undefined }
      const errmsg = errcode === 0 ? 'ok' : 'refused'
      socket.send(JSON.stringify({ headers: frame.headers, errcode, errmsg, ...(body === undefined ? {} : { body }) }))
    })
  })

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    said,
    uploaded,
    connected: () => live.size,
    pings: () => pings,
    push(body, cmd = 'aibot_msg_callback') {
      const requestId = randomUUID()
      for (const socket of live) deliver(socket, cmd, requestId, body)
      return requestId
    },
    pushRaw(text) {
      for (const socket of live) socket.send(text)
    },
    fail: (cmd, errcode) => void faults.set(cmd, [...(faults.get(cmd) ?? []), errcode]),
    ignore: (cmd) => void ignored.add(cmd),
    endStreams: () => open.clear(),
    cut() {
      for (const socket of server.clients) socket.terminate()
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of server.clients) socket.terminate()
        server.close(() => resolve())
      }),
  }
}

let count = 0

/** A text message as the robot is told it. */
export function botText(
  content: string,
  { from = 'ZhangSan', group, id }: { from?: string; group?: string; id?: string } = {},
) {
  count += 1
  const place = group === undefined ? { chattype: 'single' } : { chattype: 'group', chatid: group }
  return {
    msgid: id ?? `bot-msg-${count}`,
    aibotid: botId,
    ...place,
    from: { userid: from },
    msgtype: 'text',
    text: { content },
  }
}

export function botEvent(event: object, { from = 'ZhangSan' } = {}) {
  count += 1
  return {
    msgid: `bot-event-${count}`,
    create_time: 1,
    aibotid: botId,
    chattype: 'single',
    from: { userid: from },
    msgtype: 'event',
    event,
  }
}
