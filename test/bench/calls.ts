/** Tools as the dialogs call them, input checked and all: thresholds, deadlines and whole filings, in one process. */
import { parseDay } from '#knowledge/law/units.ts'
import { InputError } from '#tools/input-error.ts'
import type { ToolContext } from '#tools/tool.ts'
import { runTool } from '#tools/toolbox.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { fullProject } from '../support/projects.ts'
import { latency, median, round } from './figures.ts'
import type { Options, Row } from './part.ts'

interface Call {
  readonly tool: string
  readonly input: object
}

export async function run({ quick, progress }: Options): Promise<Row[]> {
  const today = parseDay('2026-11-24')
  if (today === undefined) throw new Error('The bench has no day.')
  const assistant = await sharedAssistant()
  const context = assistant.toolContext(today)
  const { measures } = assistant.law
  const thresholds = measures.map(({ id }) => ({
    tool: 'check_thresholds',
    input: { measure: id, facts: fullProject.facts },
  }))
  const filings = measures.flatMap(({ filings: all }) =>
    all.map((filing) => ({
      tool: 'generate_filing',
      input: { filing: filing.id, project: fullProject },
    })),
  )
  const deadlines = measures.flatMap(({ id, deadlines: all }) =>
    all.map(({ id: deadline }) => ({ measure: id, deadline, facts: fullProject.facts })),
  )
  const sets: [string, Call[]][] = [
    ['every rule of a measure against all facts', await thoseThatCount(thresholds, context)],
    ['deadlines reckoned', await thoseThatCount(deadlines.flatMap(deadlineCalls), context)],
    ['filings made and opened again', await thoseThatCount(filings, context)],
  ]
  const runs = quick ? 3 : 7
  progress.begin('runs of calls', sets.length * runs)
  const rows: Row[] = []
  for (const [what, calls] of sets) {
    const rates: number[] = []
    const times: number[] = []
    for (let i = 0; i < runs; i += 1) {
      const one = await callFor(calls, context, quick ? 500 : 2_000)
      rates.push((one.length * 1000) / one.reduce((sum, time) => sum + time, 0))
      times.push(...one)
      progress.step()
    }
    rows.push({ what: `${what} (${calls.length} kinds)`, ours: `${round(median(rates))}/s, ${latency(times)}` })
  }
  return rows
}

/** Some run from an event, some fall on a day of the year. */
function deadlineCalls(input: object): Call[] {
  return [
    { tool: 'calculate_deadline', input: { ...input, from: '2026-03-02' } },
    { tool: 'calculate_deadline', input: { ...input, year: 2026 } },
  ]
}

/** Asked once each, which warms them too. @returns those whose input the tool takes */
async function thoseThatCount(calls: readonly Call[], context: ToolContext): Promise<Call[]> {
  const taken: Call[] = []
  for (const call of calls) {
    try {
      await runTool(call.tool, call.input, context)
      taken.push(call)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
    }
  }
  if (taken.length === 0) throw new Error(`${calls[0]?.tool} takes none of its inputs.`)
  return taken
}

/** @returns milliseconds of each call, whole rounds until the time is over */
async function callFor(calls: readonly Call[], context: ToolContext, milliseconds: number): Promise<number[]> {
  const times: number[] = []
  const until = performance.now() + milliseconds
  while (performance.now() < until)
    for (const { tool, input } of calls) {
      const begun = performance.now()
      await runTool(tool, input, context)
      times.push(performance.now() - begun)
    }
  return times
}
