/** Every table from one database to another, of whichever engine; both have the same shape. */
import { sql, type Transaction } from 'kysely'
import type { Sql } from './engine.ts'
import type { Tables } from './tables.ts'

/** With the columns that tell rows apart. In this order each stands after those it refers to. */
const keys: {
  readonly [Name in Exclude<keyof Tables, 'schema_migrations'>]: readonly (keyof Tables[Name] & string)[]
} = {
  persons: ['id'],
  addresses: ['channel', 'address_key'],
  conversations: ['id'],
  inbox: ['channel', 'message_id'],
  activities: ['conversation_id', 'seq'],
  answers: ['id'],
  feedback: ['answer_id', 'person_id'],
  audit: ['n'],
  audit_head: ['one'],
  projects: ['id'],
  project_shares: ['project_id', 'person_id'],
  reminders: ['project_id', 'deadline', 'due'],
  outbox: ['conversation_id', 'seq'],
  agendas: ['person_id'],
  notices: ['person_id', 'id'],
  notice_messages: ['id'],
  reaches: ['person_id', 'channel'],
  shared_keys: ['name'],
  link_codes: ['code'],
  single_use: ['id'],
}

/** Rows of one table have up to twenty columns; a statement takes some 30,000 values. */
const rowsAtOnce = 500

export const dataTables = Object.keys(keys) as (keyof typeof keys)[]

/** @param from sees one moment, so that what refers to each other fits @returns how many rows */
export async function copyTables(from: Sql, to: Transaction<Tables>): Promise<number> {
  let copied = 0
  const there = new Set((await from.introspection.getTables()).map(({ name }) => name))
  for (const table of dataTables) if (there.has(table)) copied += await copyTable(from, to, table)
  return copied
}

async function copyTable(from: Sql, to: Transaction<Tables>, table: (typeof dataTables)[number]): Promise<number> {
  const columns = sql.join(keys[table].map((column) => sql.ref(column)))
  const plain = to as unknown as Transaction<Record<string, Record<string, unknown>>>
  let copied = 0
  let after: readonly unknown[] | undefined
  for (;;) {
    const rest = after === undefined ? sql`` : sql`where (${columns}) > (${sql.join(after)})`
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.table(table)} ${rest} order by ${columns} limit ${rowsAtOnce}`.execute(from)
    if (rows.length > 0) await plain.insertInto(table).values(rows).execute()
    copied += rows.length
    if (rows.length < rowsAtOnce) return copied
    after = keys[table].map((column) => rows.at(-1)?.[column])
  }
}

/** What refers to others goes first. */
export async function emptyTables(to: Transaction<Tables>): Promise<void> {
  for (const table of dataTables.toReversed()) await sql`delete from ${sql.table(table)}`.execute(to)
}
