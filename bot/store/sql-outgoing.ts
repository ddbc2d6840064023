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

/** Words for a conversation that nobody there asked for. */
export interface Said {
  readonly conversationId: string
  readonly reply: Reply
}

/**
 * Says something unasked, in the same transaction as whatever it tells of.
 *
 * @param sending the channels that are sent to: there it gets a row in the outbox, elsewhere the client fetches it
 * @returns undefined where there is no such conversation
 */
export async function appendSaid(
  trx: Transaction<Tables>,
  said: Said,
  sending: ReadonlySet<string>,
  at: string,
): Promise<(Place & { readonly channel: string }) | undefined> {
  const [place] = await appendAllSaid(trx, [said], sending, at)
  return place
}

/** The same in several conversations; in each in the order given. */
export async function appendAllSaid(
  trx: Transaction<Tables>,
  said: readonly Said[],
  sending: ReadonlySet<string>,
  at: string,
): Promise<readonly ((Place & { readonly channel: string }) | undefined)[]> {
  const conversations = await makeRoom(trx, said)
  const placed = said.map(({ conversationId, reply }) => {
    const conversation = conversations.get(conversationId)
    return conversation && { ...conversation, conversationId, seq: conversation.seqs.shift() ?? 0, reply }
  })
  const there = placed.filter((each) => each !== undefined)
  if (there.length > 0)
    await trx
      .insertInto('activities')
      .values(
        there.map(({ conversationId, seq, reply }) => ({
          conversation_id: conversationId,
          seq,
          author: 'bot' as const,
          payload: JSON.stringify({ reply } satisfies BotWords),
          created_at: at,
        })),
      )
      .execute()
  const sent = there.filter(({ channel }) => sending.has(channel))
  if (sent.length > 0)
    await trx
      .insertInto('outbox')
      .values(
        sent.map(({ conversationId, seq, channel, personId }) => ({
          conversation_id: conversationId,
          seq,
          channel,
          person_id: personId,
          unasked: 1,
          parts_sent: 0,
          attempts: 0,
          due_at: at,
          created_at: at,
        })),
      )
      .execute()
  return placed.map((each) => each && { conversationId: each.conversationId, seq: each.seq, channel: each.channel })
}

interface Room {
  readonly channel: string
  readonly personId: string
  /** The places that are free now, in order. */
  readonly seqs: number[]
}

/** Conversations that get one thing said, which are nearly all, take one statement together. */
async function makeRoom(trx: Transaction<Tables>, said: readonly Said[]): Promise<ReadonlyMap<string, Room>> {
  const counts = Map.groupBy(said, ({ conversationId }) => conversationId)
  const rooms = new Map<string, Room>()
  for (const [count, ids] of Map.groupBy(counts.keys(), (id) => counts.get(id)?.length ?? 0)) {
    const rows = await trx
      .updateTable('conversations')
      .set((eb) => ({ last_seq: eb('last_seq', '+', count) }))
      .where('id', 'in', ids)
      .returning(['id', 'last_seq', 'channel', 'person_id'])
      .execute()
    for (const { id, last_seq: last, channel, person_id: personId } of rows)
      rooms.set(id, { channel, personId, seqs: Array.from({ length: count }, (_, i) => last - count + 1 + i) })
  }
  return rooms
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
