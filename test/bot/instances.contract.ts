/** Several servers on one database, and a database that goes away and comes back. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeBackup } from '#bot/store/backup.ts'
import { databaseFile, openServerStore } from '#bot/store/open.ts'
import { connectPostgres, openPostgres } from '#bot/store/postgres.ts'
import { restoreBackup } from '#bot/store/restore.ts'
import { openToRead } from '#bot/store/sqlite.ts'
import { StoreUnavailable } from '#bot/store/store.ts'
import { awayReply } from '#bot/store-away.ts'
import type { PostgresServer } from '../support/postgres.ts'
import { callDirectLine, openSession, startAssistant, type TestAssistant } from './support/assistant.ts'
import { steppingClock } from './support/clock.ts'
import { dump } from './support/dump.ts'
import { eventually } from './support/eventually.ts'
import { fillStore } from './support/full-store.ts'
import { connect } from './support/web-chat-client.ts'

export function instancesContract(server: PostgresServer): void {
  let url: string
  let folder: string
  let running: TestAssistant[]

  beforeEach(async () => {
    url = await server.createDatabase()
    folder = mkdtempSync(join(tmpdir(), 'instances-'))
    running = []
  })
  afterEach(async () => {
    await Promise.all(running.map((each) => each.stop()))
    await server.dropDatabase(url)
    rmSync(folder, { recursive: true })
  })

  async function startOne(name: string): Promise<TestAssistant> {
    const one = await startAssistant({ environment: { DATABASE_URL: url }, dataDir: join(folder, name) })
    running.push(one)
    return one
  }

  it('knows everybody’s cookie on each instance, and wakes sockets for what another one answered', async () => {
    const [first, second] = [await startOne('first'), await startOne('second')]
    const session = await openSession(first.origin)
    const same = await openSession(second.origin, session.cookie)
    expect(same.conversationId).toBe(session.conversationId)
    const [here, there] = [
      connect({ origin: first.origin, token: session.token }),
      connect({ origin: second.origin, token: session.token, conversationId: session.conversationId }),
    ]
    await Promise.all([here.hear('答:opened'), there.hear('答:opened')])
    await here.say('你好')
    await there.hear('答:你好')
    await there.say('又一句')
    await here.hear('答:又一句')
    expect(here.transcript()).toEqual(['bot:答:opened', 'user:你好', 'bot:答:你好', 'user:又一句', 'bot:答:又一句'])
    here.close()
    there.close()
  })

  it('tells a person once that the database is away, loses nothing, and answers when it is back', {
    timeout: 20_000,
  }, async () => {
    const one = await startOne('one')
    const session = await openSession(one.origin)
    const client = connect({ origin: one.origin, token: session.token })
    await client.hear('答:opened')
    await client.say('之前')
    await client.hear('答:之前')
    await server.halt()
    try {
      const path = `/conversations/${session.conversationId}/activities`
      for (const text of ['一', '二']) {
        const refused = await callDirectLine(one.origin, session.token, 'POST', path, { type: 'message', text })
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
      }
      expect((await fetch(`${one.origin}/healthz`)).status).toBe(200)
    } finally {
      await server.start()
    }
    await eventually(() => client.say('之后'))
    await client.hear('答:之后')
    expect(client.transcript()).toEqual([
      'bot:答:opened',
      'user:之前',
      'bot:答:之前',
      `bot:${awayReply.text}`,
      'user:之后',
      'bot:答:之后',
    ])
    expect(one.logged.some((line) => line.includes('"level":50'))).toBe(false)
    client.close()
  })

  it('takes up by itself what was accepted when the database went away', { timeout: 20_000 }, async () => {
    const store = await openPostgres(url)
    const { id: personId } = await store.personAt({ channel: 'web', key: 'k' })
    await store.beginConversation('c', 'directline', personId)
    await store.accept({ channel: 'directline', conversationId: 'c', personId, message: { id: 'm', text: '一' } })
    await server.halt()
    await expect(store.nextUnfinished('c')).rejects.toThrow(StoreUnavailable)
    await expect(openPostgres(url)).rejects.toThrow(/^The database of DATABASE_URL is not reached: /)
    await server.start()
    expect(await store.sweepUnfinished()).toEqual(['c'])
    expect(await store.nextUnfinished('c')).toMatchObject({ message: { id: 'm' } })
    await store.close()
  })

  it('is brought to its shape once, by however many instances start at the same moment', async () => {
    const empty = await server.createEmptyDatabase()
    const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgres(empty)))
    const people = await Promise.all(stores.map((store) => store.personAt({ channel: 'web', key: 'same' })))
    expect(new Set(people.map(({ id }) => id)).size).toBe(1)
    const keys = await Promise.all(stores.map((store, i) => store.sharedKey('session', `key ${i}`)))
    expect(new Set(keys).size).toBe(1)
    await Promise.all(stores.map((store) => store.close()))
    await server.dropDatabase(empty)
  })

  it('takes over what was kept in the embedded engine, by its backup', async () => {
    const old = { DATA_DIR: join(folder, 'old') }
    const file = join(folder, 'backup.db')
    const store = await openServerStore(old, steppingClock())
    await fillStore(store)
    await writeBackup(old, file)
    await store.close()
    const empty = await server.createEmptyDatabase()
    const place = { DATABASE_URL: empty, DATA_DIR: join(folder, 'new') }
    await expect(writeBackup(place, join(folder, 'none.db'))).rejects.toThrow(/^There is nothing to back up/)
    expect(await restoreBackup(place, file, join(folder, 'before.db'))).toMatchObject({ before: undefined })
    expect(await dump(connectPostgres(empty))).toEqual(await dump(openToRead(databaseFile(old.DATA_DIR))))
    const moved = await openPostgres(empty)
    expect(await moved.findPersonId('wecom:wang')).toBeDefined()
    await moved.close()
    await server.dropDatabase(empty)
  })
}
