/** A project's calendar and picture, for those who may see the project: who asks is told by the page's cookie. */
import type { ProjectFileName } from '#dialogs/project/project-files.ts'
import { projectFiles } from '#dialogs/project/project-files.ts'
import type { ProjectRecord } from '#dialogs/project/record.ts'
import { errorResponse, type HttpResponse, type Routes } from '../http.ts'
import type { Visitors } from '../sign-in/visitors.ts'
import type { Store } from '../store/store.ts'

/** Writes one file of a project. @returns undefined where there is nothing to show */
export type WriteProjectFile = (record: ProjectRecord, name: ProjectFileName) => Promise<string | Buffer | undefined>

export interface ProjectFilesParts {
  readonly store: Store
  readonly visitors: Pick<Visitors, 'who'>
  readonly write: WriteProjectFile
}

/** `GET /projects/:id/:file` */
export function mountProjectFiles(routes: Routes, { store, visitors, write }: ProjectFilesParts): void {
  routes.get('/projects/:id/:file', async ({ params, headers }): Promise<HttpResponse> => {
    const missing = errorResponse(404, 'NotFound', 'There is no such file, or it is not yours to see.')
    const { id = '', file = '' } = params
    const address = visitors.who({ headers })
    if (address === undefined || !isFileName(file)) return missing
    const person = await store.personAt(address)
    const known = (await store.projectsOf(person.id)).find(({ record }) => record.id === id)
    const body = known === undefined ? undefined : await write(known.record, file)
    if (body === undefined) return missing
    return {
      status: 200,
      headers: {
        'content-type': projectFiles[file],
        'content-disposition': `${file.endsWith('.ics') ? 'attachment' : 'inline'}; filename="${file}"`,
        'content-security-policy': "default-src 'none'",
        'cache-control': 'no-store',
      },
      body,
    }
  })
}

function isFileName(name: string): name is ProjectFileName {
  return Object.hasOwn(projectFiles, name)
}
