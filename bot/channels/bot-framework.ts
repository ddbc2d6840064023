/** Bot Framework channels on `/api/messages`. The only file that knows botbuilder; its support has ended, so it stays at this edge. */
import {
  type Activity as BotActivity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  TurnContext,
} from 'botbuilder'
import { z } from 'zod'
import type { Reply, UserMessage } from '#dialogs/conversation.ts'
import { type Config, isLoopback } from '../config.ts'
import { errorResponse, type HttpRequest, type HttpResponse } from '../http.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import type { Turns } from '../turn.ts'
import { renderOptionsCard } from './adaptive-card.ts'
import { readButton } from './button.ts'
import { ChannelError, type Delivery, type Receipt, type SendingChannel } from './channel.ts'
import { normaliseMarkdown } from './markdown.ts'
import { renderCard } from './render-card.ts'

const botFrameworkName = 'bot-framework'

export interface BotFrameworkParts {
  readonly config: Config
  readonly store: Store
  readonly turns: Turns
  readonly log: Log
}

const member = z.looseObject({ id: z.string().max(500).optional() })

/** What is read of an activity; the rest goes to the SDK unread. */
const incoming = z.looseObject({
  type: z.string(),
  id: z.string().min(1).max(500).optional(),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  conversation: z.looseObject({ id: z.string().min(1).max(500), isGroup: z.boolean().optional() }),
  from: z.looseObject({ id: z.string().min(1).max(500) }),
  recipient: member.optional(),
  membersAdded: z.array(member).optional(),
  text: z.string().optional(),
  locale: z.string().max(35).optional(),
  value: z.unknown().optional(),
})

type Incoming = z.output<typeof incoming>

/** The SDK's own `process` answers a wrong signature with 500 and its reason, and prints it; this leaves both to us. */
class Gate extends CloudAdapter {
  async receive(
    authorization: string,
    activity: Incoming,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    await this.processActivity(authorization, activity as unknown as BotActivity, logic)
  }
}

