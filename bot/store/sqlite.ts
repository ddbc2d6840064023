/** The embedded engine: one SQLite file, one server, commands beside it. */
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import type { SqlEngine } from './engine.ts'
import { createGroupCommit } from './group-commit.ts'
import { migrate } from './migrate.ts'
import { createAnswerReader } from './sql-answers.ts'
import { createSqlStore } from './sql-store.ts'
import { explainSqlite } from './sqlite-away.ts'
import { NodeSqliteDialect } from './sqlite-dialect.ts'
import type { AnswerReader, Store } from './store.ts'
import { tellWhereAway } from './store-unavailable.ts'
import type { Tables } from './tables.ts'

/** A command beside the server may hold the file so long. */
const busyMilliseconds = 5_000
/** Nothing else is heard meanwhile. */
const emptyingMilliseconds = 200
const emptyAgainMilliseconds = 10_000

/**
 * Opens or makes the database and brings it to the newest shape.
 *
 * @param file the database file; its folder is made where it is missing
 * @param afterClose what is done when it is closed
 * @throws StoreUnavailable where it cannot be opened or written
 */
export async function openSqlite(file: string, now: () => Date, afterClose?: () => void): Promise<Store> {
  const { close, ...engine } = await openSqliteEngine(file, now)
  const closeAll = (): Promise<void> => close().finally(afterClose)
  return tellWhereAway(createSqlStore({ ...engine, close: closeAll }), explainSqlite)
}

/** @throws StoreUnavailable where it cannot be opened or written */
export async function openSqliteEngine(file: string, now: () => Date): Promise<SqlEngine> {
  try {
    return await open(file, now)
  } catch (error) {
    throw explainSqlite(error) ?? error
  }
}

async function open(file: string, now: () => Date): Promise<SqlEngine> {
  // What people said is in there: other users of the machine have no business with it.
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
  const { database, db } = openDatabase(file)
  try {
    await migrate(db, now)
  } catch (error) {
    await db.destroy()
    throw error
  }
  const group = createGroupCommit(db)
  const emptying = createEmptying(database)
  return {
    db,
    instance: randomUUID(),
    alone: true,
    stamp: () => now().toISOString(),
    skipLocked: false,
    transact: group.transact,
    tellNews: async () => undefined,
    onNews: () => () => undefined,
    maySweep: async () => true,
    afterWipe: emptying.begin,
    async close() {
      await group.idle()
      emptying.end()
      await db.destroy()
    },
  }
}

/**
 * The log written ahead still holds pages as they were before a wipe: it is taken over and emptied. While somebody reads
 * an older moment that cannot be done; it is then tried again, and for the last time at the end.
 */
function createEmptying(database: DatabaseSync): { begin(): void; end(): void } {
  let again: NodeJS.Timeout | undefined
  const empty = (milliseconds: number): boolean => {
    database.exec(`pragma busy_timeout = ${milliseconds}`)
    const told = database.prepare('pragma wal_checkpoint(truncate)').get()
    database.exec(`pragma busy_timeout = ${busyMilliseconds}`)
    return told?.busy === 0
  }
  function begin(): void {
    clearTimeout(again)
    again = empty(emptyingMilliseconds) ? undefined : setTimeout(begin, emptyAgainMilliseconds).unref()
  }
  return {
    begin,
    end() {
      clearTimeout(again)
      if (again !== undefined) empty(busyMilliseconds)
    },
  }
}

const pragmas = [
  `busy_timeout = ${busyMilliseconds}`,
  'journal_mode = wal',
  // Every commit is flushed before it is acknowledged, so that a power cut loses no answered message.
  'synchronous = full',
  // 32 MB of pages: what is written again and again is taken over into the file once.
  'wal_autocheckpoint = 8000',
  // In KiB.
  'cache_size = -16000',
  // Words that are wiped are overwritten in the file, not only unlinked.
  'secure_delete = on',
  'foreign_keys = on',
]

/** The file and the one connection to it. */
export function openDatabase(file: string): { readonly database: DatabaseSync; readonly db: Kysely<Tables> } {
  const database = new DatabaseSync(file)
  for (const pragma of pragmas) database.exec(`pragma ${pragma}`)
  return { database, db: new Kysely<Tables>({ dialect: new NodeSqliteDialect(database) }) }
}

/**
 * Reads what was answered beside a running server, and writes nothing.
 *
 * @returns undefined where there is no database yet, or one that no server of this version has opened
 */
export async function openSqliteToRead(file: string): Promise<AnswerReader | undefined> {
  if (!existsSync(file)) return undefined
  const db = openToRead(file)
  const tables = await db.introspection.getTables()
  if (tables.some((table) => table.name === 'feedback')) return createAnswerReader(db)
  await db.destroy()
  return undefined
}

/** A connection that writes nothing, beside a running server; a transaction on it sees one moment. */
export function openToRead(file: string): Kysely<Tables> {
  const database = new DatabaseSync(file, { readOnly: true })
  database.exec(`pragma busy_timeout = ${busyMilliseconds}`)
  return new Kysely<Tables>({ dialect: new NodeSqliteDialect(database, { begin: 'begin' }) })
}
