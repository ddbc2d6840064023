/**
 * A backup is one SQLite file, whichever engine it was made of, so that it can be put back into either. It is made beside
 * running servers, of one moment.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { copyTables, dataTables, emptyTables } from './copy-tables.ts'
import { applyMigration, checkApplied, makeShapeTable, readApplied, readMigrations } from './migrate.ts'
import { databaseFile, type StorePlace } from './open.ts'
import { connectPostgres } from './postgres.ts'
import { explainPostgres } from './postgres-away.ts'
import { openDatabase, openToRead } from './sqlite.ts'
import { explainSqlite } from './sqlite-away.ts'
import type { Tables } from './tables.ts'

/** The file is no backup, or one that cannot be used. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

/** No server has kept anything there yet. */
export class NothingThere extends BackupError {}

export interface BackedUp {
  readonly file: string
  /** How many rows are in it. */
  readonly rows: number
}

/** The name of the key that signs cookies. */
export const sessionKey = 'session'

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
export async function inFile(file: string, work: (db: Kysely<Tables>) => Promise<void>): Promise<void> {
  const { db } = openDatabase(file)
  try {
    await sql`pragma journal_mode = delete`.execute(db)
    await work(db)
  } finally {
    await db.destroy()
  }
}

/** @returns how many rows it has @throws BackupError where it is damaged or not ours */
export async function check(file: string): Promise<number> {
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
