/** What is asked of a project by its measure's documents, and what an outline is made of. */
import type { FilingPart } from '#knowledge/law/filing.ts'
import { sectionsOf } from '#knowledge/law/filing-check.ts'
import type { FilingList } from '#tools/list-filings.ts'
import { runTool } from '#tools/toolbox.ts'
import { outlineOf, toolContext } from './made.ts'

/** @returns for each filing, by its name within the measure, whether it is asked for; the events all lie behind */
export async function dueIn(
  measure: string,
  facts: object,
  events: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const happened = events.map((event) => ({ event, on: '2026-10-01' }))
  const { filings } = (await runTool('list_filings', { measure, facts, events: happened }, toolContext)) as FilingList
  return Object.fromEntries(filings.map(({ filing, due }) => [filing.replace(/^[a-z]+\./u, ''), due]))
}

export function partsIn(id: string): readonly FilingPart[] {
  return sectionsOf(outlineOf(id).outline.sections).flatMap(({ fill = [] }) => fill)
}
