/**
 * Who may see what, cell by cell, against the whole server. Not repeated here: tokens of conversations
 * (test/bot/channels/direct-line-security.test.ts), forged and late links to documents (test/bot/filing-files.test.ts),
 * forged, used and late deep links (test/bot/deep-links.test.ts), sessions of the platforms (test/bot/sign-in).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDeepLinks } from '#bot/deep-links.ts'
import { createFileLinks } from '#bot/files/file-links.ts'
import { openStoreBeside } from '#bot/store/open.ts'
import type { Store } from '#bot/store/store.ts'
import type { Handle } from '#bot/turn.ts'
import { myDataPath } from '#dialogs/my-data.ts'
import { newRecord } from '#dialogs/project/record.ts'
import { callDirectLine, openSession, startAssistant, type TestAssistant } from '../bot/support/assistant.ts'
import { eventually } from '../bot/support/eventually.ts'

const key = 'k'.repeat(32)
const people = ['owner', 'reader', 'editor', 'stranger', 'nobody'] as const
type Who = (typeof people)[number]
type Session = Awaited<ReturnType<typeof openSession>>

let assistant: TestAssistant
let store: Store
const sessions = new Map<Who, Session>()

const of = (who: Who): Session => {
  const session = sessions.get(who)
  if (session === undefined) throw new Error(`${who} has no session.`)
  return session
}
const idOf = (who: Who): string => of(who).userId.replace('dl_', '')
const cookieOf = (who: Who): Record<string, string> => (who === 'nobody' ? {} : { cookie: of(who).cookie })

/** Declares a project and shares it: to the reader to read, to the editor to change. What is said else only shows what is known. */
const handle: Handle = async (conversation, message, person, known) => {
  const reply = (text: string) => [{ text, summary: text }]
  if (message.text !== '申报') {
    const seen = known.map(({ record, access }) => `${record.id}:${access}`).join()
    return { replies: reply(`看见:${seen}`), conversation }
  }
  const record = { ...newRecord('p1', 'jilin-2020'), status: 'active' as const }
  const shares = [
    { project: 'p1', person: idOf('reader'), may: 'read' as const },
    { project: 'p1', person: idOf('editor'), may: 'edit' as const },
  ]
  return { replies: reply(`机密答复 ${person.id}`), conversation, changes: { keep: [record], shares } }
}

async function say(who: Who, text: string): Promise<string> {
  const { conversationId, token } = of(who)
  const path = `/conversations/${conversationId}/activities`
  const { body } = await callDirectLine(assistant.origin, token, 'POST', path, { type: 'message', text })
  return eventually(async () => {
    const heard = await callDirectLine(
      assistant.origin,
      token,
      'GET',
      `${path}?watermark=${Number(body.id.split('|')[1])}`,
    )
    const last = heard.body.activities.at(-1)
    if (last?.text === undefined) throw new Error('Nothing was answered yet.')
    return last.text
  })
}

beforeAll(async () => {
  assistant = await startAssistant({
    environment: { SESSION_SECRET: key },
    brain: {
      handle,
      writeProjectFile: async (record, name) => `${name} of ${record.id}`,
      writeFiling: async (record, file) => ({
        name: file,
        mime: 'x/y',
        content: Buffer.from(`${file} of ${record?.id}`),
      }),
    },
  })
  for (const who of people) if (who !== 'nobody') sessions.set(who, await openSession(assistant.origin))
  const beside = await openStoreBeside({ DATA_DIR: assistant.dataDir }, assistant.now)
  if (beside === undefined) throw new Error('The store is not there.')
  store = beside
  await say('owner', '申报')
})
afterAll(async () => {
  await store.close()
  await assistant.stop()
})

const get = (path: string, headers: Record<string, string>) =>
  fetch(assistant.origin + path, { headers, redirect: 'manual' })
const links = () => createFileLinks(key, assistant.now)

/** One row: how somebody tries, and what each gets. */
interface Row {
  readonly what: string
  readonly ask: (who: Who) => Promise<number>
  readonly may: Readonly<Record<Who, number>>
}
const direct = async (who: Who, method: 'GET' | 'POST', path: string, body?: object) =>
  (await callDirectLine(assistant.origin, who === 'nobody' ? undefined : of(who).token, method, path, body)).status
