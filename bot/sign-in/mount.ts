/** The routes of signing in and out, and of links that open the page as the person they were sent to. */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { createRateLimit } from '../channels/rate-limit.ts'
import { errorResponse, type HttpRequest, type HttpResponse, type Routes } from '../http.ts'
import type { Log } from '../log.ts'
import { refuseForeign } from './origin.ts'
import { cookieOf, cookieValue, createSeal, type Visitors } from './visitors.ts'
import { type RedirectWay, type Refusal, refusals, SignInRefused, type Way } from './way.ts'

/** As long as the platforms' own codes are good. */
const flowSeconds = 300
const triesAtOnce = 20
const triesPerMinute = 20
const flowCookie = 'assistant_sign_in'

export interface SignInParts {
  readonly ways: readonly Way[]
  readonly visitors: Visitors
  readonly secret: string
  readonly publicUrl: string | undefined
  readonly now: () => Date
  readonly log: Log
  /** Draws the page. @param inside the way whose platform the browser is in already */
  readonly page: (
    request: HttpRequest,
    ways: readonly Way[],
    inside: Way | undefined,
    problem: Refusal | undefined,
  ) => HttpResponse
}

/** State, where to go afterwards, what the way wants kept, until when (seconds). */
const flowClaim = z.tuple([z.string(), z.string(), z.string(), z.int()])
const exchanged = z.strictObject({ code: z.string().min(1).max(512), to: z.string().max(500).optional() })

export function mountSignIn(routes: Routes, parts: SignInParts): void {
  const { ways, visitors, publicUrl, now, log } = parts
  const seal = createSeal(parts.secret, 'sign-in')
  const limit = createRateLimit(triesAtOnce, triesPerMinute, now)
  const cookie = (value: string, age: number): string =>
    cookieOf({ name: flowCookie, value, age, path: '/sign-in', publicUrl })
  const refused = (id: string, error: unknown): Refusal => {
    if (!(error instanceof SignInRefused)) throw error
    const { cause } = error
    log.warn('sign-in-refused', {
      way: id,
      why: error.refusal,
      error: cause instanceof Error ? cause.message : undefined,
    })
    return error.refusal
  }
  const tooMany = (request: HttpRequest): HttpResponse | undefined => {
    const wait = limit.take(request.remoteAddress)
    const told = { 'retry-after': String(wait) }
    return wait > 0 ? errorResponse(429, 'TooManyRequests', `Wait ${wait} s.`, told) : undefined
  }

  routes.get('/sign-in', (request) => {
    const inside = ways.find(
      (way) => way.kind !== 'code' && way.inside?.test(request.headers['user-agent'] ?? '') === true,
    )
    const problem = problemOf(request)
    // Inside a platform nobody needs to choose; one that has just refused is not asked over and over.
    if (inside?.kind === 'redirect' && problem === undefined)
      return redirect(`/sign-in/${inside.id}?${new URLSearchParams({ to: ownPath(request.query.get('to')) })}`)
    return parts.page(request, ways, inside, problem)
  })

  routes.post('/sign-out', (request) => refuseForeign(request, publicUrl) ?? redirect('/sign-in', visitors.forget()))

  for (const way of ways)
    if (way.kind === 'redirect') mountRedirect(way)
    else mountExchange(way)

  function mountRedirect(way: RedirectWay): void {
    const backPath = `/sign-in/${way.id}/back`
    const backUri = (request: HttpRequest): string => `${publicUrl ?? `http://${request.headers.host}`}${backPath}`

    routes.get(`/sign-in/${way.id}`, async (request) => {
      const state = randomBytes(24).toString('hex')
      const to = ownPath(request.query.get('to'))
      try {
        const { address, keep } = await way.begin(state, backUri(request))
        const until = Math.floor(now().getTime() / 1000) + flowSeconds
        return redirect(address, cookie(seal.close([state, to, keep, until]), flowSeconds))
      } catch (error) {
        return redirect(`/sign-in?problem=${refused(way.id, error)}`)
      }
    })

    routes.get(backPath, async (request) => {
      const limited = tooMany(request)
      if (limited !== undefined) return limited
      try {
        const flow = flowClaim.safeParse(seal.open(cookieValue(request, flowCookie)))
        if (!flow.success || flow.data[3] * 1000 <= now().getTime()) throw new SignInRefused('expired')
        const [state, to, keep] = flow.data
        return redirect(to, visitors.remember(await way.finish(request, state, keep, backUri(request))))
      } catch (error) {
        return redirect(`/sign-in?problem=${refused(way.id, error)}`, cookie('', 0))
      }
    })
  }

  function mountExchange(way: Exclude<Way, RedirectWay>): void {
    routes.post(`/sign-in/${way.id}`, async (request) => {
      const turnedAway = refuseForeign(request, publicUrl) ?? tooMany(request)
      if (turnedAway !== undefined) return turnedAway
      const asked = exchanged.safeParse(request.body)
      if (!asked.success) return errorResponse(400, 'BadArgument', 'Expected {"code": "…", "to"?: "/…"}.')
      try {
        const session = visitors.remember(await way.exchange(asked.data.code))
        return { status: 200, headers: { 'set-cookie': session }, body: { to: ownPath(asked.data.to) } }
      } catch (error) {
        const refusal = refused(way.id, error)
        return errorResponse(403, refusal, new SignInRefused(refusal).message)
      }
    })
  }
}

/** @returns a path on this server: nobody is led elsewhere */
function ownPath(given: string | null | undefined): string {
  const here = 'http://here.invalid'
  if (given === null || given === undefined || !given.startsWith('/')) return '/'
  const { origin, pathname, search } = new URL(given, here)
  return origin === here && !pathname.startsWith('/sign-in') ? `${pathname}${search}` : '/'
}

function problemOf(request: HttpRequest): Refusal | undefined {
  const given = request.query.get('problem') ?? ''
  return Object.hasOwn(refusals, given) ? (given as Refusal) : undefined
}

function redirect(location: string, cookie?: string): HttpResponse {
  const headers = { location, 'cache-control': 'no-store' }
  return { status: 303, headers: cookie === undefined ? headers : { ...headers, 'set-cookie': cookie } }
}
