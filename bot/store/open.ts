/** The one engine or the other, by the settings. */
import { join } from 'node:path'
import { openPostgres, openPostgresToRead } from './postgres.ts'
import { lockDataDir } from './server-lock.ts'
import { openSqlite, openSqliteToRead } from './sqlite.ts'
import type { AnswerReader, Store } from './store.ts'

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
  if (DATABASE_URL !== undefined) return openPostgres(DATABASE_URL)
  const unlock = lockDataDir(DATA_DIR)
  try {
    return await openSqlite(databaseFile(DATA_DIR), now, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

/** Reads what was answered beside running servers. @returns undefined where no server of this version has opened it */
export function openToReadAnswers({ DATABASE_URL, DATA_DIR }: StorePlace): Promise<AnswerReader | undefined> {
  return DATABASE_URL === undefined ? openSqliteToRead(databaseFile(DATA_DIR)) : openPostgresToRead(DATABASE_URL)
}
