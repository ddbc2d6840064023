/** The one engine or the other, by the settings. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { MigrationError, readApplied, readMigrations } from './migrate.ts'
import { explainPostgres } from './postgres-away.ts'
import { lockDataDir } from './server-lock.ts'
import { openSqlite, openSqliteToRead, openToRead } from './sqlite.ts'
import type { AnswerReader, Store } from './store.ts'
import type { Tables } from './tables.ts'

export interface StorePlace {
  /** `postgres://…`; unset: SQLite under DATA_DIR. */
  readonly DATABASE_URL?: string | undefined
  readonly DATA_DIR: string
}

export function databaseFile(dataDir: string): string {
  return join(dataDir, 'assistant.db')
}

/**
 * Opens the store for a server: on SQLite the only one there is, which is seen to here; on PostgreSQL one of any number.
 *
 * @param now the clock on SQLite; on PostgreSQL the database's own decides
 * @throws StoreLocked, StoreUnavailable, MigrationError
 */
export async function openServerStore({ DATABASE_URL, DATA_DIR }: StorePlace, now: () => Date): Promise<Store> {
  if (DATABASE_URL !== undefined) return (await loadPostgres()).openPostgres(DATABASE_URL)
  const unlock = lockDataDir(DATA_DIR)
  try {
    return await openSqlite(databaseFile(DATA_DIR), now, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

/** Reads what was answered beside running servers. @returns undefined where no server of this version has opened it */
export async function openToReadAnswers({ DATABASE_URL, DATA_DIR }: StorePlace): Promise<AnswerReader | undefined> {
  if (DATABASE_URL !== undefined) return (await loadPostgres()).openPostgresToRead(DATABASE_URL)
  return openSqliteToRead(databaseFile(DATA_DIR))
}

/**
 * Opens the store for a command beside running servers, in the shape they have given it.
 *
 * @returns undefined where no server has opened it yet
 * @throws MigrationError where the servers are of another version; StoreUnavailable
 */
export async function openStoreBeside(
  { DATABASE_URL, DATA_DIR }: StorePlace,
  now: () => Date,
): Promise<Store | undefined> {
  if (DATABASE_URL !== undefined) {
    const { connectPostgres, openPostgres } = await loadPostgres()
    return (await isInShape(connectPostgres(DATABASE_URL))) ? openPostgres(DATABASE_URL) : undefined
  }
  const file = databaseFile(DATA_DIR)
  return existsSync(file) && (await isInShape(openToRead(file))) ? openSqlite(file, now) : undefined
}

/** Its driver is of no use on SQLite. */
const loadPostgres = () => import('./postgres.ts')

async function isInShape(db: Kysely<Tables>): Promise<boolean> {
  try {
    if (!(await db.introspection.getTables()).some(({ name }) => name === 'schema_migrations')) return false
    const applied = await readApplied(db)
    if (readMigrations().every(({ name }) => applied.has(name))) return true
    throw new MigrationError(
      'The database is of an older version: start the server of this version once, then try again.',
    )
  } catch (error) {
    throw explainPostgres(error) ?? error
  } finally {
    await db.destroy()
  }
}
