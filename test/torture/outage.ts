/** The database is stopped under a running server, and comes back. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { awayReply } from '#bot/store-away.ts'
import type { PostgresServer } from '../support/postgres.ts'
import { makeDataDir, startHost } from './hosted.ts'
import { askPostgres, readMessages, readOpen, readReplies, unanswered } from './kept.ts'
import { openPlatform, placeOf } from './platform.ts'
import { type Claim, none, pause, type Scenario, until } from './scenario.ts'
import { createCrowd } from './talkers.ts'

const conversations = 20
const atPage = 8
/** Before the stop, and after the start. */
const talkSeconds = 4

export async function torture(server: PostgresServer, seconds: number): Promise<Scenario> {
  const folder = mkdtempSync(join(tmpdir(), 'torture-outage-'))
  await makeDataDir(folder)
  const url = await server.createDatabase()
  const platform = await openPlatform()
  const host = await startHost(folder, { DATABASE_URL: url, TORTURE_PLATFORM: platform.url })
  const crowd = createCrowd(400)
  crowd.origin = host.origin
  await crowd.talk(conversations, atPage)
  await pause(talkSeconds * 1000)
  const before = crowd.acknowledged.length
  await server.halt()
  await pause(seconds * 1000)
  const during = crowd.acknowledged.length
  await server.start()
  const back = performance.now()
  await until('a message acknowledged again', 60, () => crowd.acknowledged.length > during)
  const again = Math.round((performance.now() - back) / 100) / 10
  await pause(talkSeconds * 1000)
  await crowd.end()
  const ask = askPostgres(url)
  await until('everything answered and sent', 120, async () => (await readOpen(ask, '')) === 0)
  const status = await host.stop()
  const messages = await readMessages(ask)
  const replies = (await readReplies(ask)).map(placeOf)
  const sent = Map.groupBy(platform.taken, placeOf)
  const claims: Claim[] = [
    none('acknowledged messages lost', unanswered(crowd.acknowledged, messages), ` of ${crowd.acknowledged.length}`),
    none(
      'messages answered twice',
      messages.filter(({ answers }) => answers.length > 1).length,
      ` of ${messages.length}`,
    ),
    none('replies never sent', replies.filter((place) => !sent.has(place)).length, ` of ${replies.length}`),
    none('replies sent twice', replies.filter((place) => (sent.get(place)?.length ?? 0) > 1).length),
    ...toldOnce(platform.taken, crowd.awayLines),
    none('stops of the server', status, ` (exit status); taken again ${again} s after the database was back`),
    none('errors in its log', host.logged.filter((line) => line.includes('"level":50')).length),
  ]
  platform.close()
  await server.dropDatabase(url)
  rmSync(folder, { recursive: true })
  const refused = `${crowd.refused.count} times a message was not acknowledged, ${during - before} were in the last moment`
  return { title: `PostgreSQL stopped for ${seconds} s under ${conversations} conversations (${refused})`, claims }
}

/** Everybody wrote in the meantime, and everybody is told so in one line. */
function toldOnce(
  taken: readonly { readonly conversationId: string; readonly text: string }[],
  onPages: ReadonlyMap<string, number>,
): Claim[] {
  const lines = taken.filter(({ text }) => text === awayReply.text)
  const told = new Set(lines.map(({ conversationId }) => conversationId))
  const pages = [...onPages.values()]
  return [
    none('people by a platform told nothing', conversations - atPage - told.size, ` of ${conversations - atPage}`),
    none('people by a platform told more than one line', lines.length - told.size),
    none('people at the page not told one line exactly', pages.filter((count) => count !== 1).length, ` of ${atPage}`),
  ]
}
