/** One server per DATA_DIR: a second one is told so at its start. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { explainSqlite } from './sqlite-away.ts'

/** Another process holds what this one needs for itself. */
export class StoreLocked extends Error {
  override readonly name = 'StoreLocked'
}

/**
 * Holds an exclusive lock on `server.lock`. The operating system frees it when the process ends, however it ends.
 *
 * @returns gives it back
 * @throws StoreLocked where another process holds it
 */
export function lockDataDir(dataDir: string): () => void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const lock = new DatabaseSync(join(dataDir, 'server.lock'))
    try {
      lock.exec('pragma busy_timeout = 0; begin exclusive')
    } catch (error) {
      lock.close()
      throw error
    }
    return () => lock.close()
  } catch (error) {
    const away = explainSqlite(error)
    if (away?.reason === 'busy')
      throw new StoreLocked(
        `A server is running on DATA_DIR ${dataDir}. Stop it first; several servers side by side need PostgreSQL (DATABASE_URL).`,
        { cause: error },
      )
    throw away ?? error
  }
}
