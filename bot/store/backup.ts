/**
 * A backup is one SQLite file, whichever engine it was made of, so that it can be put back into either. It is made and put
 * back beside running servers: each is one transaction.
 */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type Kysely, sql, type Transaction } from 'kysely'
import { copyTables, dataTables } from './copy-tables.ts'
import { applyMigration, checkApplied, makeShapeTable, migrate, readApplied, readMigrations } from './migrate.ts'
import { databaseFile, type StorePlace } from './open.ts'
import { connectPostgres, openPostgresEngine } from './postgres.ts'
import { explainPostgres } from './postgres-away.ts'
import { lockDataDir } from './server-lock.ts'
import { openDatabase, openSqliteEngine, openToRead } from './sqlite.ts'
import { explainSqlite } from './sqlite-away.ts'
import { StoreUnavailable } from './store-unavailable.ts'
import type { Tables } from './tables.ts'

/** The file is no backup, or one that cannot be used; or there is nothing to back up. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

class NothingThere extends BackupError {}

export interface BackedUp {
  readonly file: string
  /** How many rows are in it. */
  readonly rows: number
}

const sessionKey = 'session'

/** `assistant-2026-11-24T09-00-00Z.db` */
export function backupName(what: string, now: Date): string {
  return `${what}-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z.db`
}

/**
 * @param file is made, readable by its owner alone; one that is there is not overwritten
 * @throws BackupError, StoreUnavailable
 */
export async function writeBackup(place: StorePlace, file: string): Promise<BackedUp> {
  if (existsSync(file)) throw new BackupError(`${file} is there already; a backup overwrites nothing.`)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const part = `${file}.part`
  rmSync(part, { force: true })
  // Before anything is in it: what people said is nobody else's business.
  closeSync(openSync(part, 'w', 0o600))
  try {
    if (place.DATABASE_URL === undefined) await copySqlite(place, part)
    else await copyPostgres(place.DATABASE_URL, part)
    const rows = await check(part)
    flush(part)
    renameSync(part, file)
    return { file, rows }
  } catch (error) {
    throw explainSqlite(error) ?? explainPostgres(error) ?? error
  } finally {
    for (const name of [part, `${part}-journal`]) rmSync(name, { force: true })
  }
}

/** One moment of it, as compact as can be; what was deleted is not in there. */
async function copySqlite(place: StorePlace, part: string): Promise<void> {
  const source = databaseFile(place.DATA_DIR)
  if (!existsSync(source)) throw new NothingThere(`There is nothing to back up: ${source} is not there.`)
  const db = openToRead(source)
  try {
    await sql`vacuum into ${part}`.execute(db)
  } finally {
    await db.destroy()
  }
  const key = join(place.DATA_DIR, 'session.key')
  await inFile(part, async (copy) => {
    if (existsSync(key)) await keepKey(copy, readFileSync(key, 'utf8').trim())
  })
}

/** Without it everybody would be a newcomer after a restore elsewhere. */
async function keepKey(db: Kysely<Tables>, text: string): Promise<void> {
  await db
    .insertInto('shared_keys')
    .values({ name: sessionKey, key_text: text })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ key_text: text }))
    .execute()
}

async function copyPostgres(url: string, part: string): Promise<void> {
  const source = connectPostgres(url)
  try {
    await source
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (from) => {
        const applied = await readApplied(from).catch((cause: unknown) => {
          if (explainPostgres(cause) !== undefined) throw cause
          throw new NothingThere('There is nothing to back up: no server has opened the database of DATABASE_URL.', {
            cause,
          })
        })
        const known = readMigrations()
        checkApplied(known, applied)
        await inFile(part, async (copy) => {
          await copy.transaction().execute(async (to) => {
            await makeShapeTable(to)
            for (const migration of known)
              if (applied.has(migration.name)) await applyMigration(to, migration, new Date().toISOString())
            await emptyTables(to)
            await copyTables(from, to)
          })
        })
      })
  } finally {
    await source.destroy()
  }
}

/** A single file afterwards, without a log beside it. */
async function inFile(file: string, work: (db: Kysely<Tables>) => Promise<void>): Promise<void> {
  const { db } = openDatabase(file)
  try {
    await sql`pragma journal_mode = delete`.execute(db)
    await work(db)
  } finally {
    await db.destroy()
  }
}

/** @returns how many rows it has @throws BackupError where it is damaged or not ours */
async function check(file: string): Promise<number> {
  const db = openToRead(file)
  try {
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
    const { rows: dangling } = await sql`pragma foreign_key_check`.execute(db)
    if (rows[0]?.integrity_check !== 'ok' || dangling.length > 0) throw new BackupError(`${file} is damaged.`)
    const tables = new Set((await db.introspection.getTables()).map(({ name }) => name))
    if (!tables.has('schema_migrations')) throw new BackupError(`${file} is no backup of the assistant.`)
    checkApplied(readMigrations(), await readApplied(db))
    let count = 0
    for (const table of dataTables)
      if (tables.has(table))
        count += Number(
          (
            await db
              .selectFrom(table)
              .select((eb) => eb.fn.countAll().as('rows'))
              .executeTakeFirstOrThrow()
          ).rows,
        )
    return count
  } catch (error) {
    if (explainSqlite(error)?.reason === 'broken')
      throw new BackupError(`${file} is damaged, or no backup.`, { cause: error })
    throw error
  } finally {
    await db.destroy()
  }
}

function flush(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}

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

async function emptyTables(to: Transaction<Tables>): Promise<void> {
  for (const table of dataTables.toReversed()) await sql`delete from ${sql.table(table)}`.execute(to)
}

/** On SQLite it lies beside the database. */
async function putKeyBack({ DATABASE_URL, DATA_DIR }: StorePlace, from: Kysely<Tables>): Promise<void> {
  if (DATABASE_URL !== undefined) return
  const row = await from.selectFrom('shared_keys').select('key_text').where('name', '=', sessionKey).executeTakeFirst()
  if (row !== undefined) writeFileSync(join(DATA_DIR, 'session.key'), row.key_text, { mode: 0o600 })
}
