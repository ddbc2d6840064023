/** Law, index and tools put together once, for the server and the command lines alike. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ports } from '#dialogs/ports.ts'
import type { WorkCalendar } from '#knowledge/calendar/calendar.ts'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import { type Law, loadLaw } from '#knowledge/law/load.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { SearchIndex } from '#knowledge/retrieval/index-types.ts'
import { openOrBuildIndex } from '#knowledge/retrieval/search.ts'
import type { ToolContext } from '#tools/tool.ts'
import { runTool } from '#tools/toolbox.ts'

export interface Assistant {
  readonly law: Law
  readonly search: SearchIndex
  readonly calendar: WorkCalendar
  toolContext(today: IsoDate): ToolContext
  ports(today: IsoDate, person: Ports['person']): Ports
}

/**
 * @param dataDir where the index is kept between starts; where it cannot be written the index is used from memory
 * @throws MeasureError when a measure does not load
 */
export async function openAssistant(dataDir: string, law: Law = loadLaw()): Promise<Assistant> {
  const search = await openOrBuildIndex(law, { directory: join(dataDir, 'index') })
  const calendar = loadCalendar(readFurtherYears(join(dataDir, 'calendar')))
  const toolContext = (today: IsoDate): ToolContext => ({ law, search, calendar, today })
  return {
    law,
    search,
    calendar,
    toolContext,
    ports: (today, person) => {
      const context = toolContext(today)
      return { law, search, today, person, runTool: (name, input) => runTool(name, input, context) }
    },
  }
}

/** A year's notice that came out after this release is a file dropped here: `2027.yaml`. */
function readFurtherYears(folder: string): { name: string; text: string }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))
}
