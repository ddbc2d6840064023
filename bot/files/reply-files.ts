/** The bytes of a file that a reply names, for channels that send files instead of links. */

import { myDataPath } from '#dialogs/my-data.ts'
import type { FilingFile } from '#dialogs/project/filing-files.ts'
import { type ProjectFileName, projectFiles } from '#dialogs/project/project-files.ts'
import type { Store } from '../store/store.ts'
import type { WriteFiling } from './filing-files.ts'
import { myDataFile } from './my-data-file.ts'
import type { WriteProjectFile } from './project-files.ts'

/** @returns undefined where there is no such file, or it is not this person's to see */
export type ReadReplyFile = (path: string, personId: string) => Promise<FilingFile | undefined>

export interface ReplyFilesParts {
  readonly store: Pick<Store, 'projectsOf' | 'personalData'>
  readonly writeFiling: WriteFiling
  readonly writeProjectFile: WriteProjectFile
}

/** The link's own time does not count here: whoever may see the project may see its files, as long as they are told of them. */
export function createReplyFiles({ store, writeFiling, writeProjectFile }: ReplyFilesParts): ReadReplyFile {
  return async (path, personId) => {
    const { pathname, searchParams } = new URL(path, 'http://here')
    if (pathname === myDataPath) return myDataFile(store, personId)
    const [, project, filing, file] = /^(?:\/projects\/([^/]+))?\/(filings\/)?([^/]+)$/.exec(pathname) ?? []
    if (file === undefined || (project === undefined && filing === undefined)) return undefined
    const name = decodeURIComponent(file)
    const id = project === undefined ? undefined : decodeURIComponent(project)
    const known =
      id === undefined ? undefined : (await store.projectsOf(personId)).find((each) => each.record.id === id)
    if (id !== undefined && known === undefined) return undefined
    if (filing !== undefined) return writeFiling(known?.record, name, searchParams.get('of')?.split(',') ?? [])
    if (known === undefined || !isProjectFile(name)) return undefined
    const body = await writeProjectFile(known.record, name)
    return body === undefined ? undefined : { name, mime: projectFiles[name], content: Buffer.from(body) }
  }
}

function isProjectFile(name: string): name is ProjectFileName {
  return Object.hasOwn(projectFiles, name)
}
