/** WeCom's smart robot: heard and answered over a socket that we open, with a stream that shows it is at work. */
import { randomUUID } from 'node:crypto'
import type { UserMessage } from '#dialogs/conversation.ts'
import { createWork } from '../../background-work.ts'
import type { Config } from '../../config.ts'
import { ChannelError, type SendingChannel } from '../channel.ts'
import { withChosen } from '../ladder/chosen.ts'
import { timers as ownTimers } from '../timers.ts'
import { createWorkingNotice, LatestHeard } from '../working-notice.ts'
import { type BotReference, type BotTold, readBotFrame, readBotReference } from './aibot-decode.ts'
import { createBotDelivery } from './aibot-deliver.ts'
import { drawForBot, isNumberedForBot } from './aibot-draw.ts'
import type { Frame } from './aibot-frame.ts'
import { type BotSocket, openBotSocket } from './aibot-socket.ts'
import { type WeComParts, weComAddress } from './wecom.ts'

const botName = 'wecom-aibot'
/** A stream shows at once that somebody is at work; most answers are faster than this. */
const noticeAfterMilliseconds = 1_000
const notice = '正在为您查询，请稍候…'
/** Whoever comes back after so long is greeted again. */
const greetAgainMilliseconds = 7 * 24 * 3600_000

/** The settings this channel cannot be without. */
type BotConfig = Config & {
  readonly WECOM_BOT_URL: string
  readonly WECOM_BOT_ID: string
  readonly WECOM_BOT_SECRET: string
}

export interface BotParts extends WeComParts {
  readonly random?: () => number
}

/** `readConfig` has seen to it that all of them are there. */
export function isBotOn(config: Config): config is BotConfig {
  return config.WECOM_BOT_ID !== undefined
}

export function createBot(config: BotConfig, parts: BotParts): SendingChannel {
  const { store, turns, log, now, deepLinks, timers = ownTimers, random = Math.random } = parts
  const botId = config.WECOM_BOT_ID
  const origin = config.PUBLIC_URL
  const cards = config.WECOM_CARDS
  let socket: BotSocket | undefined
  const heard = new LatestHeard<BotReference>()
  const work = createWork((error) =>
    log.warn('wecom-card-not-closed', { why: error instanceof ChannelError ? error.message : String(error) }),
  )
  const live = (): BotSocket => {
    if (socket === undefined) throw new ChannelError('The robot is not connected yet.', { permanent: false })
    return socket
  }
  /** Streams that show more than the notice says. */
  const drafted = new LatestHeard<true>()
  const drafts = createWork(notShown)
  const working = createWorkingNotice({
    afterMilliseconds: noticeAfterMilliseconds,
    timers,
    async show(conversationId) {
      const reference = heard.of(conversationId)
      if (reference !== undefined && drafted.of(reference.streamId) === undefined) await showInStream(reference, notice)
    },
    failed: notShown,
  })

  function notShown(error: unknown): void {
    log.warn('working-notice-not-shown', { channel: botName, error: String(error) })
  }

  async function showInStream({ answeredBy, streamId, requestId }: BotReference, content: string): Promise<void> {
    if (answeredBy !== 'stream') return
    const stream = { id: streamId, finish: false, content }
    await live().ask('aibot_respond_msg', { msgtype: 'stream', stream }, requestId)
  }

  async function keep(frame: Frame): Promise<void> {
    const told = readBotFrame(frame)
    if (told === undefined) return log.warn('wecom-bot-message-refused', { reason: 'not-a-message' })
    const { message, pressed } = told
    if (message === undefined) return
    const conversationId = `${botName}:${botId}:${told.groupId ?? told.userId.toLowerCase()}`
    const reference = referenceOf(told)
    heard.keep(conversationId, reference)
    const kept = await turns.orTellAway(botName, { conversationId, reference }, () =>
      accept(message, told, conversationId, reference),
    )
    if (pressed !== undefined && kept?.repeated === false) work.follow(closeCard(told, pressed))
  }

  /** @returns undefined where nothing is to be answered */
  async function accept(message: UserMessage, told: BotTold, conversationId: string, reference: BotReference) {
    const corpId = config.WECOM_CORP_ID
    const own = { channel: `${botName}:${botId}`, key: told.userId.toLowerCase() }
    // A robot of our own corporation knows its people by the same ids as our application does.
    const person = await store.personAt(corpId === undefined ? own : weComAddress(corpId, told.userId))
    await store.beginConversation(conversationId, botName, person.id)
    const latest = await store.latestReply(conversationId)
    const age = latest === undefined ? undefined : now().getTime() - new Date(latest.at).getTime()
    if (message.event === 'opened' && age !== undefined && age < greetAgainMilliseconds) return undefined
    const said = withChosen(message, latest, (reply) => isNumberedForBot(reply, cards), now())
    return turns.accept({ channel: botName, conversationId, personId: person.id, message: said, reference })
  }

  function referenceOf({ userId, groupId, requestId, message }: BotTold): BotReference {
    const answeredBy = message?.event === 'opened' ? 'welcome' : message?.button === undefined ? 'stream' : 'message'
    const group = groupId === undefined ? {} : { groupId }
    return { userId, ...group, requestId, streamId: randomUUID(), at: now().getTime(), answeredBy }
  }

  /** A card is replaced whole, under its own id. */
  async function closeCard(told: BotTold, pressed: NonNullable<BotTold['pressed']>): Promise<void> {
    const title = [...`已选：${pressed.title ?? '已收到'}`].slice(0, 20).join('')
    const template_card = {
      card_type: 'button_interaction',
      task_id: pressed.taskId,
      main_title: { title },
      button_list: [{ text: '已收到', style: 2, key: 'closed' }],
    }
    const body = { response_type: 'update_template_card', template_card, userids: [told.userId] }
    await live().ask('aibot_respond_update_msg', body, told.requestId)
  }

  return {
    name: botName,
    brings: 'sends',
    mount: () => undefined,
    async open() {
      const { WECOM_BOT_URL: url, WECOM_BOT_SECRET: secret } = config
      socket = openBotSocket({ url, botId, secret, keep, log, timers, random })
    },
    showWorking: working.begin,
    showDraft({ reference }, draft) {
      const place = readBotReference(reference)
      const [first] = drawForBot(draft, { cards: false, origin, group: place?.groupId !== undefined })
      if (place === undefined || first?.kind !== 'words') return
      drafted.keep(place.streamId, true)
      drafts.follow(showInStream(place, first.text))
    },
    deliver: createBotDelivery({
      socket: live,
      readFile: parts.readFile,
      look: { cards, origin },
      linkTo: (personId, path) =>
        origin === undefined ? undefined : new URL(deepLinks.mint(personId, path), origin).href,
      now,
    }),
    async close() {
      await Promise.all([work.idle(), drafts.idle()])
      await socket?.close()
    },
  }
}
