/** What only the embedded engine does: many turns in one flush, one server per folder, a disk that is full or read-only. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql, type Transaction } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { writeBackup } from '#bot/store/backup.ts'
import { createGroupCommit } from '#bot/store/group-commit.ts'
import { databaseFile, openServerStore, openToReadAnswers } from '#bot/store/open.ts'
import { restoreBackup } from '#bot/store/restore.ts'
import { lockDataDir, StoreLocked } from '#bot/store/server-lock.ts'
import { createSqlStore } from '#bot/store/sql-store.ts'
import { openDatabase, openSqlite, openSqliteEngine, openToRead } from '#bot/store/sqlite.ts'
import { explainSqlite } from '#bot/store/sqlite-away.ts'
import { StoreUnavailable, tellWhereAway } from '#bot/store/store-unavailable.ts'
import type { Tables } from '#bot/store/tables.ts'
import { steppingClock } from './support/clock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('transactions that wait at the same moment', () => {
  let db: Kysely<Tables>
  /** What was begun and ended for good: each is one flush. */
  let outer: string[]
  beforeEach(async () => {
    const opened = openDatabase(join(folder, 'a.db'))
    db = opened.db
    await sql`create table words (word text primary key)`.execute(db)
    outer = []
    const exec = opened.database.prepare.bind(opened.database)
    opened.database.prepare = (text, ...rest) => {
      if (/^(begin|commit|rollback$)/.test(text)) outer.push(text)
      return exec(text, ...rest)
    }
  })
  afterEach(() => db.destroy())

  const write = (word: string) => (trx: Transaction<Tables>) =>
    sql`insert into words (word) values (${word})`.execute(trx).then(() => word)
  const kept = async () =>
    (await sql<{ word: string }>`select word from words order by word`.execute(db)).rows.map(({ word }) => word)

  it('share one flush, and each gets its own value', async () => {
    const group = createGroupCommit(db)
    expect(await Promise.all(['a', 'b', 'c'].map((word) => group.transact(write(word))))).toEqual(['a', 'b', 'c'])
    expect(outer).toEqual(['begin immediate', 'commit'])
    expect(await kept()).toEqual(['a', 'b', 'c'])
  })

  it('do not hurt each other: one that fails leaves nothing, the others are kept', async () => {
    const group = createGroupCommit(db)
    const results = await Promise.allSettled([
      group.transact(write('a')),
      group.transact(async (trx) => {
        await write('b')(trx)
        throw new Error('the turn broke')
      }),
      group.transact(write('a')),
      group.transact(write('c')),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(results[1]).toMatchObject({ reason: { message: 'the turn broke' } })
    expect(await kept()).toEqual(['a', 'c'])
  })

  it('are all refused, and told so, where the disk is full; there is room again and all goes on', async () => {
    const group = createGroupCommit(db)
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db)
    await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 1}`).execute(db)
    const long = 'x'.repeat(20_000)
    const results = await Promise.allSettled([write('a'), write(long), write('b')].map((work) => group.transact(work)))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    for (const result of results)
      expect(explainSqlite((result as PromiseRejectedResult).reason)).toMatchObject({ reason: 'full' })
    expect(await kept()).toEqual([])
    await sql`pragma max_page_count = 1000000`.execute(db)
    await Promise.all([group.transact(write('a')), group.transact(write('b'))])
    expect(await kept()).toEqual(['a', 'b'])
    expect((await sql`pragma integrity_check`.execute(db)).rows).toEqual([{ integrity_check: 'ok' }])
  })
})

describe('one server per DATA_DIR', () => {
  const now = steppingClock()
  const place = () => ({ DATA_DIR: folder })

  it('refuses a second one in one line, and lets it in when the first has stopped', async () => {
    const first = await openServerStore(place(), now)
    await expect(openServerStore(place(), now)).rejects.toMatchObject({
      name: 'StoreLocked',
      message: `A server is running on DATA_DIR ${folder}. Stop it first; several servers side by side need PostgreSQL (DATABASE_URL).`,
    })
    await first.close()
    await (await openServerStore(place(), now)).close()
  })

  it('lets commands read beside it', async () => {
    const store = await openServerStore(place(), now)
    const reader = await openToReadAnswers(place())
    expect(await reader?.answersVotedBad('')).toEqual([])
    await reader?.close()
    await store.close()
  })

  it('gives the folder back where the database cannot be opened', async () => {
    writeFileSync(databaseFile(folder), 'this is no database, and long enough to be seen as none'.repeat(40))
    await expect(openServerStore(place(), now)).rejects.toThrow(
      /is damaged: put a backup back .* \(file is not a database\)\.$/,
    )
    rmSync(databaseFile(folder))
    await (await openServerStore(place(), now)).close()
  })
})

it('says in words of an operator that the disk is full, and keeps what was acknowledged', async () => {
  const engine = await openSqliteEngine(join(folder, 'a.db'), steppingClock())
  const store = tellWhereAway(createSqlStore(engine), explainSqlite)
  const { id: personId } = await store.personAt({ channel: 'web', key: 'k' })
  await store.beginConversation('c', 'directline', personId)
  const say = (id: string, text: string) =>
    store.accept({ channel: 'directline', conversationId: 'c', personId, message: { id, text }, shown: { text } })
  await say('m1', '一')
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(engine.db)
  await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 2}`).execute(engine.db)
  const refused = say('m2', '长'.repeat(20_000))
  await expect(refused).rejects.toThrow(StoreUnavailable)
  await expect(refused).rejects.toThrow(
    'The disk under DATA_DIR is full: nothing more can be kept until there is room.',
  )
  expect(await store.activitiesAfter('c', 0, 10)).toHaveLength(1)
  await sql`pragma max_page_count = 1000000`.execute(engine.db)
  expect(await say('m2', '二')).toMatchObject({ seq: 2, repeated: false })
  await store.close()
})

