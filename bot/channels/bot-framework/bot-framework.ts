/** Bot Framework channels on `/api/messages`. The only file that knows botbuilder; its support has ended, so it stays at this edge. */
import {
  type Activity as BotActivity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  TurnContext,
} from 'botbuilder'
import { z } from 'zod'
import type { Config } from '../../config.ts'
import type { DeepLinks } from '../../deep-links.ts'
import { errorResponse, type HttpRequest, type HttpResponse } from '../../http.ts'
import type { Log } from '../../log.ts'
import type { Store } from '../../store/store.ts'
import type { Turns } from '../../turn.ts'
import { aiLabelOf } from '../ai-label.ts'
import { ChannelError, type Delivery, type Receipt, type SendingChannel } from '../channel.ts'
import { withChosen } from '../ladder/chosen.ts'
import { timers as ownTimers, type Timers } from '../timers.ts'
import { createWorkingNotice, LatestHeard } from '../working-notice.ts'
import { authenticationOf, maySendTo } from './authentication.ts'
import { withUniversalActions } from './card-actions.ts'
import { conversationOf, type Incoming, readActivity, speakerOf, toUserMessage } from './decode.ts'
import { type Drawn, drawReply, isDrawnNumbered } from './draw.ts'
import { toChannelError } from './failure.ts'
import { createInvokes } from './invokes.ts'

const botFrameworkName = 'bot-framework'
/** Most answers are there before this; the sign of typing lasts a few seconds on every channel. */
const typingAfterMilliseconds = 700
const typingAgainMilliseconds = 4_000
/** Where cards have universal actions. */
const universalChannel = 'msteams'

export interface BotFrameworkParts {
  readonly config: Config
  readonly store: Store
  readonly turns: Turns
  readonly log: Log
  readonly now: () => Date
  readonly deepLinks: Pick<DeepLinks, 'mint'>
  readonly timers?: Timers
}

interface PolicyHolder {
  readonly pipeline: { removePolicy(which: { name: string }): unknown }
}

/** The SDK's own `process` answers a wrong signature with 500 and its reason, and prints it; this leaves both to us. */
class Gate extends CloudAdapter {
  async receive(
    authorization: string,
    activity: Incoming,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    await this.processActivity(authorization, activity as unknown as BotActivity, logic)
  }

  /** By itself the SDK tries again for longer than a delivery may take, and follows redirects with our token in hand. */
  callOnce(context: TurnContext): void {
    const connector: { client?: PolicyHolder } | undefined = context.turnState.get(this.ConnectorClientKey)
    for (const name of ['defaultRetryPolicy', 'redirectPolicy']) connector?.client?.pipeline.removePolicy({ name })
  }
}

const referenceSchema = z.looseObject({
  serviceUrl: z.string(),
  channelId: z.string(),
  activityId: z.string().optional(),
  conversation: z.looseObject({ id: z.string(), isGroup: z.boolean().nullish() }),
  user: z.looseObject({ id: z.string() }).optional(),
})
type Reference = z.output<typeof referenceSchema>

