/** Whether a request comes from a page of ours. */
import { errorResponse, type HttpRequest, type HttpResponse } from '../http.ts'

/** @returns what to answer where another site's page made the browser ask, else undefined */
export function refuseForeign(
  request: Pick<HttpRequest, 'headers'>,
  publicUrl: string | undefined,
): HttpResponse | undefined {
  if (isSameOrigin(request, publicUrl)) return undefined
  return errorResponse(403, 'ForeignOrigin', 'This is for the assistant’s own page only.')
}

/** Browsers tell where a request comes from; a program that tells nothing is no browser that could be misled. */
function isSameOrigin(request: Pick<HttpRequest, 'headers'>, publicUrl: string | undefined): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  const { origin } = request.headers
  if (origin === undefined) return true
  return (
    origin === `http://${request.headers.host}` || (publicUrl !== undefined && origin === new URL(publicUrl).origin)
  )
}
