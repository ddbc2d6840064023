/** OpenID Connect: the organisation's own sign-in, for people at a desktop without an office platform. */
import * as client from 'openid-client'
import { type RedirectWay, SignInRefused } from './way.ts'

export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** On the button. */
  readonly label: string
}

/** The provider is asked for its addresses when first needed, and again where that failed. */
export function createOidcWay({ issuer, clientId, clientSecret, label }: OidcSettings): RedirectWay {
  let known: Promise<client.Configuration> | undefined
  const configuration = (): Promise<client.Configuration> => {
    // Settings allow plain http on this machine only.
    const options = issuer.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : {}
    known ??= client.discovery(new URL(issuer), clientId, clientSecret, undefined, options)
    known.catch(() => {
      known = undefined
    })
    return known
  }
  return {
    kind: 'redirect',
    id: 'oidc',
    label,
    async begin(state, redirectUri) {
      const config = await configuration().catch((error: unknown) => {
        throw new SignInRefused('unavailable', error)
      })
      const verifier = client.randomPKCECodeVerifier()
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid',
        state,
        nonce: state,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { address: address.href, keep: verifier }
    },
    async finish(request, state, keep, redirectUri) {
      try {
        const came = new URL(redirectUri)
        came.search = request.query.toString()
        const tokens = await client.authorizationCodeGrant(await configuration(), came, {
          pkceCodeVerifier: keep,
          expectedState: state,
          expectedNonce: state,
          idTokenExpected: true,
        })
        const subject = tokens.claims()?.sub
        if (subject === undefined) throw new SignInRefused('outsider')
        return { channel: `oidc:${new URL(issuer).host}`, key: subject }
      } catch (error) {
        throw error instanceof SignInRefused ? error : new SignInRefused('expired', error)
      }
    },
  }
}
