/** `kill -9` at random moments under load: what was acknowledged is answered, what was promised is said. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '#bot/store/sqlite.ts'
import { asOpen } from '#dialogs/project/remind.ts'
import { type IsoDate, shiftDays } from '#knowledge/law/units.ts'
import { workingDayFrom } from '#tools/reminder-days.ts'
import { noticesDue, planNotices } from '#tools/reminders.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { echoed } from './host-dialog.ts'
import { type Hosted, makeDataDir, startHost } from './hosted.ts'
import { askSqlite, checkFile, readMessages, readNotices, readOpen, readReplies, unanswered } from './kept.ts'
import { openPlatform, type Platform, placeOf } from './platform.ts'
import { type Claim, none, pause, type Scenario, until } from './scenario.ts'
import { type Crowd, createCrowd } from './talkers.ts'

const conversations = 50
/** Of them at the page; the others by a platform that is sent to. */
const atPage = 20
const newcomersARound = 2
const firstDay = '2026-03-03' as IsoDate
const lifeMilliseconds = { least: 200, most: 1_800 }

interface Torture {
  readonly file: string
  readonly platform: Platform
  readonly crowd: Crowd
  readonly start: (day: IsoDate) => Promise<Hosted>
  /** Replies whose receipt was in the store at some kill. */
  readonly receipted: Map<string, number>
  readonly damages: string[]
}

/** @param rounds kills */
export async function torture(rounds: number): Promise<Scenario> {
  const folder = mkdtempSync(join(tmpdir(), 'torture-kills-'))
  await makeDataDir(folder)
  const platform = await openPlatform()
  const start = (day: IsoDate) => startHost(folder, { TORTURE_PLATFORM: platform.url, TORTURE_CLOCK: clockOn(day) })
  const file = join(folder, 'assistant.db')
  const all = { file, platform, crowd: createCrowd(250), start, receipted: new Map(), damages: [] }
  const last = await killAgainAndAgain(all, rounds)
  const claims = await judge(all, last, rounds)
  platform.close()
  rmSync(folder, { recursive: true })
  return { title: `${rounds} × kill -9 under load of ${conversations} conversations, SQLite`, claims }
}

/** Ten in the morning in China. */
const clockOn = (day: IsoDate): string => `${day}T02:00:00.000Z`

/** @returns the day of the last life, which ended in peace with nothing left to do */
async function killAgainAndAgain(all: Torture, rounds: number): Promise<IsoDate> {
  const { crowd, platform, file } = all
  let newcomers: Promise<unknown>[] = []
  for (let round = 0; round < rounds; round++) {
    const day = shiftDays(firstDay, round)
    platform.life = round
    const host = await all.start(day)
    crowd.origin = host.origin
    if (round === 0) await crowd.talk(conversations, atPage)
    newcomers = [...newcomers, ...register(crowd, round, day)]
    await pause(lifeMilliseconds.least + Math.random() * (lifeMilliseconds.most - lifeMilliseconds.least))
    crowd.origin = undefined
    await host.kill()
    for (const reply of await readReplies(askSqlite(file)))
      if (reply.isSent && !all.receipted.has(placeOf(reply))) all.receipted.set(placeOf(reply), round)
    if (round % 10 === 0 || round === rounds - 1)
      all.damages.push(...[await checkFile(file)].filter((told) => told !== 'ok'))
    if (round % 10 === 9) process.stderr.write(`kill ${round + 1} of ${rounds}\n`)
  }
  const { calendar } = await sharedAssistant()
  const lastDay = workingDayFrom(shiftDays(firstDay, rounds), calendar)
  platform.life = rounds
  const host = await all.start(lastDay)
  crowd.origin = host.origin
  await Promise.all(newcomers)
  await crowd.end()
  // Whom a killed server looked after last is looked after again within the day; the two of today at the next tick.
  await until(
    'everything answered and sent',
    240,
    async () => (await readOpen(askSqlite(file), `${lastDay}T09:00:00.000Z`)) === 0,
  )
  await host.stop()
  return lastDay
}

/** Some people who have a contract to record, a week after it was signed. */
function register(crowd: Crowd, round: number, day: IsoDate): Promise<boolean>[] {
  return Array.from({ length: newcomersARound }, (_, i) => {
    const id = `p${round}-${i}`
    return crowd.send(`newcomer-${id}`, `register-${id}`, `登记 ${id} ${shiftDays(day, -7)}`)
  })
}

