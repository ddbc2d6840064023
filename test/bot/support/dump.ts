/** Every row of every table but the list of migrations, in the order of their text. The connection is closed. */
import type { Kysely } from 'kysely'
import type { Tables } from '#bot/store/tables.ts'

export type Dump = Record<string, Record<string, unknown>[]>

export async function dump(db: Kysely<Tables>): Promise<Dump> {
  const tables = (await db.introspection.getTables()).filter(({ name }) => name !== 'schema_migrations')
  const rows = await Promise.all(
    tables
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(async ({ name }) => {
        const all = await db
          .selectFrom(name as keyof Tables)
          .selectAll()
          .execute()
        return [name, all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))] as const
      }),
  )
  await db.destroy()
  return Object.fromEntries(rows)
}
