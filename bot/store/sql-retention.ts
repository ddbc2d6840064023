/**
 * What has been kept long enough goes, a few rows at a time. What is not finished stays however old it is: messages that want
 * their turn, replies on their way, what was lost and not told yet, projects that are not archived.
 */
import { type SqlBool, sql, type Transaction } from 'kysely'
import type { SqlEngine } from './engine.ts'
import { later } from './sql-outgoing.ts'
import { forgetProject } from './sql-projects.ts'
import type { KeepDays } from './store.ts'
import type { Tables } from './tables.ts'

const secondsADay = 24 * 3600

type Step = (trx: Transaction<Tables>, before: string, limit: number) => Promise<number>

/** @returns how many rows went; 0: nothing more is due, or another instance is at it */
export function sweepOld(engine: SqlEngine, days: KeepDays, limit: number): Promise<number> {
  return engine.transact(async (trx) => {
    if (!(await engine.maySweep(trx))) return 0
    const at = await engine.stamp(trx)
    const before = (kept: number): string => later(at, -kept * secondsADay)
    if (days.answers !== undefined) {
      const gone = await sweepAnswers(trx, before(days.answers), limit)
      if (gone > 0) return gone
    }
    if (days.projects !== undefined) {
      const gone = await sweepProjects(trx, before(days.projects), limit)
      if (gone > 0) return gone
    }
    if (days.conversations !== undefined)
      for (const step of conversationSteps) {
        const gone = await step(trx, before(days.conversations), limit)
        if (gone > 0) return gone
      }
    return 0
  })
}

const sweepAnswers: Step = async (trx, before, limit) => {
  const old = await trx
    .selectFrom('answers')
    .select('id')
    .where('answered_at', '<', before)
    .orderBy('answered_at')
    .limit(limit)
    .execute()
  const ids = old.map(({ id }) => id)
  if (ids.length === 0) return 0
  await trx.deleteFrom('feedback').where('answer_id', 'in', ids).execute()
  await trx.deleteFrom('answers').where('id', 'in', ids).execute()
  return ids.length
}

/** Archived, and not changed since. */
const sweepProjects: Step = async (trx, before, limit) => {
  const old = await trx
    .selectFrom('projects')
    .select(['id', 'owner_id'])
    .where('status', '=', 'archived')
    .where('updated_at', '<', before)
    .orderBy('updated_at')
    .limit(limit)
    .execute()
  for (const { id, owner_id: owner } of old) await forgetProject(trx, id, owner)
  return old.length
}

const unsettled = sql<SqlBool>`exists (select 1 from outbox where outbox.conversation_id = activities.conversation_id
  and outbox.seq = activities.seq and outbox.sent_at is null and outbox.told_at is null)`
const unproved = sql<SqlBool>`exists (select 1 from notice_messages where notice_messages.conversation_id =
  activities.conversation_id and notice_messages.seq = activities.seq and notice_messages.state in ('waiting', 'undelivered'))`
const waiting = sql<SqlBool>`exists (select 1 from inbox where inbox.conversation_id = activities.conversation_id
  and inbox.seq = activities.seq and inbox.done_at is null)`

/** In this order: what others refer to goes last. */
const conversationSteps: readonly Step[] = [
  async (trx, before, limit) => {
    const old = await trx
      .selectFrom('activities')
      .select(['conversation_id', 'seq'])
      .where('created_at', '<', before)
      .where((eb) => eb.not(eb.or([unsettled, unproved, waiting])))
      .limit(limit)
      .execute()
    for (const row of old)
      await trx
        .deleteFrom('activities')
        .where('conversation_id', '=', row.conversation_id)
        .where('seq', '=', row.seq)
        .execute()
    return old.length
  },
  async (trx, before, limit) => {
    const old = await trx
      .selectFrom('inbox')
      .select(['channel', 'message_id'])
      .where('done_at', '<', before)
      .limit(limit)
      .execute()
    for (const row of old)
      await trx
        .deleteFrom('inbox')
        .where('channel', '=', row.channel)
        .where('message_id', '=', row.message_id)
        .execute()
    return old.length
  },
  async (trx, before, limit) => {
    const old = await trx
      .selectFrom('outbox')
      .select(['conversation_id', 'seq'])
      .where('created_at', '<', before)
      .where((eb) => eb.or([eb('sent_at', 'is not', null), eb('told_at', 'is not', null)]))
      .limit(limit)
      .execute()
    for (const row of old)
      await trx
        .deleteFrom('outbox')
        .where('conversation_id', '=', row.conversation_id)
        .where('seq', '=', row.seq)
        .execute()
    return old.length
  },
  async (trx, before, limit) => {
    const old = await trx
      .selectFrom('notice_messages')
      .select('id')
      .where('said_at', '<', before)
      .where('state', 'in', ['arrived', 'told'])
      .limit(limit)
      .execute()
    const ids = old.map(({ id }) => id)
    if (ids.length > 0) await trx.deleteFrom('notice_messages').where('id', 'in', ids).execute()
    return ids.length
  },
  (trx, before, limit) => sweepEmptied(trx, before, limit),
  (trx, before, limit) => forgetTalk(trx, before, limit),
  (trx, before, limit) => sweepPersons(trx, before, limit),
]