async function judge(all: Torture, last: IsoDate, rounds: number): Promise<Claim[]> {
  const { crowd, platform, file, receipted } = all
  const ask = askSqlite(file)
  const messages = await readMessages(ask)
  const asked = messages.filter(({ text }) => text !== '')
  const replies = await readReplies(ask)
  const deliveries = Map.groupBy(platform.taken, placeOf)
  const unsent = replies.filter((reply) => !deliveries.has(placeOf(reply)))
  const sameLife = [...deliveries.values()].filter((all) => new Set(all.map(({ life }) => life)).size < all.length)
  const afterReceipt = platform.taken.filter((taken) => taken.life > (receipted.get(placeOf(taken)) ?? rounds))
  const notices = await readNotices(ask)
  const told = new Set(notices.map(({ place }) => place))
  /** Per kill how many were sent again. */
  const doubled = (isWanted: (place: string) => boolean): number[] => {
    const lives = [...deliveries].flatMap(([place, all]) =>
      isWanted(place) ? all.slice(1).map((_, i) => all[i]?.life ?? 0) : [],
    )
    return [...Map.groupBy(lives, (life) => life).values()].map((kill) => kill.length)
  }
  const answersAgain = doubled((place) => !told.has(place))
  const remindersAgain = doubled((place) => told.has(place))
  const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)
  return [
    none('acknowledged messages lost', unanswered(crowd.acknowledged, messages), ` of ${crowd.acknowledged.length}`),
    none(
      'answers said twice in a conversation',
      asked.filter(({ answers }) => answers.length > 1).length,
      ` of ${asked.length}; regrets instead of answers: ${asked.filter(({ answers, text }) => answers[0] !== echoed(text)).length}`,
    ),
    none('replies never sent', unsent.length, ` of ${replies.length}`),
    none(
      'answers sent again beyond one a kill',
      sum(answersAgain.map((count) => count - 1)),
      `; ${sum(answersAgain)} in ${rounds} kills, where the platform had taken one and its receipt was not kept yet; reminders, which go side by side: ${sum(remindersAgain)}`,
    ),
    none('replies sent twice by one life of the server', sameLife.length, ` of ${replies.length}`),
    none('sent again after the receipt was kept', afterReceipt.length, ` of ${receipted.size} receipts`),
    none(
      'replies of a conversation sent out of order',
      outOfOrder(deliveries),
      ` of ${platform.taken.length} sendings`,
    ),
    none(
      'reminders lost: told but never sent',
      notices.filter(({ place }) => place !== null && !deliveries.has(place)).length,
      ` of ${notices.length}`,
    ),
    none(
      'reminders lost: due and not told',
      await countUntold(file, last),
      ` for ${rounds * newcomersARound} projects`,
    ),
    none('projects nobody was reminded of', countSilent(notices, messages, last)),
    none('damages of the database file', all.damages.length),
  ]
}

function outOfOrder(deliveries: ReadonlyMap<string, readonly { conversationId: string; seq: number }[]>): number {
  const latest = new Map<string, number>()
  let count = 0
  // A map keeps the order in which its keys came: that of the first sendings.
  for (const [first] of deliveries.values()) {
    if (first === undefined) continue
    if (first.seq < (latest.get(first.conversationId) ?? 0)) count += 1
    latest.set(first.conversationId, first.seq)
  }
  return count
}

/** What the plan of reminders would say now that has not been said. */
async function countUntold(file: string, last: IsoDate): Promise<number> {
  const { calendar } = await sharedAssistant()
  const now = clockOn(last)
  const store = await openSqlite(file, () => new Date(now))
  let untold = 0
  try {
    for (const personId of new Set((await readNotices(askSqlite(file))).map(({ person }) => person))) {
      const { promises, settings, told } = await store.agendaOf(personId)
      const plan = planNotices({
        deadlines: promises.map(asOpen),
        settings,
        told,
        calendar,
        until: shiftDays(last, 14),
      })
      untold += noticesDue(plan, now).due.length
    }
  } finally {
    await store.close()
  }
  return untold
}

/** Registered early enough for a reminder: the last day is eleven days behind the registration at most. */
function countSilent(
  notices: readonly { readonly project: string }[],
  messages: readonly { readonly text: string }[],
  last: IsoDate,
): number {
  const reminded = new Set(notices.map(({ project }) => project))
  const registered = messages.flatMap(({ text }) => {
    const [, id, signed] = /^登记 (\S+) (\S+)$/.exec(text) ?? []
    return id === undefined || shiftDays(signed as IsoDate, 7 + 14) > last ? [] : [id]
  })
  return registered.filter((id) => !reminded.has(id)).length
}
