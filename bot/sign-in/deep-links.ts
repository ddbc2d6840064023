/**
 * `/open/:token`: a link from a message opens the page as the person it was sent to, once. The link itself shows a page that
 * goes on by itself: previews and link scanners, which only look, use nothing up.
 */
import { randomBytes } from 'node:crypto'
import type { DeepLinks } from '../deep-links.ts'
import type { HttpResponse, Routes } from '../http.ts'
import type { Store } from '../store/store.ts'
import { refuseForeign } from './origin.ts'
import type { Visitors } from './visitors.ts'

export interface DeepLinkParts {
  readonly deepLinks: DeepLinks
  readonly visitors: Visitors
  readonly store: Pick<Store, 'addressesOf'>
  readonly publicUrl: string | undefined
}

const words = {
  used: '这个链接已经用过了。请回到对话里再点一次，或直接打开助手网页。',
  expired: '这个链接已过期（一刻钟内有效）。请回到对话里再点一次，或直接打开助手网页。',
  forged: '没有这个链接。',
} as const

export function mountDeepLinks(routes: Routes, { deepLinks, visitors, store, publicUrl }: DeepLinkParts): void {
  routes.get('/open/:token', () => goOnPage())

  routes.post('/open/:token', async (request): Promise<HttpResponse> => {
    // Another site must not sign somebody in as the owner of a link of its choice.
    const foreign = refuseForeign(request, publicUrl)
    if (foreign !== undefined) return foreign
    const { params } = request
    const opened = await deepLinks.open(params.token ?? '')
    const [address] = opened.status === 'good' ? await store.addressesOf(opened.personId) : []
    if (opened.status !== 'good' || address === undefined) {
      const why = opened.status === 'good' ? 'forged' : opened.status
      return { status: why === 'forged' ? 404 : 410, headers: { 'cache-control': 'no-store' }, body: words[why] }
    }
    const headers = { location: opened.path, 'cache-control': 'no-store', 'set-cookie': visitors.remember(address) }
    return { status: 303, headers }
  })
}

function goOnPage(): HttpResponse {
  const nonce = randomBytes(16).toString('base64')
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; script-src 'nonce-${nonce}'`,
      'cache-control': 'no-store',
      // With no referrer at all a browser would hide, too, that the form is ours.
      'referrer-policy': 'same-origin',
    },
    body: `<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>打开助手</title><form method="post"><button>打开助手</button></form>
<script nonce="${nonce}">document.forms[0].submit()</script></html>
`,
  }
}