/** Of a conversation that is silent and empty by now nothing stays, unless its person is to be reminded there. */
const sweepEmptied: Step = async (trx, before, limit) => {
  const old = await trx
    .selectFrom('conversations as c')
    .select('c.id')
    .where(sql<SqlBool>`coalesce(c.heard_at, c.created_at) < ${before}`)
    .where(sql<SqlBool>`not exists (select 1 from activities a where a.conversation_id = c.id)`)
    .where(sql<SqlBool>`not exists (select 1 from inbox i where i.conversation_id = c.id)`)
    .where(sql<SqlBool>`not exists (select 1 from outbox o where o.conversation_id = c.id)`)
    .where(sql<SqlBool>`not exists (select 1 from answers w where w.conversation_id = c.id)`)
    .where(
      sql<SqlBool>`not exists (select 1 from reaches r where r.conversation_id = c.id and (
        exists (select 1 from projects p where p.owner_id = r.person_id)
        or exists (select 1 from project_shares s where s.person_id = r.person_id)))`,
    )
    .limit(limit)
    .execute()
  const ids = old.map(({ id }) => id)
  if (ids.length === 0) return 0
  await trx.deleteFrom('reaches').where('conversation_id', 'in', ids).execute()
  await trx.deleteFrom('conversations').where('id', 'in', ids).execute()
  return ids.length
}

/** Of a conversation that stays the words go that were remembered of the talk. */
const forgetTalk: Step = async (trx, before, limit) => {
  const old = await trx
    .selectFrom('conversations')
    .select(['id', 'state'])
    .where(sql<SqlBool>`coalesce(heard_at, created_at) < ${before}`)
    .where((eb) => eb.or([eb('state', 'not like', '%"recent":[]%'), eb('state', 'like', '%"pending":%')]))
    .limit(limit)
    .execute()
  for (const { id, state } of old) {
    const { pending: _question, lastCited: _article, reasonAsked: _reason, ...kept } = JSON.parse(state)
    await trx
      .updateTable('conversations')
      .set((eb) => ({ state: JSON.stringify({ ...kept, recent: [] }), version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute()
  }
  return old.length
}

/** Nobody is kept of whom nothing is kept. */
const sweepPersons: Step = async (trx, before, limit) => {
  const old = await trx
    .selectFrom('persons as p')
    .select('p.id')
    .where('p.created_at', '<', before)
    .where('p.undelivered', '=', 0)
    .where(sql<SqlBool>`not exists (select 1 from conversations c where c.person_id = p.id)`)
    .where(sql<SqlBool>`not exists (select 1 from inbox i where i.person_id = p.id)`)
    .where(sql<SqlBool>`not exists (select 1 from outbox o where o.person_id = p.id)`)
    .where(sql<SqlBool>`not exists (select 1 from reaches r where r.person_id = p.id)`)
    .where(sql<SqlBool>`not exists (select 1 from feedback f where f.person_id = p.id)`)
    .where(sql<SqlBool>`not exists (select 1 from projects o where o.owner_id = p.id)`)
    .where(sql<SqlBool>`not exists (select 1 from project_shares s where s.person_id = p.id)`)
    .where(sql<SqlBool>`not exists (select 1 from notice_messages n where n.owner_id = p.id or n.person_id = p.id)`)
    .limit(limit)
    .execute()
  const ids = old.map(({ id }) => id)
  if (ids.length === 0) return 0
  for (const table of ['notices', 'agendas', 'link_codes', 'addresses'] as const)
    await trx.deleteFrom(table).where('person_id', 'in', ids).execute()
  await trx.deleteFrom('persons').where('id', 'in', ids).execute()
  return ids.length
}
