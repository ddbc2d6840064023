/** What a project's reminders were promised by: kept with the turn that changes it, and read again to be reckoned anew. */
import type { Selectable, Transaction } from 'kysely'
import type { PlannedReminder } from '#dialogs/conversation.ts'
import type { ProjectPromise } from '#dialogs/project/agenda.ts'
import { isSaidClosed } from '#dialogs/project/deadlines.ts'
import type { ProjectRecord } from '#dialogs/project/record.ts'
import { type IsoDate, shanghaiDay } from '#knowledge/law/units.ts'
import type { Recurrence } from '#tools/notice.ts'
import { type KeptPromise, reconcile } from '#tools/promises.ts'
import type { Sql } from './engine.ts'
import type { Tables } from './tables.ts'

type Row = Selectable<Tables['reminders']>

/** An engine takes so many values in one statement. */
const rowsAtOnce = 500

/** What a turn says of one project's reminders. */
export interface TurnPromises {
  readonly project: string
  readonly planned: readonly PlannedReminder[]
  /** The project as the turn leaves it; absent where it only reckoned. */
  readonly record: ProjectRecord | undefined
  readonly personId: string
}

/** All reminders of a project in place of those it had; what was promised before keeps when it became known. */
export async function keepTurnPromises(trx: Transaction<Tables>, turn: TurnPromises, at: string): Promise<void> {
  const { project, planned, record, personId } = turn
  const owner = await ownerOf(trx, project)
  if (owner === undefined) return
  const kept = await promisesOf(trx, project)
  if (kept.length === 0 && planned.length === 0) return
  const today = shanghaiDay(new Date(at))
  const isLiving = record?.status === 'active'
  const promises = reconcile(kept, planned, {
    now: at,
    today,
    isClosed: ({ deadline, due }) => {
      const recurs = kept.find((each) => each.deadline === deadline)?.recurs
      return !isLiving || isSaidClosed(record, deadline, due, recurs)
    },
    byOther: owner !== personId,
  })
  await writePromises(trx, project, promises, at)
  await wakeAgenda(trx, owner, at)
}

async function writePromises(
  trx: Transaction<Tables>,
  project: string,
  promises: readonly KeptPromise[],
  at: string,
): Promise<void> {
  await trx.deleteFrom('reminders').where('project_id', '=', project).execute()
  await insertPromises(
    trx,
    promises.map((promise) => rowOf(project, promise, at)),
  )
}

async function promisesOf(db: Sql, project: string): Promise<KeptPromise[]> {
  const rows = await db.selectFrom('reminders').selectAll().where('project_id', '=', project).execute()
  return rows.map(readPromise)
}

/** Of all projects that each of these people owns. */
export async function promisesOfOwners(
  db: Sql,
  people: readonly string[],
): Promise<ReadonlyMap<string, readonly ProjectPromise[]>> {
  const rows = await db
    .selectFrom('reminders')
    .innerJoin('projects', 'projects.id', 'reminders.project_id')
    .selectAll('reminders')
    .select('projects.owner_id')
    .where('projects.owner_id', 'in', people)
    .orderBy('reminders.due')
    .orderBy('reminders.project_id')
    .orderBy('reminders.deadline')
    .execute()
  const owned = Map.groupBy(rows, (row) => row.owner_id)
  const read = (row: Row) => ({ ...readPromise(row), project: row.project_id })
  return new Map([...owned].map(([owner, own]) => [owner, own.map(read)]))
}

/** All that is promised of their projects from now on, in place of what was; what stays as it was is not written. */
export async function rewritePromises(
  trx: Transaction<Tables>,
  people: readonly { readonly personId: string; readonly promises: readonly ProjectPromise[] }[],
  at: string,
): Promise<void> {
  const owners = people.map(({ personId }) => personId)
  const projects = await trx.selectFrom('projects').select(['id', 'owner_id']).where('owner_id', 'in', owners).execute()
  if (projects.length === 0) return
  const ids = projects.map(({ id }) => id)
  const before = await trx.selectFrom('reminders').selectAll().where('project_id', 'in', ids).execute()
  const kept = Map.groupBy(before, (row) => row.project_id)
  const changed = projects.flatMap(({ id, owner_id: owner }) => {
    const own = people.find(({ personId }) => personId === owner)?.promises ?? []
    const rows = own.filter(({ project }) => project === id).map((promise) => rowOf(id, promise, at))
    return sameRows(rows, kept.get(id) ?? []) ? [] : [{ id, rows }]
  })
  if (changed.length === 0) return
  const changedIds = changed.map(({ id }) => id)
  await trx.deleteFrom('reminders').where('project_id', 'in', changedIds).execute()
  await insertPromises(
    trx,
    changed.flatMap(({ rows }) => rows),
  )
}

function sameRows(rows: readonly Row[], kept: readonly Row[]): boolean {
  const inOrder = (all: readonly Row[]) =>
    JSON.stringify(
      all
        .map((row) => Object.entries(row).sort())
        .map((each) => JSON.stringify(each))
        .sort(),
    )
  return rows.length === kept.length && inOrder(rows) === inOrder(kept)
}

function rowOf(project: string, promise: KeptPromise, at: string): Row {
  return {
    project_id: project,
    deadline: promise.deadline,
    due: promise.due,
    advised: promise.advised,
    event: promise.event,
    event_on: promise.from,
    planned_at: promise.since === '' ? at : promise.since,
    recurs: promise.recurs ?? null,
    is_planned: promise.planned === true ? 1 : 0,
    moved: promise.moved === undefined ? null : JSON.stringify(promise.moved),
    basis: promise.basis === undefined ? null : JSON.stringify(promise.basis),
  }
}

async function insertPromises(trx: Transaction<Tables>, rows: readonly Row[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce)
    await trx
      .insertInto('reminders')
      .values(rows.slice(at, at + rowsAtOnce))
      .onConflict((conflict) => conflict.columns(['project_id', 'deadline', 'due']).doNothing())
      .execute()
}

function readPromise(row: Row): KeptPromise {
  return {
    deadline: row.deadline,
    due: row.due as IsoDate,
    advised: row.advised as IsoDate,
    event: row.event,
    from: row.event_on as IsoDate | null,
    since: row.planned_at,
    ...(row.recurs === null ? {} : { recurs: row.recurs as Recurrence }),
    ...(row.is_planned === 1 ? { planned: true as const } : {}),
    ...(row.moved === null ? {} : { moved: JSON.parse(row.moved) }),
    ...(row.basis === null ? {} : { basis: JSON.parse(row.basis) }),
  }
}

async function ownerOf(trx: Transaction<Tables>, project: string): Promise<string | undefined> {
  const row = await trx.selectFrom('projects').select('owner_id').where('id', '=', project).executeTakeFirst()
  return row?.owner_id
}

/** Looked after at the next tick: whatever was being worked out on what was known before is refused. */
export async function wakeAgenda(trx: Transaction<Tables>, personId: string, at: string): Promise<void> {
  await trx
    .insertInto('agendas')
    .values({ person_id: personId, version: 1, settings: '{}', standing: '', look_at: at })
    .onConflict((conflict) =>
      conflict.column('person_id').doUpdateSet((eb) => ({ version: eb('agendas.version', '+', 1), look_at: at })),
    )
    .execute()
}
