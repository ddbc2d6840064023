/** DingTalk: heard by callback or by stream, answered where the message came from, and written to by the robot. */
import type { Reply } from '#dialogs/conversation.ts'
import type { Config } from '../../config.ts'
import type { DeepLinks } from '../../deep-links.ts'
import type { ReadReplyFile } from '../../files/reply-files.ts'
import type { Log } from '../../log.ts'
import type { Store } from '../../store/store.ts'
import type { Turns } from '../../turn.ts'
import type { SendingChannel } from '../channel.ts'
import { withChosen } from '../ladder/chosen.ts'
import { timers as ownTimers, type Timers } from '../timers.ts'
import { createWorkingNotice, LatestHeard } from '../working-notice.ts'
import { createClient, type DingTalkClient } from './client.ts'
import { type Reference, type RobotMessage, readRobotMessage, referenceOf, toUserMessage } from './decode.ts'
import { createDelivery } from './deliver.ts'
import { isDrawnNumbered } from './draw.ts'
import { isReplyAddress } from './reply-address.ts'
import { openStream, type Stream } from './stream.ts'
import { createCallback } from './webhook.ts'

export const dingTalkName = 'dingtalk'
/** The platform shows nothing by itself while we think. */
const noticeAfterMilliseconds = 3_000
const notice = { msgtype: 'text', text: { content: '正在为您查询，请稍候…' } }

/** The settings this channel cannot be without. */
type DingTalkConfig = Config & {
  readonly DINGTALK_CORP_ID: string
  readonly DINGTALK_APP_KEY: string
  readonly DINGTALK_APP_SECRET: string
  readonly DINGTALK_ROBOT_CODE: string
  readonly DINGTALK_API_BASE: string
  readonly DINGTALK_OAPI_BASE: string
  readonly DINGTALK_WEBHOOK_HOSTS: readonly string[]
}

export interface DingTalkParts {
  readonly config: Config
  readonly store: Store
  readonly turns: Turns
  readonly log: Log
  readonly now: () => Date
  readonly readFile: ReadReplyFile
  readonly deepLinks: Pick<DeepLinks, 'mint'>
  readonly timers?: Timers
  readonly random?: () => number
}

/** `readConfig` has seen to it that all of them are there. */
export function isDingTalkOn(config: Config): config is DingTalkConfig {
  return config.DINGTALK_APP_KEY !== undefined
}

export function dingTalkClientOf(config: DingTalkConfig, now: () => Date): DingTalkClient {
  const settings = {
    apiBase: config.DINGTALK_API_BASE,
    oapiBase: config.DINGTALK_OAPI_BASE,
    appKey: config.DINGTALK_APP_KEY,
    appSecret: config.DINGTALK_APP_SECRET,
    robotCode: config.DINGTALK_ROBOT_CODE,
  }
  return createClient(settings, now)
}

export function createDingTalk(config: DingTalkConfig, parts: DingTalkParts): SendingChannel {
  const { store, turns, log, now, deepLinks, timers = ownTimers, random = Math.random } = parts
  const origin = config.PUBLIC_URL
  const replyHosts = config.DINGTALK_WEBHOOK_HOSTS
  const heard = new LatestHeard<Reference>()
  const corp = config.DINGTALK_CORP_ID
  const robotCode = config.DINGTALK_ROBOT_CODE
  const addressChannel = `${dingTalkName}:${corp}`
  const client = dingTalkClientOf(config, now)
  let stream: Stream | undefined
  const working = createWorkingNotice({
    afterMilliseconds: noticeAfterMilliseconds,
    timers,
    async show(conversationId) {
      const webhook = heard.of(conversationId)?.webhook
      if (webhook === undefined || webhook.until <= now().getTime()) return
      if (isReplyAddress(webhook.address, replyHosts)) await client.answer(webhook.address, notice)
    },
    failed: (error) => log.warn('working-notice-not-shown', { channel: dingTalkName, error: String(error) }),
  })

  /** Keeps a message; a repeat is seen as one by its `msgId`. @returns false where it is not meant for us */
  async function take(message: RobotMessage): Promise<boolean> {
    const isOurs = (message.chatbotCorpId ?? corp) === corp && (message.robotCode ?? robotCode) === robotCode
    if (!isOurs) return false
    const conversationId = `${addressChannel}:${message.conversationId}`
    const reference = referenceOf(message, corp)
    heard.keep(conversationId, reference)
    await turns.orTellAway(dingTalkName, { conversationId, reference }, async () => {
      const person = await store.personAt({ channel: addressChannel, key: reference.speaker })
      await store.beginConversation(conversationId, dingTalkName, person.id)
      const numbered = (reply: Reply): boolean => isDrawnNumbered(reply, reference.group)
      const latest = await store.latestReply(conversationId)
      const said = withChosen(toUserMessage(message), latest, numbered, now())
      await turns.accept({ channel: dingTalkName, conversationId, personId: person.id, message: said, reference })
    })
    return true
  }

  async function keep(delivered: unknown): Promise<void> {
    const message = readRobotMessage(delivered)
    // It would be no more readable a minute later: acknowledged, and told in the log.
    if (message === undefined || !(await take(message)))
      log.warn('dingtalk-stream-message-refused', { reason: message === undefined ? 'not-a-message' : 'not-for-us' })
  }

  return {
    name: dingTalkName,
    brings: 'sends',
    mount(routes) {
      if (config.DINGTALK_MODE !== 'http') return
      const windowMilliseconds = config.DINGTALK_CALLBACK_MINUTES * 60_000
      const secret = config.DINGTALK_APP_SECRET
      routes.post(
        '/channels/dingtalk',
        createCallback({ channel: dingTalkName, secret, windowMilliseconds, take, log, now }),
      )
    },
    async open() {
      if (config.DINGTALK_MODE !== 'stream') return
      stream = openStream({ open: client.openStream, keep, log, timers, random })
    },
    showWorking: working.begin,
    deliver: createDelivery({
      client,
      now,
      readFile: parts.readFile,
      replyHosts,
      origin,
      linkTo: (personId, path) =>
        origin === undefined ? undefined : new URL(deepLinks.mint(personId, path), origin).href,
    }),
    async close() {
      await stream?.close()
    },
  }
}
