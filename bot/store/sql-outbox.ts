/** The outbox in SQL that both engines speak: replies are claimed, settled and given up by their place in a conversation. */
import { type SqlBool, sql, type Transaction } from 'kysely'
import type { Reply } from '#dialogs/conversation.ts'
import type { Sql, SqlEngine } from './engine.ts'
import { gather } from './gather.ts'
import { appendSaid, countUndelivered, later } from './sql-outgoing.ts'
import type { BotWords, DeadLetter, Lease, OutboxStore, Outgoing, Place, Receipted } from './store.ts'
import type { Tables } from './tables.ts'

export function createSqlOutbox(engine: SqlEngine): OutboxStore {
  const { db, stamp } = engine
  const inTransaction = <T>(work: (trx: Transaction<Tables>, at: string) => Promise<T>, flush?: boolean): Promise<T> =>
    engine.transact(async (trx) => work(trx, await stamp(trx)), flush)
  const receipts = gather<Receipt>((some) =>
    inTransaction(
      (trx, now) => keepReceipts(trx, some, now),
      some.some(({ row }) => row.unasked),
    ),
  )
  return {
    claimOutgoing: async (channel, lease, limit) => claim(db, { channel, lease, limit, engine }, await stamp(db)),
    async renewOutgoing({ by, seconds }, conversationIds) {
      await waiting(db)
        .set({ leased_until: later(await stamp(db), seconds) })
        .where('leased_by', '=', by)
        .where('conversation_id', 'in', [...conversationIds])
        .execute()
    },
    async releaseOutgoing(by, conversationId) {
      let held = release(db, by)
      if (conversationId !== undefined) held = held.where('conversation_id', '=', conversationId)
      await held.execute()
    },
    keepPartsSent: (row, parts) =>
      inTransaction(async (trx) => {
        await at(waiting(trx), row).set({ parts_sent: parts }).execute()
      }, row.unasked),
    settleSent: (row, platformId) => receipts.add({ row, platformId }),
    settleFailed: (place, by, { afterSeconds, counts, code }) =>
      inTransaction(async (trx, now) => {
        await at(waiting(trx), place)
          .set((eb) => ({
            leased_by: null,
            due_at: later(now, afterSeconds),
            code: code ?? null,
            ...(counts ? {} : { attempts: eb('attempts', '-', 1) }),
          }))
          .where('leased_by', '=', by)
          .execute()
        await release(trx, by)
          .where('conversation_id', '=', place.conversationId)
          .where('seq', '>', place.seq)
          .execute()
      }),
    settleDead: (place, code, elsewhere) =>
      inTransaction(async (trx, now) => {
        const toldIn = await settleDead(trx, place, code, elsewhere, now)
        if (toldIn !== undefined) await engine.tellNews(trx, [toldIn])
        return toldIn
      }),
    deadLetters: (personId) => deadLetters(db, personId),
    async countOutgoing() {
      const count = db.selectFrom('outbox').select((eb) => eb.fn.countAll<number>().as('rows'))
      const open = await count.where('sent_at', 'is', null).where('dead_at', 'is', null).executeTakeFirstOrThrow()
      const dead = await count.where('dead_at', 'is not', null).executeTakeFirstOrThrow()
      return { waiting: Number(open.rows), dead: Number(dead.rows) }
    },
    say: (conversationId, reply, sending) =>
      inTransaction(async (trx, now) => {
        const said = await appendSaid(trx, { conversationId, reply }, sending, now)
        if (said !== undefined) await engine.tellNews(trx, [conversationId])
        return said
      }),
    async latestReply(conversationId) {
      const row = await db
        .selectFrom('activities')
        .select(['payload', 'created_at'])
        .where('conversation_id', '=', conversationId)
        .where('author', '=', 'bot')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? undefined : { reply: readReply(row.payload), at: row.created_at }
    },
    keepFetched: (places) => inTransaction((trx) => keepFetched(trx, places)),
  }
}

interface Receipt {
  readonly row: Receipted
  readonly platformId: string | undefined
}

async function keepReceipts(trx: Transaction<Tables>, receipts: readonly Receipt[], now: string): Promise<void> {
  const rows = receipts.map(({ row, platformId }) => sql`(${row.conversationId}, ${row.seq}, ${platformId ?? null})`)
  await sql`
    with taken (conversation_id, seq, platform_id) as (values ${sql.join(rows)})
    update outbox set sent_at = ${now}, platform_id = taken.platform_id, leased_by = null
    from taken
    where outbox.conversation_id = taken.conversation_id and outbox.seq = cast(taken.seq as bigint)
      and ${isOpen('outbox')}`.execute(trx)
}

/**
 * Neither sent nor given up, of a row that is looked up by its place. In these words no index of the waiting rows serves
 * it: in quiet times hardly any row waits, and a planner that goes by that walks through all of a morning's reminders for
 * each of them.
 */
function isOpen(table: string) {
  return sql<SqlBool>`coalesce(${sql.ref(`${table}.sent_at`)}, ${sql.ref(`${table}.dead_at`)}) is null`
}

/** An update of what is neither sent nor given up, by its place. */
function waiting(db: Sql) {
  return db.updateTable('outbox').where(isOpen('outbox'))
}

function at<
  Q extends { where(column: 'conversation_id', is: '=', value: string): Q } & {
    where(column: 'seq', is: '=', value: number): Q
  },
>(query: Q, { conversationId, seq }: Place): Q {
  return query.where('conversation_id', '=', conversationId).where('seq', '=', seq)
}

/** A try that was not made does not count. */
function release(db: Sql, by: string) {
  return db
    .updateTable('outbox')
    .where('sent_at', 'is', null)
    .where('dead_at', 'is', null)
    .set((eb) => ({ leased_by: null, attempts: eb('attempts', '-', 1) }))
    .where('leased_by', '=', by)
}

