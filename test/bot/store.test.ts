import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MigrationError, migrate } from '#bot/store/migrate.ts'
import { openSqlite } from '#bot/store/sqlite.ts'
import type { Store } from '#bot/store/store.ts'
import type { Tables } from '#bot/store/tables.ts'
import { type Engine, storeContract } from './store.contract.ts'
import { steppingClock } from './support/clock.ts'

async function makeSqlite(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const now = steppingClock()
  let store: Store | undefined
  return {
    async open() {
      await store?.close()
      store = await openSqlite(join(folder, 'assistant.db'), now)
      return store
    },
    async dispose() {
      await store?.close()
      rmSync(folder, { recursive: true })
    },
  }
}

describe.each([['sqlite', makeSqlite]])('store on %s', (_name, makeEngine) => storeContract(makeEngine))

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
    await store.close()
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
    await migrate(db, now, folder)
    await migrate(db, now, folder)
    writeFileSync(join(folder, '0002-more.sql'), 'create table more (id text primary key);\n')
    await migrate(db, now, folder)
    const names = await db.selectFrom('schema_migrations').select('name').orderBy('name').execute()
    expect(names.map((row) => row.name)).toEqual(['0001-conversations.sql', '0002-more.sql'])
  })

  it('stop the start when an applied one was edited', async () => {
    await migrate(db, now, folder)
    appendFileSync(join(folder, '0001-conversations.sql'), '-- edited\n')
    await expect(migrate(db, now, folder)).rejects.toThrow(MigrationError)
  })

  it('stop the start on a database of a newer version', async () => {
    writeFileSync(join(folder, '0002-more.sql'), 'create table more (id text primary key);\n')
    await migrate(db, now, folder)
    rmSync(join(folder, '0002-more.sql'))
    await expect(migrate(db, now, folder)).rejects.toThrow(/newer version/)
  })

  it('leave nothing of a file that fails half-way', async () => {
    writeFileSync(
      join(folder, '0002-broken.sql'),
      'create table half (id text primary key);\ncreate table half (id text primary key);\n',
    )
    await expect(migrate(db, now, folder)).rejects.toThrow(/half/)
    const tables = (await db.introspection.getTables()).map((table) => table.name)
    expect(tables).toContain('inbox')
    expect(tables).not.toContain('half')
  })

  it('hold nothing that only one engine understands', async () => {
    const { readFileSync } = await import('node:fs')
    const text = readFileSync(join(folder, '0001-conversations.sql'), 'utf8')
    expect(text).not.toMatch(/autoincrement|without rowid|strict;|pragma|datetime\(|serial|jsonb|timestamptz/i)
  })
})
