/** The platform that replies are sent to. It outlives every server and remembers all that it took. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'

/** A platform takes so long to answer. */
const answerMilliseconds = 8

export interface Taken {
  readonly conversationId: string
  readonly seq: number
  readonly text: string
  readonly unasked: boolean
  /** The server's life it was taken in. */
  readonly life: number
}

export interface Platform {
  readonly url: string
  /** In the order they came. */
  readonly taken: readonly Taken[]
  /** Counts the lives of the server; a kill ends one. */
  life: number
  close(): void
}

export async function openPlatform(): Promise<Platform> {
  const taken: Taken[] = []
  const server = createServer(async (request, response) => {
    const delivery = JSON.parse(await readText(request))
    taken.push({ ...delivery, life: platform.life })
    setTimeout(() => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ id: `p${taken.length}` }))
    }, Math.random() * answerMilliseconds)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const platform: Platform = {
    url: `http://127.0.0.1:${port}/`,
    taken,
    life: 0,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
  return platform
}

export const placeOf = ({ conversationId, seq }: { conversationId: string; seq: number }): string =>
  `${conversationId} ${seq}`
