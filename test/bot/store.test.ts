import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MigrationError, migrate } from '#bot/store/migrate.ts'
import { connectPostgres, openPostgres, openPostgresToRead } from '#bot/store/postgres.ts'
import { openSqlite, openSqliteToRead, openToRead } from '#bot/store/sqlite.ts'
import type { Store } from '#bot/store/store.ts'
import type { Tables } from '#bot/store/tables.ts'
import { startPostgres } from '../support/postgres.ts'
import { auditContract } from './audit.contract.ts'
import { backupsContract } from './backups.contract.ts'
import { dutiesContract } from './duties.contract.ts'
import { instancesContract } from './instances.contract.ts'
import { linkingContract } from './linking.contract.ts'
import { noticesContract } from './notices.contract.ts'
import { outboxContract } from './outbox/outbox.contract.ts'
import { projectContract } from './projects.contract.ts'
import { type Engine, type Instances, storeContract } from './store.contract.ts'
import { passingClock, steppingClock } from './support/clock.ts'
import { dump } from './support/dump.ts'

async function makeSqlite(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const { now, pass } = passingClock()
  let store: Store | undefined
  return {
    async open() {
      await store?.close()
      store = await openSqlite(join(folder, 'assistant.db'), now)
      return store
    },
    pass,
    async read() {
      const reader = await openSqliteToRead(join(folder, 'assistant.db'))
      if (reader === undefined) throw new Error('The database just opened is not there.')
      return reader
    },
    place: { DATA_DIR: folder },
    dump: () => dump(openToRead(join(folder, 'assistant.db'))),
    async dispose() {
      await store?.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const server = await startPostgres()
afterAll(() => server?.stop())

async function makePostgres(): Promise<Engine> {
  if (server === undefined) throw new Error('There is no PostgreSQL here.')
  const url = await server.createDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const { now, pass } = passingClock()
  const opened: Store[] = []
  const open = async () => {
    const store = await openPostgres(url, now)
    opened.push(store)
    return store
  }
  return {
    async open() {
      await opened.pop()?.close()
      return open()
    },
    openBeside: open,
    pass,
    async read() {
      const reader = await openPostgresToRead(url)
      if (reader === undefined) throw new Error('The database just opened is not there.')
      return reader
    },
    place: { DATABASE_URL: url, DATA_DIR: folder },
    dump: () => dump(connectPostgres(url)),
    async dispose() {
      await Promise.all(opened.map((store) => store.close()))
      await server.dropDatabase(url)
      rmSync(folder, { recursive: true })
    },
  }
}

type Kind = [name: string, makeEngine: () => Promise<Engine>, instances: Instances]
const engines: Kind[] = [
  ['sqlite', makeSqlite, 'one'],
  ...(server === undefined ? [] : [['postgres', makePostgres, 'several'] satisfies Kind]),
]

describe.each(engines)('store on %s', (_name, ...engine) => storeContract(...engine))

describe.each(engines)('projects on %s', (_name, makeEngine) => projectContract(makeEngine))

describe.each(engines)('outbox on %s', (_name, ...engine) => outboxContract(...engine))

describe.each(engines)('linking on %s', (_name, makeEngine) => linkingContract(makeEngine))
describe.each(engines)('notices on %s', (_name, makeEngine) => noticesContract(makeEngine))

describe.each(engines)('data duties on %s', (_name, makeEngine) => dutiesContract(makeEngine))

describe.each(engines)('audit on %s', (_name, makeEngine) => auditContract(makeEngine))

describe.each(engines)('backups on %s', (_name, makeEngine) => backupsContract(makeEngine))

if (server !== undefined) describe('instances on postgres', () => instancesContract(server))

describe('the SQLite file', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'))
    file = join(folder, 'assistant.db')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is written ahead, flushed at every commit, and holds its references', async () => {
    const store = await openSqlite(file, steppingClock())
    await expect(store.beginConversation('c', 'directline', 'nobody')).rejects.toThrow(/FOREIGN KEY/)
    const beside = new DatabaseSync(file)
    expect(beside.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
    beside.close()
    for (const name of readdirSync(folder))
      expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
    await store.close()
  })

  it('is not read where no server has opened it', async () => {
    expect(await openSqliteToRead(file)).toBeUndefined()
    new DatabaseSync(file).close()
    expect(await openSqliteToRead(file)).toBeUndefined()
  })

  it('is read after the server stopped', async () => {
    await (await openSqlite(file, steppingClock())).close()
    const reader = await openSqliteToRead(file)
    expect(await reader?.answersVotedBad('')).toEqual([])
    await reader?.close()
  })

  it('holds nothing more of words that were wiped, open or closed', async () => {
    const store = await openSqlite(file, steppingClock())
    const { id: personId } = await store.personAt({ channel: 'web', key: 'k' })
    await store.beginConversation('c', 'web', personId)
    const told = '极其秘密的指挥系统'
    for (const [i, text] of [told, `${told}是涉密的`].entries()) {
      await store.accept({
        channel: 'web',
        conversationId: 'c',
        personId,
        message: { id: `m${i}`, text },
        shown: { text },
      })
      await store.commitTurn({
        channel: 'web',
        messageId: `m${i}`,
        personId,
        conversation: { id: 'c', recent: i === 0 ? [text] : [] },
        expectedVersion: i,
        replies: [{ text: i === 0 ? `已记：${text}` : '已清除', summary: '已记' }],
        ...(i === 0 ? {} : { changes: { wipe: true } }),
      })
    }
    const names = readdirSync(folder)
    for (const name of names) expect(readFileSync(join(folder, name)).includes(told), name).toBe(false)
    expect(names).toContain('assistant.db-wal')
    await store.close()
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes(told), name).toBe(false)
  })

  it('loses no acknowledged message when the process is killed', { timeout: 20_000 }, async () => {
    for (let round = 0; round < 2; round++) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'support/commit-child.ts'), file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let printed = ''
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        printed += chunk
        if (printed.split('\n').length > 200) child.kill('SIGKILL')
      })
      await once(child, 'close')
      const acknowledged = Number(printed.slice(0, printed.lastIndexOf('\n')).split('\n').at(-1))
      expect(acknowledged).toBeGreaterThanOrEqual(200)
      const store = await openSqlite(file, steppingClock())
      const kept = await store.activitiesAfter('c1', 0, 1_000_000)
      await store.close()
      const shown = new Set(kept.map((activity) => (activity.payload as { i: number }).i))
      for (let i = 1; i <= acknowledged; i++) expect(shown.has(i)).toBe(true)
      expect(new Set(kept.map((activity) => activity.seq)).size).toBe(kept.length)
    }
  })
})

