/** The embedded engine: one SQLite file, one process. */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
import { migrate } from './migrate.ts'
import { createAnswerReader } from './sql-answers.ts'
import { createSqlStore } from './sql-store.ts'
import type { AnswerReader, Store } from './store.ts'
import type { Tables } from './tables.ts'

/** Statements kept prepared; the store writes about twenty. */
const preparedAtMost = 200

/**
 * Opens or makes the database and brings it to the newest shape.
 *
 * @param file the database file; its folder is made where it is missing
 */
export async function openSqlite(file: string, now: () => Date): Promise<Store> {
  // What people said is in there: other users of the machine have no business with it.
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(file)
  // FULL: every commit is flushed before it is acknowledged, so that a power cut loses no answered message.
  // secure_delete: words that are wiped are overwritten in the file, not only unlinked.
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma foreign_keys = on; pragma busy_timeout = 5000',
  )
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adaptNodeSqlite(database) }) })
  try {
    await migrate(db, now)
  } catch (error) {
    await db.destroy()
    throw error
  }
  // The log written ahead still holds the pages as they were: it is taken over and emptied.
  return createSqlStore(db, now, () => database.exec('pragma wal_checkpoint(truncate)'))
}

/**
 * Reads what was answered beside a running server, and writes nothing.
 *
 * @returns undefined where there is no database yet, or one that no server of this version has opened
 */
export async function openSqliteToRead(file: string): Promise<AnswerReader | undefined> {
  if (!existsSync(file)) return undefined
  const database = new DatabaseSync(file, { readOnly: true })
  database.exec('pragma busy_timeout = 5000')
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adaptNodeSqlite(database) }) })
  const tables = await db.introspection.getTables()
  if (tables.some((table) => table.name === 'feedback')) return createAnswerReader(db)
  await db.destroy()
  return undefined
}

/** Node's own SQLite in the shape Kysely's dialect asks for. */
function adaptNodeSqlite(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = prepared.get(sql)
      if (known !== undefined) return known
      const statement = database.prepare(sql)
      const adapted: SqliteStatement = {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
        run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
        iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
      }
      if (prepared.size >= preparedAtMost) prepared.clear()
      prepared.set(sql, adapted)
      return adapted
    },
  }
}
