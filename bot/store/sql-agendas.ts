/**
 * Whose time has come, in SQL that both engines speak. People are claimed, worked out and settled many at once: what was
 * promised, which notices were told, the words in the conversation and, where the channel is sent to, the outbox, in one
 * transaction.
 */
import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { type Agenda, readSettings } from '#dialogs/project/agenda.ts'
import { readRecord } from '#dialogs/project/read-record.ts'
import type { ReminderMessage } from '#dialogs/project/reminder-message.ts'
import type { Sql, SqlEngine } from './engine.ts'
import { appendAllSaid, later } from './sql-outgoing.ts'
import { promisesOfOwners, rewritePromises } from './sql-promises.ts'
import type { AgendaStore, Lease, Place, SettledAgenda, Watched } from './store.ts'
import type { Tables } from './tables.ts'

/** Rolls a transaction back: a turn was faster, or another process. */
export class Overtaken extends Error {}

export function createSqlAgendas(engine: SqlEngine): AgendaStore {
  const { db, stamp, skipLocked } = engine

  /** All of them or none. */
  async function settle(settled: readonly SettledAgenda[]): Promise<readonly (readonly Place[] | undefined)[]> {
    try {
      return await engine.transact(async (trx) => {
        const places = await settleAll(trx, settled, await stamp(trx))
        await engine.tellNews(trx, [...new Set(places.flat().map(({ conversationId }) => conversationId))])
        return places
      })
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
      if (settled.length === 1) return [undefined]
    }
    const alone: (readonly Place[] | undefined)[] = []
    for (const each of settled) alone.push(...(await settle([each])))
    return alone
  }

  return {
    async agendaOf(personId) {
      const agenda = (await agendasOf(db, [personId])).get(personId)
      if (agenda === undefined) throw new Error(`There is no agenda of ${personId}.`)
      return agenda
    },
    async claimAgendas(lease, limit) {
      const now = await stamp(db)
      return { now, people: await claimAgendas(db, lease, limit, now, skipLocked) }
    },
    watched: (people) => watched(db, people),
    settleAgendas: settle,
  }
}

async function claimAgendas(
  db: Sql,
  lease: Lease,
  limit: number,
  now: string,
  skipLocked: boolean,
): Promise<readonly string[]> {
  const due = db
    .selectFrom('agendas')
    .select('person_id')
    .where('look_at', '<=', now)
    .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]))
    .orderBy('look_at')
    .limit(limit)
  const rows = await db
    .with(
      (cte) => cte('due').materialized(),
      () => (skipLocked ? due.forUpdate().skipLocked() : due),
    )
    .updateTable('agendas')
    .from('due')
    .set({ leased_by: lease.by, leased_until: later(now, lease.seconds) })
    .whereRef('agendas.person_id', '=', 'due.person_id')
    .returning('agendas.person_id')
    .execute()
  return rows.map((row) => row.person_id)
}

/** Everybody's agenda first: what changes afterwards changes its version too. */
async function watched(db: Sql, people: readonly string[]): Promise<readonly Watched[]> {
  if (people.length === 0) return []
  const agendas = await agendasOf(db, people)
  const [persons, projects] = await Promise.all([
    db.selectFrom('persons').select(['id', 'measure', 'lang']).where('id', 'in', people).execute(),
    db
      .selectFrom('projects')
      .select(['owner_id', 'state'])
      .where('owner_id', 'in', people)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
  ])
  const owned = Map.groupBy(projects, (row) => row.owner_id)
  return persons.flatMap(({ id, measure, lang }) => {
    const agenda = agendas.get(id)
    const records = (owned.get(id) ?? []).map(({ state }) => readRecord(JSON.parse(state)))
    const known: Watched['person'] = { measure, lang: lang === 'zh' || lang === 'en' ? lang : null }
    return agenda === undefined ? [] : [{ agenda, person: known, records }]
  })
}

async function agendasOf(db: Sql, people: readonly string[]): Promise<ReadonlyMap<string, Agenda>> {
  // The versions before anything else: what a turn changes meanwhile is then seen to have changed.
  const rows = await db
    .selectFrom('agendas')
    .select(['person_id', 'version', 'settings'])
    .where('person_id', 'in', people)
    .execute()
  const [promises, told, latest] = await Promise.all([
    promisesOfOwners(db, people),
    db.selectFrom('notices').select(['person_id', 'id']).where('person_id', 'in', people).execute(),
    latestTold(db, people),
  ])
  const own = new Map(rows.map((row) => [row.person_id, row]))
  const toldTo = Map.groupBy(told, (row) => row.person_id)
  return new Map(
    people.map((personId) => [
      personId,
      {
        personId,
        version: own.get(personId)?.version ?? 0,
        settings: readSettings(JSON.parse(own.get(personId)?.settings ?? '{}')),
        promises: promises.get(personId) ?? [],
        told: new Set((toldTo.get(personId) ?? []).map(({ id }) => id)),
        latest: JSON.parse(latest.get(personId) ?? '[]'),
      },
    ]),
  )
}

/** What the reminder that each of them was told last, of their own projects, was about. */
async function latestTold(db: Sql, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('notice_messages as told')
    .select(['person_id', 'about'])
    .where('person_id', 'in', people)
    .whereRef('owner_id', '=', 'person_id')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notice_messages as later')
            .select('later.id')
            .whereRef('later.person_id', '=', 'told.person_id')
            .whereRef('later.owner_id', '=', 'told.owner_id')
            .whereRef('later.said_at', '>', 'told.said_at'),
        ),
      ),
    )
    .execute()
  return new Map(rows.map((row) => [row.person_id, row.about]))
}

