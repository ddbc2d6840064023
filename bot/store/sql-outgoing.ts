/** Rows of the outbox as they come about: with a turn, or with something said unasked. Always inside a transaction. */
import { sql, type Transaction } from 'kysely'
import type { Reply } from '#dialogs/conversation.ts'
import type { Activity, BotWords, Lease, Place } from './store.ts'
import type { Tables } from './tables.ts'

/** @returns the instant so many seconds later, as text */
export function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString()
}

/**
 * One row per reply of a turn, leased at once where nothing older of the conversation waits for somebody else.
 *
 * @returns whether they are leased
 */
export async function keepReplies(
  trx: Transaction<Tables>,
  activities: readonly Activity[],
  turn: { readonly channel: string; readonly personId: string; readonly sends: Lease },
  at: string,
): Promise<boolean> {
  const [first] = activities
  if (first === undefined) return false
  const { by, seconds } = turn.sends
  const others = sql`select 1 from outbox where conversation_id = ${first.conversationId} and sent_at is null
    and dead_at is null and (leased_by is null or leased_by <> ${by})`
  const rows = await trx
    .insertInto('outbox')
    .values(
      activities.map(({ conversationId, seq }) => ({
        conversation_id: conversationId,
        seq,
        channel: turn.channel,
        person_id: turn.personId,
        unasked: 0,
        parts_sent: 0,
        attempts: sql<number>`case when exists (${others}) then 0 else 1 end`,
        due_at: at,
        leased_by: sql<string | null>`case when exists (${others}) then null else cast(${by} as text) end`,
        leased_until: later(at, seconds),
        created_at: at,
      })),
    )
    .returning('leased_by')
    .execute()
  return rows.every((row) => row.leased_by === by)
}

/**
 * Says something unasked, in the same transaction as whatever it tells of.
 *
 * @param sending the channels that are sent to: there it gets a row in the outbox, elsewhere the client fetches it
 * @returns undefined where there is no such conversation
 */
export async function appendSaid(
  trx: Transaction<Tables>,
  conversationId: string,
  reply: Reply,
  sending: ReadonlySet<string>,
  at: string,
): Promise<{ seq: number; channel: string } | undefined> {
  const conversation = await trx
    .updateTable('conversations')
    .set((eb) => ({ last_seq: eb('last_seq', '+', 1) }))
    .where('id', '=', conversationId)
    .returning(['last_seq', 'channel', 'person_id'])
    .executeTakeFirst()
  if (conversation === undefined) return undefined
  const { last_seq: seq, channel, person_id: personId } = conversation
  const words: BotWords = { reply }
  await trx
    .insertInto('activities')
    .values({
      conversation_id: conversationId,
      seq,
      author: 'bot',
      payload: JSON.stringify(words),
      created_at: at,
    })
    .execute()
  if (sending.has(channel))
    await trx
      .insertInto('outbox')
      .values({
        conversation_id: conversationId,
        seq,
        channel,
        person_id: personId,
        unasked: 1,
        parts_sent: 0,
        attempts: 0,
        due_at: at,
        created_at: at,
      })
      .execute()
  return { seq, channel }
}

/** What the person has now been told of counts no longer. */
export async function keepTold(
  trx: Transaction<Tables>,
  personId: string,
  places: readonly Place[],
  at: string,
): Promise<void> {
  for (const { conversationId, seq } of places)
    await trx
      .updateTable('outbox')
      .set({ told_at: at })
      .where('conversation_id', '=', conversationId)
      .where('seq', '=', seq)
      .execute()
  await countUndelivered(trx, personId)
}

/** What still waits for its platform is not wanted there any more, and the person has been told. */
export async function keepSaidElsewhere(
  trx: Transaction<Tables>,
  { conversationId, seq }: Place,
  at: string,
): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ dead_at: at, told_at: at, code: 'said-elsewhere', leased_by: null })
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .where('sent_at', 'is', null)
    .where('dead_at', 'is', null)
    .execute()
}

export async function countUndelivered(trx: Transaction<Tables>, personId: string): Promise<void> {
  await trx
    .updateTable('persons')
    .set((eb) => ({
      undelivered: eb
        .selectFrom('outbox')
        .select((of) => of.fn.countAll<number>().as('untold'))
        .where('person_id', '=', personId)
        .where('dead_at', 'is not', null)
        .where('told_at', 'is', null),
    }))
    .where('id', '=', personId)
    .execute()
}
