/** All that is kept of one person, erased. */
import type { Transaction } from 'kysely'
import { readSettings } from '#dialogs/project/agenda.ts'
import type { SqlEngine } from './engine.ts'
import { activitiesIn, answersIn, otherIn, type Part, partsOf } from './sql-parts.ts'
import { forgetProject } from './sql-projects.ts'
import type { Tables } from './tables.ts'

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
