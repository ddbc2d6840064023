/** WeCom: a self-built application. Heard by callback, answered by messages of its own; cards that were pressed are closed. */
import type { UserMessage } from '#dialogs/conversation.ts'
import { createWork } from '../../background-work.ts'
import type { Config } from '../../config.ts'
import type { DeepLinks } from '../../deep-links.ts'
import type { ReadReplyFile } from '../../files/reply-files.ts'
import type { Log } from '../../log.ts'
import type { Address, Store } from '../../store/store.ts'
import type { Turns } from '../../turn.ts'
import { ChannelError, type SendingChannel } from '../channel.ts'
import { withChosen } from '../ladder/chosen.ts'
import { timers as ownTimers, type Timers } from '../timers.ts'
import { createWorkingNotice, LatestHeard } from '../working-notice.ts'
import { createClient } from './client.ts'
import { createCrypt } from './crypt.ts'
import type { Reference, Told } from './decode.ts'
import { createDelivery } from './deliver.ts'
import { isDrawnNumbered } from './draw.ts'
import { createCallback } from './webhook.ts'

export const weComName = 'wecom'
/** The platform shows nothing by itself while we think. */
const noticeAfterMilliseconds = 3_000
const notice = '正在为您查询，请稍候…'
/** Whoever comes back after so long is greeted again. */
const greetAgainMilliseconds = 7 * 24 * 3600_000

/** The settings this channel cannot be without. */
type WeComConfig = Config & {
  readonly WECOM_API_BASE: string
  readonly WECOM_CORP_ID: string
  readonly WECOM_AGENT_ID: string
  readonly WECOM_SECRET: string
  readonly WECOM_CALLBACK_TOKEN: string
  readonly WECOM_AES_KEY: string
}

export interface WeComParts {
  readonly store: Store
  readonly turns: Turns
  readonly log: Log
  readonly now: () => Date
  readonly readFile: ReadReplyFile
  readonly deepLinks: Pick<DeepLinks, 'mint'>
  readonly timers?: Timers
}

/** `readConfig` has seen to it that all of them are there. */
export function isWeComOn(config: Config): config is WeComConfig {
  return config.WECOM_AGENT_ID !== undefined
}

export function createWeCom(config: WeComConfig, parts: WeComParts): SendingChannel {
  const { store, turns, log, now, deepLinks, timers = ownTimers } = parts
  const corpId = config.WECOM_CORP_ID
  const agentId = config.WECOM_AGENT_ID
  const origin = config.PUBLIC_URL
  const look = { cards: config.WECOM_CARDS, markdown: config.WECOM_MARKDOWN, origin }
  const work = createWork((error) =>
    log.warn('wecom-card-not-closed', { why: error instanceof ChannelError ? error.message : String(error) }),
  )
  const client = createClient(
    {
      apiBase: config.WECOM_API_BASE,
      corpId,
      agentId: Number(agentId),
      secret: config.WECOM_SECRET,
      headers: config.WECOM_HEADERS,
      mediaField: config.WECOM_MEDIA_FIELD,
    },
    log,
    now,
  )

  const heard = new LatestHeard<Reference>()
  const working = createWorkingNotice({
    afterMilliseconds: noticeAfterMilliseconds,
    timers,
    async show(conversationId) {
      const reference = heard.of(conversationId)
      if (reference === undefined) return
      await client.send(reference.userId, { msgtype: 'text', text: { content: notice } }, false)
    },
    failed: (error) => log.warn('working-notice-not-shown', { channel: weComName, error: String(error) }),
  })

  /** Keeps a message; a repeat is seen as one by its id. @returns false where it is not meant for us */
  async function take(told: Told): Promise<boolean> {
    if (told.corpId !== corpId || told.agentId !== agentId) return false
    const { message, userId, pressed } = told
    if (message === undefined) return true
    const conversationId = `${weComName}:${corpId}:${agentId}:${userId.toLowerCase()}`
    heard.keep(conversationId, { userId })
    const kept = await turns.orTellAway(weComName, { conversationId, reference: { userId } }, () =>
      keep(message, userId, conversationId),
    )
    // The code is good once, and a repeat brings it again.
    if (pressed !== undefined && kept?.repeated === false)
      work.follow(client.closeCard(userId, pressed.responseCode, closedWords(pressed.title)))
    return true
  }

  /** @returns undefined where nothing is to be answered */
  async function keep(
    message: UserMessage,
    userId: string,
    conversationId: string,
  ): Promise<{ readonly repeated: boolean } | undefined> {
    const person = await store.personAt(weComAddress(corpId, userId))
    await store.beginConversation(conversationId, weComName, person.id)
    const heard = await understood(message, conversationId)
    if (heard === undefined) return undefined
    return turns.accept({
      channel: weComName,
      conversationId,
      personId: person.id,
      message: heard,
      reference: { userId },
    })
  }

  /** @returns undefined where nothing is to be answered */
  async function understood(message: UserMessage, conversationId: string): Promise<UserMessage | undefined> {
    const latest = await store.latestReply(conversationId)
    const age = latest === undefined ? undefined : now().getTime() - new Date(latest.at).getTime()
    // People come into the application many times a day.
    if (message.event === 'opened' && age !== undefined && age < greetAgainMilliseconds) return undefined
    return withChosen(message, latest, (reply) => isDrawnNumbered(reply, look), now())
  }

  return {
    name: weComName,
    brings: 'sends',
    mount(routes) {
      const crypt = createCrypt({
        token: config.WECOM_CALLBACK_TOKEN,
        aesKey: config.WECOM_AES_KEY,
        receiveId: corpId,
      })
      const windowMilliseconds = config.WECOM_CALLBACK_MINUTES * 60_000
      const { check, receive } = createCallback({ crypt, windowMilliseconds, take, log, now })
      routes.get('/channels/wecom', check)
      routes.post('/channels/wecom', receive)
    },
    showWorking: working.begin,
    deliver: createDelivery({
      client,
      readFile: parts.readFile,
      look,
      linkTo: (personId, path) =>
        origin === undefined ? undefined : new URL(deepLinks.mint(personId, path), origin).href,
    }),
    close: () => work.idle(),
  }
}

/** Where a member of the corporation is reached; ids differ by more than their case in no corporation. */
export function weComAddress(corpId: string, userId: string): Address {
  return { channel: `${weComName}:${corpId}`, key: userId.toLowerCase() }
}

const wordsAtMost = 20

function closedWords(title: string | undefined): string {
  return title === undefined ? '已收到' : [...`已选：${title}`].slice(0, wordsAtMost).join('')
}
