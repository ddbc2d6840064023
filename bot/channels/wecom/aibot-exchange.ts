/** Questions to the robot's gateway and their receipts, told apart by the id of the request. */
import { randomUUID } from 'node:crypto'
import WebSocket from 'ws'
import { ChannelError } from '../channel.ts'
import type { Timers } from '../timers.ts'
import { type Command, type Frame, writeFrame } from './aibot-frame.ts'

export const answerMilliseconds = 10_000

export interface Exchange {
  /** @returns the receipt, whatever it says. @throws ChannelError, not permanent, where there is none */
  ask(socket: WebSocket | undefined, cmd: Command, body?: object, requestId?: string): Promise<Frame>
  /** A receipt has come. */
  settle(frame: Frame): void
  /** No receipt will come any more. */
  abandon(): void
}

interface Waiting {
  resolve(frame: Frame): void
  reject(error: ChannelError): void
}

export function createExchange(timers: Timers): Exchange {
  const waiting = new Map<string, Waiting>()
  /** Answers to one message follow each other: receipts name the message only. */
  const lines = new Map<string, Promise<unknown>>()

  function askNow(socket: WebSocket | undefined, cmd: Command, id: string, body?: object): Promise<Frame> {
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(unanswered(cmd))
    const { promise, resolve, reject } = Promise.withResolvers<Frame>()
    const done = new AbortController()
    waiting.set(id, { resolve, reject })
    socket.send(writeFrame(cmd, id, body))
    void timers.wait(answerMilliseconds, done.signal).then(() => reject(unanswered(cmd)))
    return promise.finally(() => {
      waiting.delete(id)
      done.abort()
    })
  }

  return {
    // The platform's own clients name requests so, and tell receipts apart by it.
    async ask(socket, cmd, body, requestId = `${cmd}_${randomUUID()}`) {
      const next = (): Promise<Frame> => askNow(socket, cmd, requestId, body)
      const asked = (lines.get(requestId) ?? Promise.resolve()).then(next, next)
      lines.set(requestId, asked)
      try {
        return await asked
      } finally {
        if (lines.get(requestId) === asked) lines.delete(requestId)
      }
    },
    settle: (frame) => waiting.get(frame.headers.req_id)?.resolve(frame),
    abandon() {
      for (const each of waiting.values()) each.reject(unanswered('connection lost'))
    },
  }
}

function unanswered(what: string): ChannelError {
  return new ChannelError(`${what}: no answer of the robot's gateway`, { permanent: false })
}
