/** How people come in, by the settings: which ways to sign in there are, or an open page on one's own machine. */
import type { Config } from '../config.ts'
import type { HttpRequest, HttpResponse, Routes } from '../http.ts'
import type { Log } from '../log.ts'
import { createCodeWay } from './code.ts'
import { mountSignIn } from './mount.ts'
import { createOpenVisitors } from './open.ts'
import { createVisitors, type Visitors } from './visitors.ts'
import type { Refusal, Way } from './way.ts'

/** Draws the page. @param inside the way whose platform the browser is in already */
export type DrawSignIn = (
  request: HttpRequest,
  ways: readonly Way[],
  inside: Way | undefined,
  problem: Refusal | undefined,
) => HttpResponse

export interface Entrance {
  readonly visitors: Visitors
  /** Whether people must sign in. */
  readonly isClosed: boolean
  /** Whether somebody may see the chat page. */
  admits(request: HttpRequest): boolean
  /** Puts signing in and out on the server. */
  mount(routes: Routes, draw: DrawSignIn): void
}

export interface EntranceParts {
  readonly config: Config
  readonly secret: string
  readonly now: () => Date
  readonly log: Log
  /** Tells the person at the server's terminal. */
  readonly tell: (line: string) => void
}

export async function createEntrance(parts: EntranceParts): Promise<Entrance> {
  const { config, secret, now, log } = parts
  const publicUrl = config.PUBLIC_URL
  const ways = await waysOf(parts)
  const visitorParts = { secret, publicUrl, now }
  const signedIn = createVisitors(visitorParts)
  const visitors = ways.length === 0 ? createOpenVisitors(signedIn, visitorParts) : signedIn
  return {
    visitors,
    isClosed: ways.length > 0,
    admits: (request) => visitors.newcomer !== undefined || visitors.who(request) !== undefined,
    mount(routes, draw) {
      if (ways.length > 0) mountSignIn(routes, { ways, visitors, secret, publicUrl, now, log, page: draw })
    },
  }
}

/** None where the page is open to the person at the machine. */
async function waysOf({ config, log, now, tell }: EntranceParts): Promise<Way[]> {
  if (config.SIGN_IN === 'open') return []
  const ways: Way[] = []
  // Without an address of its own the page cannot be come back to.
  if (config.WECOM_AGENT_ID !== undefined && config.PUBLIC_URL !== undefined) {
    const { weComWay } = await import('../channels/wecom/sign-in.ts')
    ways.push(weComWay(config, log, now))
  }
  if (config.DINGTALK_JSAPI_URL !== undefined || config.ZWDD_JSAPI_URL !== undefined) {
    const { dingTalkWays } = await import('../channels/dingtalk/sign-in.ts')
    ways.push(...dingTalkWays(config, now))
  }
  if (config.OIDC_ISSUER !== undefined) {
    const { createOidcWay } = await import('./oidc.ts')
    const { OIDC_CLIENT_ID: clientId = '', OIDC_CLIENT_SECRET: clientSecret = '' } = config
    ways.push(createOidcWay({ issuer: config.OIDC_ISSUER, clientId, clientSecret, label: config.OIDC_LABEL }))
  }
  if (config.SIGN_IN === 'code') ways.push(createCodeWay((code) => tell(`登录码(一次有效):${code}`)))
  return ways
}