interface Claim {
  readonly channel: string
  readonly lease: Lease
  readonly limit: number
  readonly engine: SqlEngine
}

async function claim(db: Sql, { channel, lease, limit, engine }: Claim, now: string): Promise<Outgoing[]> {
  const due = db
    .selectFrom('outbox as head')
    .select(['head.conversation_id', 'head.seq'])
    .where('head.channel', '=', channel)
    .where('head.sent_at', 'is', null)
    .where('head.dead_at', 'is', null)
    .where('head.due_at', '<=', now)
    .where((eb) =>
      eb.or([
        eb('head.leased_by', 'is', null),
        eb('head.leased_until', '<=', now),
        // Where nobody else can be at work, what another one holds was left by a process that ended.
        ...(engine.alone ? [eb('head.leased_by', '<>', lease.by)] : []),
      ]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('outbox as older')
            .select('older.seq')
            .whereRef('older.conversation_id', '=', 'head.conversation_id')
            .whereRef('older.seq', '<', 'head.seq')
            .where(isOpen('older')),
        ),
      ),
    )
    .orderBy('head.due_at')
    .orderBy('head.conversation_id')
    .orderBy('head.seq')
    .limit(limit)
  const rows = await db
    // Materialized: a plan that asked twice would lock twice as many.
    .with(
      (cte) => cte('due').materialized(),
      () => (engine.skipLocked ? due.forUpdate().skipLocked() : due),
    )
    .updateTable('outbox')
    .from('due')
    .set((eb) => ({
      leased_by: lease.by,
      leased_until: later(now, lease.seconds),
      attempts: eb('outbox.attempts', '+', 1),
    }))
    .whereRef('outbox.conversation_id', '=', 'due.conversation_id')
    .whereRef('outbox.seq', '=', 'due.seq')
    .returning((eb) => [
      'outbox.conversation_id',
      'outbox.seq',
      'outbox.person_id',
      'outbox.unasked',
      'outbox.parts_sent',
      'outbox.attempts',
      'outbox.created_at',
      eb
        .selectFrom('activities')
        .select('payload')
        .whereRef('activities.conversation_id', '=', 'outbox.conversation_id')
        .whereRef('activities.seq', '=', 'outbox.seq')
        .as('payload'),
      eb
        .selectFrom('conversations')
        .select('reference')
        .whereRef('conversations.id', '=', 'outbox.conversation_id')
        .as('reference'),
    ])
    .execute()
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    seq: row.seq,
    channel,
    personId: row.person_id,
    reply: readReply(row.payload ?? ''),
    reference: row.reference === null ? undefined : JSON.parse(row.reference),
    unasked: row.unasked === 1,
    partsSent: row.parts_sent,
    attempts: row.attempts,
    ageSeconds: (Date.parse(now) - Date.parse(row.created_at)) / 1000,
  }))
}

async function settleDead(
  trx: Transaction<Tables>,
  place: Place,
  code: string | undefined,
  elsewhere: Parameters<OutboxStore['settleDead']>[2],
  now: string,
): Promise<string | undefined> {
  const dead = await at(waiting(trx), place)
    .set({ dead_at: now, code: code ?? null, leased_by: null })
    .returning(['person_id', 'channel'])
    .executeTakeFirst()
  if (dead === undefined) return undefined
  const other = elsewhere === undefined ? undefined : await otherConversation(trx, dead, elsewhere.open)
  if (elsewhere !== undefined && other !== undefined) {
    for (const reply of elsewhere.replies)
      await appendSaid(trx, { conversationId: other, reply }, elsewhere.sending, now)
    await at(trx.updateTable('outbox'), place).set({ told_at: now }).execute()
  }
  await countUndelivered(trx, dead.person_id)
  return other
}

/** Where the person was heard last, alone, on another channel that is open. */
async function otherConversation(
  trx: Transaction<Tables>,
  { person_id: personId, channel }: { person_id: string; channel: string },
  open: readonly string[],
): Promise<string | undefined> {
  const others = open.filter((name) => name !== channel)
  if (others.length === 0) return undefined
  const row = await trx
    .selectFrom('reaches')
    .select('conversation_id')
    .where('person_id', '=', personId)
    .where('channel', 'in', others)
    .orderBy('heard_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.conversation_id
}

async function deadLetters(db: Sql, personId: string): Promise<DeadLetter[]> {
  const rows = await db
    .selectFrom('outbox')
    .innerJoin('activities', (join) =>
      join
        .onRef('activities.conversation_id', '=', 'outbox.conversation_id')
        .onRef('activities.seq', '=', 'outbox.seq'),
    )
    .select(['outbox.conversation_id', 'outbox.seq', 'outbox.channel', 'outbox.code', 'outbox.created_at', 'payload'])
    .where('outbox.person_id', '=', personId)
    .where('dead_at', 'is not', null)
    .where('told_at', 'is', null)
    .orderBy('outbox.created_at')
    .orderBy('outbox.seq')
    .execute()
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    seq: row.seq,
    channel: row.channel,
    personId,
    reply: readReply(row.payload),
    at: row.created_at,
    code: row.code,
  }))
}

async function keepFetched(trx: Transaction<Tables>, places: readonly Place[]): Promise<void> {
  for (const { conversationId, seq } of places)
    await trx
      .updateTable('conversations')
      .set({ fetched_seq: seq })
      .where('id', '=', conversationId)
      .where('fetched_seq', '<', seq)
      .where('last_seq', '>=', seq)
      .execute()
}

function readReply(payload: string): Reply {
  return (JSON.parse(payload) as BotWords).reply
}
