/** How long each filing takes to make, warm: `node test/bench/filings.ts [rounds]`. Prints, asserts nothing. */
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { findMeasure, loadLaw } from '#knowledge/law/load.ts'
import { parseDay } from '#knowledge/law/units.ts'
import { fillContext } from '#tools/filing/context.ts'
import { renderDocument } from '#tools/filing/docx.ts'
import { fillFiling } from '#tools/filing/fill-filing.ts'
import { verifyDocument } from '#tools/filing/verify.ts'
import { fullProject } from '../support/projects.ts'

const rounds = Number(process.argv[2] ?? 40)
const law = loadLaw()
const calendar = loadCalendar([])
const today = parseDay('2026-11-24')
if (today === undefined) throw new Error('the bench has no day')

/** @returns milliseconds for filling and rendering, and for opening the document again */
async function makeOnce(measureId: string, filing: string): Promise<{ made: number; verified: number }> {
  const measure = findMeasure(law, measureId)
  const outline = measure?.filings.find((each) => each.id === filing)
  if (measure === undefined || outline === undefined || today === undefined) throw new Error(`there is no ${filing}`)
  const start = performance.now()
  const filled = fillFiling(outline, fillContext(measure, fullProject, { calendar, today }))
  const bytes = await renderDocument(filled.title, filled.blocks, today)
  const made = performance.now()
  verifyDocument(filled, bytes)
  return { made: made - start, verified: performance.now() - made }
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const told = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b)
  return `${quantile(sorted, 0.5).toFixed(1).padStart(6)} ${quantile(sorted, 0.99).toFixed(1).padStart(6)}`
}

const all = law.measures.flatMap((measure) => measure.filings.map((filing) => [measure.id, filing.id] as const))
for (const [measure, filing] of all.slice(0, 10)) await makeOnce(measure, filing)
process.stdout.write(`${rounds} rounds, ms: rendering median p99 | verifying median p99\n`)
const rendering: number[] = []
for (const [measure, filing] of all) {
  const runs: { made: number; verified: number }[] = []
  for (let round = 0; round < rounds; round++) runs.push(await makeOnce(measure, filing))
  rendering.push(...runs.map(({ made }) => made))
  const made = told(runs.map((run) => run.made))
  process.stdout.write(`${filing.padEnd(48)} ${made} | ${told(runs.map((run) => run.verified))}\n`)
}
process.stdout.write(`${'all'.padEnd(48)} ${told(rendering)}\n`)
