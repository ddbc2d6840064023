/** A document's files: under which path they are fetched, what the path names, and the bytes made anew for it. */
import type { FilingOutline } from '#knowledge/law/filing.ts'
import type { ProducedFile } from '#tools/filing/produced-file.ts'
import type { GeneratedFiling } from '#tools/generate-filing.ts'
import { InputError } from '#tools/input-error.ts'
import type { Reply } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import type { ProjectRecord } from './record.ts'

type File = NonNullable<Reply['files']>[number]

export const wordMime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const zipMime = 'application/zip'
const noteEnding = '.cover-note.docx'
const documentEnding = '.docx'
/** Several documents: which ones is told by the path's `of`. */
const bundleName = 'documents.zip'
/** No measure asks for more. */
const bundledAtMost = 30

function folderOf(project: string | undefined): string {
  return project === undefined ? '/filings' : `/projects/${encodeURIComponent(project)}/filings`
}

/** @param project absent for a blank document */
export function filingFiles({ id, title }: FilingOutline, project: string | undefined, hasNote: boolean): File[] {
  const file = (name: string, ending: string) => ({ name, mime: wordMime, path: `${folderOf(project)}/${id}${ending}` })
  return [file(`${title.zh}.docx`, documentEnding), ...(hasNote ? [file(`${title.zh}-效力说明.docx`, noteEnding)] : [])]
}

/** @param project absent for blank documents */
export function bundleFile(
  filings: readonly string[],
  project: { readonly id: string; readonly name: string } | undefined,
  lang: 'zh' | 'en',
): File {
  const name = `${filingWordsIn(lang).bundleName(project?.name ?? zh.blank)}.zip`
  return { name, mime: zipMime, path: `${folderOf(project?.id)}/${bundleName}?of=${filings.join(',')}` }
}

export interface FilingFile {
  /** The Chinese name it is kept under. */
  readonly name: string
  readonly mime: string
  readonly content: Uint8Array
}

/**
 * @param record absent for a blank document
 * @param file the last part of its path, e.g. `jining.change-application.docx`
 * @param of the documents of a zip, by their ids
 * @returns undefined where there is no such document, or none may be made of this project
 */
export async function filingFile(
  record: ProjectRecord | undefined,
  file: string,
  of: readonly string[],
  ports: Ports,
): Promise<FilingFile | undefined> {
  try {
    return file === bundleName ? await bundled(record, of, ports) : await single(record, file, ports)
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}

async function single(record: ProjectRecord | undefined, file: string, ports: Ports): Promise<FilingFile | undefined> {
  const isNote = file.endsWith(noteEnding)
  if (!file.endsWith(documentEnding)) return undefined
  const [document, note] = await generate(record, file.slice(0, -(isNote ? noteEnding : documentEnding).length), ports)
  const made = isNote ? note : document
  return made === undefined ? undefined : { name: made.name, mime: wordMime, content: made.content }
}

async function bundled(
  record: ProjectRecord | undefined,
  of: readonly string[],
  ports: Ports,
): Promise<FilingFile | undefined> {
  if (of.length === 0 || of.length > bundledAtMost || new Set(of).size < of.length) return undefined
  const documents: (readonly ProducedFile[])[] = []
  for (const filing of of) documents.push(await generate(record, filing, ports))
  const { bundleFilings } = await import('#tools/filing/bundle.ts')
  const name = filingWordsIn('zh').bundleName(record === undefined ? zh.blank : (record.project.name ?? zh.unnamed))
  const zip = bundleFilings(documents, name, ports.today)
  return { name: zip.name, mime: zipMime, content: zip.content }
}

async function generate(
  record: ProjectRecord | undefined,
  filing: string,
  ports: Ports,
): Promise<readonly ProducedFile[]> {
  const project = record?.project ?? {}
  const made = (await ports.runTool('generate_filing', { filing, project, today: ports.today })) as GeneratedFiling
  return made.files
}
