/**
 * How many people's reminders are looked after in a second, on SQLite: planned alone, and with everything that is read and
 * committed around it. `node test/bench/reminders.ts [people]`, 200 by default; each has one project and one contract
 * to record, all of them due for the same morning.
 */
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { parseDay } from '#knowledge/law/units.ts'
import { noSettings, type OpenDeadline } from '#tools/notice.ts'
import { planNotices } from '#tools/reminders.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { Office } from '../support/office.ts'

const plans = 2000
const wanted = Number(process.argv[2] ?? 200)

function day(text: string) {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is no day.`)
  return parsed
}

/** @returns seconds */
async function time(work: () => Promise<void> | void): Promise<number> {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}

function tell(what: string, count: number, seconds: number): void {
  console.log(`${what}: ${count} in ${seconds.toFixed(2)} s, ${Math.round(count / seconds)} a second`)
}

const calendar = loadCalendar()
const deadlines = ['a', 'b', 'c', 'd', 'e'].map((deadline): OpenDeadline => {
  const due = day('2026-08-17')
  return { project: 'p', deadline, due, advised: due, from: day('2026-05-15'), since: '2026-05-15T02:00:00.000Z' }
})
const until = day('2026-06-01')
const planning = await time(() => {
  for (let i = 0; i < plans; i += 1) planNotices({ deadlines, settings: noSettings, told: new Set(), calendar, until })
})
tell('plans of five deadlines', plans, planning)

const assistant = await sharedAssistant()
const office = await Office.open(assistant, '2026-05-11T02:00:00.000Z')
try {
  for (let i = 0; i < wanted; i += 1) {
    await office.declare(`clerk${i}`, `p${i}`, `系统${i}`, 'jining-htz-2024', { totalInvestmentYuan: 1_500_000 })
    await office.say(`clerk${i}`, '合同5月8日签了')
  }
  const promising = await time(() => office.tick())
  tell('people looked after, nothing due', wanted, promising)
  office.turnTo('2026-05-12T01:00:00.000Z')
  const reminding = await time(() => office.tick())
  tell('people reminded', wanted, reminding)
  const said = await Promise.all(Array.from({ length: wanted }, (_, i) => office.reminded(`clerk${i}`)))
  const missed = said.filter((each) => each.length !== 1).length
  if (missed > 0) throw new Error(`${missed} people were not reminded exactly once.`)
} finally {
  await office.close()
}
