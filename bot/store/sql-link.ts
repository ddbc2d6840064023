/** Two persons who are one: a code made by the one and told by the other joins them. */
import type { Transaction } from 'kysely'
import { readSettings } from '#dialogs/project/agenda.ts'
import type { Sql } from './engine.ts'
import { later } from './sql-outgoing.ts'
import type { LinkOwner } from './store.ts'
import type { Tables } from './tables.ts'

const codeSeconds = 600

/** The codes that person had are good no more. */
export async function keepLinkCode(
  trx: Transaction<Tables>,
  personId: string,
  code: string,
  at: string,
): Promise<void> {
  await trx
    .deleteFrom('link_codes')
    .where((eb) => eb.or([eb('person_id', '=', personId), eb('ends_at', '<=', at), eb('code', '=', code)]))
    .execute()
  await trx
    .insertInto('link_codes')
    .values({ code, person_id: personId, ends_at: later(at, codeSeconds) })
    .execute()
}

/** @returns undefined where there is no such code, or its time is over */
export async function findLinkOwner(db: Sql, code: string, at: string): Promise<LinkOwner | undefined> {
  const row = await db
    .selectFrom('link_codes')
    .select('person_id')
    .where('code', '=', code)
    .where('ends_at', '>', at)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const addresses = await db.selectFrom('addresses').selectAll().where('person_id', '=', row.person_id).execute()
  return {
    personId: row.person_id,
    addresses: addresses.map((each) => ({ channel: each.channel, key: each.address_key })),
  }
}

/** All of whoever made the code becomes this person's. @returns false where the code is good no more */
export async function linkPersons(trx: Transaction<Tables>, code: string, into: string, at: string): Promise<boolean> {
  const owner = await findLinkOwner(trx, code, at)
  if (owner === undefined || owner.personId === into) return false
  await mergePersons(trx, owner.personId, into)
  return true
}

async function mergePersons(trx: Transaction<Tables>, from: string, into: string): Promise<void> {
  const owned = { person_id: into }
  await trx.updateTable('addresses').set(owned).where('person_id', '=', from).execute()
  // A turn under way as the other person is computed anew.
  await trx
    .updateTable('conversations')
    .set((eb) => ({ ...owned, version: eb('version', '+', 1) }))
    .where('person_id', '=', from)
    .execute()
  await trx.updateTable('inbox').set(owned).where('person_id', '=', from).execute()
  await trx.updateTable('outbox').set(owned).where('person_id', '=', from).execute()
  await trx
    .updateTable('projects')
    .set((eb) => ({ owner_id: into, version: eb('version', '+', 1) }))
    .where('owner_id', '=', from)
    .execute()
  await moveVotes(trx, from, into)
  await moveShares(trx, from, into)
  await moveReminders(trx, from, into)
  await moveReaches(trx, from, into)
  await trx.deleteFrom('link_codes').where('person_id', 'in', [from, into]).execute()
  await joinRows(trx, from, into)
}

/** What the one did not say is as the other said. */
async function joinRows(trx: Transaction<Tables>, from: string, into: string): Promise<void> {
  const other = await trx.selectFrom('persons').selectAll().where('id', '=', from).executeTakeFirstOrThrow()
  await trx
    .updateTable('persons')
    .set((eb) => ({
      measure: eb.fn.coalesce('measure', eb.val(other.measure)),
      lang: eb.fn.coalesce('lang', eb.val(other.lang)),
      undelivered: eb('undelivered', '+', other.undelivered),
    }))
    .where('id', '=', into)
    .execute()
  await trx.deleteFrom('persons').where('id', '=', from).execute()
}

async function moveVotes(trx: Transaction<Tables>, from: string, into: string): Promise<void> {
  const own = trx.selectFrom('feedback').select('answer_id').where('person_id', '=', into)
  await trx.deleteFrom('feedback').where('person_id', '=', from).where('answer_id', 'in', own).execute()
  await trx.updateTable('feedback').set({ person_id: into }).where('person_id', '=', from).execute()
}

/** Nobody shares with themself; where both may see a project, whoever may more decides. */
async function moveShares(trx: Transaction<Tables>, from: string, into: string): Promise<void> {
  const mayEdit = trx
    .selectFrom('project_shares')
    .select('project_id')
    .where('person_id', '=', from)
    .where('may', '=', 'edit')
  await trx
    .updateTable('project_shares')
    .set({ may: 'edit' })
    .where('person_id', '=', into)
    .where('project_id', 'in', mayEdit)
    .execute()
  const both = trx.selectFrom('project_shares').select('project_id').where('person_id', '=', into)
  await trx.deleteFrom('project_shares').where('person_id', '=', from).where('project_id', 'in', both).execute()
  await trx.updateTable('project_shares').set({ person_id: into }).where('person_id', '=', from).execute()
  const owned = trx.selectFrom('projects').select('id').where('owner_id', '=', into)
  await trx.deleteFrom('project_shares').where('person_id', '=', into).where('project_id', 'in', owned).execute()
}

async function moveReminders(trx: Transaction<Tables>, from: string, into: string): Promise<void> {
  const told = trx.selectFrom('notices').select('id').where('person_id', '=', into)
  await trx.deleteFrom('notices').where('person_id', '=', from).where('id', 'in', told).execute()
  await trx.updateTable('notices').set({ person_id: into }).where('person_id', '=', from).execute()
  await trx.updateTable('notice_messages').set({ person_id: into }).where('person_id', '=', from).execute()
  await trx.updateTable('notice_messages').set({ owner_id: into }).where('owner_id', '=', from).execute()
  await moveSeconds(trx, from, into)
  const kept = await trx.selectFrom('agendas').select('person_id').where('person_id', '=', into).executeTakeFirst()
  if (kept === undefined)
    await trx.updateTable('agendas').set({ person_id: into }).where('person_id', '=', from).execute()
  else await trx.deleteFrom('agendas').where('person_id', '=', from).execute()
  // Both persons' deadlines are looked through together, at once.
  await trx
    .updateTable('agendas')
    .set((eb) => ({
      version: eb('version', '+', 1),
      standing: '',
      look_at: '1970-01-01T00:00:00.000Z',
      leased_by: null,
      leased_until: null,
    }))
    .where('person_id', '=', into)
    .execute()
}

/** Others' wishes that name the one as second contact. */
async function moveSeconds(trx: Transaction<Tables>, from: string, into: string): Promise<void> {
  const agendas = await trx
    .selectFrom('agendas')
    .select(['person_id', 'settings'])
    .where('settings', 'like', `%${from}%`)
    .execute()
  for (const row of agendas) {
    const { seconds, ...settings } = readSettings(JSON.parse(row.settings))
    const moved = Object.fromEntries(
      Object.entries(seconds).map(([project, second]) => [project, second === from ? into : second]),
    )
    await trx
      .updateTable('agendas')
      .set((eb) => ({ settings: JSON.stringify({ ...settings, seconds: moved }), version: eb('version', '+', 1) }))
      .where('person_id', '=', row.person_id)
      .execute()
  }
}

/** Per channel where the person was heard last. */
async function moveReaches(trx: Transaction<Tables>, from: string, into: string): Promise<void> {
  const rows = await trx
    .selectFrom('reaches')
    .selectAll()
    .where('person_id', 'in', [from, into])
    .orderBy('heard_at')
    .execute()
  const latest = new Map(rows.map((row) => [row.channel, row]))
  await trx.deleteFrom('reaches').where('person_id', 'in', [from, into]).execute()
  for (const row of latest.values())
    await trx
      .insertInto('reaches')
      .values({ ...row, person_id: into })
      .execute()
}
