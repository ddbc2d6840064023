/** Direct Line 3.0 as the web chat uses it, served from here: conversations, activities, a WebSocket, polling. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  errorResponse,
  type HttpRequest,
  type HttpResponse,
  type Routes,
  refuseUpgrade,
  type UpgradeHandler,
} from '../http.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Store } from '../store/store.ts'
import type { Turns } from '../turn.ts'
import type { FetchedChannel } from './channel.ts'
import { activityId, readIncoming, toActivity, toShown, toUserMessage, unkeptActivity } from './direct-line/activity.ts'
import { type Allowed, allow, bearer, isSame, readWatermark } from './direct-line/admission.ts'
import { createSockets } from './direct-line/sockets.ts'
import { type Claims, type Tokens, tokenSeconds } from './direct-line/token.ts'
import { createRateLimit } from './rate-limit.ts'

export const directLineName = 'directline'

const base = '/v3/directline'
const pageSize = 200
/** Of what may be sent in a minute, so much may come at once. */
const shareAtOnce = 2 / 3
const socketsPerPerson = 8

export interface DirectLineParts {
  readonly store: Store
  readonly turns: Turns
  readonly tokens: Tokens
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => Date
  /** Lets other servers make tokens; unset: nobody may. */
  readonly secret: string | undefined
  /** Messages of one person in the long run. */
  readonly messagesPerMinute: number
  /** Our own address; unset: the one the request was sent to. */
  readonly publicUrl: string | undefined
}

