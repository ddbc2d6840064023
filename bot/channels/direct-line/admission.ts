/** Who is let in, and from where they want to go on. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { errorResponse, type HttpRequest, type HttpResponse } from '../../http.ts'
import type { Store, StoredConversation } from '../../store/store.ts'
import type { Claims, Tokens } from './token.ts'

/** A request that is allowed: its token, and the conversation it is bound to. */
export interface Allowed {
  readonly claims: Claims
  readonly conversation: StoredConversation
}

/** Lets a request into its token's own conversation; the path's conversation must be that one. */
export async function allow(request: HttpRequest, store: Store, tokens: Tokens): Promise<Allowed | HttpResponse> {
  const token = bearer(request)
  if (token === undefined) return errorResponse(401, 'Unauthorized', 'A token is missing.')
  const verified = tokens.verify(token, 'chat')
  if (!verified.ok)
    return errorResponse(
      403,
      verified.why === 'expired' ? 'TokenExpired' : 'BadToken',
      verified.why === 'expired' ? 'The token has expired.' : 'The token is not valid.',
    )
  const { claims } = verified
  if (request.params.id !== undefined && request.params.id !== claims.conv)
    return errorResponse(403, 'BadToken', 'The token is for another conversation.')
  const conversation = await store.findConversation(claims.conv)
  return conversation === undefined
    ? errorResponse(404, 'NotFound', 'There is no such conversation.')
    : { claims, conversation }
}

export function bearer(request: HttpRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** A client that has seen nothing yet sends none, an empty one, or words: all of them mean the beginning. */
export function readWatermark(request: HttpRequest): number {
  const given = request.query.get('watermark') ?? ''
  return /^\d{1,15}$/.test(given) ? Number(given) : 0
}

/** In constant time, whatever the lengths. */
export function isSame(given: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(right))
}
