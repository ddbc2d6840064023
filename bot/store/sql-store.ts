/**
 * The store in SQL that both engines speak. Every transaction writes first and reads after: on SQLite a
 * transaction that reads first could not become a writer while another one writes.
 */
import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable, Transaction } from 'kysely'
import type { Conversation, UserMessage } from '#dialogs/conversation.ts'
import { readConversation as readState } from '#dialogs/read-conversation.ts'
import { findAnswer } from './sql-answers.ts'
import { projectsOf, remindersOf } from './sql-projects.ts'
import { Abandon, accept, commitTurn } from './sql-turn.ts'
import type { Activity, BotWords, Person, Store, StoredConversation, Unfinished } from './store.ts'
import type { Tables } from './tables.ts'

/** @param afterWipe what the engine does so that wiped words are gone from its files too */
export function createSqlStore(db: Kysely<Tables>, now: () => Date, afterWipe: () => void = () => undefined): Store {
  const stamp = (): string => now().toISOString()
  return {
    async personAt(address) {
      const known = await findAddress(db, address.channel, address.key)
      const id = known ?? (await makePerson(db, address.channel, address.key, stamp()))
      const person = await findPerson(db, id)
      if (person === undefined) throw new Error(`The address on ${address.channel} names no person.`)
      return person
    },
    findPerson: (id) => findPerson(db, id),
    async beginConversation(id, channel, personId) {
      const state: Conversation = { id, recent: [] }
      await db
        .insertInto('conversations')
        .values({
          id,
          channel,
          person_id: personId,
          version: 0,
          last_seq: 0,
          state: JSON.stringify(state),
          created_at: stamp(),
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute()
      const conversation = await findConversation(db, id)
      if (conversation === undefined) throw new Error('The conversation just begun is not there.')
      return conversation
    },
    findConversation: (id) => findConversation(db, id),
    async latestConversation(channel, personId) {
      const row = await db
        .selectFrom('conversations')
        .selectAll()
        .where('person_id', '=', personId)
        .where('channel', '=', channel)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? undefined : readConversation(row)
    },
    accept: (inbound) => db.transaction().execute((trx) => accept(trx, inbound, stamp())),
    async nextUnfinished(conversationId) {
      const row = await db
        .selectFrom('inbox')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .where('done_at', 'is', null)
        .orderBy('seq')
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? undefined : readUnfinished(row)
    },
    async resumeUnfinished() {
      const rows = await db
        .updateTable('inbox')
        .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
        .where('done_at', 'is', null)
        .returning('conversation_id')
        .execute()
      return [...new Set(rows.map((row) => row.conversation_id))]
    },
    async commitTurn(commit) {
      try {
        const result = await db.transaction().execute((trx) => commitTurn(trx, commit, stamp()))
        if (commit.changes?.wipe === true) afterWipe()
        return result
      } catch (error) {
        if (error instanceof Abandon) return error.result
        throw error
      }
    },
    async activitiesAfter(conversationId, seq, limit) {
      const rows = await db
        .selectFrom('activities')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map(readActivity)
    },
    findAnswer: (id) => findAnswer(db, id),
    projectsOf: (personId) => projectsOf(db, personId),
    remindersOf: (projectId) => remindersOf(db, projectId),
    close: () => db.destroy(),
  }
}

type Sql = Kysely<Tables> | Transaction<Tables>

async function findAddress(db: Sql, channel: string, key: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('addresses')
    .select('person_id')
    .where('channel', '=', channel)
    .where('address_key', '=', key)
    .executeTakeFirst()
  return row?.person_id
}

/** @returns the new person's id, or the id of one made at the same moment elsewhere */
function makePerson(db: Kysely<Tables>, channel: string, key: string, at: string): Promise<string> {
  return db.transaction().execute(async (trx) => {
    const id = randomUUID()
    await trx.insertInto('persons').values({ id, measure: null, lang: null, created_at: at }).execute()
    const made = await trx
      .insertInto('addresses')
      .values({ channel, address_key: key, person_id: id })
      .onConflict((conflict) => conflict.columns(['channel', 'address_key']).doNothing())
      .returning('person_id')
      .executeTakeFirst()
    if (made !== undefined) return id
    await trx.deleteFrom('persons').where('id', '=', id).execute()
    return (await findAddress(trx, channel, key)) ?? id
  })
}

async function findPerson(db: Sql, id: string): Promise<Person | undefined> {
  const row = await db.selectFrom('persons').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) return undefined
  return {
    id: row.id,
    measure: row.measure,
    lang: row.lang === 'zh' || row.lang === 'en' ? row.lang : null,
    createdAt: row.created_at,
  }
}

async function findConversation(db: Sql, id: string): Promise<StoredConversation | undefined> {
  const row = await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : readConversation(row)
}

function readConversation(row: Selectable<Tables['conversations']>): StoredConversation {
  return {
    id: row.id,
    channel: row.channel,
    personId: row.person_id,
    version: row.version,
    state: readState(JSON.parse(row.state)),
  }
}

function readUnfinished(row: Selectable<Tables['inbox']>): Unfinished {
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

function readActivity(row: Selectable<Tables['activities']>): Activity {
  const place = { conversationId: row.conversation_id, seq: row.seq, at: row.created_at }
  if (row.author === 'bot') return { ...place, author: 'bot', payload: JSON.parse(row.payload) as BotWords }
  return { ...place, author: 'user', payload: JSON.parse(row.payload) as unknown }
}
