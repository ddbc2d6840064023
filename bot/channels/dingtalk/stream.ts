/** DingTalk's stream: we call the gateway, so that no door of ours need be open. Lost connections are opened again. */
import WebSocket from 'ws'
import { backOffMilliseconds } from '../../back-off.ts'
import { logSocketError } from '../../http.ts'
import type { Log } from '../../log.ts'
import type { Timers } from '../timers.ts'
import type { StreamAddress } from './client.ts'
import { acknowledgement, type Frame, pong, readData, readFrame, robotTopic } from './stream-frame.ts'

/** A connection on which nothing was heard for so long is taken for dead: firewalls drop idle ones without a word. */
export const silenceMilliseconds = 60_000
const openMilliseconds = 10_000
/** A gateway that does not say goodbye does not hold up a stop. */
const closeMilliseconds = 1_000
const frameBytesAtMost = 1_000_000

export interface StreamParts {
  readonly open: () => Promise<StreamAddress>
  /** Keeps a message; what fails here is not acknowledged, so that it is delivered again. */
  readonly keep: (message: unknown) => Promise<void>
  readonly log: Log
  readonly timers: Timers
  /** 0 up to 1 */
  readonly random: () => number
}

export interface Stream {
  /** Ends the connection; frames being kept are still acknowledged. */
  close(): Promise<void>
}

/** Connects now, and again whenever the connection is lost, until it is closed. */
export function openStream(parts: StreamParts): Stream {
  const { log, timers } = parts
  const stopping = new AbortController()
  const stopped = stopping.signal

  async function run(): Promise<void> {
    for (let failures = 0; !stopped.aborted; ) {
      const worked = await connectOnce(parts, stopped)
      if (stopped.aborted) return
      failures = worked ? 0 : failures + 1
      const milliseconds = backOffMilliseconds(failures, parts.random())
      log.warn('dingtalk-stream-lost', { failures, milliseconds })
      await timers.wait(milliseconds, stopped)
    }
  }

  const running = run().catch((error: unknown) => log.error('dingtalk-stream-ended', error))
  return {
    async close() {
      stopping.abort()
      await running
    },
  }
}

/** One connection from its opening to its end. @returns whether the gateway spoke to us on it */
async function connectOnce(parts: StreamParts, stopped: AbortSignal): Promise<boolean> {
  try {
    const { endpoint, ticket } = await parts.open()
    if (stopped.aborted) return false
    const address = new URL(endpoint)
    address.searchParams.set('ticket', ticket)
    return await converse(new WebSocket(address, socketOptions), parts, stopped)
  } catch (error) {
    parts.log.warn('dingtalk-stream-not-opened', { error: error instanceof Error ? error.message : String(error) })
    return false
  }
}

const socketOptions = {
  handshakeTimeout: openMilliseconds,
  closeTimeout: closeMilliseconds,
  maxPayload: frameBytesAtMost,
  perMessageDeflate: false,
}

function converse(socket: WebSocket, parts: StreamParts, stopped: AbortSignal): Promise<boolean> {
  const { log, timers } = parts
  const ended = Promise.withResolvers<boolean>()
  const keeping = new Set<Promise<void>>()
  let spoke = false
  let quiet = true
  const stopWatching = timers.every(silenceMilliseconds / 2, () => {
    if (quiet && socket.readyState === WebSocket.OPEN) socket.terminate()
    quiet = true
    if (socket.readyState === WebSocket.OPEN) socket.ping()
  })
  const leave = (): void => {
    // What is being kept is acknowledged before the connection goes.
    void Promise.all(keeping).then(() => socket.close())
  }
  stopped.addEventListener('abort', leave)

  socket.on('open', () => {
    quiet = false
    log.info('dingtalk-stream-connected')
  })
  socket.on('pong', () => {
    quiet = false
  })
  socket.on('message', (data) => {
    spoke = true
    quiet = false
    const frame = readFrame(String(data))
    if (frame === undefined) return log.warn('dingtalk-stream-frame-unreadable')
    if (frame.type === 'SYSTEM' && frame.headers.topic === 'disconnect') return leave()
    const done = answer(frame, socket, parts).finally(() => keeping.delete(done))
    keeping.add(done)
  })
  socket.on('error', (error) => logSocketError(error, log))
  socket.on('close', () => {
    stopWatching()
    stopped.removeEventListener('abort', leave)
    void Promise.all(keeping).then(() => ended.resolve(spoke))
  })
  return ended.promise
}

/** Never rejects: what could not be kept is left without acknowledgement. */
async function answer(frame: Frame, socket: WebSocket, { keep, log }: StreamParts): Promise<void> {
  try {
    if (frame.type === 'SYSTEM') {
      if (frame.headers.topic === 'ping') say(socket, pong(frame))
      return
    }
    if (frame.type === 'CALLBACK' && frame.headers.topic === robotTopic) await keep(readData(frame))
    say(socket, acknowledgement(frame))
  } catch (error) {
    log.error('dingtalk-message-not-kept', error)
  }
}

function say(socket: WebSocket, text: string): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(text)
}
