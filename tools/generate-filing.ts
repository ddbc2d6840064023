/** One document of a measure, made from a project, opened again and found whole. */
import { z } from 'zod'
import type { FilingOutline } from '#knowledge/law/filing.ts'
import { authoritative, type Law } from '#knowledge/law/load.ts'
import type { ArticleRef, Citation, Measure, Validity } from '#knowledge/law/measure.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { checkIds } from './check-thresholds.ts'
import { validityOn } from './check-validity.ts'
import { type FilledValue, valuesIn } from './filing/contents.ts'
import { type FillContext, fillContext } from './filing/context.ts'
import { coverNoteBlocks, coverNoteOf } from './filing/cover-note.ts'
import type { CoverNote, Filing, FilingSection } from './filing/filing.ts'
import { fillFiling } from './filing/fill-filing.ts'
import { type FilingGap, gapsOf } from './filing/gaps.ts'
import { ProducedFile } from './filing/produced-file.ts'
import { notesOn } from './filing/project-notes.ts'
import { InputError } from './input-error.ts'
import { parseMeasure } from './parse-measure.ts'
import { type Project, projectSchema } from './project.ts'
import { day } from './schemas.ts'
import { defineTool } from './tool.ts'

export interface GeneratedFiling {
  readonly filing: string
  readonly title: string
  /** Where the command line was told to write it; null where the caller keeps the file. */
  readonly path: string | null
  readonly bytes: number
  /** What would fill the gaps: project fields, facts, events, rule ids, and what only the writer can add; each once. */
  readonly missing: readonly string[]
  readonly gaps: readonly FilingGap[]
  readonly sections: readonly {
    readonly heading: string
    readonly level: number
    readonly article?: ArticleRef
    readonly basis: FilingSection['basis']
    readonly origin: FilingSection['origin']
    readonly filled: readonly string[]
    readonly open: readonly string[]
  }[]
  /** What it was filled with, each name once. */
  readonly values: readonly FilledValue[]
  readonly citations: readonly Citation[]
  /** There only where the measure is not in force: a second file, never part of the document. */
  readonly coverNote?: CoverNote
  /** The document, and the cover note where there is one. */
  readonly files: readonly ProducedFile[]
  readonly notes: readonly string[]
  readonly validity: readonly Validity[]
}

export const generateFiling = defineTool({
  name: 'generate_filing',
  description:
    'One document a measure asks for, as a Word file filled with the project; what is not known is marked and listed, never invented. 按办法生成一份申报材料（Word）。',
  schema: z.strictObject({
    filing: z.string().describe('filing id, e.g. jining.change-application; list_filings names them'),
    project: projectSchema.describe('what is known of the project; leave out what is not known'),
    today: day.optional().describe('the day validity is judged on, YYYY-MM-DD; today where absent'),
    out: z
      .string()
      .regex(/[^/\\]\.docx$/u, { error: 'must be the path of a file that ends in .docx, e.g. ./filing.docx' })
      .max(1000, { error: 'must be a path of at most 1000 characters' })
      .optional()
      .describe('where to write it'),
  }),
  run: async (input, { law, calendar, today: now }): Promise<GeneratedFiling> => {
    const { measure, outline } = parseFiling(law, input.filing)
    checkProject(law, measure, input.project)
    const today = input.today ?? now
    const context = fillContext(measure, input.project, { calendar, today })
    const filing = fillFiling(outline, context)
    const document = await makeFile(`${outline.title.zh}.docx`, filing, today)
    const coverNote = coverNoteOf(outline.title.zh, measure, context.articleLabel(measure.life.article), today)
    const gaps = gapsOf(filing, measure.rules)
    return {
      filing: outline.id,
      title: outline.title.zh,
      path: input.out ?? null,
      bytes: document.content.length,
      missing: [...new Set(gaps.flatMap((gap) => gap.names))],
      gaps,
      sections: filing.sections.map(({ citation: _, ...section }) => section),
      values: valuesIn(filing.blocks),
      citations: citationsOf(outline, filing, context),
      ...(coverNote === undefined ? {} : { coverNote }),
      files: [document, ...(coverNote === undefined ? [] : [await makeCoverNote(outline, coverNote, today)])],
      notes: notesOn(input.project),
      validity: [validityOn(measure, today, 'today')],
    }
  },
})

async function makeFile(name: string, filing: Filing, today: IsoDate): Promise<ProducedFile> {
  // Loaded when the first document is made: questions are answered without it.
  const [{ renderDocument }, { verifyDocument }] = await Promise.all([
    import('./filing/docx.ts'),
    import('./filing/verify.ts'),
  ])
  const content = await renderDocument(filing.title, filing.blocks, today)
  verifyDocument(filing, content)
  return new ProducedFile(name, content)
}

function makeCoverNote({ id, title }: FilingOutline, note: CoverNote, today: IsoDate): Promise<ProducedFile> {
  const filing = { filing: `${id} (cover note)`, title: note.title, blocks: coverNoteBlocks(note), sections: [] }
  return makeFile(`${title.zh}-效力说明.docx`, filing, today)
}

/** @throws InputError naming the filings there are */
export function parseFiling(law: Law, id: string): { measure: Measure; outline: FilingOutline } {
  for (const measure of law.measures) {
    const outline = measure.filings.find((candidate) => candidate.id === id)
    if (outline !== undefined) return { measure, outline }
  }
  const prefix = `${id.split('.')[0]}.`
  const all = law.measures.flatMap((measure) => measure.filings.map((filing) => filing.id))
  const near = all.filter((candidate) => candidate.startsWith(prefix))
  const known = (near.length > 0 ? near : all).join(', ')
  throw new InputError('unknown-filing', `filing: there is no filing «${id}»; known are ${known}`, 'filing')
}

/** @throws InputError where the project belongs elsewhere, names rules of another measure, or is classified */
function checkProject(law: Law, measure: Measure, project: Project): void {
  const path = 'project.measure'
  if (project.measure !== undefined) {
    const own = authoritative(law, parseMeasure(law, project.measure, path).id)
    if (own?.id !== measure.id)
      throw new InputError('other-measure', `${path}: the filing is of ${measure.id}, the project of ${own?.id}`, path)
  }
  checkIds(measure, project.facts ?? {}, 'project.facts')
  if (project.facts?.classified === true || project.facts?.ownConstructionGround === 3) refuseClassified(project)
}

/** Nothing of a classified project is written down on a network that is not classified. */
function refuseClassified({ facts }: Project): never {
  const path = `project.facts.${facts?.classified === true ? 'classified' : 'ownConstructionGround'}`
  const message = `${path}: a classified project (涉密) is handled under the secrecy rules, not here; no document is made of it`
  throw new InputError('classified', message, path)
}

function citationsOf(outline: FilingOutline, filing: Filing, context: FillContext): Citation[] {
  const own = [outline.cites, ...(outline.alsoCites ?? [])].map((place) => context.citation(place))
  const inside = filing.sections.flatMap(({ citation }) => citation ?? [])
  const found = context.findingsTold().map((finding) => finding.citation)
  const each = [...own, ...inside, ...found].map(
    (citation) => [`${citation.article} ${citation.quote}`, citation] as const,
  )
  return [...new Map(each.toReversed()).entries()].toReversed().map(([, citation]) => citation)
}
