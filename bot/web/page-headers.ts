/** What a browser may do with our pages: load from this origin, and nothing else. */

const closed = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]
/** The same, and the form that signs out. */
const closedButForms = closed.map((rule) => rule.replace("form-action 'none'", "form-action 'self'"))

/** WebChat also makes one style element without the nonce, empty, and fills it rule by rule: the digest of no words. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/**
 * The chat page's policy. WebChat needs styles set by script (under the nonce), images it draws itself and a worker
 * made from a blob; older browsers do not take `'self'` as the WebSocket's origin, so the host is named.
 *
 * @param host the request's Host header; one that is no host name is left out
 */
export function chatPolicy(host: string | undefined, nonce: string): string {
  const sockets = host !== undefined && /^[\w.-]+(?::\d+)?$/u.test(host) ? ` ws://${host} wss://${host}` : ''
  return [
    ...closedButForms,
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}' ${emptyStyle}`,
    "img-src 'self' data: blob:",
    `connect-src 'self' blob:${sockets}`,
    'worker-src blob:',
  ].join('; ')
}

/** A page to read: no scripts at all. */
export const readingPolicy = [...closed, "style-src 'self'", "img-src 'self'"].join('; ')

/**
 * The sign-in page: our script, and inside a platform that platform's own from where the operator has set.
 *
 * @param script its address
 */
export function signInPolicy(script: string | undefined): string {
  const origin = script === undefined ? '' : ` ${new URL(script).origin}`
  return [...closed, `script-src 'self'${origin}`, "style-src 'self'", "img-src 'self'", "connect-src 'self'"].join(
    '; ',
  )
}

/** Pages differ by the reader's type size and by the day, so a browser asks again each time. */
export function pageHeaders(policy: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-cache',
    vary: 'Cookie',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  }
}
