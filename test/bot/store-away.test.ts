import { beforeEach, expect, it } from 'vitest'
import type { Delivery, FetchedChannel, SendingChannel } from '#bot/channels/channel.ts'
import { createLog } from '#bot/log.ts'
import { StoreUnavailable } from '#bot/store/store.ts'
import { type AwayLine, awayReply, createAwayLine } from '#bot/store-away.ts'

let logged: Record<string, unknown>[]
let delivered: Delivery[]
let shown: string[]
let line: AwayLine
beforeEach(() => {
  logged = []
  delivered = []
  shown = []
  line = createAwayLine(createLog('info', (text) => logged.push(JSON.parse(text))))
})

const sending: SendingChannel = {
  name: 'sending',
  brings: 'sends',
  mount: () => undefined,
  async deliver(delivery) {
    delivered.push(delivery)
    return {}
  },
  close: async () => undefined,
}
const fetched: FetchedChannel = {
  name: 'fetched',
  brings: 'fetched',
  mount: () => undefined,
  wake: () => undefined,
  tell: (conversationId, { summary }) => shown.push(`${conversationId}: ${summary}`),
  close: async () => undefined,
}
const at = { conversationId: 'c', reference: { to: 'wang' } }
const away = async (): Promise<string> => {
  throw new StoreUnavailable('full', 'The disk is full.')
}

it('tells a person once, where the message came from, and throws the error on', async () => {
  for (let i = 0; i < 3; i++) await expect(line.orTell(sending, at, away)).rejects.toThrow('The disk is full.')
  expect(delivered).toMatchObject([{ ...at, reply: awayReply, unasked: false, partsSent: 0 }])
  expect(logged.map(({ event, reason }) => [event, reason])).toEqual(Array(3).fill(['store-away', 'full']))
})

it('tells again when the store was back in between, and each conversation by itself', async () => {
  await expect(line.orTell(fetched, at, away)).rejects.toThrow()
  await expect(line.orTell(fetched, { conversationId: 'd' }, away)).rejects.toThrow()
  expect(await line.orTell(fetched, at, async () => 'kept')).toBe('kept')
  await expect(line.orTell(fetched, at, away)).rejects.toThrow()
  expect(shown).toEqual(['c', 'd', 'c'].map((each) => `${each}: ${awayReply.summary}`))
})

it('says nothing of another error, or on a channel that is off', async () => {
  const broken = async (): Promise<string> => {
    throw new Error('broken')
  }
  await expect(line.orTell(sending, at, broken)).rejects.toThrow('broken')
  await expect(line.orTell(undefined, at, away)).rejects.toThrow(StoreUnavailable)
  expect(delivered).toEqual([])
})

it('throws the first error also where the person cannot be told', async () => {
  const deaf: SendingChannel = {
    ...sending,
    async deliver() {
      throw new Error('the platform is away too')
    },
  }
  await expect(line.orTell(deaf, at, away)).rejects.toThrow('The disk is full.')
  expect(logged.at(-1)).toMatchObject({ event: 'away-not-told', error: 'the platform is away too' })
})
