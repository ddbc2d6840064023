/** `GET /open/:token`: a link from a message opens the page as the person it was sent to, once. */
import type { DeepLinks } from '../deep-links.ts'
import type { HttpResponse, Routes } from '../http.ts'
import type { Store } from '../store/store.ts'
import type { Visitors } from './visitors.ts'

export interface DeepLinkParts {
  readonly deepLinks: DeepLinks
  readonly visitors: Visitors
  readonly store: Pick<Store, 'addressesOf'>
}

const words = {
  used: '这个链接已经用过了。请回到对话里再点一次，或直接打开助手网页。',
  expired: '这个链接已过期（一刻钟内有效）。请回到对话里再点一次，或直接打开助手网页。',
  forged: '没有这个链接。',
} as const

export function mountDeepLinks(routes: Routes, { deepLinks, visitors, store }: DeepLinkParts): void {
  routes.get('/open/:token', async ({ params }): Promise<HttpResponse> => {
    const opened = await deepLinks.open(params.token ?? '')
    if (opened.status !== 'good')
      return {
        status: opened.status === 'forged' ? 404 : 410,
        headers: { 'cache-control': 'no-store' },
        body: words[opened.status],
      }
    const [address] = await store.addressesOf(opened.personId)
    if (address === undefined) return { status: 404, headers: { 'cache-control': 'no-store' }, body: words.forged }
    const headers = { location: opened.path, 'cache-control': 'no-store', 'set-cookie': visitors.remember(address) }
    return { status: 303, headers }
  })
}