it('says that the disk cannot be written', async () => {
  const file = join(folder, 'a.db')
  await (await openSqlite(file, steppingClock())).close()
  const engine = await openSqliteEngine(file, steppingClock())
  const store = tellWhereAway(createSqlStore(engine), explainSqlite)
  await sql`pragma query_only = 1`.execute(engine.db)
  await expect(store.personAt({ channel: 'web', key: 'k' })).rejects.toMatchObject({ reason: 'read-only' })
  await store.close()
})

it('puts a database that is damaged aside when a backup is put back, unless a server has it open', async () => {
  const place = { DATA_DIR: folder }
  const store = await openServerStore(place, steppingClock())
  await store.personAt({ channel: 'web', key: 'k' })
  await store.close()
  await writeBackup(place, join(folder, 'backup.db'))
  const damaged = 'this is no database, and long enough to be seen as none'.repeat(40)
  for (const end of ['', '-wal', '-shm']) rmSync(databaseFile(folder) + end, { force: true })
  writeFileSync(databaseFile(folder), damaged)
  const unlock = lockDataDir(folder)
  const restore = () => restoreBackup(place, join(folder, 'backup.db'), join(folder, 'before.db'))
  await expect(restore()).rejects.toThrow(StoreLocked)
  unlock()
  expect(await restore()).toMatchObject({ before: join(folder, 'before.db.damaged') })
  expect(readFileSync(join(folder, 'before.db.damaged'), 'utf8')).toBe(damaged)
  const again = await openServerStore(place, steppingClock())
  expect(await again.findPersonId('web:k')).toBeDefined()
  await again.close()
})

it('empties its log of words that were wiped while somebody read, as soon as they have ended', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const words = '极其秘密的指挥系统'
    const isThere = () => spawnSync('grep', ['-rqF', words, folder]).status === 0
    const store = await openSqlite(databaseFile(folder), steppingClock())
    const { id: personId } = await store.personAt({ channel: 'web', key: 'k' })
    await store.beginConversation('c', 'web', personId)
    await store.accept({ channel: 'web', conversationId: 'c', personId, message: { id: 'm', text: words } })
    const reader = openToRead(databaseFile(folder))
    await reader.transaction().execute(async (trx) => {
      await trx.selectFrom('inbox').selectAll().execute()
      expect(await store.erasePerson(personId)).toBe(true)
    })
    expect(isThere()).toBe(true)
    vi.advanceTimersByTime(10_000)
    expect(isThere()).toBe(false)
    await reader.destroy()
    await store.close()
  } finally {
    vi.useRealTimers()
  }
})
