import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { databaseFile } from '#bot/store/open.ts'
import { callDirectLine, openSession, startAssistant, type TestAssistant } from '../support/assistant.ts'
import { eventually } from '../support/eventually.ts'
import { type Client, type Connection, connect } from '../support/web-chat-client.ts'

let assistant: TestAssistant
let clients: Client[]

beforeEach(async () => {
  assistant = await startAssistant()
  clients = []
})
afterEach(async () => {
  for (const client of clients) client.close()
  await assistant.stop()
})

async function join(more: Partial<Connection> = {}, cookie?: string) {
  const session = await openSession(assistant.origin, cookie)
  const client = connect({ origin: assistant.origin, token: session.token, ...more })
  clients.push(client)
  return { client, session }
}

it('greets once when the conversation is first opened, and answers', async () => {
  const { client, session } = await join()
  await client.hear('答:opened')
  const id = await client.say('你好')
  const answer = await client.hear('答:你好')
  expect(client.transcript()).toEqual(['bot:答:opened', 'user:你好', 'bot:答:你好'])
  expect(answer.replyToId).toBe(id)
  expect(id.startsWith(`${session.conversationId}|`)).toBe(true)
})

it('gives the client’s own activity back with its id, under the name of the token and not the claimed one', async () => {
  const { client, session } = await join()
  const id = await client.say('你好')
  await client.hear('答:你好')
  expect(client.activities.find((activity) => activity.from.role === 'user')).toMatchObject({
    id,
    from: { id: session.userId, role: 'user' },
    channelData: { clientActivityID: 'c-你好-2' },
  })
})

it('replays a conversation once after a reload, answers given meanwhile included, and greets no more', async () => {
  const { client, session } = await join()
  await client.hear('答:opened')
  client.close()
  await callDirectLine(assistant.origin, session.token, 'POST', `/conversations/${session.conversationId}/activities`, {
    type: 'message',
    text: '走开时',
  })
  const again = await join({ conversationId: session.conversationId, watermark: '0' }, session.cookie)
  expect(again.session.conversationId).toBe(session.conversationId)
  await again.client.hear('答:走开时')
  expect(again.client.transcript()).toEqual(['bot:答:opened', 'user:走开时', 'bot:答:走开时'])
  expect(assistant.heard).toEqual(['opened', '走开时'])
})

it('goes on from a watermark and sends nothing before it', async () => {
  const { client, session } = await join()
  await client.say('一')
  await client.hear('答:一')
  const seen = await callDirectLine(
    assistant.origin,
    session.token,
    'GET',
    `/conversations/${session.conversationId}/activities`,
  )
  const later = await join({ conversationId: session.conversationId, watermark: seen.body.watermark }, session.cookie)
  await later.client.online()
  await later.client.say('二')
  await later.client.hear('答:二')
  expect(later.client.transcript()).toEqual(['user:二', 'bot:答:二'])
})

it('shows everything in every tab of one conversation', async () => {
  const first = await join()
  await first.client.hear('答:opened')
  const second = await join({}, first.session.cookie)
  await second.client.hear('答:opened')
  await Promise.all([first.client.say('左'), second.client.say('右')])
  for (const { client } of [first, second]) {
    await client.hear('答:左')
    await client.hear('答:右')
  }
  expect(first.client.transcript()).toEqual(second.client.transcript())
  expect(first.client.transcript()).toHaveLength(5)
})

it('serves a client that polls the same transcript', async () => {
  const { client } = await join({ webSocket: false })
  await client.hear('答:opened')
  await client.say('你好')
  await client.hear('答:你好')
  expect(client.transcript()).toEqual(['bot:答:opened', 'user:你好', 'bot:答:你好'])
})

it('takes who asks for what comes after a place to have everything up to it, and believes no place not yet reached', async () => {
  const { client, session } = await join({ webSocket: false })
  await client.hear('答:opened')
  client.close()
  const ask = (watermark: number) =>
    callDirectLine(
      assistant.origin,
      session.token,
      'GET',
      `/conversations/${session.conversationId}/activities?watermark=${watermark}`,
    )
  const { body } = await ask(0)
  const last = Number(body.watermark)
  const database = new DatabaseSync(databaseFile(assistant.dataDir))
  const proved = (): unknown => database.prepare('select fetched_seq from conversations').get()?.fetched_seq
  await ask(last + 7)
  expect(Number(proved())).toBeLessThanOrEqual(last)
  await ask(last)
  expect(proved()).toBe(last)
  await ask(0)
  expect(proved()).toBe(last)
  database.close()
})

it('confirms a message at once and shows typing while a slow dialog thinks; typing is never kept', async () => {
  const { client, session } = await join()
  await client.hear('答:opened')
  await client.say('slow')
  expect(assistant.heard).toContain('slow')
  expect(client.transcript()).not.toContain('bot:答:slow')
  await eventually(() => expect(client.activities.some((activity) => activity.type === 'typing')).toBe(true))
  assistant.release()
  await client.hear('答:slow')
  const kept = await callDirectLine(
    assistant.origin,
    session.token,
    'GET',
    `/conversations/${session.conversationId}/activities`,
  )
  expect(kept.body.activities.map((activity) => activity.type)).toEqual(['message', 'message', 'message'])
})

