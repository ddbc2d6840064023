/** News across instances: what is committed on one is heard by those that hold the sockets. */
import pg from 'pg'
import type { OnNews } from './engine.ts'

export const newsChannel = 'assistant_news'
const againMilliseconds = 1_000

export interface News {
  on(callback: OnNews): () => void
  close(): Promise<void>
}

/** Listens from the first callback on, and again whenever the connection was lost. Own news is not told. */
export function createNews(options: pg.ClientConfig, instance: string): News {
  const callbacks = new Set<OnNews>()
  let client: pg.Client | undefined
  let again: NodeJS.Timeout | undefined
  let closed = false

  function tell(conversationId: string | undefined): void {
    for (const callback of callbacks) callback(conversationId)
  }

  function lost(mine: pg.Client): void {
    if (client !== mine) return
    client = undefined
    mine.end().catch(() => undefined)
    if (!closed) again = setTimeout(listen, againMilliseconds).unref()
  }

  function listen(): void {
    again = undefined
    const mine = new pg.Client(options)
    client = mine
    mine.on('error', () => lost(mine))
    mine.on('end', () => lost(mine))
    mine.on('notification', ({ payload = '' }) => {
      const space = payload.indexOf(' ')
      if (payload.slice(0, space) !== instance) tell(payload.slice(space + 1))
    })
    mine
      .connect()
      .then(() => mine.query(`listen ${newsChannel}`))
      // What was told before anybody listened was missed.
      .then(() => tell(undefined))
      .catch(() => lost(mine))
  }

  return {
    on(callback) {
      callbacks.add(callback)
      if (client === undefined && again === undefined) listen()
      return () => void callbacks.delete(callback)
    },
    async close() {
      closed = true
      clearTimeout(again)
      const mine = client
      client = undefined
      await mine?.end().catch(() => undefined)
    },
  }
}
