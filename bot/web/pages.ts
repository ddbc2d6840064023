/** Where the pages are put on the server: `/`, `/measures/:id` and what they are made of. */
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { findMeasure, type Law } from '#knowledge/law/load.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { HttpRequest, HttpResponse, Routes } from '../http.ts'
import type { Entrance } from '../sign-in/entrance.ts'
import { readAssets } from './assets.ts'
import { renderChatPage } from './chat-page.ts'
import { renderMeasurePage } from './measure-page.ts'
import { renderMissingPage } from './missing-page.ts'
import { chatPolicy, pageHeaders, readingPolicy } from './page-headers.ts'
import type { Surroundings } from './shell.ts'
import { renderSignInPage } from './sign-in-page.ts'
import { typeSizeHeader, typeSizeOf } from './type-size.ts'

// The installation runs before there is a Node.js that reads TypeScript; which release it takes stands there alone.
const { webChat } = createRequire(import.meta.url)('../setup/webchat.cjs') as { webChat: { version: string } }
const installedWebChat = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'webchat', webChat.version)

export interface Pages {
  readonly law: Law
  readonly today: () => IsoDate
  /** Where the installation put WebChat's bundle; the project's own place by default. */
  readonly webChatFolder?: string
}

/** @param entrance who may open the chat page; absent: everybody */
export function mountPages(
  routes: Routes,
  { law, today, webChatFolder = installedWebChat }: Pages,
  entrance?: Entrance,
): void {
  const assets = readAssets(join(import.meta.dirname, 'public'), webChatFolder)

  routes.get('/', (request) =>
    withTypeSize(request, (typeSize) => {
      if (entrance !== undefined && !entrance.admits(request)) return toSignIn(request)
      const nonce = randomBytes(16).toString('base64')
      const headers = pageHeaders(chatPolicy(request.headers.host, nonce))
      return { status: 200, headers, body: renderChatPage({ law, assets, typeSize }, nonce, entrance?.isClosed) }
    }),
  )

  entrance?.mount(routes, (request, ways, inside, problem) =>
    renderSignInPage({ law, assets, typeSize: typeSizeOf(request).size }, ways, inside, problem),
  )

  routes.get('/measures/:id', (request) =>
    withTypeSize(request, (typeSize) => {
      const around = { law, assets, typeSize }
      const measure = findMeasure(law, request.params.id ?? '')
      const headers = pageHeaders(readingPolicy)
      if (measure === undefined) return { status: 404, headers, body: renderMissingPage(around) }
      return { status: 200, headers, body: renderMeasurePage(measure, today(), around) }
    }),
  )

  routes.get('/assets/:file', (request) => {
    const found = assets.respond(request.params.file ?? '', request)
    return found ?? { status: 404, headers: { 'cache-control': 'no-store' }, body: '没有这个文件' }
  })

  // Browsers ask for it by themselves where a page is opened as plain text or from an old bookmark.
  routes.get('/favicon.ico', () => ({ status: 301, headers: { location: assets.urlOf('seal.svg') } }))
}

function toSignIn({ path, query }: HttpRequest): HttpResponse {
  const to = query.size === 0 ? path : `${path}?${query}`
  const location = `/sign-in?${new URLSearchParams({ to })}`
  return { status: 303, headers: { location, 'cache-control': 'no-store' } }
}

/** A choice of type size is kept and the address cleaned, so that the choice is not copied along with a link. */
function withTypeSize(request: HttpRequest, render: (size: Surroundings['typeSize']) => HttpResponse): HttpResponse {
  const { size, chosenNow } = typeSizeOf(request)
  if (!chosenNow) return render(size)
  return { status: 303, headers: { ...typeSizeHeader(size), location: request.path, 'cache-control': 'no-store' } }
}
