/** All that is kept of one person, in SQL that both engines speak: read out whole, or erased. */
import { sql, type Transaction } from 'kysely'
import { readSettings } from '#dialogs/project/agenda.ts'
import type { Sql, SqlEngine } from './engine.ts'
import { forgetProject } from './sql-projects.ts'
import type { BotWords, PersonalData } from './store.ts'
import type { Tables } from './tables.ts'

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

/** A conversation in which a person took part. */
interface Part {
  readonly id: string
  /** Nobody else wrote in it. */
  readonly isOwn: boolean
  /** The places of the person's own messages that are still kept. */
  readonly places: ReadonlySet<number>
}

async function partsOf(db: Sql, personId: string): Promise<Part[]> {
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

async function otherIn(db: Sql, conversationId: string, personId: string): Promise<string | undefined> {
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
async function activitiesIn(
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

async function answersIn(db: Sql, { id, isOwn, places }: Part) {
  const rows = await db.selectFrom('answers').selectAll().where('conversation_id', '=', id).orderBy('seq').execute()
  return rows.filter(({ seq }) => isOwn || places.has(seq))
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

/** What stays of a person who is being answered: the conversation they are in, and the message at hand. */
export interface Answered {
  readonly conversationId: string
  readonly channel: string
  readonly messageId: string
}

/**
 * Erases all that is kept of a person: what they said and were answered, their votes, their projects with all who saw them,
 * their reminders. In conversations with others only their own messages and the replies to them go.
 *
 * @param answered unset: the person and their addresses go too
 * @returns false where there is no such person
 */
export async function erasePerson(
  trx: Transaction<Tables>,
  personId: string,
  { skipLocked: isShared }: Pick<SqlEngine, 'skipLocked'>,
  answered?: Answered,
): Promise<boolean> {
  const own = trx.selectFrom('persons').select('id').where('id', '=', personId)
  // Held, so that nothing new of the person is kept meanwhile by another instance.
  if ((await (isShared ? own.forUpdate() : own).executeTakeFirst()) === undefined) return false
  const projects = await trx
    .selectFrom('projects')
    .select('id')
    .where('owner_id', '=', personId)
    .orderBy('id')
    .execute()
  for (const { id } of projects) await forgetProject(trx, id, personId)
  await trx.deleteFrom('project_shares').where('person_id', '=', personId).execute()
  await trx.deleteFrom('feedback').where('person_id', '=', personId).execute()
  await trx.deleteFrom('notices').where('person_id', '=', personId).execute()
  await trx
    .deleteFrom('notice_messages')
    .where((eb) => eb.or([eb('person_id', '=', personId), eb('owner_id', '=', personId)]))
    .execute()
  await trx.deleteFrom('agendas').where('person_id', '=', personId).execute()
  await trx.deleteFrom('link_codes').where('person_id', '=', personId).execute()
  await trx.deleteFrom('reaches').where('person_id', '=', personId).execute()
  for (const part of await partsOf(trx, personId)) await erasePart(trx, part, personId, answered)
  await trx.deleteFrom('outbox').where('person_id', '=', personId).execute()
  await unname(trx, personId)
  if (answered !== undefined) {
    const nothing = { measure: null, lang: null, undelivered: 0 }
    await trx.updateTable('persons').set(nothing).where('id', '=', personId).execute()
    return true
  }
  await trx.deleteFrom('addresses').where('person_id', '=', personId).execute()
  await trx.deleteFrom('persons').where('id', '=', personId).execute()
  return true
}

async function erasePart(trx: Transaction<Tables>, part: Part, personId: string, answered?: Answered): Promise<void> {
  const { id } = part
  const answers = (await answersIn(trx, part)).map((row) => row.id)
  if (answers.length > 0) {
    await trx.deleteFrom('feedback').where('answer_id', 'in', answers).execute()
    await trx.deleteFrom('answers').where('id', 'in', answers).execute()
  }
  const shown = (await activitiesIn(trx, part)).map(({ seq }) => seq)
  for (let i = 0; i < shown.length; i += rowsAtOnce)
    await trx
      .deleteFrom('activities')
      .where('conversation_id', '=', id)
      .where('seq', 'in', shown.slice(i, i + rowsAtOnce))
      .execute()
  const isAnswered = answered?.conversationId === id
  await trx
    .deleteFrom('inbox')
    .where('conversation_id', '=', id)
    .where('person_id', '=', personId)
    // What was said after the message at hand still wants its answer.
    .where((eb) =>
      isAnswered ? eb.and([eb('done_at', 'is not', null), eb('message_id', '<>', answered.messageId)]) : eb.and([]),
    )
    .execute()
  if (isAnswered) await wipeMessage(trx, answered)
  else if (part.isOwn) {
    await trx.deleteFrom('outbox').where('conversation_id', '=', id).execute()
    await trx.deleteFrom('reaches').where('conversation_id', '=', id).execute()
    await trx.deleteFrom('conversations').where('id', '=', id).execute()
  } else await leaveConversation(trx, id, personId)
}

const rowsAtOnce = 500

/** Its row stays, so that a repeat of it is known as one. */
async function wipeMessage(trx: Transaction<Tables>, { channel, messageId }: Answered): Promise<void> {
  const text = '（已清除）'
  await trx
    .updateTable('inbox')
    .set({ payload: JSON.stringify({ message: { id: messageId, text } }) })
    .where('channel', '=', channel)
    .where('message_id', '=', messageId)
    .execute()
}

/** The others go on; what was remembered of the talk may have been this person's. */
async function leaveConversation(trx: Transaction<Tables>, id: string, personId: string): Promise<void> {
  const other = await otherIn(trx, id, personId)
  await trx
    .updateTable('conversations')
    .set((eb) => ({ state: JSON.stringify({ id, recent: [] }), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
  if (other !== undefined)
    await trx
      .updateTable('conversations')
      .set({ person_id: other })
      .where('id', '=', id)
      .where('person_id', '=', personId)
      .execute()
}

/** Others' projects that this person may have changed, and wishes that name them as second contact. */
async function unname(trx: Transaction<Tables>, personId: string): Promise<void> {
  const named = `%${personId}%`
  const projects = await trx.selectFrom('projects').select(['id', 'state']).where('state', 'like', named).execute()
  for (const { id, state } of projects)
    await trx
      .updateTable('projects')
      .set((eb) => ({ state: state.replaceAll(personId, 'erased'), version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute()
  const agendas = await trx
    .selectFrom('agendas')
    .select(['person_id', 'settings'])
    .where('settings', 'like', named)
    .execute()
  for (const row of agendas) {
    const { seconds, ...settings } = readSettings(JSON.parse(row.settings))
    const others = Object.fromEntries(Object.entries(seconds).filter(([, second]) => second !== personId))
    await trx
      .updateTable('agendas')
      .set((eb) => ({ settings: JSON.stringify({ ...settings, seconds: others }), version: eb('version', '+', 1) }))
      .where('person_id', '=', row.person_id)
      .execute()
  }
}