describe('migrations', () => {
  let folder: string
  let db: Kysely<Tables>
  const now = steppingClock()
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'migrations-'))
    cpSync(join(import.meta.dirname, '../../bot/store/migrations'), folder, { recursive: true })
    const database = new DatabaseSync(':memory:')
    db = new Kysely<Tables>({
      dialect: new SqliteDialect({
        database: {
          close: () => database.close(),
          prepare(sql) {
            const statement = database.prepare(sql)
            const values = (parameters: readonly unknown[]) => parameters as string[]
            return {
              reader: statement.columns().length > 0,
              all: (p) => statement.all(...values(p)),
              run: (p) => statement.run(...values(p)),
              iterate: (p) => statement.iterate(...values(p)),
            }
          },
        },
      }),
    })
  })
  afterEach(async () => {
    await db.destroy()
    rmSync(folder, { recursive: true })
  })

  it('are applied once, and a new one later', async () => {
    const known = readdirSync(folder).sort()
    expect(known[0]).toBe('0001-conversations.sql')
    await migrate(db, now, folder)
    await migrate(db, now, folder)
    writeFileSync(join(folder, '0099-more.sql'), 'create table more (id text primary key);\n')
    await migrate(db, now, folder)
    const names = await db.selectFrom('schema_migrations').select('name').orderBy('name').execute()
    expect(names.map((row) => row.name)).toEqual([...known, '0099-more.sql'])
  })

  it('stop the start when an applied one was edited', async () => {
    await migrate(db, now, folder)
    appendFileSync(join(folder, '0001-conversations.sql'), '-- edited\n')
    await expect(migrate(db, now, folder)).rejects.toThrow(MigrationError)
  })

  it('stop the start on a database of a newer version', async () => {
    writeFileSync(join(folder, '0099-more.sql'), 'create table more (id text primary key);\n')
    await migrate(db, now, folder)
    rmSync(join(folder, '0099-more.sql'))
    await expect(migrate(db, now, folder)).rejects.toThrow(/newer version/)
  })

  it('leave nothing of a file that fails half-way', async () => {
    writeFileSync(
      join(folder, '0099-broken.sql'),
      'create table half (id text primary key);\ncreate table half (id text primary key);\n',
    )
    await expect(migrate(db, now, folder)).rejects.toThrow(/half/)
    const tables = (await db.introspection.getTables()).map((table) => table.name)
    expect(tables).toContain('inbox')
    expect(tables).not.toContain('half')
  })

  it('hold nothing that only one engine understands', async () => {
    const { readdirSync, readFileSync } = await import('node:fs')
    const text = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    expect(text.join()).not.toMatch(/autoincrement|without rowid|strict;|pragma|datetime\(|serial|jsonb|timestamptz/i)
  })
})
