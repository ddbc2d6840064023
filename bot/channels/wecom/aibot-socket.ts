/** The smart robot's socket: we call the platform, so that no door of ours need be open. Lost connections are opened again. */
import WebSocket from 'ws'
import { backOffMilliseconds } from '../../back-off.ts'
import { logSocketError } from '../../http.ts'
import type { Log } from '../../log.ts'
import type { ChannelError } from '../channel.ts'
import type { Timers } from '../timers.ts'
import { isReplaced } from './aibot-decode.ts'
import { answerMilliseconds, createExchange } from './aibot-exchange.ts'
import { type Command, type Frame, readFrame } from './aibot-frame.ts'
import { errorOf } from './errors.ts'

/** A connection on which nothing was heard from one beat to the next is taken for dead. */
export const pingMilliseconds = 30_000

const socketOptions = {
  handshakeTimeout: answerMilliseconds,
  /** A gateway that does not say goodbye does not hold up a stop. */
  closeTimeout: 1_000,
  maxPayload: 1_000_000,
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
  /** What is being kept is kept before the connection goes. */
  close(): Promise<void>
}

/** How a connection ended. `worked`: it had been taken by the platform. `replaced`: another one took its place. */
type End = 'worked' | 'failed' | 'replaced'

/** Connects now, and again whenever the connection is lost, until it is closed or another one takes its place. */
export function openBotSocket(parts: BotSocketParts): BotSocket {
  const { log, timers } = parts
  const stopping = new AbortController()
  const stopped = stopping.signal
  const exchange = createExchange(timers)
  const keeping = new Set<Promise<void>>()
  /** The connection that the platform has taken. */
  let live: WebSocket | undefined

  async function run(): Promise<void> {
    for (let failures = 0; !stopped.aborted; ) {
      const end = await converse(new WebSocket(parts.url, socketOptions))
      if (end === 'replaced')
        return log.error(
          'wecom-bot-replaced',
          new Error('Another connection of this robot was opened; only one may be.'),
        )
      if (stopped.aborted) return
      failures = end === 'worked' ? 0 : failures + 1
      const milliseconds = backOffMilliseconds(failures, parts.random())
      log.warn('wecom-bot-lost', { failures, milliseconds })
      await timers.wait(milliseconds, stopped)
    }
  }

  /** One connection from its opening to its end. */
  function converse(socket: WebSocket): Promise<End> {
    const ended = Promise.withResolvers<End>()
    let end: End = 'failed'
    const leave = (): void => void Promise.all(keeping).then(() => socket.close())
    stopped.addEventListener('abort', leave)
    const beat = startBeat(socket)
    socket.on('open', () => {
      subscribe(socket).then(
        (taken) => {
          if (taken) end = 'worked'
        },
        () => socket.terminate(),
      )
    })
    socket.on('message', (data) => {
      beat.heard()
      const frame = readFrame(String(data))
      if (frame === undefined) return log.warn('wecom-bot-frame-unreadable')
      if (frame.cmd === undefined) return exchange.settle(frame)
      if (!isReplaced(frame)) return take(frame)
      end = 'replaced'
      socket.close()
    })
    socket.on('error', (error) => logSocketError(error, log))
    socket.on('close', () => {
      beat.stop()
      stopped.removeEventListener('abort', leave)
      if (live === socket) live = undefined
      exchange.abandon()
      void Promise.all(keeping).then(() => ended.resolve(end))
    })
    return ended.promise
  }

  /** @returns whether the platform took the connection; otherwise it is closed */
  async function subscribe(socket: WebSocket): Promise<boolean> {
    const answer = await exchange.ask(socket, 'aibot_subscribe', { bot_id: parts.botId, secret: parts.secret })
    if (answer.errcode === 0) {
      live = socket
      log.info('wecom-bot-connected')
      return true
    }
    log.error('wecom-bot-refused', refusalOf('aibot_subscribe', answer))
    socket.close()
    return false
  }

  function startBeat(socket: WebSocket): { heard(): void; stop(): void } {
    let quiet = false
    const stop = timers.every(pingMilliseconds, () => {
      if (live !== socket) return
      if (quiet) return socket.terminate()
      quiet = true
      exchange.ask(socket, 'ping').catch(() => socket.terminate())
    })
    return {
      heard() {
        quiet = false
      },
      stop,
    }
  }

  function take(frame: Frame): void {
    const kept = parts
      .keep(frame)
      .catch((error: unknown) => log.error('wecom-bot-message-not-kept', error))
      .finally(() => keeping.delete(kept))
    keeping.add(kept)
  }

  const refusalOf = (cmd: Command, frame: Frame): ChannelError =>
    errorOf(cmd, { status: 200, headers: new Headers(), body: frame }, log)

  const running = run().catch((error: unknown) => log.error('wecom-bot-ended', error))
  return {
    async ask(cmd, body, requestId) {
      const answer = await exchange.ask(live, cmd, body, requestId)
      if ((answer.errcode ?? 0) !== 0) throw refusalOf(cmd, answer)
      return answer.body
    },
    async close() {
      stopping.abort()
      await running
    },
  }
}
