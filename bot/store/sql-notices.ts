/** Reminders that were said, and what people wish of them, in SQL that both engines speak. */
import { type Selectable, sql, type Transaction } from 'kysely'
import type { Changes, Reply } from '#dialogs/conversation.ts'
import { type LostNotice, readSettings, withoutProject } from '#dialogs/project/agenda.ts'
import type { Sql, SqlEngine } from './engine.ts'
import { prepared, type Slots } from './prepared.ts'
import { createSqlAgendas, Overtaken } from './sql-agendas.ts'
import { appendSaid, keepSaidElsewhere, later } from './sql-outgoing.ts'
import { wakeAgenda } from './sql-promises.ts'
import type { BotWords, Inbound, Place, ReminderStore, UnprovedNotice } from './store.ts'
import type { Tables } from './tables.ts'

export function createSqlNotices(engine: SqlEngine): ReminderStore {
  const { db, stamp, skipLocked } = engine
  return {
    ...createSqlAgendas(engine),
    lostNotices: (personId) => lostNotices(db, personId),
    async releaseAgenda(personId, by, afterSeconds) {
      await db
        .updateTable('agendas')
        .set({ leased_by: null, leased_until: null, look_at: later(await stamp(db), afterSeconds) })
        .where('person_id', '=', personId)
        .where('leased_by', '=', by)
        .execute()
    },
    async lookAgain(standing) {
      const now = await stamp(db)
      const rows = await db
        .updateTable('agendas')
        .set((eb) => ({ look_at: now, version: eb('version', '+', 1) }))
        .where('standing', '<>', standing)
        .returning('person_id')
        .execute()
      return rows.length
    },
    async claimUnproved(leaseSeconds, limit) {
      const now = await stamp(db)
      return { now, notices: await claimUnproved(db, leaseSeconds, limit, now, skipLocked) }
    },
    async keepArrived(id) {
      const arrived = { state: 'arrived', check_at: null }
      await db.updateTable('notice_messages').set(arrived).where('id', '=', id).where('state', '=', 'waiting').execute()
    },
    async retryNotice(notice, channels) {
      try {
        return await engine.transact(async (trx) => {
          const place = await retryNotice(trx, notice, channels, await stamp(trx))
          if (place !== undefined) await engine.tellNews(trx, [place.conversationId])
          return place
        })
      } catch (error) {
        if (error instanceof Overtaken) return notice.place
        throw error
      }
    },
  }
}

/** Where a person was heard last, on a channel that is open and not tried yet. */
async function reachOf(
  db: Sql,
  personId: string,
  open: readonly string[],
  tried: readonly string[],
): Promise<{ readonly conversation_id: string; readonly channel: string } | undefined> {
  const channels = open.filter((channel) => !tried.includes(channel))
  if (channels.length === 0) return undefined
  return db
    .selectFrom('reaches')
    .select(['conversation_id', 'channel'])
    .where('person_id', '=', personId)
    .where('channel', 'in', channels)
    .orderBy('heard_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Remembers where a person spoke, alone: in a group nobody is reminded. */
export async function keepReach(trx: Transaction<Tables>, inbound: Inbound, at: string): Promise<void> {
  if (inbound.message.group === true) return
  await reach(trx, {
    person_id: inbound.personId,
    channel: inbound.channel,
    conversation_id: inbound.conversationId,
    heard_at: at,
  })
}

const reach = prepared((db, value: Slots<Selectable<Tables['reaches']>>) =>
  db
    .insertInto('reaches')
    .values({
      person_id: value('person_id'),
      channel: value('channel'),
      conversation_id: value('conversation_id'),
      heard_at: value('heard_at'),
    })
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'channel']).doUpdateSet((eb) => ({
        conversation_id: eb.ref('excluded.conversation_id'),
        heard_at: eb.ref('excluded.heard_at'),
      })),
    ),
)

/** @returns false where the wishes were computed from others than those that stand */
export async function keepWishes(
  trx: Transaction<Tables>,
  personId: string,
  { version, settings }: NonNullable<Changes['agenda']>,
  at: string,
): Promise<boolean> {
  await wakeAgenda(trx, personId, at)
  const kept = await trx
    .updateTable('agendas')
    .set({ settings: JSON.stringify(settings) })
    .where('person_id', '=', personId)
    .where('version', '=', version + 1)
    .returning('person_id')
    .executeTakeFirst()
  return kept !== undefined
}

async function claimUnproved(
  db: Sql,
  leaseSeconds: number,
  limit: number,
  now: string,
  skipLocked: boolean,
): Promise<UnprovedNotice[]> {
  const due = db
    .selectFrom('notice_messages')
    .select('id')
    .where('check_at', '<=', now)
    .orderBy('check_at')
    .limit(limit)
  const rows = await db
    .with(
      (cte) => cte('due').materialized(),
      () => (skipLocked ? due.forUpdate().skipLocked() : due),
    )
    .updateTable('notice_messages')
    .from('due')
    .set({ check_at: later(now, leaseSeconds) })
    .whereRef('notice_messages.id', '=', 'due.id')
    .returning(['notice_messages.id', 'conversation_id', 'seq', 'said_at'])
    .execute()
  return Promise.all(
    rows.map(async ({ id, conversation_id, seq, said_at }) => {
      const place = { conversationId: conversation_id ?? '', seq: seq ?? 0 }
      return { id, place, isProved: await isProved(db, place, said_at) }
    }),
  )
}

/**
 * A platform gave its receipt, or the outbox told it elsewhere; a client that fetches came back for more; or the person
 * spoke in that conversation afterwards.
 */
