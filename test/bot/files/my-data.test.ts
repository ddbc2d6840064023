/** A person's own data through the whole server: fetched by a link that is theirs, erased so that nothing is left, and never in the log. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createBrain } from '#bot/brain.ts'
import { createReplyFiles } from '#bot/files/reply-files.ts'
import { openStoreBeside } from '#bot/store/open.ts'
import { sharedAssistant } from '../../support/assistant.ts'
import {
  callDirectLine,
  openSession,
  startAssistant,
  type TestAssistant,
  type WebActivity,
} from '../support/assistant.ts'
import { eventually } from '../support/eventually.ts'

const secret = '极其私密的事'
let assistant: TestAssistant
let session: Awaited<ReturnType<typeof openSession>>
let replies: number

beforeEach(async () => {
  const { handle } = createBrain(await sharedAssistant(), () => new Date())
  assistant = await startAssistant({ handle })
  session = await openSession(assistant.origin)
  replies = 0
})
afterEach(() => assistant.stop())

const path = (): string => `/conversations/${session.conversationId}/activities`
const heard = async (): Promise<WebActivity[]> => {
  const { body } = await callDirectLine(assistant.origin, session.token, 'GET', path())
  return body.activities.filter(({ from }) => from.role === 'bot')
}

async function say(activity: object): Promise<WebActivity> {
  const { status } = await callDirectLine(assistant.origin, session.token, 'POST', path(), {
    type: 'message',
    ...activity,
  })
  expect(status).toBe(200)
  const all = await eventually(async () => {
    const found = await heard()
    expect(found.length).toBeGreaterThan(replies)
    return found
  })
  replies = all.length
  const last = all.at(-1)
  if (last === undefined) throw new Error('Nothing was answered.')
  return last
}

it('is exported to the person alone, for half an hour', async () => {
  await say({ text: `${secret}由谁批准` })
  const told = await say({ text: '导出我的数据' })
  const url = (told.attachments?.[0] as { contentUrl?: string } | undefined)?.contentUrl ?? ''
  const fetched = await fetch(url, { headers: { cookie: session.cookie } })
  expect([fetched.status, fetched.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(fetched.headers.get('content-disposition')).toBe('attachment; filename="my-data.json"')
  const data = (await fetched.json()) as { personId: string }
  expect(JSON.stringify(data)).toContain(secret)
  const other = await openSession(assistant.origin)
  expect((await fetch(url, { headers: { cookie: other.cookie } })).status).toBe(404)
  expect((await fetch(url)).status).toBe(404)
  expect((await fetch(`${assistant.origin}/my-data.json`, { headers: { cookie: session.cookie } })).status).toBe(404)
  assistant.passMinutes(31)
  const late = await fetch(url, { headers: { cookie: session.cookie } })
  expect([late.status, await late.text()]).toEqual([410, expect.stringContaining('导出我的数据')])
})

it('goes as bytes where a channel sends files', async () => {
  await say({ text: `${secret}由谁批准` })
  const store = await openStoreBeside({ DATA_DIR: assistant.dataDir }, () => new Date())
  if (store === undefined) throw new Error('The store is not there.')
  const personId = session.userId.replace('dl_', '')
  const none = async () => undefined
  const read = createReplyFiles({ store, writeFiling: none, writeProjectFile: none })
  const file = await read('/my-data.json?until=1&proof=x', personId)
  expect(file).toMatchObject({ name: '我的数据.json', mime: 'application/json' })
  expect(Buffer.from(file?.content ?? []).toString()).toContain(secret)
  expect(await read('/my-data.json', 'nobody')).toBeUndefined()
  await store.close()
})

it('is erased after it was confirmed: the page shows the reply and nothing before it, and the log never knew', async () => {
  await say({ text: `${secret}由谁批准` })
  await say({ text: '我要申报一个项目' })
  const asked = await say({ text: '删除我的所有数据' })
  const button = asked.suggestedActions?.actions.find(({ title }) => title === '确认删除我的所有数据')
  replies = 0
  await callDirectLine(assistant.origin, session.token, 'POST', path(), { type: 'message', value: button?.value })
  await eventually(async () => {
    const left = await heard()
    expect(left.map(({ text }) => text)).toEqual([expect.stringMatching(/^您的所有数据都已删除。/u)])
  })
  const all = await callDirectLine(assistant.origin, session.token, 'GET', path())
  expect(all.body.activities).toHaveLength(1)
  const again = await openSession(assistant.origin, session.cookie)
  expect([again.conversationId, again.measure]).toEqual([session.conversationId, null])
  replies = 1
  await say({ text: '我的项目' })
  expect(assistant.logged.join('\n')).not.toContain(secret)
  for (const line of assistant.logged) expect(line).not.toContain('申报一个项目')
})