const conversation = (rest = '') => `/conversations/${of('owner').conversationId}${rest}`
const ownersAlone = (refused: number, nobody = refused) => ({
  owner: 200,
  reader: refused,
  editor: refused,
  stranger: refused,
  nobody,
})
const whoSeesTheProject = { owner: 200, reader: 200, editor: 200, stranger: 404, nobody: 404 }

const table: readonly Row[] = [
  {
    what: 'the owner’s conversation, read',
    ask: (who) => direct(who, 'GET', conversation('/activities')),
    may: ownersAlone(403, 401),
  },
  {
    what: 'the owner’s conversation, reconnected to',
    ask: (who) => direct(who, 'GET', conversation()),
    may: ownersAlone(403, 401),
  },
  {
    what: 'the owner’s conversation, written into',
    ask: (who) => direct(who, 'POST', conversation('/activities'), { type: 'typing' }),
    may: ownersAlone(403, 401),
  },
  ...['deadlines.ics', 'timeline.png', 'timeline.svg'].map((file) => ({
    what: `the project’s ${file}`,
    ask: async (who: Who) => (await get(`/projects/p1/${file}`, cookieOf(who))).status,
    may: whoSeesTheProject,
  })),
  {
    what: 'a document of the project, by a link of one’s own',
    ask: async (who) => {
      const mine = who === 'nobody' ? idOf('owner') : idOf(who)
      return (await get(links().sign('/projects/p1/filings/a.docx', mine), cookieOf(who))).status
    },
    may: whoSeesTheProject,
  },
  {
    what: 'a document of the project, by the owner’s link',
    ask: async (who) => (await get(links().sign('/projects/p1/filings/a.docx', idOf('owner')), cookieOf(who))).status,
    may: ownersAlone(404),
  },
  {
    what: 'a blank document, by the owner’s link',
    ask: async (who) => (await get(links().sign('/filings/a.docx', idOf('owner')), cookieOf(who))).status,
    may: ownersAlone(404),
  },
  {
    what: 'the owner’s own data, by the owner’s link',
    ask: async (who) => (await get(links().sign(myDataPath, idOf('owner')), cookieOf(who))).status,
    may: ownersAlone(404),
  },
  {
    what: 'the server’s health',
    ask: async (who) => (await get('/healthz', cookieOf(who))).status,
    may: { owner: 200, reader: 200, editor: 200, stranger: 200, nobody: 200 },
  },
]

describe.each(table)('$what', ({ ask, may }) => {
  it.each(people)('for %s', async (who) => {
    expect(await ask(who)).toBe(may[who])
  })
})

describe('in the talk', () => {
  it.each([
    ['owner', 'p1:owner'],
    ['reader', 'p1:read'],
    ['editor', 'p1:edit'],
    ['stranger', ''],
  ] as const)('%s is told of the project: «%s»', async (who, seen) => {
    expect(await say(who, '看看')).toBe(`看见:${seen}`)
  })
})

describe('a deep link', () => {
  it('makes whoever has it its person, once: it is a key, and is sent to that person alone', async () => {
    const path = createDeepLinks(store, key, assistant.now).mint(idOf('owner'), '/?project=p1')
    const open = () => fetch(assistant.origin + path, { method: 'POST', redirect: 'manual' })
    const opened = await open()
    const cookie = opened.headers.get('set-cookie')?.split(';')[0]
    expect((await openSession(assistant.origin, cookie)).userId).toBe(of('owner').userId)
    expect([(await open()).status, (await open()).headers.get('set-cookie')]).toEqual([410, null])
  })
})

describe('a session', () => {
  it.each(people.filter((who) => who !== 'owner'))('of %s is never the owner’s', async (who) => {
    const theirs = await openSession(assistant.origin, who === 'nobody' ? undefined : of(who).cookie)
    expect([theirs.userId === of('owner').userId, theirs.conversationId === of('owner').conversationId]).toEqual([
      false,
      false,
    ])
  })

  it('is not had by a cookie that was put together from two', async () => {
    const [name, mine = ''] = of('stranger').cookie.split('=')
    const owners = of('owner').cookie.split('=')[1] ?? ''
    const sewn = `${name}=${owners.split('.')[0]}.${mine.split('.')[1]}`
    expect((await openSession(assistant.origin, sewn)).userId).not.toBe(of('owner').userId)
  })
})
