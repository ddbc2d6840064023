/** Looks at a store without changing it: is it whole, of this version, and would it take writes. */
import { existsSync } from 'node:fs'
import { type Kysely, sql } from 'kysely'
import { checkApplied, MigrationError, readApplied, readMigrations } from './migrate.ts'
import { databaseFile, type StorePlace } from './open.ts'
import { connectPostgres } from './postgres.ts'
import { explainPostgres } from './postgres-away.ts'
import { openToRead } from './sqlite.ts'
import { explainSqlite } from './sqlite-away.ts'
import type { Tables } from './tables.ts'

export type Shape =
  | { readonly is: 'empty' | 'newest' }
  /** So many migrations are to be applied. */
  | { readonly is: 'older'; readonly due: number }
  | { readonly is: 'foreign' | 'damaged'; readonly why: string }

export interface Examined {
  readonly shape: Shape
  readonly isReadOnly: boolean
  /** Whether this user may make tables. */
  readonly mayCreate: boolean
}

/**
 * @returns undefined where there is no file yet
 * @throws StoreUnavailable, or the engine's own error
 */
export async function examineStore({ DATABASE_URL, DATA_DIR }: StorePlace): Promise<Examined | undefined> {
  if (DATABASE_URL !== undefined) return told(explainPostgres, connectPostgres(DATABASE_URL), examinePostgres)
  const file = databaseFile(DATA_DIR)
  return existsSync(file) ? told(explainSqlite, openToRead(file), examineSqlite) : undefined
}

async function told(
  explain: (error: unknown) => Error | undefined,
  db: Kysely<Tables>,
  examine: (db: Kysely<Tables>) => Promise<Examined>,
): Promise<Examined> {
  try {
    return await examine(db)
  } catch (error) {
    throw explain(error) ?? error
  } finally {
    await db.destroy()
  }
}

async function examineSqlite(db: Kysely<Tables>): Promise<Examined> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
  const found = rows[0]?.quick_check ?? 'nothing'
  const shape: Shape = found === 'ok' ? await shapeOf(db) : { is: 'damaged', why: found }
  return { shape, isReadOnly: false, mayCreate: true }
}

async function examinePostgres(db: Kysely<Tables>): Promise<Examined> {
  const { rows } = await sql<{ read_only: boolean; may_create: boolean | null }>`
    select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as read_only,
      has_schema_privilege(current_schema(), 'create') as may_create`.execute(db)
  const [row] = rows
  return { shape: await shapeOf(db), isReadOnly: row?.read_only === true, mayCreate: row?.may_create === true }
}

async function shapeOf(db: Kysely<Tables>): Promise<Shape> {
  const tables = await db.introspection.getTables()
  if (!tables.some(({ name }) => name === 'schema_migrations')) return { is: 'empty' }
  const applied = await readApplied(db)
  const migrations = readMigrations()
  try {
    checkApplied(migrations, applied)
  } catch (error) {
    if (error instanceof MigrationError) return { is: 'foreign', why: error.message }
    throw error
  }
  const due = migrations.filter(({ name }) => !applied.has(name)).length
  return due === 0 ? { is: 'newest' } : { is: 'older', due }
}
