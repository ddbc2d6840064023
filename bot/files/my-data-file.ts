/** All that is kept of a person, as a file that they fetch themselves by a link that is theirs for half an hour. */
import { myDataPath } from '#dialogs/my-data.ts'
import type { FilingFile } from '#dialogs/project/filing-files.ts'
import { errorResponse, type HttpResponse, type Routes } from '../http.ts'
import type { Visitors } from '../sign-in/visitors.ts'
import type { Store } from '../store/store.ts'
import type { FileLinks } from './file-links.ts'

export interface MyDataParts {
  readonly store: Pick<Store, 'personAt' | 'personalData'>
  readonly visitors: Pick<Visitors, 'who'>
  readonly links: Pick<FileLinks, 'check'>
}

/** `GET /my-data.json` */
export function mountMyData(routes: Routes, { store, visitors, links }: MyDataParts): void {
  routes.get(myDataPath, async ({ path, query, headers }): Promise<HttpResponse> => {
    const missing = errorResponse(404, 'NotFound', 'There is no such file, or it is not yours to see.')
    const address = visitors.who({ headers })
    if (address === undefined) return missing
    const { id } = await store.personAt(address)
    const link = links.check(path, query, id)
    if (link === 'forged') return missing
    if (link === 'expired') return expired
    const made = await myDataFile(store, id)
    return made === undefined ? missing : download(made)
  })
}

/** @returns undefined where there is no such person */
export async function myDataFile(
  store: Pick<Store, 'personalData'>,
  personId: string,
): Promise<FilingFile | undefined> {
  const data = await store.personalData(personId)
  if (data === undefined) return undefined
  const content = Buffer.from(`${JSON.stringify({ personId, ...data }, null, 2)}\n`)
  return { name: '我的数据.json', mime: 'application/json', content }
}

const expired: HttpResponse = {
  status: 410,
  headers: { 'cache-control': 'no-store' },
  body: '下载链接已过期。请回到对话里说“导出我的数据”。\nThis link has expired. Say “export my data” in the conversation.\n',
}

function download({ mime, content }: FilingFile): HttpResponse {
  return {
    status: 200,
    headers: {
      'content-type': mime,
      'content-disposition': 'attachment; filename="my-data.json"',
      'content-security-policy': "default-src 'none'",
      'cache-control': 'no-store',
    },
    body: Buffer.from(content),
  }
}
