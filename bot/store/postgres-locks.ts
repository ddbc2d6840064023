/** Locks that instances share in PostgreSQL, by number; each is freed when its transaction or connection ends. */
import { sql, type Transaction } from 'kysely'
import type { Sql } from './engine.ts'
import type { Tables } from './tables.ts'

/** Numbers of this product's own, so that others in the same database are not met. */
const shapeLock = 7_310_401
const retentionLock = 7_310_402

export const advisoryLocks = {
  async shape(trx: Transaction<Tables>): Promise<void> {
    await sql`select pg_advisory_xact_lock(${shapeLock})`.execute(trx)
  },
  /** @returns false where another instance holds it */
  async retention(trx: Transaction<Tables>): Promise<boolean> {
    return tryLock(trx, retentionLock)
  },
}

async function tryLock(db: Sql, lock: number): Promise<boolean> {
  const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${lock}) as got`.execute(db)
  return rows[0]?.got === true
}
