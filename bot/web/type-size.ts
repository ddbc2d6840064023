/** 大字: large type and strong contrast. Kept in a cookie, so that a page without scripts is already set so when it comes. */
import type { HttpRequest } from '../http.ts'

export type TypeSize = 'normal' | 'large'

export const typeSizeCookie = 'type-size'

/** The choice made in this very request (`?type-size=large`), else the one kept, else normal. */
export function typeSizeOf(request: HttpRequest): { size: TypeSize; chosenNow: boolean } {
  const asked = request.query.get(typeSizeCookie)
  if (asked === 'large' || asked === 'normal') return { size: asked, chosenNow: true }
  const kept = new RegExp(`(?:^|;\\s*)${typeSizeCookie}=large(?:;|$)`, 'u').test(request.headers.cookie ?? '')
  return { size: kept ? 'large' : 'normal', chosenNow: false }
}

/** A year: long enough to be forgotten about, and nothing personal in it. */
export function typeSizeHeader(size: TypeSize): Record<string, string> {
  return { 'set-cookie': `${typeSizeCookie}=${size}; Path=/; Max-Age=31536000; SameSite=Lax` }
}
