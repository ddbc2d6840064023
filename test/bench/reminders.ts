/**
 * One morning's reminders on PostgreSQL: claimed, committed and taken by a platform that needs some milliseconds for
 * each, by one server and by three side by side.
 */
import { join } from 'node:path'
import { type PostgresServer, startPostgres } from '../support/postgres.ts'
import { makeDataDir, startHost } from '../torture/hosted.ts'
import { seed } from '../torture/instances.ts'
import { askPostgres, readOpen } from '../torture/kept.ts'
import { openPlatform } from '../torture/platform.ts'
import { until } from '../torture/scenario.ts'
import { round } from './figures.ts'
import { atMost, type Options, type Progress, type Row } from './part.ts'
import { planAlone } from './reminders-alone.ts'

/** Seven working days before the seeded contracts are to be recorded: each person has one reminder due. */
const clock = '2026-05-12T02:00:00.000Z'
const aim = { people: 10_000, seconds: 20 }

export async function run({ quick, folder, progress }: Options): Promise<Row[]> {
  const server = await startPostgres()
  if (server === undefined) throw new Error('Reminders are not measured where PostgreSQL cannot run.')
  const people = quick ? 1_000 : aim.people
  try {
    const one = await remind(server, { people, servers: 1, folder: join(folder, 'one'), progress })
    const three = await remind(server, { people, servers: 3, folder: join(folder, 'three'), progress })
    const alone = await planAlone(quick ? 40 : 200)
    return [
      { what: `${people} reminders on PostgreSQL, one server`, ...figure(people, one), aim: aimOf(people, one) },
      {
        what: `${people} reminders on PostgreSQL, three servers`,
        ...figure(people, three),
        beside: 'one server',
        ratio: one / three,
        aim: aimOf(people, three),
      },
      ...alone,
    ]
  } finally {
    await server.stop()
  }
}

interface Morning {
  readonly people: number
  readonly servers: number
  readonly folder: string
  readonly progress: Progress
}

/** @returns seconds from the first server's being ready until the last reminder is taken and noted as sent */
async function remind(postgres: PostgresServer, { people, servers, folder, progress }: Morning): Promise<number> {
  const url = await postgres.createDatabase()
  const platform = await openPlatform()
  await seed(url, people)
  const environment = { DATABASE_URL: url, TORTURE_PLATFORM: platform.url, TORTURE_CLOCK: clock }
  const starting = Array.from({ length: servers }, async (_, i) => {
    const dataDir = join(folder, `server-${i}`)
    await makeDataDir(dataDir)
    return startHost(dataDir, environment)
  })
  await Promise.race(starting)
  const begun = performance.now()
  progress.begin(`tenths of ${people} reminders, ${servers} at work`, 10)
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    await until('the reminders sent', 900, () => platform.taken.length >= (people * tenth) / 10)
    progress.step()
  }
  const ask = askPostgres(url)
  await until('every receipt kept', 60, async () => (await readOpen(ask, new Date().toISOString())) === 0)
  const seconds = (performance.now() - begun) / 1000
  const reached = new Set(platform.taken.map(({ conversationId }) => conversationId)).size
  if (reached !== people || platform.taken.length !== people)
    throw new Error(`${people} people were due: ${reached} were reached, by ${platform.taken.length} messages.`)
  await Promise.all((await Promise.all(starting)).map((host) => host.stop()))
  platform.close()
  await postgres.dropDatabase(url)
  return seconds
}

function figure(people: number, seconds: number): Pick<Row, 'ours'> {
  return { ours: `${round(people / seconds)}/s (${round(seconds)} s)` }
}

/** Of fewer people the same share of the time. */
function aimOf(people: number, seconds: number) {
  return atMost(seconds, (aim.seconds * people) / aim.people, ' s')
}