export function createDirectLine(parts: DirectLineParts): FetchedChannel {
  const { store, turns, tokens, now } = parts
  const sockets = createSockets(store, parts.log, parts.metrics.setSockets)
  const { messagesPerMinute } = parts
  const limit = createRateLimit(Math.ceil(messagesPerMinute * shareAtOnce), messagesPerMinute, now)
  const originOf = (request: HttpRequest): string => parts.publicUrl ?? `http://${request.headers.host ?? 'localhost'}`

  /** Runs a handler for the token's own conversation only; the path's conversation must be that one. */
  const guarded =
    (handle: (request: HttpRequest, allowed: Allowed) => Promise<HttpResponse>) => async (request: HttpRequest) => {
      const allowed = await allow(request, store, tokens)
      return 'status' in allowed ? allowed : handle(request, allowed)
    }

  /** The greeting is asked for once in a conversation's life, whichever way it was first opened. */
  async function openOnce({ conversation }: Allowed, locale: string | undefined): Promise<boolean> {
    if (conversation.version > 0) return false
    const message = {
      id: `${conversation.id}/opened`,
      text: '',
      event: 'opened' as const,
      ...(locale === undefined ? {} : { locale }),
    }
    const { repeated } = await turns.accept({
      channel: directLineName,
      conversationId: conversation.id,
      personId: conversation.personId,
      message,
    })
    return !repeated
  }

  function describe(request: HttpRequest, claims: Claims, token: string): object {
    const stream = new URL(`${base}/conversations/${claims.conv}/stream`, originOf(request))
    stream.protocol = stream.protocol.replace('http', 'ws')
    stream.searchParams.set('t', tokens.mintProof(claims))
    stream.searchParams.set('watermark', String(readWatermark(request)))
    return {
      conversationId: claims.conv,
      token,
      expires_in: Math.max(0, claims.exp - Math.floor(now().getTime() / 1000)),
      streamUrl: stream.href,
    }
  }

  /** Who asks for what comes after a place has everything up to it. */
  async function keepArrived({ conversation }: Allowed, after: number): Promise<void> {
    if (after > conversation.fetchedSeq) await store.keepFetched([{ conversationId: conversation.id, seq: after }])
  }

  const start = guarded(async (request, allowed) => {
    const { success, data } = startSchema.safeParse(request.body ?? {})
    const isNew = await openOnce(allowed, success ? data.locale : undefined)
    return { status: isNew ? 201 : 200, body: describe(request, allowed.claims, bearer(request) ?? '') }
  })

  const reconnect = guarded(async (request, allowed) => {
    await keepArrived(allowed, readWatermark(request))
    await openOnce(allowed, undefined)
    return { status: 200, body: describe(request, allowed.claims, bearer(request) ?? '') }
  })

  const postActivity = (request: HttpRequest): Promise<HttpResponse> =>
    turns.orTellAway(directLineName, { conversationId: request.params.id ?? '' }, () => takeActivity(request))

  const takeActivity = guarded(async (request, { claims, conversation }) => {
    const wait = limit.take(conversation.personId)
    if (wait > 0) return errorResponse(429, 'TooManyRequests', `Wait ${wait} s.`, { 'retry-after': String(wait) })
    const activity = readIncoming(request.body)
    if (activity === undefined)
      return errorResponse(400, 'BadArgument', 'An activity of type message, event or typing is expected.')
    const sent = activity.channelData?.clientActivityID ?? randomUUID()
    // Events and typing say nothing to a dialog: acknowledged, not kept.
    if (activity.type !== 'message') return { status: 200, body: { id: `${conversation.id}|${sent}` } }
    const { seq, shown } = await turns.accept({
      channel: directLineName,
      conversationId: conversation.id,
      personId: conversation.personId,
      message: toUserMessage(activity, `${conversation.id}/${sent}`),
      shown: toShown(activity, claims),
    })
    sockets.wake(conversation.id, shown === undefined ? [] : [shown])
    return { status: 200, body: { id: activityId(conversation.id, seq) } }
  })

  const getActivities = guarded(async (request, allowed) => {
    const { conversation } = allowed
    const after = readWatermark(request)
    await keepArrived(allowed, after)
    const page = await store.activitiesAfter(conversation.id, after, pageSize)
    const activities = page.map((activity) => toActivity(activity, originOf(request)))
    return { status: 200, body: { activities, watermark: String(page.at(-1)?.seq ?? after) } }
  })

  const generate = async (request: HttpRequest): Promise<HttpResponse> => {
    if (parts.secret === undefined || !isSame(bearer(request) ?? '', parts.secret))
      return errorResponse(403, 'BadSecret', 'The secret is missing or wrong.')
    const { success, data } = generateSchema.safeParse(request.body)
    if (!success) return errorResponse(400, 'BadArgument', 'Expected {"user": {"id": "dl_…", "name"?}}.')
    const person = await store.personAt({ channel: directLineName, key: data.user.id })
    const conversation = await store.beginConversation(randomUUID(), directLineName, person.id)
    return {
      status: 200,
      body: {
        conversationId: conversation.id,
        token: tokens.mint(conversation.id, data.user.id, data.user.name),
        expires_in: tokenSeconds,
      },
    }
  }

  const refresh = guarded(async (_request, { claims }) => {
    return {
      status: 200,
      body: {
        conversationId: claims.conv,
        token: tokens.mint(claims.conv, claims.user, claims.name),
        expires_in: tokenSeconds,
      },
    }
  })

  const openStream: UpgradeHandler = (request, raw, socket, head) => {
    const verified = tokens.verify(request.query.get('t') ?? '', 'stream')
    const refuse = (status: string): void => refuseUpgrade(socket, status)
    if (!verified.ok || verified.claims.conv !== request.params.id) return refuse('403 Forbidden')
    store.findConversation(verified.claims.conv).then(
      (conversation) => {
        if (conversation === undefined) return refuse('404 Not Found')
        if (sockets.countOf(conversation.personId) >= socketsPerPerson) return refuse('429 Too Many Requests')
        sockets.open(
          {
            conversationId: conversation.id,
            personId: conversation.personId,
            origin: originOf(request),
            after: readWatermark(request),
          },
          raw,
          socket,
          head,
        )
      },
      (error: unknown) => {
        parts.log.error('stream-not-opened', error)
        refuse('500 Internal Server Error')
      },
    )
  }

  return {
    name: directLineName,
    brings: 'fetched',
    mount(routes: Routes) {
      routes.post(`${base}/tokens/generate`, generate)
      routes.post(`${base}/tokens/refresh`, refresh)
      routes.post(`${base}/conversations`, start)
      routes.get(`${base}/conversations/:id`, reconnect)
      routes.post(`${base}/conversations/:id/activities`, postActivity)
      routes.get(`${base}/conversations/:id/activities`, getActivities)
      routes.post(
        `${base}/conversations/:id/upload`,
        guarded(async () => errorResponse(404, 'UploadsOff', 'This assistant takes no files.')),
      )
      routes.get(`${base}/session/getsessionid`, () =>
        errorResponse(404, 'NotFound', 'Enhanced authentication is not used.'),
      )
      routes.upgrade(`${base}/conversations/:id/stream`, openStream)
    },
    showWorking: (conversationId) => sockets.showTyping(conversationId),
    showDraft: ({ conversationId }, draft) => sockets.showDraft(conversationId, draft),
    wake: (conversationId, fresh) => sockets.wake(conversationId, fresh),
    tell: (conversationId, reply) =>
      sockets.send(conversationId, (origin) => unkeptActivity(conversationId, reply, origin)),
    close: () => sockets.close(),
  }
}

const startSchema = z.object({ locale: z.string().max(35).optional() })
const generateSchema = z.object({
  user: z.object({ id: z.string().regex(/^dl_[\w.-]{1,200}$/), name: z.string().max(200).optional() }),
})
