/** Brings a database to the newest shape: numbered files, forward only, each applied once and never edited. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Sql } from './engine.ts'
import type { Tables } from './tables.ts'

const ownFolder = join(import.meta.dirname, 'migrations')

export interface Migration {
  readonly name: string
  readonly text: string
  readonly digest: string
}

/** The database and the migrations do not fit together. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/** Lets one instance at a time change the shape, until its transaction ends. SQLite has its own lock of writers. */
export type LockShape = (trx: Transaction<Tables>) => Promise<void>

/**
 * @param folder holds `0001-….sql`, applied in the order of their names, each in a transaction of its own
 * @throws MigrationError where an applied file was edited, or the database was made by a newer version
 */
export async function migrate(
  db: Kysely<Tables>,
  now: () => Date,
  folder: string = ownFolder,
  lock: LockShape = async () => undefined,
): Promise<void> {
  const migrations = readMigrations(folder)
  await db.transaction().execute(async (trx) => {
    await lock(trx)
    await makeShapeTable(trx)
    checkApplied(migrations, await readApplied(trx))
  })
  for (const migration of migrations)
    await db.transaction().execute(async (trx) => {
      await lock(trx)
      // Another instance may have been faster.
      if (!(await readApplied(trx)).has(migration.name)) await applyMigration(trx, migration, now().toISOString())
    })
}

export async function makeShapeTable(trx: Transaction<Tables>): Promise<void> {
  await trx.schema
    .createTable('schema_migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'text', (column) => column.notNull())
    .execute()
}

/** What was applied, by name, with its digest. */
export async function readApplied(trx: Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await trx.selectFrom('schema_migrations').select(['name', 'digest']).execute()
  return new Map(rows.map((row) => [row.name, row.digest]))
}

export function readMigrations(folder: string = ownFolder): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      return { name, text, digest: createHash('sha256').update(text).digest('hex') }
    })
}

/** @throws MigrationError where what was applied is not what stands in the files */
export function checkApplied(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  for (const [name, digest] of applied) {
    const migration = migrations.find((candidate) => candidate.name === name)
    if (migration === undefined)
      throw new MigrationError(
        `The database has ${name}, which this version does not know: it was made by a newer version. Start that version, or restore a backup.`,
      )
    if (migration.digest !== digest)
      throw new MigrationError(
        `${name} was edited after it had been applied. Put the file back as it was and write the change as a new migration.`,
      )
  }
}

export async function applyMigration(trx: Transaction<Tables>, migration: Migration, at: string): Promise<void> {
  for (const statement of statementsOf(migration.text)) await sql.raw(statement).execute(trx)
  await trx
    .insertInto('schema_migrations')
    .values({ name: migration.name, digest: migration.digest, applied_at: at })
    .execute()
}

/** A statement ends with a semicolon at the end of a line; comment lines are left out. */
function statementsOf(text: string): string[] {
  return text
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
