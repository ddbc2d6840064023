/**
 * The store in SQL that both engines speak. Every transaction writes first and reads after: on SQLite a
 * transaction that reads first could not become a writer while another one writes.
 */
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Conversation } from '#dialogs/conversation.ts'
import { readConversation as readState } from '#dialogs/read-conversation.ts'
import type { Sql, SqlEngine } from './engine.ts'
import { prepared, type Slots } from './prepared.ts'
import { findAnswer } from './sql-answers.ts'
import { erasePerson } from './sql-erase.ts'
import { createSqlInbox } from './sql-inbox.ts'
import { findLinkOwner } from './sql-link.ts'
import { createSqlNotices } from './sql-notices.ts'
import { createSqlOutbox } from './sql-outbox.ts'
import { findPersonId, personalData } from './sql-person.ts'
import { projectsOf, remindersOf } from './sql-projects.ts'
import { sweepOld } from './sql-retention.ts'
import { useOnce } from './sql-single-use.ts'
import { Abandon, accept, commitTurn } from './sql-turn.ts'
import { createSqlWaiting } from './sql-waiting.ts'
import type { Activity, BotWords, Person, Store, StoredConversation } from './store.ts'
import type { Tables } from './tables.ts'

/** Of conversations that are known to be there. */
const begunAtMost = 10_000

export function createSqlStore(engine: SqlEngine): Store {
  const { db, stamp } = engine
  const { finished, ...inbox } = createSqlInbox(engine)
  /** Conversations that were there: they need not be begun. Two messages of one take as many steps, so that neither overtakes. */
  const begun = new Set<string>()
  return {
    ...inbox,
    async personAt(address) {
      const known = await findAddress(db, address.channel, address.key)
      const id = known ?? (await makePerson(engine, address.channel, address.key))
      const person = await findPerson(db, id)
      if (person === undefined) throw new Error(`The address on ${address.channel} names no person.`)
      return person
    },
    findPerson: (id) => findPerson(db, id),
    async addressesOf(personId) {
      const rows = await db
        .selectFrom('addresses')
        .selectAll()
        .where('person_id', '=', personId)
        .orderBy('channel')
        .orderBy('address_key')
        .execute()
      return rows.map((row) => ({ channel: row.channel, key: row.address_key }))
    },
    async beginConversation(id, channel, personId) {
      const known = begun.has(id) ? await findConversation(db, id) : undefined
      if (known !== undefined) return known
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
          created_at: await stamp(db),
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute()
      if (begun.size >= begunAtMost) begun.clear()
      begun.add(id)
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
    accept: (inbound) => engine.transact((trx) => accept(trx, inbound, engine)),
    async commitTurn(commit) {
      try {
        const result = await engine.transact((trx) => commitTurn(trx, commit, engine))
        finished(commit.channel, commit.messageId)
        if (commit.changes?.wipe === true || commit.changes?.erase === true) engine.afterWipe()
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
    ...createSqlOutbox(engine),
    ...createSqlNotices(engine),
    ...createSqlWaiting(engine),
    async sharedKey(name, proposed) {
      await db
        .insertInto('shared_keys')
        .values({ name, key_text: proposed })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute()
      const row = await db
        .selectFrom('shared_keys')
        .select('key_text')
        .where('name', '=', name)
        .executeTakeFirstOrThrow()
      return row.key_text
    },
    linkOwner: async (code) => findLinkOwner(db, code, await engine.stamp(db)),
    useOnce: (id, ends) => useOnce(engine, id, ends),
    findPersonId: (named) => findPersonId(db, named),
    personalData: (personId) => personalData(db, personId),
    async erasePerson(personId) {
      const erased = await engine.transact((trx) => erasePerson(trx, personId, engine))
      if (erased) engine.afterWipe()
      return erased
    },
    sweepOld: (days, limit) => sweepOld(engine, days, limit),
    onNews: (callback) => engine.onNews(callback),
    close: () => engine.close(),
  }
}

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
function makePerson(engine: SqlEngine, channel: string, key: string): Promise<string> {
  return engine.transact(async (trx) => {
    const id = randomUUID()
    const at = await engine.stamp(trx)
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
  const [row] = await personById(db, { id })
  if (row === undefined) return undefined
  return {
    id: row.id,
    measure: row.measure,
    lang: row.lang === 'zh' || row.lang === 'en' ? row.lang : null,
    createdAt: row.created_at,
    undelivered: row.undelivered,
  }
}

async function findConversation(db: Sql, id: string): Promise<StoredConversation | undefined> {
  const [row] = await conversationById(db, { id })
  return row === undefined ? undefined : readConversation(row)
}

const personById = prepared((db, value: Slots<{ id: string }>) =>
  db.selectFrom('persons').selectAll().where('id', '=', value('id')),
)

const conversationById = prepared((db, value: Slots<{ id: string }>) =>
  db.selectFrom('conversations').selectAll().where('id', '=', value('id')),
)

function readConversation(row: Selectable<Tables['conversations']>): StoredConversation {
  return {
    id: row.id,
    channel: row.channel,
    personId: row.person_id,
    version: row.version,
    fetchedSeq: row.fetched_seq,
    state: readState(JSON.parse(row.state)),
  }
}

function readActivity(row: Selectable<Tables['activities']>): Activity {
  const place = { conversationId: row.conversation_id, seq: row.seq, at: row.created_at }
  if (row.author === 'bot') return { ...place, author: 'bot', payload: JSON.parse(row.payload) as BotWords }
  return { ...place, author: 'user', payload: JSON.parse(row.payload) as unknown }
}
