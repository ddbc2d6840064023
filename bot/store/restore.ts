/** A backup in the place of all that is in the store, whichever engine it is: one transaction, beside running servers. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { type BackedUp, BackupError, check, inFile, NothingThere, sessionKey, writeBackup } from './backup.ts'
import { copyTables, dataTables, emptyTables } from './copy-tables.ts'
import { migrate } from './migrate.ts'
import { databaseFile, type StorePlace } from './open.ts'
import { openPostgresEngine } from './postgres.ts'
import { explainPostgres } from './postgres-away.ts'
import { lockDataDir } from './server-lock.ts'
import { openSqliteEngine, openToRead } from './sqlite.ts'
import { explainSqlite } from './sqlite-away.ts'
import { StoreUnavailable } from './store-unavailable.ts'
import type { Tables } from './tables.ts'

export interface Restored extends BackedUp {
  /** What was there before, as a backup; undefined where there was nothing. */
  readonly before: string | undefined
}

/**
 * Puts a backup in the place of all that is in the store, in one transaction; a server may be running. What was there
 * before is backed up first.
 *
 * @param before the file for that
 * @throws BackupError, MigrationError, StoreUnavailable; the store is then as it was
 */
export async function restoreBackup(place: StorePlace, file: string, before: string): Promise<Restored> {
  if (!existsSync(file)) throw new BackupError(`${file} is not there.`)
  mkdirSync(place.DATA_DIR, { recursive: true, mode: 0o700 })
  // A copy that may be brought to the newest shape; the backup itself stays as it is.
  const folder = mkdtempSync(join(place.DATA_DIR, 'restore-'))
  const copy = join(folder, 'copy.db')
  try {
    copyFileSync(file, copy)
    const rows = await check(copy)
    await inFile(copy, (db) => migrate(db, () => new Date()))
    const kept = await backUpWhatIsThere(place, before)
    const from = openToRead(copy)
    try {
      await replaceAll(place, from)
      await putKeyBack(place, from)
    } finally {
      await from.destroy()
    }
    return { file, rows, before: kept }
  } catch (error) {
    throw explainSqlite(error) ?? explainPostgres(error) ?? error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function backUpWhatIsThere(place: StorePlace, file: string): Promise<string | undefined> {
  try {
    return (await writeBackup(place, file)).file
  } catch (error) {
    if (error instanceof NothingThere) return undefined
    const isDamaged = error instanceof StoreUnavailable && error.reason === 'broken'
    if (!isDamaged || place.DATABASE_URL !== undefined) throw error
    return putAside(place.DATA_DIR, `${file}.damaged`)
  }
}

/** What cannot be read any more is kept for whoever may know how to. @throws StoreLocked where a server has it open */
function putAside(dataDir: string, file: string): string {
  const unlock = lockDataDir(dataDir)
  try {
    for (const end of ['', '-wal', '-shm'])
      if (existsSync(databaseFile(dataDir) + end)) renameSync(databaseFile(dataDir) + end, file + end)
    return file
  } finally {
    unlock()
  }
}

async function replaceAll(place: StorePlace, from: Kysely<Tables>): Promise<void> {
  const now = (): Date => new Date()
  const engine =
    place.DATABASE_URL === undefined
      ? await openSqliteEngine(databaseFile(place.DATA_DIR), now)
      : await openPostgresEngine(place.DATABASE_URL, now)
  try {
    await engine.db.transaction().execute(async (to) => {
      if (place.DATABASE_URL === undefined) await emptyTables(to)
      // Waits for whoever writes, and lets nobody write meanwhile.
      else await sql`truncate ${sql.join(dataTables.map((table) => sql.table(table)))}`.execute(to)
      await copyTables(from, to)
    })
    engine.afterWipe()
  } finally {
    await engine.close()
  }
}

/** On SQLite it lies beside the database. */
async function putKeyBack({ DATABASE_URL, DATA_DIR }: StorePlace, from: Kysely<Tables>): Promise<void> {
  if (DATABASE_URL !== undefined) return
  const row = await from.selectFrom('shared_keys').select('key_text').where('name', '=', sessionKey).executeTakeFirst()
  if (row !== undefined) writeFileSync(join(DATA_DIR, 'session.key'), row.key_text, { mode: 0o600 })
}