it('shows an answer that grows in one place, where the answer then stands; who fetches gets the answer alone', async () => {
  const { client, session } = await join()
  await client.hear('答:opened')
  await client.say('grow')
  const pieces = () => client.activities.filter(({ channelData }) => channelData?.streamType === 'streaming')
  await eventually(() => expect(pieces()).toHaveLength(2))
  const [first, second] = pieces()
  expect(first).toMatchObject({
    type: 'typing',
    text: '一句。',
    channelData: { streamSequence: 1, AIGC: { Label: '1' } },
  })
  expect(first?.channelData).not.toHaveProperty('streamId')
  const growing = { streamType: 'streaming', streamId: first?.id, streamSequence: 2 }
  expect(second).toMatchObject({ type: 'typing', text: '一句。两句。', channelData: growing })
  // Whoever looks in later has seen nothing grow.
  const late = await join({ conversationId: session.conversationId, watermark: '0' }, session.cookie)
  await late.client.online()
  assistant.release()
  const { channelData } = await client.hear('答:grow')
  expect(channelData).toEqual({ streamType: 'final', streamId: first?.id })
  expect((await late.client.hear('答:grow')).channelData).toBeUndefined()
  await client.say('next')
  expect((await client.hear('答:next')).channelData).toBeUndefined()
  const path = `/conversations/${session.conversationId}/activities`
  const kept = await callDirectLine(assistant.origin, session.token, 'GET', path)
  expect(kept.body.activities.every(({ type }) => type === 'message')).toBe(true)
  expect(JSON.stringify(kept.body)).not.toContain('stream')
})

it('keeps the order of one conversation while another goes on', async () => {
  const busy = await join()
  await busy.client.say('slow')
  await busy.client.say('后来')
  const other = await join()
  await other.client.say('别人')
  await other.client.hear('答:别人')
  expect(busy.client.transcript()).not.toContain('bot:答:后来')
  assistant.release()
  await busy.client.hear('答:后来')
  expect(busy.client.transcript().filter((line) => line.startsWith('bot'))).toEqual([
    'bot:答:opened',
    'bot:答:slow',
    'bot:答:后来',
  ])
})

it('takes an activity that is sent again as the same one', async () => {
  const { session } = await join()
  const send = () =>
    callDirectLine(assistant.origin, session.token, 'POST', `/conversations/${session.conversationId}/activities`, {
      type: 'message',
      text: '一次',
      channelData: { clientActivityID: 'x1' },
    })
  const [first, second] = await Promise.all([send(), send()])
  expect(first.body.id).toBe(second.body.id)
  await eventually(() => expect(assistant.heard).toContain('一次'))
  expect((await send()).body.id).toBe(first.body.id)
  expect(assistant.heard.filter((said) => said === '一次')).toHaveLength(1)
})

it('offers options, hears the button that is pressed, and takes an unknown button for nothing said', async () => {
  const { client, session } = await join()
  await client.say('options')
  const offer = await client.hear('哪里的办法?')
  const jilin = offer.suggestedActions?.actions[1]
  expect(jilin).toMatchObject({
    type: 'messageBack',
    title: '吉林',
    value: { v: 1, verb: 'measure', args: { id: 'jilin-2020' } },
  })
  await client.press(jilin?.value)
  await client.hear('答:measure')
  await client.press({ v: 2, verb: 'from-the-future', args: {} })
  await client.hear('答:')
  expect((await openSession(assistant.origin, session.cookie)).measure).toBe('jilin-2020')
})

it('sends a card with its links on this server’s address and its summary for those who cannot see it', async () => {
  const { client } = await join()
  await client.say('card')
  const answer = await client.hear('')
  expect(answer.attachments?.[0]).toMatchObject({
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: { speak: '需要可行性研究报告', fallbackText: '需要可行性研究报告' },
  })
  expect(JSON.stringify(answer.attachments)).toContain(`"url":"${assistant.origin}/measures/jining-htz-2024"`)
})

it('gives one honest line with a number where the dialog breaks, records it, and lives', async () => {
  const { client } = await join()
  await client.say('boom')
  const apology = await eventually(() => {
    const found = client.transcript().find((line) => line.includes('抱歉'))
    if (found === undefined) throw new Error('no apology yet')
    return found
  })
  const number = /已记录编号 ([0-9a-f]{8}),请再发一次或换个说法/.exec(apology)?.[1]
  expect(number).toBeDefined()
  const record = assistant.logged.find((line) => line.includes('turn-failed'))
  expect(record).toContain(number)
  expect(record).toContain('the dialog broke')
  await client.say('还在吗')
  await client.hear('答:还在吗')
})

it('answers a message of more than 4,000 characters politely and without the dialog', async () => {
  const { client } = await join()
  await client.say('长'.repeat(4001))
  // The client shows its own activity only when its POST is answered, which may be after the reply has come.
  await eventually(() => expect(client.transcript()).toContainEqual(expect.stringMatching(/^bot:.*超过 4000 个字/)))
  await client.say('长'.repeat(4000))
  await client.hear(`答:${'长'.repeat(4000)}`)
  expect(assistant.heard).toEqual(['opened', '长'.repeat(4000)])
})
