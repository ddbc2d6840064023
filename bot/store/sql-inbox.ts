/**
 * Kept messages and who is at work on them. A message is given out once at a time: to the instance that accepted it, or
 * to another one when the lease has run out.
 */
import { type Selectable, type SqlBool, sql } from 'kysely'
import type { UserMessage } from '#dialogs/conversation.ts'
import type { SqlEngine } from './engine.ts'
import { prepared, type Slots } from './prepared.ts'
import { later } from './sql-outgoing.ts'
import type { InboxStore, Unfinished } from './store.ts'
import type { Tables } from './tables.ts'

/** After so long another instance takes a message up. Renewed at every sweep. */
export const messageLeaseSeconds = 45
/** Conversations taken up at one sweep; the rest at the next one. */
const conversationsAtMost = 500

type Row = Selectable<Tables['inbox']>

export interface SqlInbox extends InboxStore {
  /** The turn of this message is committed. */
  finished(channel: string, messageId: string): void
}

export function createSqlInbox(engine: SqlEngine): SqlInbox {
  const { db, instance, alone } = engine
  /** Messages given out by this process and not finished: given out again, they were begun before. */
  const begun = new Set<string>()

  /** Nobody else is at work on it. */
  const mayTake = (at: string) =>
    alone
      ? sql<SqlBool>`1 = 1`
      : sql<SqlBool>`(leased_by is null or leased_by = ${instance} or leased_until is null or leased_until <= ${at})`

  async function takeAgain(row: Row): Promise<Row | undefined> {
    const at = await engine.stamp(db)
    return db
      .updateTable('inbox')
      .set({
        leased_by: instance,
        leased_until: later(at, messageLeaseSeconds),
        // Left by somebody who had begun it, another instance or this one: one more attempt.
        attempts: begun.has(nameOf(row))
          ? sql`attempts + 1`
          : sql`attempts + case when leased_by is null then 0 else 1 end`,
      })
      .where('channel', '=', row.channel)
      .where('message_id', '=', row.message_id)
      .where('done_at', 'is', null)
      .where(mayTake(at))
      .returningAll()
      .executeTakeFirst()
  }

  async function sweep(): Promise<string[]> {
    const at = await engine.stamp(db)
    if (!alone)
      await db
        .updateTable('inbox')
        .set({ leased_until: later(at, messageLeaseSeconds) })
        .where('leased_by', '=', instance)
        .where('done_at', 'is', null)
        .execute()
    const rows = await db
      .selectFrom('inbox')
      .select('conversation_id')
      .where('done_at', 'is', null)
      .where(mayTake(at))
      .groupBy('conversation_id')
      .orderBy((eb) => eb.fn.min('received_at'))
      .limit(conversationsAtMost)
      .execute()
    return rows.map((row) => row.conversation_id)
  }

  return {
    async nextUnfinished(conversationId) {
      const [oldest] = await oldestOpen(db, { conversationId })
      if (oldest === undefined) return undefined
      // The common case costs no write: it was leased when it was accepted.
      const isOurs = alone || oldest.leased_by === instance
      const taken = isOurs && !begun.has(nameOf(oldest)) ? oldest : await takeAgain(oldest)
      if (taken === undefined) return undefined
      begun.add(nameOf(taken))
      return readUnfinished(taken)
    },
    notBegun: ({ channel, message }) => void begun.delete(nameOf({ channel, message_id: message.id })),
    async resumeUnfinished() {
      if (!alone) return sweep()
      const rows = await db
        .updateTable('inbox')
        .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
        .where('done_at', 'is', null)
        .returning('conversation_id')
        .execute()
      return [...new Set(rows.map((row) => row.conversation_id))]
    },
    sweepUnfinished: sweep,
    async releaseUnfinished() {
      if (alone) return
      const at = await engine.stamp(db)
      await db
        .updateTable('inbox')
        .set({ leased_until: at })
        .where('leased_by', '=', instance)
        .where('done_at', 'is', null)
        .execute()
    },
    finished: (channel, messageId) => void begun.delete(nameOf({ channel, message_id: messageId })),
  }
}

const oldestOpen = prepared((db, value: Slots<{ conversationId: string }>) =>
  db
    .selectFrom('inbox')
    .selectAll()
    .where('conversation_id', '=', value('conversationId'))
    .where('done_at', 'is', null)
    .orderBy('seq')
    .limit(1),
)

function nameOf({ channel, message_id }: Pick<Row, 'channel' | 'message_id'>): string {
  return `${channel} ${message_id}`
}

function readUnfinished(row: Row): Unfinished {
  const { message, reference } = JSON.parse(row.payload) as { message: UserMessage; reference?: unknown }
  return {
    channel: row.channel,
    conversationId: row.conversation_id,
    personId: row.person_id,
    message,
    reference,
    seq: row.seq,
    attempts: row.attempts,
  }
}
