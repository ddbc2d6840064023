/** Whether a request comes from a page of ours. */
import type { HttpRequest } from '../http.ts'

/** Browsers tell where a request comes from; a program that tells nothing is no browser that could be misled. */
export function isSameOrigin(request: Pick<HttpRequest, 'headers'>, publicUrl: string | undefined): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  const { origin } = request.headers
  if (origin === undefined) return true
  return (
    origin === `http://${request.headers.host}` || (publicUrl !== undefined && origin === new URL(publicUrl).origin)
  )
}
