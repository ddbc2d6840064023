/** A year's notice is put there while the server is down: the right deadlines move, and their people are told. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Assistant, openAssistant } from '#bot/assistant.ts'
import { deadlinesOf } from '#dialogs/project/deadlines.ts'
import { measureOf } from '#dialogs/project/questions.ts'
import { type IsoDate, shiftDays } from '#knowledge/law/units.ts'
import { signedOn } from './host-dialog.ts'
import { makeDataDir, startHost } from './hosted.ts'
import { askSqlite, readDues, readNotices, readOpen } from './kept.ts'
import { openPlatform, placeOf } from './platform.ts'
import { none, type Scenario, until } from './scenario.ts'
import { createCrowd } from './talkers.ts'

const today = '2027-01-25' as IsoDate
/** Contracts signed on each of so many days up to today. */
const days = 14
const contractsADay = 3

/** As the State Council might announce it. */
const notice = `year: 2027
notices:
  - id: content_test
    number: 国办发明电〔2026〕9号
    on: 2026-11-10
daysOff:
  - { holiday: 元旦, from: 2027-01-01, to: 2027-01-03 }
  - { holiday: 春节, from: 2027-02-04, to: 2027-02-12 }
makeUpDays: [2027-01-30, 2027-02-20]
`

export async function torture(): Promise<Scenario> {
  const folder = mkdtempSync(join(tmpdir(), 'torture-calendar-'))
  await makeDataDir(folder)
  const platform = await openPlatform()
  const ask = askSqlite(join(folder, 'assistant.db'))
  const contracts = Array.from({ length: days * contractsADay }, (_, i) => ({
    id: `contract-${i}`,
    day: shiftDays(today, -Math.floor(i / contractsADay)),
  }))
  /** One life of the server. @param day ten in the morning, and nothing left to do before five in the afternoon */
  const live = async (day: IsoDate): Promise<void> => {
    const clock = `${day}T02:00:00.000Z`
    const host = await startHost(folder, { TORTURE_PLATFORM: platform.url, TORTURE_CLOCK: clock })
    if (platform.life === 0) {
      const crowd = createCrowd(0)
      crowd.origin = host.origin
      await Promise.all(contracts.map(({ id, day }) => crowd.send(id, id, `登记 ${id} ${day}`)))
    }
    await until('everything answered and sent', 60, async () => (await readOpen(ask, `${day}T09:00:00.000Z`)) === 0)
    await host.stop()
    platform.life += 1
  }
  await live(today)
  const before = await readDues(ask)
  const old = await openAssistant(folder)
  mkdirSync(join(folder, 'calendar'))
  writeFileSync(join(folder, 'calendar', '2027.yaml'), notice)
  const changed = await openAssistant(folder)
  // One start with the new calendar, and the next morning, when it is told.
  await live(today)
  await live(shiftDays(today, 1))
  const after = await readDues(ask)
  const expected = await Promise.all(
    contracts.map(async ({ id, day }) => ({ id, was: await dueOf(old, id, day), is: await dueOf(changed, id, day) })),
  )
  const moved = expected.filter(({ was, is }) => was !== is)
  const told = (await readNotices(ask)).filter(({ kind }) => kind === 'moved')
  const toldOf = new Set(told.map(({ project }) => project))
  const sent = new Set(platform.taken.map(placeOf))
  const claims = [
    none(
      'deadlines not as the old calendar has them before',
      expected.filter(({ id, was }) => before.get(id) !== was).length,
      ` of ${expected.length}`,
    ),
    none(
      'deadlines not as the new calendar has them after',
      expected.filter(({ id, is }) => after.get(id) !== is).length,
      ` of ${expected.length}`,
    ),
    none(
      'deadlines that moved and nobody was told',
      moved.filter(({ id }) => !toldOf.has(id)).length,
      ` of ${moved.length}`,
    ),
    none(
      'deadlines that did not move and somebody was told',
      toldOf.size - moved.filter(({ id }) => toldOf.has(id)).length,
      ` of ${expected.length - moved.length}`,
    ),
    none(
      'notices of a move never sent',
      told.filter(({ place }) => !sent.has(place ?? '')).length,
      ` of ${told.length}`,
    ),
  ]
  platform.close()
  rmSync(folder, { recursive: true })
  return {
    title: `The notice for 2027 comes out: ${moved.length} of ${expected.length} deadlines move, SQLite`,
    claims,
  }
}

async function dueOf(assistant: Assistant, id: string, day: IsoDate): Promise<IsoDate | null | undefined> {
  const record = signedOn(id, day, 'somebody', `${today}T02:00:00.000Z`)
  const law = measureOf(record, assistant.law)
  if (law === undefined) return undefined
  const { deadlines } = await deadlinesOf(record, law, assistant.ports(today, { measure: law.id, lang: 'zh' }))
  return deadlines.find(({ event, closed }) => event === 'contract-signed' && !closed)?.due
}
