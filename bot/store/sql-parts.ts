/** What of each conversation is one person's: all of it, or in a group their own messages and the replies to them. */
import type { Sql } from './engine.ts'
import type { BotWords } from './store.ts'

/** A conversation in which a person took part. */
export interface Part {
  readonly id: string
  /** Nobody else wrote in it. */
  readonly isOwn: boolean
  /** The places of the person's own messages that are still kept. */
  readonly places: ReadonlySet<number>
}

export async function partsOf(db: Sql, personId: string): Promise<Part[]> {
  const begun = await db.selectFrom('conversations').select('id').where('person_id', '=', personId).execute()
  const said = await db
    .selectFrom('inbox')
    .select(['conversation_id', 'seq'])
    .where('person_id', '=', personId)
    .execute()
  const ids = [...new Set([...begun.map(({ id }) => id), ...said.map((row) => row.conversation_id)])].sort()
  return Promise.all(
    ids.map(async (id) => {
      const places = said.filter((row) => row.conversation_id === id).map(({ seq }) => seq)
      const other = await otherIn(db, id, personId)
      return { id, isOwn: other === undefined && begun.some((each) => each.id === id), places: new Set(places) }
    }),
  )
}

export async function otherIn(db: Sql, conversationId: string, personId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('inbox')
    .select('person_id')
    .where('conversation_id', '=', conversationId)
    .where('person_id', '<>', personId)
    .limit(1)
    .executeTakeFirst()
  return row?.person_id
}

/** What the person wrote and what they were answered; all of it where nobody else took part. */
export async function activitiesIn(
  db: Sql,
  { id, isOwn, places }: Part,
): Promise<{ seq: number; words: unknown; at: string; author: string }[]> {
  const rows = await db.selectFrom('activities').selectAll().where('conversation_id', '=', id).orderBy('seq').execute()
  return rows.flatMap(({ seq, author, payload, created_at: at }) => {
    const words: unknown = JSON.parse(payload)
    const isTheirs = isOwn || places.has(author === 'bot' ? ((words as BotWords).replyTo ?? -1) : seq)
    return isTheirs ? [{ seq, words, at, author }] : []
  })
}

export async function answersIn(db: Sql, { id, isOwn, places }: Part) {
  const rows = await db.selectFrom('answers').selectAll().where('conversation_id', '=', id).orderBy('seq').execute()
  return rows.filter(({ seq }) => isOwn || places.has(seq))
}
