/** PostgreSQL, for several instances side by side. */
import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { Sql, SqlEngine } from './engine.ts'
import { migrate } from './migrate.ts'
import { explainPostgres } from './postgres-away.ts'
import { advisoryLocks } from './postgres-locks.ts'
import { createNews, newsChannel } from './postgres-news.ts'
import { createAnswerReader } from './sql-answers.ts'
import { createSqlStore } from './sql-store.ts'
import type { AnswerReader, Store } from './store.ts'
import { tellWhereAway } from './store-unavailable.ts'
import type { Tables } from './tables.ts'

const connectionsAtMost = 10
/** A server that is away is told of after so long, not waited for. */
const connectMilliseconds = 5_000
const statementMilliseconds = 30_000
/** Two turns may take the same rows in another order; the database then lets one go on and the other try again. */
const triesAtMost = 4
const tryAgain = ['40001', '40P01']

/** `bigint` and `count(*)` come as text by default. Nothing here counts beyond 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
}

export const connectionOptions = (url: string): pg.ClientConfig => ({
  connectionString: url,
  connectionTimeoutMillis: connectMilliseconds,
  keepAlive: true,
  types: types as pg.CustomTypesConfig,
})

/**
 * Opens the database and brings it to the newest shape, while other instances wait for it.
 *
 * @param url `postgres://user:password@host:5432/database`
 * @param now the clock; without one the database's own decides, so that clocks of instances do not matter
 * @throws StoreUnavailable where the server is not reached
 */
export async function openPostgres(url: string, now?: () => Date): Promise<Store> {
  return tellWhereAway(createSqlStore(await openPostgresEngine(url, now)), explainPostgres)
}

/** @throws StoreUnavailable where the server is not reached */
export async function openPostgresEngine(url: string, now?: () => Date): Promise<SqlEngine> {
  const db = connectPostgres(url)
  try {
    await migrate(db, now ?? (() => new Date()), undefined, (trx) => advisoryLocks.shape(trx))
  } catch (error) {
    await db.destroy()
    throw explainPostgres(error) ?? error
  }
  const instance = randomUUID()
  const news = createNews(connectionOptions(url), instance)
  return {
    db,
    instance,
    alone: false,
    stamp: now === undefined ? databaseNow : () => now().toISOString(),
    skipLocked: true,
    transact: (work, flush) => transact(db, work, flush),
    async tellNews(trx, conversationIds) {
      const told = conversationIds.map((id) => `${instance} ${id}`)
      await sql`select pg_notify(${newsChannel}, told) from unnest(${told}::text[]) as told`.execute(trx)
    },
    onNews: news.on,
    maySweep: (trx) => advisoryLocks.retention(trx),
    // Rows that were wiped are overwritten by the database's own clean-up; nothing else of it is in our hands.
    afterWipe: () => undefined,
    async close() {
      await news.close()
      await db.destroy()
    },
  }
}

/** Reads what was answered beside running servers. @returns undefined where no server of this version has opened it */
export async function openPostgresToRead(url: string): Promise<AnswerReader | undefined> {
  const db = connectPostgres(url)
  try {
    const tables = await db.introspection.getTables()
    if (tables.some((table) => table.name === 'feedback')) return createAnswerReader(db)
  } catch (error) {
    await db.destroy()
    throw explainPostgres(error) ?? error
  }
  await db.destroy()
  return undefined
}

export function connectPostgres(url: string): Kysely<Tables> {
  const pool = new pg.Pool({
    ...connectionOptions(url),
    max: connectionsAtMost,
    statement_timeout: statementMilliseconds,
    // The server ends a statement first; this is for a server that says nothing any more.
    query_timeout: statementMilliseconds + 5_000,
    // An instance that vanished must not hold its rows for ever.
    idle_in_transaction_session_timeout: statementMilliseconds,
  })
  // An idle connection that breaks is thrown away by the pool; whoever asks next gets a new one, or hears why not.
  pool.on('error', () => undefined)
  // One that breaks in the middle of a transaction, between two statements, tells nobody but its own listeners: without
  // one the process would end. The next statement fails and says why.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

async function databaseNow(db: Sql): Promise<string> {
  const { rows } = await sql<{ at: string }>`
    select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`.execute(db)
  return rows[0]?.at ?? ''
}

async function transact<T>(
  db: Kysely<Tables>,
  work: (trx: Transaction<Tables>) => Promise<T>,
  flush = true,
): Promise<T> {
  for (let i = 1; ; i++) {
    try {
      return await db.transaction().execute(async (trx) => {
        if (!flush) await sql`set local synchronous_commit = off`.execute(trx)
        return work(trx)
      })
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (i >= triesAtMost || !tryAgain.includes(code)) throw error
    }
  }
}