async function isProved(db: Sql, { conversationId, seq }: Place, saidAt: string): Promise<boolean> {
  const [conversation, row] = await Promise.all([
    db
      .selectFrom('conversations')
      .select(['fetched_seq', 'heard_at'])
      .where('id', '=', conversationId)
      .executeTakeFirst(),
    db
      .selectFrom('outbox')
      .select(['sent_at', 'dead_at', 'told_at'])
      .where('conversation_id', '=', conversationId)
      .where('seq', '=', seq)
      .executeTakeFirst(),
  ])
  if (row !== undefined) return row.sent_at !== null || (row.dead_at !== null && row.told_at !== null)
  if (conversation === undefined) return false
  return conversation.fetched_seq >= seq || (conversation.heard_at ?? '') > saidAt
}

async function retryNotice(
  trx: Transaction<Tables>,
  { id, place }: UnprovedNotice,
  { open, sending, checkAt }: Parameters<ReminderStore['retryNotice']>[1],
  at: string,
): Promise<Place | undefined> {
  // Written first, so that nobody else takes it between reading and writing.
  const row = await trx
    .updateTable('notice_messages')
    .set({ check_at: null })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where('conversation_id', '=', place.conversationId)
    .where('seq', '=', place.seq)
    .returning(['person_id', 'tried'])
    .executeTakeFirst()
  if (row === undefined) throw new Overtaken()
  const tried: string[] = JSON.parse(row.tried)
  const to = await reachOf(trx, row.person_id, open, tried)
  const reply = to === undefined ? undefined : await replyAt(trx, place)
  const said =
    to === undefined || reply === undefined
      ? undefined
      : await appendSaid(trx, { conversationId: to.conversation_id, reply }, sending, at)
  const now =
    said === undefined || to === undefined
      ? { state: 'undelivered' }
      : {
          conversation_id: said.conversationId,
          seq: said.seq,
          tried: JSON.stringify([...tried, to.channel]),
          check_at: checkAt,
          said_at: at,
        }
  await trx.updateTable('notice_messages').set(now).where('id', '=', id).execute()
  if (said !== undefined) await keepSaidElsewhere(trx, place, at)
  return said
}

async function replyAt(db: Sql, { conversationId, seq }: Place): Promise<Reply | undefined> {
  const row = await db
    .selectFrom('activities')
    .select('payload')
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row === undefined ? undefined : (JSON.parse(row.payload) as BotWords).reply
}

const lostOf = prepared((db, value: Slots<{ ownerId: string }>) =>
  db
    .selectFrom('notice_messages as lost')
    .leftJoin('conversations as in', 'in.id', 'lost.conversation_id')
    .leftJoin('outbox as out', (join) =>
      join.onRef('out.conversation_id', '=', 'lost.conversation_id').onRef('out.seq', '=', 'lost.seq'),
    )
    .select(['lost.id', 'lost.person_id', 'lost.summary', 'lost.said_at', 'in.heard_at', 'out.dead_at', 'out.sent_at'])
    .where('lost.owner_id', '=', value('ownerId'))
    // Written out, not bound: the index holds these rows only, and is not used where SQLite cannot see that.
    .where('lost.state', '=', sql.lit('undelivered'))
    .orderBy('lost.said_at'),
)

/** What the outbox gave up it tells by itself; what lies in a conversation the person has come back to was seen there. */
async function lostNotices(db: Sql, ownerId: string): Promise<LostNotice[]> {
  const rows = await lostOf(db, { ownerId })
  return rows
    .filter(({ person_id: to, heard_at: heard, said_at: said, dead_at: dead, sent_at: sent }) => {
      const isSeen = (heard ?? '') > said || sent !== null
      return to !== ownerId || (!isSeen && dead === null)
    })
    .map((row) => ({ message: row.id, at: row.said_at, summary: row.summary, forSecond: row.person_id !== ownerId }))
}

export async function keepLostTold(trx: Transaction<Tables>, ownerId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('notice_messages')
    .set({ state: 'told' })
    .where('owner_id', '=', ownerId)
    .where('id', 'in', [...ids])
    .execute()
}

/** The version goes up: wishes that are being computed on the old ones are refused. */
async function forgetWishes(trx: Transaction<Tables>, project: string, ownerId: string): Promise<void> {
  const row = await trx
    .updateTable('agendas')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('person_id', '=', ownerId)
    .returning('settings')
    .executeTakeFirst()
  if (row === undefined) return
  const settings = JSON.stringify(withoutProject(readSettings(JSON.parse(row.settings)), project))
  await trx.updateTable('agendas').set({ settings }).where('person_id', '=', ownerId).execute()
}

/** Of a project that is forgotten no reminder stays, nor the words of one. */
export async function forgetNotices(trx: Transaction<Tables>, project: string, ownerId: string): Promise<void> {
  await trx.deleteFrom('notices').where('project_id', '=', project).execute()
  await forgetWishes(trx, project, ownerId)
  const messages = await trx
    .deleteFrom('notice_messages')
    .where('about', 'like', `%"${project}|%`)
    .returning(['conversation_id', 'seq'])
    .execute()
  const wiped: BotWords = { reply: { text: '（已清除）', summary: '（已清除）' } }
  for (const { conversation_id: conversation, seq } of messages)
    if (conversation !== null && seq !== null)
      await trx
        .updateTable('activities')
        .set({ payload: JSON.stringify(wiped) })
        .where('conversation_id', '=', conversation)
        .where('seq', '=', seq)
        .execute()
}
