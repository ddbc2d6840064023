/** A document's files: under which path they are fetched, what the path names, and the bytes made anew for it. */
import type { FilingOutline } from '#knowledge/law/filing.ts'
import type { GeneratedFiling } from '#tools/generate-filing.ts'
import { InputError } from '#tools/input-error.ts'
import type { Reply } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import type { ProjectRecord } from './record.ts'

export const wordMime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const noteEnding = '.cover-note.docx'
const documentEnding = '.docx'

/** @param project absent for a blank document */
export function filingFiles(
  { id, title }: FilingOutline,
  project: string | undefined,
  hasNote: boolean,
): NonNullable<Reply['files']> {
  const folder = project === undefined ? '/filings' : `/projects/${encodeURIComponent(project)}/filings`
  const file = (name: string, ending: string) => ({ name, mime: wordMime, path: `${folder}/${id}${ending}` })
  return [file(`${title.zh}.docx`, documentEnding), ...(hasNote ? [file(`${title.zh}-效力说明.docx`, noteEnding)] : [])]
}

export interface FilingFile {
  /** The Chinese name it is kept under. */
  readonly name: string
  readonly content: Uint8Array
}

/**
 * @param record absent for a blank document
 * @param file the last part of its path, e.g. `jining.change-application.docx`
 * @returns undefined where there is no such document, or none may be made of this project
 */
export async function filingFile(
  record: ProjectRecord | undefined,
  file: string,
  ports: Ports,
): Promise<FilingFile | undefined> {
  const isNote = file.endsWith(noteEnding)
  if (!file.endsWith(documentEnding)) return undefined
  const filing = file.slice(0, -(isNote ? noteEnding : documentEnding).length)
  try {
    const project = record?.project ?? {}
    const made = (await ports.runTool('generate_filing', { filing, project, today: ports.today })) as GeneratedFiling
    const [document, note] = made.files
    return isNote ? note : document
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}