export function createBotFramework(parts: BotFrameworkParts): SendingChannel {
  const { config, store, turns, log } = parts
  const adapter = new Gate(new ConfigurationBotFrameworkAuthentication(authenticationOf(config)))
  const origin = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`

  async function take(activity: Incoming, reference: unknown): Promise<void> {
    const conversationId = `${activity.channelId}:${activity.conversation.id}`
    const message = toUserMessage(activity, conversationId)
    if (message === undefined) return
    const person = await store.personAt({ channel: `${botFrameworkName}:${activity.channelId}`, key: activity.from.id })
    await store.beginConversation(conversationId, botFrameworkName, person.id)
    await turns.accept({ channel: botFrameworkName, conversationId, personId: person.id, message, reference })
  }

  async function receive(request: HttpRequest): Promise<HttpResponse> {
    const { success, data: activity } = incoming.safeParse(request.body)
    if (!success) return errorResponse(400, 'BadArgument', 'An activity is expected.')
    if (!maySendTo(activity.serviceUrl, config)) {
      log.warn('service-address-refused', { channelId: activity.channelId })
      return { status: 403 }
    }
    let signed = false
    try {
      await adapter.receive(request.headers.authorization ?? '', activity, async (context) => {
        signed = true
        await take(activity, TurnContext.getConversationReference(context.activity))
      })
    } catch (error) {
      if (signed) throw error
      // Every refusal is the same to the caller; the log tells its kind, never the token.
      log.warn('activity-refused', {
        channelId: activity.channelId,
        error: error instanceof Error ? error.name : 'unknown',
      })
      return { status: 401 }
    }
    return { status: 200 }
  }

  async function deliver({ reply, reference }: Delivery): Promise<Receipt> {
    const to = toReference(reference)
    if (!maySendTo(to.serviceUrl, config))
      throw new ChannelError('The service address of this conversation is not one the bot may send to.', {
        permanent: true,
        code: 'service-address',
      })
    let platformId: string | undefined
    try {
      await adapter.continueConversationAsync(config.MicrosoftAppId ?? '', to, async (context) => {
        platformId = (await context.sendActivity(toBotActivity(reply, origin)))?.id
      })
    } catch (error) {
      throw toChannelError(error)
    }
    return platformId === undefined ? {} : { platformId }
  }

  return {
    name: botFrameworkName,
    brings: 'sends',
    mount: (routes) => routes.post('/api/messages', receive),
    deliver,
    close: async () => undefined,
  }
}

/** Statuses after which the service may well take the same activity later. */
const passing = new Set([401, 408, 429])

/** What the SDK throws carries the service's status; without one the service was not reached. */
const failure = z.looseObject({
  statusCode: z.number().optional(),
  code: z.string().optional(),
  response: z
    .looseObject({ headers: z.looseObject({ get: z.custom<(name: string) => string | undefined>() }).optional() })
    .optional(),
})

function toChannelError(error: unknown): ChannelError {
  const { data } = failure.safeParse(error)
  const status = data?.statusCode
  const permanent = status !== undefined && status >= 400 && status < 500 && !passing.has(status)
  const wait = Number(data?.response?.headers?.get('retry-after') ?? Number.NaN)
  const code = status === undefined ? data?.code : String(status)
  return new ChannelError('The Bot Framework service did not take the activity.', {
    permanent,
    cause: error,
    ...(Number.isFinite(wait) && wait >= 0 ? { retryAfterSeconds: wait } : {}),
    ...(code === undefined ? {} : { code }),
  })
}

const referenceSchema = z.looseObject({ serviceUrl: z.string(), conversation: z.looseObject({ id: z.string() }) })

function toReference(reference: unknown): ConversationReference {
  const { success, data } = referenceSchema.safeParse(reference)
  if (!success)
    throw new ChannelError('Nothing was kept by which this conversation can be reached.', {
      permanent: true,
      code: 'no-reference',
    })
  return data as unknown as ConversationReference
}

/** @returns undefined for what says nothing to a dialog */
function toUserMessage(activity: Incoming, conversationId: string): UserMessage | undefined {
  const locale = activity.locale === undefined ? {} : { locale: activity.locale }
  if (activity.type === 'conversationUpdate') {
    const cameIn = activity.membersAdded?.some((one) => one.id !== activity.recipient?.id) === true
    return cameIn ? { id: `${conversationId}/opened`, text: '', event: 'opened', ...locale } : undefined
  }
  if (activity.type !== 'message' || activity.id === undefined) return undefined
  const button = readButton(activity.value)
  const text =
    activity.value === undefined || activity.value === null
      ? (activity.text ?? '').replaceAll('\u0000', '').toWellFormed()
      : ''
  const group = activity.conversation.isGroup === true ? { group: true as const } : {}
  return {
    id: `${conversationId}/${activity.id}`,
    text,
    ...(button === undefined ? {} : { button }),
    ...locale,
    ...group,
  }
}

function toBotActivity(reply: Reply, origin: string): Partial<BotActivity> {
  if (reply.card !== undefined)
    return {
      type: 'message',
      text: '',
      speak: reply.summary,
      summary: reply.summary,
      attachments: [renderCard(reply.card, reply.summary, origin)],
    }
  // Some clients of this protocol draw no suggested actions: options go into a card of their own.
  const options =
    reply.options === undefined || reply.options.length === 0
      ? {}
      : { attachments: [renderOptionsCard(reply.options, reply.summary)] }
  return {
    type: 'message',
    text: normaliseMarkdown(reply.text),
    textFormat: 'markdown',
    summary: reply.summary,
    ...options,
  }
}

/** Without an app id nobody proves who they are, so answers go nowhere but to this machine. */
function maySendTo(serviceUrl: string, config: Config): boolean {
  const { hostname, protocol } = new URL(serviceUrl)
  if (config.MicrosoftAppId === undefined) return isLoopback(hostname)
  return (
    protocol === 'https:' && config.BOT_SERVICE_HOSTS.some((host) => hostname === host || hostname.endsWith(`.${host}`))
  )
}

function authenticationOf(config: Config): Record<string, string> {
  const {
    MicrosoftAppId,
    MicrosoftAppType,
    MicrosoftAppTenantId,
    MicrosoftAppPassword,
    OAuthUrl,
    ToChannelFromBotLoginUrl,
    ToChannelFromBotOAuthScope,
  } = config
  const { ToBotFromChannelTokenIssuer, ToBotFromChannelOpenIdMetadataUrl, ToBotFromEmulatorOpenIdMetadataUrl } = config
  const given = {
    MicrosoftAppId,
    MicrosoftAppType,
    MicrosoftAppTenantId,
    MicrosoftAppPassword,
    OAuthUrl,
    ToChannelFromBotLoginUrl,
    ToChannelFromBotOAuthScope,
  }
  const cloud = {
    ToBotFromChannelTokenIssuer,
    ToBotFromChannelOpenIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl,
    ...(OAuthUrl === undefined ? {} : { ValidateAuthority: 'true' }),
  }
  return Object.fromEntries(
    Object.entries({ ...given, ...cloud }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
