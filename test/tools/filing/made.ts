/** Every filing there is, made from a project: shared by the tests that look at documents. */
import { loadCalendar } from '#knowledge/calendar/load.ts'
import type { FilingOutline } from '#knowledge/law/filing.ts'
import { loadLaw } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import { dayOf, type IsoDate } from '#knowledge/law/units.ts'
import { fillContext } from '#tools/filing/context.ts'
import { renderDocument } from '#tools/filing/docx.ts'
import type { Filing } from '#tools/filing/filing.ts'
import { fillFiling } from '#tools/filing/fill-filing.ts'
import type { Project } from '#tools/project.ts'
import type { ToolContext } from '#tools/tool.ts'
import { emptyProject, fullProject } from '../../support/projects.ts'

export const law = loadLaw()
const calendar = loadCalendar()

/** Zhucheng’s and Jiujiang’s measures have expired by then; Jining’s and Jilin’s have not. */
export const today: IsoDate = dayOf(2026, 11, 24)

export const toolContext: ToolContext = {
  law,
  calendar,
  today,
  get search(): never {
    throw new Error('a filing needs no search')
  },
}

export const projects: readonly (readonly [name: string, project: Project])[] = [
  ['a full project', fullProject],
  ['an empty project', emptyProject],
]

export const measuresWithFilings = law.measures.filter((measure) => measure.filings.length > 0)

/** Measure, filing, and both projects. */
export const everyFiling = measuresWithFilings.flatMap((measure) =>
  measure.filings.flatMap((outline) =>
    projects.map(([name, project]) => ({ id: outline.id, name, measure, outline, project })),
  ),
)

export function filled(measure: Measure, outline: FilingOutline, project: Project): Filing {
  return fillFiling(outline, fillContext(measure, project, { calendar, today }))
}

export function rendered(filing: Filing): Promise<Uint8Array> {
  return renderDocument(filing.title, filing.blocks, today)
}

/** @throws Error where there is no such filing */
export function outlineOf(id: string): { measure: Measure; outline: FilingOutline } {
  for (const measure of law.measures) {
    const outline = measure.filings.find((each) => each.id === id)
    if (outline !== undefined) return { measure, outline }
  }
  throw new Error(`there is no filing ${id}`)
}
