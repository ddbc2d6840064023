/**
 * Reminders in SQL that both engines speak. A person's reminders are claimed, worked out and settled in one transaction:
 * what was promised, which notices were told, the words in the conversation and, where the channel is sent to, the outbox.
 */
import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { Changes, Reply } from '#dialogs/conversation.ts'
import { type Agenda, type LostNotice, readSettings, withoutProject } from '#dialogs/project/agenda.ts'
import type { ReminderMessage } from '#dialogs/project/reminder-message.ts'
import type { Sql, SqlEngine } from './engine.ts'
import { appendSaid, keepSaidElsewhere, later } from './sql-outgoing.ts'
import { promisesOfOwner, wakeAgenda, writePromises } from './sql-promises.ts'
import type { BotWords, Inbound, Lease, Place, ReminderStore, SettledAgenda, UnprovedNotice } from './store.ts'
import type { Tables } from './tables.ts'

/** Rolls a transaction back: a turn was faster, or another process. */
class Overtaken extends Error {}

export function createSqlNotices(engine: SqlEngine): ReminderStore {
  const { db, stamp, skipLocked } = engine
  return {
    agendaOf: (personId) => agendaOf(db, personId),
    lostNotices: (personId) => lostNotices(db, personId),
    async claimAgendas(lease, limit) {
      const now = await stamp(db)
      return { now, people: await claimAgendas(db, lease, limit, now, skipLocked) }
    },
    async settleAgenda(settled) {
      try {
        return await engine.transact(async (trx) => {
          const places = await settleAgenda(trx, settled, await stamp(trx))
          for (const { conversationId } of places) await engine.tellNews(trx, conversationId)
          return places
        })
      } catch (error) {
        if (error instanceof Overtaken) return undefined
        throw error
      }
    },
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
          if (place !== undefined) await engine.tellNews(trx, place.conversationId)
          return place
        })
      } catch (error) {
        if (error instanceof Overtaken) return notice.place
        throw error
      }
    },
  }
}

async function agendaOf(db: Sql, personId: string): Promise<Agenda> {
  // The version before anything else: what a turn changes meanwhile is then seen to have changed.
  const row = await db
    .selectFrom('agendas')
    .select(['version', 'settings'])
    .where('person_id', '=', personId)
    .executeTakeFirst()
  const [promises, told, latest] = await Promise.all([
    promisesOfOwner(db, personId),
    db.selectFrom('notices').select('id').where('person_id', '=', personId).execute(),
    db
      .selectFrom('notice_messages')
      .select('about')
      .where('person_id', '=', personId)
      .where('owner_id', '=', personId)
      .orderBy('said_at', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ])
  return {
    personId,
    version: row?.version ?? 0,
    settings: readSettings(JSON.parse(row?.settings ?? '{}')),
    promises,
    told: new Set(told.map(({ id }) => id)),
    latest: latest === undefined ? [] : JSON.parse(latest.about),
  }
}

async function claimAgendas(
  db: Sql,
  lease: Lease,
  limit: number,
  now: string,
  skipLocked: boolean,
): Promise<readonly string[]> {
  const due = db
    .selectFrom('agendas')
    .select('person_id')
    .where('look_at', '<=', now)
    .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]))
    .orderBy('look_at')
    .limit(limit)
  const rows = await db
    .with(
      (cte) => cte('due').materialized(),
      () => (skipLocked ? due.forUpdate().skipLocked() : due),
    )
    .updateTable('agendas')
    .from('due')
    .set({ leased_by: lease.by, leased_until: later(now, lease.seconds) })
    .whereRef('agendas.person_id', '=', 'due.person_id')
    .returning('agendas.person_id')
    .execute()
  return rows.map((row) => row.person_id)
}

/**
 * Writes before it reads, as SQLite wants it; and conversations before the agenda, in the order a turn writes them, so
 * that two transactions never wait for each other.
 */
async function settleAgenda(trx: Transaction<Tables>, settled: SettledAgenda, at: string): Promise<readonly Place[]> {
  const { personId, promises, told } = settled
  const messages = settled.messages.map((message) => ({ message, id: randomUUID() }))
  const messageOf = (notice: string) => messages.find(({ message }) => message.notices.includes(notice))?.id ?? null
  await insertNotices(
    trx,
    personId,
    told.map((notice) => ({ ...notice, message: messageOf(notice.id) })),
    at,
  )
  if (messages.length === 0) await takeAgenda(trx, settled)
  const reached = await Promise.all(
    messages.map(async (each) => ({ ...each, to: await reachOfWilling(trx, each.message.to, settled) })),
  )
  const places: Place[] = []
  for (const { message, id, to } of reached.toSorted(byConversation)) {
    const place =
      to === undefined ? undefined : await sayIn(trx, to.conversation_id, message.reply, settled.sending, at)
    if (place !== undefined) places.push(place)
    await keepMessage(trx, { id, settled, message, place, channel: to?.channel, at })
  }
  if (messages.length > 0) await takeAgenda(trx, settled)
  const projects = await trx.selectFrom('projects').select('id').where('owner_id', '=', personId).execute()
  for (const { id } of projects)
    await writePromises(
      trx,
      id,
      promises.filter(({ project }) => project === id),
      at,
    )
  return places
}

