/** All that is kept of one person, read out whole. */
import { sql } from 'kysely'
import type { Sql } from './engine.ts'
import { activitiesIn, answersIn, type Part, partsOf } from './sql-parts.ts'
import type { PersonalData } from './store.ts'

/** @param named a person's id, or an address as `channel:key` */
export async function findPersonId(db: Sql, named: string): Promise<string | undefined> {
  const person = await db.selectFrom('persons').select('id').where('id', '=', named).executeTakeFirst()
  if (person !== undefined) return person.id
  const address = await db
    .selectFrom('addresses')
    .select('person_id')
    .where(sql`channel || ':' || address_key`, '=', named)
    .executeTakeFirst()
  return address?.person_id
}

/** @returns undefined where there is no such person */
export async function personalData(db: Sql, personId: string): Promise<PersonalData | undefined> {
  const person = await db.selectFrom('persons').selectAll().where('id', '=', personId).executeTakeFirst()
  if (person === undefined) return undefined
  const parts = await partsOf(db, personId)
  const conversations = await Promise.all(parts.map((part) => conversationOf(db, part, personId)))
  const projects = await db.selectFrom('projects').selectAll().where('owner_id', '=', personId).orderBy('id').execute()
  const owned = ['', ...projects.map(({ id }) => id)]
  const [addresses, votes, shares, reminders, agenda, notices, messages] = await Promise.all([
    db.selectFrom('addresses').selectAll().where('person_id', '=', personId).execute(),
    db.selectFrom('feedback').selectAll().where('person_id', '=', personId).orderBy('voted_at').execute(),
    db
      .selectFrom('project_shares')
      .selectAll()
      .where((eb) => eb.or([eb('person_id', '=', personId), eb('project_id', 'in', owned)]))
      .orderBy('project_id')
      .orderBy('person_id')
      .execute(),
    db.selectFrom('reminders').selectAll().where('project_id', 'in', owned).orderBy('due').execute(),
    db.selectFrom('agendas').select('settings').where('person_id', '=', personId).executeTakeFirst(),
    db.selectFrom('notices').selectAll().where('person_id', '=', personId).orderBy('told_at').execute(),
    db
      .selectFrom('notice_messages')
      .selectAll()
      .where((eb) => eb.or([eb('person_id', '=', personId), eb('owner_id', '=', personId)]))
      .orderBy('said_at')
      .execute(),
  ])
  return {
    person,
    addresses,
    conversations,
    votes,
    projects: projects.map(({ state, ...row }) => ({ ...row, state: JSON.parse(state) })),
    shares,
    reminders,
    ...(agenda === undefined ? {} : { wishes: JSON.parse(agenda.settings) }),
    notices,
    reminderMessages: messages,
  }
}

async function conversationOf(db: Sql, part: Part, personId: string): Promise<Record<string, unknown>> {
  const { id, isOwn } = part
  const [row, heard, shown, answers, sent] = await Promise.all([
    db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst(),
    db
      .selectFrom('inbox')
      .select(['message_id', 'seq', 'payload', 'received_at'])
      .where('conversation_id', '=', id)
      .where('person_id', '=', personId)
      .orderBy('seq')
      .execute(),
    activitiesIn(db, part),
    answersIn(db, part),
    db
      .selectFrom('outbox')
      .select(['seq', 'created_at', 'sent_at', 'dead_at', 'code', 'platform_id'])
      .where('conversation_id', '=', id)
      .where('person_id', '=', personId)
      .orderBy('seq')
      .execute(),
  ])
  return {
    id,
    channel: row?.channel,
    createdAt: row?.created_at,
    // A group's own state is made of what others said too.
    ...(isOwn && row !== undefined ? { state: JSON.parse(row.state), reference: row.reference } : {}),
    messages: heard.map(({ payload, ...rest }) => ({ ...rest, ...JSON.parse(payload) })),
    shown,
    answers: answers.map(({ payload, ...rest }) => ({ ...rest, ...JSON.parse(payload) })),
    deliveries: sent,
  }
}
