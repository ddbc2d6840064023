import { calculateDeadline } from './calculate-deadline.ts'
import { checkThresholds } from './check-thresholds.ts'
import { checkValidity } from './check-validity.ts'
import { compareMeasures } from './compare-measures.ts'
import { generateFiling } from './generate-filing.ts'
import { getArticle } from './get-article.ts'
import { InputError } from './input-error.ts'
import { listDeadlines } from './list-deadlines.ts'
import { listFilings } from './list-filings.ts'
import { planTimeline } from './plan-timeline.ts'
import { searchProvisions } from './search-provisions.ts'
import type { Tool, ToolContext } from './tool.ts'

/** Every tool there is: the same objects for the command line, the dialogs and a language model. */
export const tools: readonly Tool[] = [
  searchProvisions,
  getArticle,
  checkThresholds,
  calculateDeadline,
  listDeadlines,
  planTimeline,
  listFilings,
  generateFiling,
  checkValidity,
  compareMeasures,
]

/** Those that look into the index of the measures; the others need the law and the calendar alone. */
export const searchingTools: readonly string[] = [searchProvisions.name, compareMeasures.name]

/** @throws InputError where there is no such tool or its input is wrong */
export async function runTool(name: string, input: unknown, context: ToolContext): Promise<unknown> {
  const tool = tools.find((candidate) => candidate.name === name)
  if (tool === undefined) {
    const known = tools.map((each) => each.name).join(', ')
    throw new InputError('unknown-tool', `tool: there is no tool «${name}»; known are ${known}`, 'tool')
  }
  return tool.run(input, context)
}
