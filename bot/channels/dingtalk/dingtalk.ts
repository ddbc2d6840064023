/** DingTalk: heard by callback or by stream, answered where the message came from, and written to by the robot. */
import type { Config } from '../../config.ts'
import type { Log } from '../../log.ts'
import type { Store } from '../../store/store.ts'
import type { Turns } from '../../turn.ts'
import type { SendingChannel } from '../channel.ts'
import { createClient } from './client.ts'
import { type RobotMessage, readRobotMessage, referenceOf, speakerOf, toUserMessage } from './decode.ts'
import { createDelivery, type ReadFile } from './deliver.ts'
import { optionSaid } from './draw.ts'
import { openStream, type Stream, type Timers } from './stream.ts'
import { timers as ownTimers } from './timers.ts'
import { createCallback } from './webhook.ts'

export const dingTalkName = 'dingtalk'

/** The settings this channel cannot be without. */
export type DingTalkConfig = Config & {
  readonly DINGTALK_CORP_ID: string
  readonly DINGTALK_APP_KEY: string
  readonly DINGTALK_APP_SECRET: string
  readonly DINGTALK_ROBOT_CODE: string
}

export interface DingTalkParts {
  readonly config: Config
  readonly store: Store
  readonly turns: Turns
  readonly log: Log
  readonly now: () => Date
  readonly readFile: ReadFile
  readonly timers?: Timers
  readonly random?: () => number
}

/** `readConfig` has seen to it that all of them are there. */
export function isDingTalkOn(config: Config): config is DingTalkConfig {
  return config.DINGTALK_APP_KEY !== undefined
}

export function createDingTalk(config: DingTalkConfig, parts: DingTalkParts): SendingChannel {
  const { store, turns, log, now } = parts
  const corp = config.DINGTALK_CORP_ID
  const robotCode = config.DINGTALK_ROBOT_CODE
  const addressChannel = `${dingTalkName}:${corp}`
  const client = createClient(
    {
      apiBase: config.DINGTALK_API_BASE,
      oapiBase: config.DINGTALK_OAPI_BASE,
      appKey: config.DINGTALK_APP_KEY,
      appSecret: config.DINGTALK_APP_SECRET,
      robotCode,
    },
    now,
  )
  let stream: Stream | undefined

  /** Keeps a message; a repeat is seen as one by its `msgId`. @returns false where it is not meant for us */
  async function take(message: RobotMessage): Promise<boolean> {
    const isOurs = (message.chatbotCorpId ?? corp) === corp && (message.robotCode ?? robotCode) === robotCode
    if (!isOurs) return false
    const person = await store.personAt({ channel: addressChannel, key: speakerOf(message, corp) })
    const conversationId = `${addressChannel}:${message.conversationId}`
    await store.beginConversation(conversationId, dingTalkName, person.id)
    const said = toUserMessage(message)
    const latest = await store.latestReply(conversationId)
    const option = latest === undefined ? undefined : optionSaid(said.text, latest.reply, said.group === true)
    await turns.accept({
      channel: dingTalkName,
      conversationId,
      personId: person.id,
      message: option === undefined ? said : { ...said, text: '', button: option.payload },
      reference: referenceOf(message),
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
      const { timers = ownTimers, random = Math.random } = parts
      stream = openStream({ open: client.openStream, keep, log, timers, random })
    },
    deliver: createDelivery({
      client,
      now,
      readFile: parts.readFile,
      replyHosts: config.DINGTALK_WEBHOOK_HOSTS,
      origin: config.PUBLIC_URL,
      async staffIdOf(personId) {
        const addresses = await store.addressesOf(personId)
        return addresses.find(({ channel }) => channel === addressChannel)?.key
      },
    }),
    async close() {
      await stream?.close()
    },
  }
}
