// The page's session: which conversation is ours, and a token for it.

/** The server was reached and said no; trying again at once would not help. */
export class SessionRefused extends Error {
  constructor(status) {
    super(`POST /api/session: ${status}`)
    this.status = status
  }
}

/** `{conversationId, token, expiresIn, locale, userId, measure}`: the same conversation each time, unless `fresh`. */
export async function openSession({ fresh = false } = {}) {
  const response = await fetch('/api/session', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fresh ? { fresh: true } : {}),
  })
  const passes = response.status === 429 || response.status >= 500
  if (!response.ok && !passes) throw new SessionRefused(response.status)
  if (!response.ok) throw new Error(`POST /api/session: ${response.status}`)
  return response.json()
}

/** 1, 2, 4 … 30 s, a little apart for each page, so that a server that comes back is not met by all at once. */
export function retryDelay(attempt, random = Math.random()) {
  return Math.min(30_000, 1000 * 2 ** attempt) * (0.8 + 0.4 * random)
}
