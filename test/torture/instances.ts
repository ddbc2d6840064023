/** Three servers on one PostgreSQL, many reminders due at once, and one of the three is killed in the middle. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openPostgres } from '#bot/store/postgres.ts'
import { deadlinesOf, promisesOf } from '#dialogs/project/deadlines.ts'
import { measureOf } from '#dialogs/project/questions.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'
import type { PostgresServer } from '../support/postgres.ts'
import { platformName } from './host-channel.ts'
import { signedOn } from './host-dialog.ts'
import { makeDataDir, startHost } from './hosted.ts'
import { askPostgres, readNotices, readOpen, readReplies } from './kept.ts'
import { openPlatform, placeOf } from './platform.ts'
import { none, type Scenario, until } from './scenario.ts'

/** The contract is to be recorded by 22 May: on 12 May seven working days are left. */
const signed = '2026-05-08' as IsoDate
const clock = '2026-05-12T02:00:00.000Z'
const servers = 3

/** @param people each with one reminder due */
export async function torture(server: PostgresServer, people: number): Promise<Scenario> {
  const folder = mkdtempSync(join(tmpdir(), 'torture-instances-'))
  const url = await server.createDatabase()
  const platform = await openPlatform()
  await seed(url, people)
  const environment = { DATABASE_URL: url, TORTURE_PLATFORM: platform.url, TORTURE_CLOCK: clock }
  const hosts = await Promise.all(
    Array.from({ length: servers }, async (_, i) => {
      const dataDir = join(folder, `server-${i}`)
      await makeDataDir(dataDir)
      return startHost(dataDir, environment)
    }),
  )
  const begun = performance.now()
  const ask = askPostgres(url)
  await until('a third of the reminders sent', 600, () => platform.taken.length >= people / 3)
  await hosts[0]?.kill()
  const receipts = (await readReplies(ask)).filter(({ isSent }) => isSent).map(placeOf)
  platform.life = 1
  const now = (): string => new Date().toISOString()
  await until('every reminder sent', 900, async () => (await readOpen(ask, now())) === 0)
  const seconds = Math.round((performance.now() - begun) / 1000)
  await Promise.all(hosts.slice(1).map((host) => host.stop()))
  const notices = await readNotices(ask)
  const replies = await readReplies(ask)
  const sent = Map.groupBy(platform.taken, placeOf)
  const again = [...sent.values()].filter((all) => all.length > 1)
  const kept = new Set(receipts)
  const claims = [
    none(
      'reminders not sent',
      people - new Set(platform.taken.map((taken) => taken.conversationId)).size,
      ` of ${people}`,
    ),
    none('reminders told twice', replies.length - people, `; notices kept: ${notices.length}`),
    none('replies never sent', replies.filter((reply) => !sent.has(placeOf(reply))).length, ` of ${replies.length}`),
    none(
      'sent again beyond one sending at the kill',
      again.filter((all) => new Set(all.map(({ life }) => life)).size < all.length).length,
      `; on their way to the platform at the kill and sent again: ${again.length}`,
    ),
    none(
      'sent again after the receipt was kept',
      platform.taken.filter((taken) => taken.life === 1 && kept.has(placeOf(taken))).length,
      ` of ${receipts.length} receipts at the kill`,
    ),
  ]
  platform.close()
  await server.dropDatabase(url)
  rmSync(folder, { recursive: true })
  return {
    title: `${servers} servers on PostgreSQL, ${people} reminders due, one server killed (${seconds} s)`,
    claims,
  }
}

/** One person by the store itself, the others as copies of them. */
export async function seed(url: string, people: number): Promise<void> {
  const assistant = await sharedAssistant()
  const store = await openPostgres(url, () => new Date('2026-05-08T08:00:00.000Z'))
  const { id: personId } = await store.personAt({ channel: platformName, key: 'seed' })
  const record = signedOn('seed-project', signed, personId, '2026-05-08T08:00:00.000Z')
  const law = measureOf(record, assistant.law)
  if (law === undefined) throw new Error('The measure of the record is not there.')
  const ports = assistant.ports(signed, { measure: law.id, lang: 'zh' })
  const planned = promisesOf((await deadlinesOf(record, law, ports)).deadlines, signed, law)
  await store.beginConversation('seed', platformName, personId)
  const at = { channel: platformName, conversationId: 'seed', personId }
  await store.accept({ ...at, message: { id: 'seed', text: '' } })
  await store.commitTurn({
    ...at,
    messageId: 'seed',
    conversation: { id: 'seed', recent: [] },
    expectedVersion: 0,
    replies: [],
    changes: { keep: [record], reminders: [{ project: record.id, planned }] },
  })
  await store.close()
  const client = new pg.Client(url)
  await client.connect()
  for (const [table, changed] of Object.entries(copied(personId)))
    await client.query(
      `insert into ${table} select (jsonb_populate_record(null::${table}, to_jsonb(${table}) || jsonb_build_object(${changed}))).*
       from ${table}, generate_series(2, ${people}) as i`,
    )
  // As a database that has been at work for a while knows its tables; one that is still empty it is not told of.
  await client.query(`analyze ${Object.keys(copied(personId)).join(', ')}`)
  await client.end()
}

/** Per table what differs in a copy. */
function copied(personId: string): Readonly<Record<string, string>> {
  const person = `'person-' || i`
  const named = `'person_id', 'person-' || i`
  return {
    persons: `'id', ${person}`,
    addresses: `'address_key', 'seed-' || i, ${named}`,
    conversations: `'id', 'seed-' || i, ${named}, 'state', replace(state, '"seed"', '"seed-' || i || '"')`,
    projects: `'id', 'seed-project-' || i, 'owner_id', ${person},
      'state', replace(replace(state, 'seed-project', 'seed-project-' || i), '${personId}', 'person-' || i)`,
    reminders: `'project_id', 'seed-project-' || i`,
    agendas: named,
    reaches: `'conversation_id', 'seed-' || i, ${named}`,
  }
}
