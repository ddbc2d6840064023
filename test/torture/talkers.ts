/** People who go on talking, whatever becomes of the server: a message is said again until it is acknowledged. */
import { awayReply } from '#bot/store-away.ts'
import { callDirectLine, openSession } from '../bot/support/assistant.ts'
import { messagesPath } from './host-channel.ts'
import { pause } from './scenario.ts'

export interface Acknowledged {
  readonly conversationId: string
  readonly text: string
}

export interface Crowd {
  /** Where the server is now; undefined: nowhere. */
  origin: string | undefined
  readonly acknowledged: Acknowledged[]
  /** Times a message was not acknowledged and had to be said again. */
  readonly refused: { count: number }
  /** How often a page was told that the store is away, by conversation. */
  readonly awayLines: Map<string, number>
  /** One message until it is acknowledged, or nobody waits any more. */
  send(conversationId: string, id: string, text: string): Promise<boolean>
  /** Begins to talk; `web` of them at the page, which must be reachable. */
  talk(count: number, web: number): Promise<void>
  /** Says to all that it is enough, and waits until the last message is acknowledged. */
  end(): Promise<void>
}

/** @param thinkMilliseconds between two messages of one person, on the average */
export function createCrowd(thinkMilliseconds: number): Crowd {
  let ended = false
  const talking: Promise<void>[] = []
  const crowd: Crowd = {
    origin: undefined,
    acknowledged: [],
    refused: { count: 0 },
    awayLines: new Map(),
    send: (conversationId, id, text) =>
      insist(conversationId, text, () => post(crowd.origin, conversationId, id, text)),
    async talk(count, web) {
      for (let i = 0; i < web; i++) {
        const page = await openSession(crowd.origin ?? '')
        await watch(crowd, page)
        talking.push(goOn(page.conversationId, (id) => sayOnPage(crowd.origin, page, id)))
      }
      for (let i = web; i < count; i++)
        talking.push(goOn(`talker-${i}`, (id) => post(crowd.origin, `talker-${i}`, id, id)))
    },
    async end() {
      ended = true
      await Promise.all(talking)
    },
  }

  async function goOn(conversationId: string, say: (id: string) => Promise<boolean>): Promise<void> {
    for (let i = 1; !ended; i++) {
      const id = `${conversationId}-${i}`
      await insist(conversationId, id, () => say(id))
      await pause(Math.random() * 2 * thinkMilliseconds)
    }
  }

  async function insist(conversationId: string, text: string, say: () => Promise<boolean>): Promise<boolean> {
    for (let tries = 0; tries < 2_000; tries++) {
      if (await say().catch(() => false)) {
        crowd.acknowledged.push({ conversationId, text })
        return true
      }
      if (crowd.origin !== undefined) crowd.refused.count += 1
      await pause(200)
    }
    return false
  }
  return crowd
}

/** The page listens as long as this server lives. */
async function watch({ origin = '', awayLines }: Crowd, { token, conversationId }: Page): Promise<void> {
  awayLines.set(conversationId, 0)
  const { body } = await callDirectLine(origin, token, 'GET', `/conversations/${conversationId}`)
  const socket = new WebSocket(body.streamUrl)
  socket.addEventListener('message', ({ data }) => {
    const { activities } = JSON.parse(String(data)) as { activities: { text?: string }[] }
    const lines = activities.filter(({ text }) => text === awayReply.text)
    awayLines.set(conversationId, (awayLines.get(conversationId) ?? 0) + lines.length)
  })
  await new Promise((resolve) => socket.addEventListener('open', resolve))
}

async function post(origin: string | undefined, conversation: string, id: string, text: string): Promise<boolean> {
  if (origin === undefined) return false
  const response = await fetch(`${origin}${messagesPath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ conversation, id, text }),
  })
  await response.arrayBuffer()
  return response.ok
}

type Page = Awaited<ReturnType<typeof openSession>>

async function sayOnPage(origin: string | undefined, page: { -readonly [K in keyof Page]: Page[K] }, id: string) {
  if (origin === undefined) return false
  const activity = { type: 'message', text: id, channelData: { clientActivityID: id } }
  const path = `/conversations/${page.conversationId}/activities`
  const { status } = await callDirectLine(origin, page.token, 'POST', path, activity)
  // Days pass between two lives of the server: the page asks for another token, as it does after a reload.
  if (status === 403) page.token = (await openSession(origin, page.cookie)).token
  return status === 200
}
