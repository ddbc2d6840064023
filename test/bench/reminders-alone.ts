/** How many people's reminders are looked after in a second on SQLite: planned alone, and with all that is read and committed around it. */
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { parseDay } from '#knowledge/law/units.ts'
import { noSettings, type OpenDeadline } from '#tools/notice.ts'
import { planNotices } from '#tools/reminders.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { Office } from '../support/office.ts'
import { round } from './figures.ts'
import type { Row } from './part.ts'

const plans = 2000

/** @param people each with one project and one contract to record, all of them due for the same morning */
export async function planAlone(people: number): Promise<Row[]> {
  const rows = [tell('plans of five deadlines, no store', plans, await time(planMany))]
  const office = await Office.open(await sharedAssistant(), '2026-05-11T02:00:00.000Z')
  try {
    for (let i = 0; i < people; i += 1) {
      await office.declare(`clerk${i}`, `p${i}`, `系统${i}`, 'jining-htz-2024', { totalInvestmentYuan: 1_500_000 })
      await office.say(`clerk${i}`, '合同5月8日签了')
    }
    rows.push(tell('people looked after on SQLite, nothing due', people, await time(() => office.tick())))
    office.turnTo('2026-05-12T01:00:00.000Z')
    rows.push(tell('people reminded on SQLite', people, await time(() => office.tick())))
    const said = await Promise.all(Array.from({ length: people }, (_, i) => office.reminded(`clerk${i}`)))
    const missed = said.filter((each) => each.length !== 1).length
    if (missed > 0) throw new Error(`${missed} people were not reminded exactly once.`)
  } finally {
    await office.close()
  }
  return rows
}

function planMany(): void {
  const calendar = loadCalendar()
  const due = day('2026-08-17')
  const deadlines = ['a', 'b', 'c', 'd', 'e'].map(
    (deadline): OpenDeadline => ({
      project: 'p',
      deadline,
      due,
      advised: due,
      from: day('2026-05-15'),
      since: '2026-05-15T02:00:00.000Z',
    }),
  )
  const until = day('2026-06-01')
  for (let i = 0; i < plans; i += 1) planNotices({ deadlines, settings: noSettings, told: new Set(), calendar, until })
}

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

function tell(what: string, count: number, seconds: number): Row {
  return { what, ours: `${round(count / seconds)}/s (${count} in ${round(seconds)} s)` }
}