export function createBotFramework(parts: BotFrameworkParts): SendingChannel {
  const { config, store, turns, log, now, deepLinks, timers = ownTimers } = parts
  const adapter = new Gate(new ConfigurationBotFrameworkAuthentication(authenticationOf(config)))
  const origin = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`
  const heard = new LatestHeard<Reference>()
  const invokes = createInvokes({ store, origin, accept })
  const typing = createWorkingNotice({
    afterMilliseconds: typingAfterMilliseconds,
    againMilliseconds: typingAgainMilliseconds,
    timers,
    async show(conversationId) {
      const to = heard.of(conversationId)
      if (to !== undefined) await say(to, undefined, async (send) => void (await send({ type: 'typing' })))
    },
    failed: (error) => log.debug('typing-not-shown', { error: String(error) }),
  })

  async function accept(activity: Incoming, message: ReturnType<typeof toUserMessage>, reference: unknown) {
    if (message === undefined) return
    const conversationId = conversationOf(activity)
    const channel = botFrameworkName
    const parsed = referenceSchema.safeParse(reference)
    if (parsed.success) heard.keep(conversationId, parsed.data)
    await turns.orTellAway(channel, { conversationId, reference }, async () => {
      const address = { channel: `${channel}:${activity.channelId}`, key: speakerOf(activity) }
      const person = await store.personAt(address)
      await store.beginConversation(conversationId, channel, person.id)
      const place = { channelId: activity.channelId, origin }
      const latest = message.text === '' ? undefined : await store.latestReply(conversationId)
      const said = withChosen(message, latest, (reply) => isDrawnNumbered(reply, place), now())
      await turns.accept({ channel, conversationId, personId: person.id, message: said, reference })
    })
  }

  /** @returns what the caller is answered */
  async function take(activity: Incoming, reference: unknown): Promise<HttpResponse> {
    if (activity.type === 'invoke') return invokes.answer(activity, reference)
    await accept(activity, toUserMessage(activity), reference)
    return { status: 200 }
  }

  async function receive(request: HttpRequest): Promise<HttpResponse> {
    const activity = readActivity(request.body)
    if (activity === undefined) return errorResponse(400, 'BadArgument', 'An activity is expected.')
    if (!maySendTo(activity.serviceUrl, config)) {
      log.warn('service-address-refused', { channelId: activity.channelId })
      return { status: 403 }
    }
    let signed = false
    let response: HttpResponse = { status: 200 }
    try {
      await adapter.receive(request.headers.authorization ?? '', activity, async (context) => {
        signed = true
        response = await take(activity, TurnContext.getConversationReference(context.activity))
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
    return response
  }

  /** @param inReplyTo the id of the message that is answered; undefined for what is said first */
  async function say(
    to: Reference,
    inReplyTo: string | undefined,
    talk: (send: (activity: object) => Promise<string | undefined>) => Promise<void>,
  ): Promise<void> {
    const reference = to as unknown as ConversationReference
    await adapter.continueConversationAsync(config.MicrosoftAppId ?? '', reference, async (context) => {
      // The SDK makes one up otherwise, and everything said would answer a message that is not there.
      Object.assign(context.activity, { id: inReplyTo })
      adapter.callOnce(context)
      await talk(async (activity) => (await context.sendActivity(activity as Partial<BotActivity>))?.id)
    })
  }

  async function deliver(delivery: Delivery): Promise<Receipt> {
    const { reply, reference, conversationId, personId, seq, unasked, partsSent, keepSent } = delivery
    const to = readReference(reference, unasked)
    if (!maySendTo(to.serviceUrl, config))
      throw new ChannelError('The service address of this conversation is not one the bot may send to.', {
        permanent: true,
        code: 'service-address',
      })
    const linkTo = (path: string): string => new URL(deepLinks.mint(personId, path), origin).href
    const drawn = drawReply(reply, { channelId: to.channelId, origin, linkTo }).slice(partsSent)
    const madeBy = aiLabelOf(reply, `${conversationId}/${seq}`)
    const label = madeBy === undefined ? {} : { channelData: madeBy }
    let platformId: string | undefined
    try {
      await say(to, unasked ? undefined : to.activityId, async (send) => {
        for (const [i, each] of drawn.entries()) {
          platformId = await send({ ...inChannel(each, to, seq), ...label })
          await keepSent(partsSent + i + 1, partsSent + drawn.length)
        }
      })
    } catch (error) {
      throw toChannelError(error, now())
    }
    return platformId === undefined ? {} : { platformId }
  }

  return {
    name: botFrameworkName,
    brings: 'sends',
    mount: (routes) => routes.post('/api/messages', receive),
    showWorking: typing.begin,
    deliver,
    close: async () => undefined,
  }
}

function inChannel(drawn: Drawn, { channelId, user }: Reference, seq: number): Drawn {
  if (channelId !== universalChannel || drawn.attachments === undefined) return drawn
  const readers = user === undefined ? [] : [user.id]
  return { ...drawn, attachments: drawn.attachments.map((card) => withUniversalActions(card, seq, readers)) }
}

function readReference(reference: unknown, unasked: boolean): Reference {
  const { success, data } = referenceSchema.safeParse(reference)
  if (!success)
    throw new ChannelError('Nothing was kept by which this conversation can be reached.', {
      permanent: true,
      code: 'no-reference',
    })
  // What nobody asked for is one person's business.
  if (unasked && data.conversation.isGroup === true)
    throw new ChannelError('A reminder is not said in a group.', { permanent: true, code: 'group' })
  return data
}