function byConversation(a: { to: Reach | undefined }, b: { to: Reach | undefined }): number {
  const [x, y] = [a.to?.conversation_id ?? '', b.to?.conversation_id ?? '']
  return x < y ? -1 : x > y ? 1 : 0
}

async function takeAgenda(trx: Transaction<Tables>, { personId, version, by, standing, lookAt }: SettledAgenda) {
  const taken = await trx
    .updateTable('agendas')
    .set({ standing, look_at: lookAt, leased_by: null, leased_until: null })
    .where('person_id', '=', personId)
    .where('version', '=', version)
    .where('leased_by', '=', by)
    .returning('person_id')
    .executeTakeFirst()
  if (taken === undefined) throw new Overtaken()
}

interface Kept {
  readonly id: string
  readonly settled: SettledAgenda
  readonly message: ReminderMessage
  readonly place: Place | undefined
  readonly channel: string | undefined
  readonly at: string
}

/** Whom nobody can reach is noted as undelivered at once. */
async function keepMessage(
  trx: Transaction<Tables>,
  { id, settled, message, place, channel, at }: Kept,
): Promise<void> {
  await trx
    .insertInto('notice_messages')
    .values({
      id,
      owner_id: settled.personId,
      person_id: message.to,
      about: JSON.stringify(message.about),
      summary: message.reply.summary,
      conversation_id: place?.conversationId ?? null,
      seq: place?.seq ?? null,
      tried: JSON.stringify(channel === undefined ? [] : [channel]),
      state: place === undefined ? 'undelivered' : 'waiting',
      said_at: at,
      check_at: place === undefined ? null : settled.checkAt,
    })
    .execute()
}

/** What was told meanwhile by another process is not told again. */
async function insertNotices(
  trx: Transaction<Tables>,
  personId: string,
  told: readonly (SettledAgenda['told'][number] & { readonly message: string | null })[],
  at: string,
): Promise<void> {
  if (told.length === 0) return
  const rows = await trx
    .insertInto('notices')
    .values(
      told.map(({ id, kind, project, message }) => ({
        person_id: personId,
        id,
        kind,
        project_id: project ?? null,
        message_id: message,
        told_at: at,
      })),
    )
    .onConflict((conflict) => conflict.columns(['person_id', 'id']).doNothing())
    .returning('id')
    .execute()
  if (rows.length !== told.length) throw new Overtaken()
}

async function sayIn(
  trx: Transaction<Tables>,
  conversationId: string,
  reply: Reply,
  sending: ReadonlySet<string>,
  at: string,
): Promise<Place | undefined> {
  const said = await appendSaid(trx, conversationId, reply, sending, at)
  return said === undefined ? undefined : { conversationId, seq: said.seq }
}

type Reach = { readonly conversation_id: string; readonly channel: string }

/** A second contact who has stopped all reminders is not reached: the owner hears so. */
async function reachOfWilling(
  db: Sql,
  personId: string,
  { personId: owner, open }: SettledAgenda,
): Promise<Reach | undefined> {
  const agenda =
    personId === owner
      ? undefined
      : await db.selectFrom('agendas').select('settings').where('person_id', '=', personId).executeTakeFirst()
  if (readSettings(JSON.parse(agenda?.settings ?? '{}')).stopped === true) return undefined
  return reachOf(db, personId, open, [])
}

/** Where a person was heard last, on a channel that is open and not tried yet. */
async function reachOf(
  db: Sql,
  personId: string,
  open: readonly string[],
  tried: readonly string[],
): Promise<Reach | undefined> {
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
  await trx
    .insertInto('reaches')
    .values({
      person_id: inbound.personId,
      channel: inbound.channel,
      conversation_id: inbound.conversationId,
      heard_at: at,
    })
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'channel']).doUpdateSet({ conversation_id: inbound.conversationId, heard_at: at }),
    )
    .execute()
}

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
    to === undefined || reply === undefined ? undefined : await sayIn(trx, to.conversation_id, reply, sending, at)
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

/** What the outbox gave up it tells by itself; what lies in a conversation the person has come back to was seen there. */
async function lostNotices(db: Sql, ownerId: string): Promise<LostNotice[]> {
  const rows = await db
    .selectFrom('notice_messages as lost')
    .leftJoin('conversations as in', 'in.id', 'lost.conversation_id')
    .leftJoin('outbox as out', (join) =>
      join.onRef('out.conversation_id', '=', 'lost.conversation_id').onRef('out.seq', '=', 'lost.seq'),
    )
    .select(['lost.id', 'lost.person_id', 'lost.summary', 'lost.said_at', 'in.heard_at', 'out.dead_at', 'out.sent_at'])
    .where('lost.owner_id', '=', ownerId)
    // Written out, not bound: the index holds these rows only, and is not used where SQLite cannot see that.
    .where('lost.state', '=', sql.lit('undelivered'))
    .orderBy('lost.said_at')
    .execute()
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
