/** A platform's access token: asked for once by however many need it, kept until shortly before it ends. */

/** A token is not used in its last minutes: it could end on the way. */
const marginMilliseconds = 5 * 60_000

export interface FreshToken {
  readonly token: string
  readonly seconds: number
}

export interface AccessToken {
  /** @throws ChannelError as the platform told it */
  get(): Promise<string>
  /** The platform refused this token: the next one who asks gets another. */
  forget(token: string): void
}

export function createAccessToken(fetchToken: () => Promise<FreshToken>, now: () => Date): AccessToken {
  let kept: { readonly token: string; readonly until: number } | undefined
  let asking: Promise<string> | undefined

  async function ask(): Promise<string> {
    const { token, seconds } = await fetchToken()
    const life = seconds * 1000
    kept = { token, until: now().getTime() + Math.max(life - marginMilliseconds, life / 2) }
    return token
  }

  return {
    async get() {
      if (kept !== undefined && kept.until > now().getTime()) return kept.token
      asking ??= ask().finally(() => {
        asking = undefined
      })
      return asking
    },
    forget(token) {
      if (kept?.token === token) kept = undefined
    },
  }
}
