/** The door of documents: for the person the link was written for, for half an hour, and nobody else. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFileLinks, type FileLinks, withSignedFiles } from '#bot/files/file-links.ts'
import { mountFilingFiles } from '#bot/files/filing-files.ts'
import type { Handler } from '#bot/http.ts'
import { openSqlite } from '#bot/store/sqlite.ts'
import type { Store } from '#bot/store/store.ts'
import { wordMime } from '#dialogs/project/filing-files.ts'
import { newRecord } from '#dialogs/project/record.ts'
import { steppingClock } from '../support/clock.ts'

const begin = Date.parse('2026-11-24T02:00:00Z')
const path = '/projects/p1/filings/jilin.self-evaluation.docx'
let folder: string
let store: Store
let links: FileLinks
let now: number
let owner: string
const doors = new Map<string, Handler>()

function ask(link: string, cookie: string | undefined) {
  const url = new URL(link, 'http://localhost')
  const parts = url.pathname.split('/')
  const [id, file] = parts.length > 3 ? [parts[2], parts[4]] : [undefined, parts[2]]
  const door = doors.get(id === undefined ? '/filings/:file' : '/projects/:id/filings/:file')
  if (door === undefined) throw new Error(`no door for ${link}`)
  return door({
    method: 'GET',
    path: url.pathname,
    params: { ...(id === undefined ? {} : { id }), file: file ?? '' },
    query: url.searchParams,
    headers: { cookie },
    body: undefined,
    rawBody: Buffer.alloc(0),
    remoteAddress: '127.0.0.1',
  })
}

beforeEach(async () => {
  now = begin
  folder = mkdtempSync(join(tmpdir(), 'filings-'))
  store = await openSqlite(join(folder, 'assistant.db'), steppingClock())
  owner = (await store.personAt({ channel: 'web', key: 'owner' })).id
  await store.beginConversation('c1', 'web', owner)
  await store.accept({
    channel: 'web',
    conversationId: 'c1',
    personId: owner,
    message: { id: 'm1', text: 'x' },
  })
  await store.commitTurn({
    channel: 'web',
    messageId: 'm1',
    personId: owner,
    conversation: { id: 'c1', recent: [] },
    expectedVersion: 0,
    replies: [],
    changes: { keep: [newRecord('p1', 'jilin-2020')] },
  })
  links = createFileLinks('a secret of thirty-two characters', () => new Date(now))
  const routes = {
    get: (route: string, handler: Handler) => void doors.set(route, handler),
    post: () => undefined,
    upgrade: () => undefined,
  }
  mountFilingFiles(routes, {
    store,
    visitors: {
      who: ({ headers: { cookie } }) => (cookie === undefined ? undefined : { channel: 'web', key: cookie }),
    },
    links,
    write: async (record, file, of) => {
      const content = Buffer.from(`${[file, ...of].join(' ')} of ${record?.id ?? 'nobody'}`)
      if (file === 'documents.zip') return { name: '平台-申报材料.zip', mime: 'application/zip', content }
      return file.startsWith('jilin.') ? { name: '自评价报告 (一).docx', mime: wordMime, content } : undefined
    },
  })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

it('hands the document to its person under its Chinese name, to be kept by nobody on the way', async () => {
  const answer = await ask(links.sign(path, owner), 'owner')
  expect(answer.status).toBe(200)
  expect(String(answer.body)).toBe('jilin.self-evaluation.docx of p1')
  expect(answer.headers).toMatchObject({
    'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'content-disposition':
      'attachment; filename="filing.docx"; filename*=UTF-8\'\'%E8%87%AA%E8%AF%84%E4%BB%B7%E6%8A%A5%E5%91%8A%20%28%E4%B8%80%29.docx',
    'cache-control': 'no-store',
  })
})

it('hands out several as a zip, those the link was written for and no others', async () => {
  const link = links.sign('/projects/p1/filings/documents.zip?of=jilin.a,jilin.b', owner)
  const answer = await ask(link, 'owner')
  expect(answer.status).toBe(200)
  expect(String(answer.body)).toBe('documents.zip jilin.a jilin.b of p1')
  expect(answer.headers).toMatchObject({ 'content-type': 'application/zip' })
  expect(answer.headers?.['content-disposition']).toContain('filename="filing.zip"')
  const others = [link.replace('jilin.b', 'jilin.c'), link.replace('?of=jilin.a,jilin.b&', '?'), `${link}&of=jilin.c`]
  expect((await ask(others[0] ?? '', 'owner')).status).toBe(404)
  expect((await ask(others[1] ?? '', 'owner')).status).toBe(404)
  expect(String((await ask(others[2] ?? '', 'owner')).body)).toBe('documents.zip jilin.a jilin.b of p1')
  expect((await ask(link, 'stranger')).status).toBe(404)
  now = begin + 30 * 60_000
  expect((await ask(link, 'owner')).status).toBe(410)
})

it('hands out a blank document without a project', async () => {
  const answer = await ask(links.sign('/filings/jilin.self-evaluation.docx', owner), 'owner')
  expect(String(answer.body)).toBe('jilin.self-evaluation.docx of nobody')
})

it('says of a link that is too old that it is, and how to get another', async () => {
  const link = links.sign(path, owner)
  now = begin + 30 * 60_000 - 1
  expect((await ask(link, 'owner')).status).toBe(200)
  now = begin + 30 * 60_000
  const answer = await ask(link, 'owner')
  expect(answer.status).toBe(410)
  expect(answer.body).toContain('重新生成')
})

it('finds nothing for anybody else, without a word of why', async () => {
  const link = links.sign(path, owner)
  const stranger = (await store.personAt({ channel: 'web', key: 'stranger' })).id
  const refused = await Promise.all([
    ask(link, undefined),
    ask(link, 'stranger'),
    ask(path, 'owner'),
    ask(link.replace('until=', 'until=9'), 'owner'),
    ask(link.replace('self-evaluation', 'other'), 'owner'),
    ask(links.sign(path, stranger), 'stranger'),
    ask(links.sign('/projects/p9/filings/jilin.self-evaluation.docx', owner), 'owner'),
    ask(links.sign('/filings/nowhere.docx', owner), 'owner'),
  ])
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 404))
  expect(JSON.stringify(refused)).not.toContain('p1')
})

it('signs the documents of a reply and leaves its other files as they are', () => {
  const file = (name: string) => ({ name, mime: 'x', path: name })
  const step = withSignedFiles(
    {
      replies: [{ text: 'x', summary: 'x', files: [file(path), file('/projects/p1/deadlines.ics')] }],
      conversation: { id: 'c1', recent: [] },
    },
    links,
    owner,
  )
  const [document, calendar] = step.replies[0]?.files ?? []
  const url = new URL(document?.path ?? '', 'http://localhost')
  expect(links.check(url.pathname, url.searchParams, owner)).toBe('good')
  expect(calendar?.path).toBe('/projects/p1/deadlines.ics')
})
