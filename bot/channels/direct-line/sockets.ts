/** Open WebSockets of the web chat. Each has its own place in its conversation and is fed from the store: nothing is lost or sent twice. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { Reply } from '#dialogs/conversation.ts'
import { logSocketError } from '../../http.ts'
import type { Log } from '../../log.ts'
import { type Activity, type Store, StoreUnavailable } from '../../store/store.ts'
import { draftActivity, endOfStream, type Stream, toActivity, typingActivity } from './activity.ts'

const pageSize = 200
/** A client that does not read is let go. */
const unreadBytesAtMost = 4_000_000
const heartbeatMilliseconds = 30_000
/** The web chat shows dots for five seconds after each typing activity. */
const typingMilliseconds = 4_000
/** A turn that is done by then shows no dots. */
const typingDelayMilliseconds = 150
/** A store that is away is asked again after so long. */
const awayMilliseconds = 3_000

interface Listener {
  readonly conversationId: string
  readonly personId: string
  /** Our own address as this client knows it. */
  readonly origin: string
  /** The place after which activities are sent. */
  readonly after: number
}

export interface Sockets {
  open(listener: Listener, raw: IncomingMessage, socket: Duplex, head: Buffer): void
  /**
   * There is something new in a conversation; undefined: in any.
   *
   * @param fresh what it is, in order: a client that has all before it gets it without the store being asked
   */
  wake(conversationId: string | undefined, fresh?: readonly Activity[]): void
  /** Sends something that is not kept. */
  send(conversationId: string, activity: (origin: string) => object): void
  /** Shows dots until the returned function is called. */
  showTyping(conversationId: string): () => void
  /** Shows an answer as it grows, in the place where the answer then stands. Not kept: who fetches gets the answer alone. */
  showDraft(conversationId: string, draft: Reply): void
  countOf(personId: string): number
  close(): Promise<void>
}

interface Client extends Listener {
  readonly socket: WebSocket
  cursor: number
  /** The place up to which everything was sent when it was pinged, and the one its pong has proved. */
  pinged: number
  proved: number
  alive: boolean
  pumping: boolean
  again: boolean
  /** The answer that is growing before this client's eyes. */
  stream?: Stream
}

export function createSockets(store: Store, log: Log, onCount: (open: number) => void): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 16_384,
    clientTracking: false,
    perMessageDeflate: false,
  })
  const clients = new Set<Client>()
  const heartbeat = setInterval(() => {
    for (const client of clients) beat(client)
  }, heartbeatMilliseconds).unref()

  function listening(conversationId: string): Client[] {
    return [...clients].filter((client) => client.conversationId === conversationId)
  }

  function add(listener: Listener, socket: WebSocket): void {
    const { after } = listener
    const places = { cursor: after, pinged: after, proved: after }
    const client: Client = { ...listener, ...places, socket, alive: true, pumping: false, again: false }
    clients.add(client)
    onCount(clients.size)
    // What a client sends here, its empty pings among it, says nothing: activities come by POST.
    socket.on('pong', () => {
      client.alive = true
      prove(client)
    })
    socket.on('error', (error) => logSocketError(error, log))
    socket.on('close', () => {
      clients.delete(client)
      onCount(clients.size)
    })
    pump(client)
  }

  /** What was sent before the ping has arrived when the pong is here. */
  function prove(client: Client): void {
    const { conversationId, pinged } = client
    if (pinged <= client.proved) return
    client.proved = pinged
    store.keepFetched([{ conversationId, seq: pinged }]).catch((error: unknown) => {
      client.proved = 0
      if (!(error instanceof StoreUnavailable)) log.error('not-proved', error, { conversationId })
    })
  }

  function pump(client: Client): void {
    client.again = true
    if (client.pumping) return
    client.pumping = true
    feed(client).catch((error: unknown) => {
      if (error instanceof StoreUnavailable) return feedLater(client)
      log.error('socket-not-fed', error, { conversationId: client.conversationId })
      client.socket.terminate()
    })
  }

  /** It stays open over a store that is away, and loses nothing: its place is its own. */
  function feedLater(client: Client): void {
    client.pumping = false
    setTimeout(() => {
      if (clients.has(client)) pump(client)
    }, awayMilliseconds).unref()
  }

  async function feed(client: Client): Promise<void> {
    while (client.again) {
      client.again = false
      const page = await store.activitiesAfter(client.conversationId, client.cursor, pageSize)
      give(client, page)
      if (page.length === pageSize) client.again = true
    }
    // In the same breath as the last look at `again`: a wake in between would be lost.
    client.pumping = false
  }

  return {
    open: (listener, raw, socket, head) => server.handleUpgrade(raw, socket, head, (opened) => add(listener, opened)),
    wake(conversationId, fresh = []) {
      for (const client of conversationId === undefined ? clients : listening(conversationId))
        if (!isNext(client, fresh)) pump(client)
        else give(client, fresh)
    },
    send(conversationId, activity) {
      for (const client of listening(conversationId)) send(client, { activities: [activity(client.origin)] })
    },
    showTyping(conversationId) {
      const show = (): void => {
        for (const client of listening(conversationId))
          if (client.stream === undefined) send(client, { activities: [typingActivity(conversationId)] })
      }
      let repeat: NodeJS.Timeout | undefined
      const first = setTimeout(() => {
        show()
        repeat = setInterval(show, typingMilliseconds).unref()
      }, typingDelayMilliseconds).unref()
      return () => {
        clearTimeout(first)
        clearInterval(repeat)
      }
    },
    showDraft(conversationId, draft) {
      for (const client of listening(conversationId)) {
        client.stream = { id: client.stream?.id ?? randomUUID(), pieces: (client.stream?.pieces ?? 0) + 1 }
        send(client, { activities: [draftActivity(conversationId, draft, client.stream)] })
      }
    },
    countOf: (personId) => [...clients].filter((client) => client.personId === personId).length,
    async close() {
      clearInterval(heartbeat)
      // 1001, going away: the web chat tries again after some seconds and finds the next process.
      for (const client of clients) client.socket.close(1001)
      const late = setTimeout(() => {
        for (const client of clients) client.socket.terminate()
      }, 1_000)
      await Promise.all(
        [...clients].map((client) => new Promise<void>((resolve) => client.socket.once('close', () => resolve()))),
      )
      clearTimeout(late)
      server.close()
    },
  }
}

/** Nothing lies between what the client has and this, and nothing is on its way to it. */
function isNext(client: Client, fresh: readonly Activity[]): boolean {
  return !client.pumping && fresh.length > 0 && fresh.every(({ seq }, i) => seq === client.cursor + 1 + i)
}

function give(client: Client, activities: readonly Activity[]): void {
  const last = activities.at(-1)
  if (last === undefined) return
  send(client, {
    activities: activities.map((activity) => draw(activity, client)),
    watermark: String(last.seq),
  })
  client.cursor = last.seq
}

/** The answer takes the place of what grew before it. */
function draw(activity: Activity, client: Client): object {
  const drawn = toActivity(activity, client.origin)
  if (client.stream === undefined || activity.author !== 'bot' || activity.payload.replyTo === undefined) return drawn
  const ended = endOfStream(drawn, client.stream)
  delete client.stream
  return ended
}

function beat(client: Client): void {
  if (client.alive) {
    client.pinged = client.cursor
    client.socket.ping()
  } else client.socket.terminate()
  client.alive = false
}

function send(client: Client, activitySet: object): void {
  if (client.socket.readyState !== WebSocket.OPEN) return
  if (client.socket.bufferedAmount > unreadBytesAtMost) client.socket.terminate()
  else client.socket.send(JSON.stringify(activitySet))
}