/**
 * Conversations are written before agendas, as a turn writes them; those of several people in no order of theirs, so that
 * PostgreSQL may have to let one of two transactions begin anew.
 */
async function settleAll(
  trx: Transaction<Tables>,
  settled: readonly SettledAgenda[],
  at: string,
): Promise<readonly (readonly Place[])[]> {
  const sayings = settled.flatMap((own) => own.messages.map((message) => ({ id: randomUUID(), own, message })))
  await keepNotices(trx, settled, sayings, at)
  const reaches = await reachesOf(trx, sayings)
  const reached = sayings.map((each, i) => ({ ...each, to: reaches[i] }))
  const said = await appendAllSaid(
    trx,
    reached.flatMap(({ to, message: { reply } }) =>
      to === undefined ? [] : [{ conversationId: to.conversation_id, reply }],
    ),
    settled[0]?.sending ?? new Set(),
    at,
  )
  const rest = [...said]
  const placed = reached.map((each) => ({ ...each, place: each.to === undefined ? undefined : rest.shift() }))
  await keepMessages(trx, placed, at)
  await takeAgendas(trx, settled)
  await rewritePromises(
    trx,
    settled.map(({ personId, promises }) => ({ personId, promises })),
    at,
  )
  return settled.map((own) => placed.flatMap((each) => (each.own === own && each.place ? [each.place] : [])))
}

interface Saying {
  readonly id: string
  readonly own: SettledAgenda
  readonly message: ReminderMessage
}

type Placed = Saying & { readonly to: Reach | undefined; readonly place: Place | undefined }

/** What was told meanwhile by another process is not told again. */
async function keepNotices(
  trx: Transaction<Tables>,
  settled: readonly SettledAgenda[],
  sayings: readonly Saying[],
  at: string,
): Promise<void> {
  const notices = settled.flatMap((own) =>
    own.told.map(({ id, kind, project }) => ({
      person_id: own.personId,
      id,
      kind,
      project_id: project ?? null,
      message_id: sayings.find((each) => each.own === own && each.message.notices.includes(id))?.id ?? null,
      told_at: at,
    })),
  )
  if (notices.length === 0) return
  const rows = await trx
    .insertInto('notices')
    .values(notices)
    .onConflict((conflict) => conflict.columns(['person_id', 'id']).doNothing())
    .returning('id')
    .execute()
  if (rows.length !== notices.length) throw new Overtaken()
}

type Reach = { readonly person_id: string; readonly conversation_id: string; readonly channel: string }

/** Where the one who is told something was heard last, on a channel that is open; in the order of the sayings. */
async function reachesOf(db: Sql, sayings: readonly Saying[]): Promise<readonly (Reach | undefined)[]> {
  if (sayings.length === 0) return []
  const isSecond = ({ own, message }: Saying): boolean => message.to !== own.personId
  const stopped = await stoppedOf(
    db,
    sayings.filter(isSecond).map(({ message }) => message.to),
  )
  const reaches = await db
    .selectFrom('reaches')
    .select(['person_id', 'conversation_id', 'channel'])
    .where('person_id', 'in', [...new Set(sayings.map(({ message }) => message.to))])
    .orderBy('heard_at', 'desc')
    .execute()
  return sayings.map((saying) => {
    const { own, message } = saying
    // A second contact who has stopped all reminders is not reached: the owner hears so.
    if (isSecond(saying) && stopped.has(message.to)) return undefined
    return reaches.find((reach) => reach.person_id === message.to && own.open.includes(reach.channel))
  })
}

async function stoppedOf(db: Sql, people: readonly string[]): Promise<ReadonlySet<string>> {
  if (people.length === 0) return new Set()
  const rows = await db
    .selectFrom('agendas')
    .select(['person_id', 'settings'])
    .where('person_id', 'in', people)
    .execute()
  const stopped = rows.filter(({ settings }) => readSettings(JSON.parse(settings)).stopped === true)
  return new Set(stopped.map((row) => row.person_id))
}

/** What has no place is noted as undelivered at once. */
async function keepMessages(trx: Transaction<Tables>, placed: readonly Placed[], at: string): Promise<void> {
  if (placed.length === 0) return
  await trx
    .insertInto('notice_messages')
    .values(
      placed.map(({ id, own, message, to, place }) => ({
        id,
        owner_id: own.personId,
        person_id: message.to,
        about: JSON.stringify(message.about),
        summary: message.reply.summary,
        conversation_id: place?.conversationId ?? null,
        seq: place?.seq ?? null,
        tried: JSON.stringify(to === undefined ? [] : [to.channel]),
        state: place === undefined ? 'undelivered' : 'waiting',
        said_at: at,
        check_at: place === undefined ? null : own.checkAt,
      })),
    )
    .execute()
}

/** Each at the version it was worked out from, by who holds it. */
async function takeAgendas(trx: Transaction<Tables>, settled: readonly SettledAgenda[]): Promise<void> {
  const rows = settled.map(
    ({ personId, version, by, standing, lookAt }) => sql`(${personId}, ${version}, ${by}, ${standing}, ${lookAt})`,
  )
  const { rows: taken } = await sql`
    with taken (person_id, version, by, standing, look_at) as (values ${sql.join(rows)})
    update agendas set standing = taken.standing, look_at = taken.look_at, leased_by = null, leased_until = null
    from taken
    where agendas.person_id = taken.person_id and agendas.version = cast(taken.version as bigint)
      and agendas.leased_by = taken.by
    returning agendas.person_id`.execute(trx)
  if (taken.length !== settled.length) throw new Overtaken()
}
