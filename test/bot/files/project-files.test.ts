/** The door of a project's files: for those who may see the project, and nobody else. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mountProjectFiles } from '#bot/files/project-files.ts'
import type { Handler, HttpRequest } from '#bot/http.ts'
import { openSqlite } from '#bot/store/sqlite.ts'
import type { Store } from '#bot/store/store.ts'
import { newRecord } from '#dialogs/project/record.ts'
import { steppingClock } from '../support/clock.ts'

let folder: string
let store: Store
let door: Handler

const ask = (file: string, cookie: string | undefined, id = 'p1') => {
  const request: HttpRequest = {
    method: 'GET',
    path: `/projects/${id}/${file}`,
    params: { id, file },
    query: new URLSearchParams(),
    headers: { cookie },
    body: undefined,
    rawBody: Buffer.alloc(0),
    remoteAddress: '127.0.0.1',
  }
  return door(request)
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'files-'))
  store = await openSqlite(join(folder, 'assistant.db'), steppingClock())
  const { id: personId } = await store.personAt({ channel: 'web', key: 'owner' })
  await store.beginConversation('c1', 'web', personId)
  await store.accept({ channel: 'web', conversationId: 'c1', personId, message: { id: 'm1', text: 'x' } })
  await store.commitTurn({
    channel: 'web',
    messageId: 'm1',
    personId,
    conversation: { id: 'c1', recent: [] },
    expectedVersion: 0,
    replies: [],
    changes: { keep: [newRecord('p1', 'jilin-2020'), newRecord('empty', 'jilin-2020')] },
  })
  const routes = {
    get: (_path: string, handler: Handler) => {
      door = handler
    },
    post: () => undefined,
    upgrade: () => undefined,
  }
  mountProjectFiles(routes, {
    store,
    visitors: {
      who: ({ headers: { cookie } }) => (cookie === undefined ? undefined : { channel: 'web', key: cookie }),
    },
    write: async (record, name) => (record.id === 'empty' ? undefined : `${name} of ${record.id}`),
  })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

it('gives the owner the calendar to keep and the picture to look at, and lets nobody store them', async () => {
  const calendar = await ask('deadlines.ics', 'owner')
  expect(calendar).toMatchObject({ status: 200, body: 'deadlines.ics of p1' })
  expect(calendar.headers).toMatchObject({
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'attachment; filename="deadlines.ics"',
    'cache-control': 'no-store',
  })
  for (const [file, type] of [
    ['timeline.png', 'image/png'],
    ['timeline.svg', 'image/svg+xml'],
  ] as const) {
    const picture = await ask(file, 'owner')
    expect(picture.headers).toMatchObject({
      'content-type': type,
      'content-disposition': `inline; filename="${file}"`,
      'content-security-policy': "default-src 'none'",
    })
  }
})

it.each([
  ['nobody signed in', 'deadlines.ics', undefined, 'p1'],
  ['somebody else', 'deadlines.ics', 'stranger', 'p1'],
  ['a file there is not', 'state.json', 'owner', 'p1'],
  ['a name that every object has', 'constructor', 'owner', 'p1'],
  ['a project there is not', 'deadlines.ics', 'owner', 'p9'],
  ['a project without deadlines', 'deadlines.ics', 'owner', 'empty'],
])('%s: not found, without a word of why', async (_name, file, cookie, id) => {
  const answer = await ask(file, cookie, id)
  expect(answer.status).toBe(404)
  expect(JSON.stringify(answer.body)).not.toContain('p1')
})
