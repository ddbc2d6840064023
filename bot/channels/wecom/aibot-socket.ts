/** The smart robot's socket: we call the platform, so that no door of ours need be open. Lost connections are opened again. */
import { randomUUID } from 'node:crypto'
import WebSocket from 'ws'
import { logSocketError } from '../../http.ts'
import type { Log } from '../../log.ts'
import { backOffMilliseconds } from '../back-off.ts'
import { ChannelError } from '../channel.ts'
import type { Timers } from '../timers.ts'
import { isReplaced } from './aibot-decode.ts'
import { type Command, type Frame, readFrame, writeFrame } from './aibot-frame.ts'
import { errorOf } from './errors.ts'

/** The platform closes what is silent for longer than this twice over. */
export const pingMilliseconds = 30_000
const answerMilliseconds = 10_000
const closeMilliseconds = 1_000
const frameBytesAtMost = 1_000_000

const socketOptions = {
  handshakeTimeout: answerMilliseconds,
  closeTimeout: closeMilliseconds,
  maxPayload: frameBytesAtMost,
  perMessageDeflate: false,
}

export interface BotSocketParts {
  readonly url: string
  readonly botId: string
  readonly secret: string
  /** Keeps a message. */
  readonly keep: (frame: Frame) => Promise<void>
  readonly log: Log
  readonly timers: Timers
  /** 0 up to 1 */
  readonly random: () => number
}

export interface BotSocket {
  /**
   * @param requestId of the message that is answered; a new one by default
   * @returns the answer's body. @throws ChannelError as the platform told it, or where there is no connection
   */
  ask(cmd: Command, body: object, requestId?: string): Promise<unknown>
  close(): Promise<void>
}

interface Waiting {
  resolve(frame: Frame): void
  reject(error: ChannelError): void
}

/** Connects now, and again whenever the connection is lost, until it is closed or another one takes its place. */
export function openBotSocket(parts: BotSocketParts): BotSocket {
  const { log, timers } = parts
  const stopping = new AbortController()
  const stopped = stopping.signal
  const waiting = new Map<string, Waiting>()
  /** Answers to one message follow each other: the platform's receipts name the message only. */
  const lines = new Map<string, Promise<unknown>>()
  const keeping = new Set<Promise<void>>()
  let live: WebSocket | undefined

  function exchange(socket: WebSocket | undefined, cmd: Command, id: string, body?: object): Promise<Frame> {
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(away(cmd))
    const { promise, resolve, reject } = Promise.withResolvers<Frame>()
    const done = new AbortController()
    waiting.set(id, { resolve, reject })
    socket.send(writeFrame(cmd, id, body))
    void timers.wait(answerMilliseconds, done.signal).then(() => reject(away(cmd)))
    return promise.finally(() => {
      waiting.delete(id)
      done.abort()
    })
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopped.aborted; ) {
      const end = await connectOnce()
      if (end === 'replaced') {
        const error = new Error('Another connection of this robot was opened; only one may be.')
        return log.error('wecom-bot-replaced', error)
      }
      if (stopped.aborted) return
      failures = end === 'worked' ? 0 : failures + 1
      const milliseconds = backOffMilliseconds(failures, parts.random())
      log.warn('wecom-bot-lost', { failures, milliseconds })
      await timers.wait(milliseconds, stopped)
    }
  }

  /** One connection from its opening to its end. */
  function connectOnce(): Promise<'worked' | 'failed' | 'replaced'> {
    const ended = Promise.withResolvers<'worked' | 'failed' | 'replaced'>()
    const socket = new WebSocket(parts.url, socketOptions)
    let end: 'worked' | 'failed' | 'replaced' = 'failed'
    let quiet = false
    const leave = (): void => {
      // What is being kept is kept before the connection goes.
      void Promise.all(keeping).then(() => socket.close())
    }
    stopped.addEventListener('abort', leave)
    const stopPings = timers.every(pingMilliseconds, () => {
      if (live !== socket) return
      if (quiet) return socket.terminate()
      quiet = true
      exchange(socket, 'ping', idFor('ping')).catch(() => socket.terminate())
    })

    socket.on('open', () => {
      const id = idFor('aibot_subscribe')
      exchange(socket, 'aibot_subscribe', id, { bot_id: parts.botId, secret: parts.secret }).then(
        (answer) => {
          if (answer.errcode !== 0) {
            log.error('wecom-bot-refused', errorOf('aibot_subscribe', answerOf(answer), log))
            return socket.close()
          }
          live = socket
          end = 'worked'
          log.info('wecom-bot-connected')
        },
        () => socket.terminate(),
      )
    })
    socket.on('message', (data) => {
      quiet = false
      const frame = readFrame(String(data))
      if (frame === undefined) return log.warn('wecom-bot-frame-unreadable')
      if (frame.cmd === undefined) return waiting.get(frame.headers.req_id)?.resolve(frame)
      if (isReplaced(frame)) {
        end = 'replaced'
        return socket.close()
      }
      const kept = parts
        .keep(frame)
        .catch((error: unknown) => log.error('wecom-bot-message-not-kept', error))
        .finally(() => keeping.delete(kept))
      keeping.add(kept)
    })
    socket.on('error', (error) => logSocketError(error, log))
    socket.on('close', () => {
      stopPings()
      stopped.removeEventListener('abort', leave)
      if (live === socket) live = undefined
      for (const each of waiting.values()) each.reject(away('connection lost'))
      void Promise.all(keeping).then(() => ended.resolve(end))
    })
    return ended.promise
  }

  const running = run().catch((error: unknown) => log.error('wecom-bot-ended', error))
  return {
    async ask(cmd, body, requestId = idFor(cmd)) {
      const before = lines.get(requestId) ?? Promise.resolve()
      const asked = before.then(
        () => exchange(live, cmd, requestId, body),
        () => exchange(live, cmd, requestId, body),
      )
      lines.set(requestId, asked)
      try {
        const answer = await asked
        if ((answer.errcode ?? 0) !== 0) throw errorOf(cmd, answerOf(answer), log)
        return answer.body
      } finally {
        if (lines.get(requestId) === asked) lines.delete(requestId)
      }
    },
    async close() {
      stopping.abort()
      await running
    },
  }
}

/** The platform's own clients name requests so, and tell answers apart by it. */
function idFor(cmd: Command): string {
  return `${cmd}_${randomUUID()}`
}

function away(what: string): ChannelError {
  return new ChannelError(`${what}: no answer of the robot's gateway`, { permanent: false })
}

function answerOf(frame: Frame): Parameters<typeof errorOf>[1] {
  return { status: 200, headers: new Headers(), body: frame }
}
