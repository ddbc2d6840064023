/** Documents of a project, and blank ones: made when they are fetched, for the person the link was written for. */
import { closedReply } from '#dialogs/closed.ts'
import type { FilingFile } from '#dialogs/project/filing-files.ts'
import type { ProjectRecord } from '#dialogs/project/record.ts'
import { errorResponse, type Handler, type HttpResponse, type Routes } from '../http.ts'
import type { Visitors } from '../sign-in/visitors.ts'
import type { Store } from '../store/store.ts'
import type { FileLinks } from './file-links.ts'

/** Makes a document; without a project a blank one. @returns undefined where there is no such document */
export type WriteFiling = (
  record: ProjectRecord | undefined,
  file: string,
  of: readonly string[],
) => Promise<FilingFile | undefined>

export interface FilingFilesParts {
  readonly store: Store
  readonly visitors: Pick<Visitors, 'who'>
  readonly links: FileLinks
  readonly write: WriteFiling
  /** Why no documents are made, where they are switched off. */
  readonly closed?: string | undefined
}

/** `GET /projects/:id/filings/:file` and `GET /filings/:file` */
export function mountFilingFiles(routes: Routes, { store, visitors, links, write, closed }: FilingFilesParts): void {
  const handler: Handler = async ({ params, path, query, headers }): Promise<HttpResponse> => {
    const missing = errorResponse(404, 'NotFound', 'There is no such file, or it is not yours to see.')
    const { id, file = '' } = params
    const address = visitors.who({ headers })
    if (address === undefined) return missing
    const person = await store.personAt(address)
    const link = links.check(path, query, person.id)
    if (link === 'forged') return missing
    if (link === 'expired') return expired
    const known =
      id === undefined ? undefined : (await store.projectsOf(person.id)).find(({ record }) => record.id === id)
    if (id !== undefined && known === undefined) return missing
    if (closed !== undefined)
      return {
        status: 503,
        headers: { 'cache-control': 'no-store' },
        body: `${closedReply(closed, 'zh', 'filings').text}\n`,
      }
    const of = query.get('of')?.split(',') ?? []
    const made = await write(known?.record, file, of)
    return made === undefined ? missing : download(made)
  }
  routes.get('/projects/:id/filings/:file', handler)
  routes.get('/filings/:file', handler)
}

const expired: HttpResponse = {
  status: 410,
  headers: { 'cache-control': 'no-store' },
  body: '下载链接已过期。请回到对话里点“重新生成”。\nThis link has expired. Press “Make again” in the conversation.\n',
}

function download({ name, mime, content }: FilingFile): HttpResponse {
  return {
    status: 200,
    headers: {
      'content-type': mime,
      'content-disposition': `attachment; filename="filing${name.slice(name.lastIndexOf('.'))}"; filename*=UTF-8''${encodeExtended(name)}`,
      'content-security-policy': "default-src 'none'",
      'cache-control': 'no-store',
    },
    body: Buffer.from(content),
  }
}

/** What RFC 5987 lets stand in an extended value; `encodeURIComponent` leaves a few signs more. */
function encodeExtended(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
