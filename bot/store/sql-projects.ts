/** Projects in SQL that both engines speak: read before a turn, written with it. */
import type { Kysely, Transaction } from 'kysely'
import type { Changes } from '#dialogs/conversation.ts'
import { readRecord } from '#dialogs/project/read-record.ts'
import type { KnownProject, ProjectRecord } from '#dialogs/project/record.ts'
import { prepared, type Slots } from './prepared.ts'
import { forgetNotices, keepLostTold, keepWishes } from './sql-notices.ts'
import { keepTurnPromises } from './sql-promises.ts'
import { wipeConversation } from './sql-wipe.ts'
import type { KnownReminder, ProjectRead, TurnCommit } from './store.ts'
import type { Tables } from './tables.ts'

type Sql = Kysely<Tables> | Transaction<Tables>

/** @returns what a person owns or was given to see, the oldest first */
export async function projectsOf(db: Sql, personId: string): Promise<ProjectRead[]> {
  const rows = await seenBy(db, { personId })
  return rows.map((row) => {
    const access: KnownProject['access'] = row.owner_id === personId ? 'owner' : row.may === 'edit' ? 'edit' : 'read'
    return { record: readRecord(JSON.parse(row.state)), access, version: row.version }
  })
}

const seenBy = prepared((db, value: Slots<{ personId: string }>) =>
  db
    .selectFrom('projects')
    .leftJoin('project_shares', (join) =>
      join
        .onRef('project_shares.project_id', '=', 'projects.id')
        .on('project_shares.person_id', '=', value('personId')),
    )
    .select(['projects.id', 'owner_id', 'version', 'state', 'may'])
    .where((eb) =>
      eb.or([eb('owner_id', '=', value('personId')), eb('project_shares.person_id', '=', value('personId'))]),
    )
    .orderBy('projects.created_at')
    .orderBy('projects.id'),
)

export async function remindersOf(db: Sql, projectId: string): Promise<KnownReminder[]> {
  const rows = await db
    .selectFrom('reminders')
    .selectAll()
    .where('project_id', '=', projectId)
    .orderBy('due')
    .orderBy('deadline')
    .execute()
  return rows.map(({ deadline, due, advised, event, event_on: from }) => ({ deadline, due, advised, event, from }))
}

/** @returns false where a project is no longer as it was when the turn was computed, or is not this person's to change */
export async function applyChanges(
  trx: Transaction<Tables>,
  changes: Changes,
  { personId, conversation, channel, messageId, projects = [] }: TurnCommit,
  at: string,
): Promise<boolean> {
  for (const record of changes.keep ?? []) {
    const known = projects.find((read) => read.record.id === record.id)
    if (!(await keepProject(trx, record, known, personId, at))) return false
  }
  // Before the promises: those wake the agenda once more.
  if (changes.agenda !== undefined && !(await keepWishes(trx, personId, changes.agenda, at))) return false
  for (const { project, planned } of changes.reminders ?? []) {
    const record = changes.keep?.find((each) => each.id === project)
    await keepTurnPromises(trx, { project, planned, record, personId }, at)
  }
  if (changes.lostTold !== undefined) await keepLostTold(trx, personId, changes.lostTold)
  for (const share of changes.shares ?? []) await keepShare(trx, share, personId, at)
  for (const id of changes.forget ?? []) await forgetProject(trx, id, personId)
  if (changes.wipe === true) await wipeConversation(trx, conversation.id, { channel, messageId })
  return true
}

async function keepProject(
  trx: Transaction<Tables>,
  record: ProjectRecord,
  known: ProjectRead | undefined,
  personId: string,
  at: string,
): Promise<boolean> {
  const values = { status: record.status, state: JSON.stringify(record), updated_at: at }
  if (known === undefined) {
    const made = await trx
      .insertInto('projects')
      .values({ id: record.id, owner_id: personId, version: 1, created_at: at, ...values })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst()
    return made !== undefined
  }
  const kept = await trx
    .updateTable('projects')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('id', '=', record.id)
    .where('version', '=', known.version)
    .where((eb) =>
      eb.or([
        eb('owner_id', '=', personId),
        eb.exists(
          eb
            .selectFrom('project_shares')
            .select('project_id')
            .where('project_id', '=', record.id)
            .where('person_id', '=', personId)
            .where('may', '=', 'edit'),
        ),
      ]),
    )
    .returning('id')
    .executeTakeFirst()
  return kept !== undefined
}

type Share = NonNullable<Changes['shares']>[number]

/** Only the owner shares; sharing with a person who is not known changes nothing. */
async function keepShare(
  trx: Transaction<Tables>,
  { project, person, may }: Share,
  ownerId: string,
  at: string,
): Promise<void> {
  const own = await trx
    .selectFrom('projects')
    .select('id')
    .where('id', '=', project)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
  const other = await trx.selectFrom('persons').select('id').where('id', '=', person).executeTakeFirst()
  if (own === undefined || other === undefined || person === ownerId) return
  await trx.deleteFrom('project_shares').where('project_id', '=', project).where('person_id', '=', person).execute()
  if (may !== null)
    await trx
      .insertInto('project_shares')
      .values({ project_id: project, person_id: person, may, shared_at: at })
      .execute()
}

/** Nothing of it is kept; only its owner may. */
export async function forgetProject(trx: Transaction<Tables>, id: string, ownerId: string): Promise<void> {
  const own = await trx
    .selectFrom('projects')
    .select('id')
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
  if (own === undefined) return
  await trx.deleteFrom('reminders').where('project_id', '=', id).execute()
  await forgetNotices(trx, id, ownerId)
  await trx.deleteFrom('project_shares').where('project_id', '=', id).execute()
  await trx.deleteFrom('projects').where('id', '=', id).execute()
}
