/** 专有钉钉: work notices to a person. Its inbound messages have no public specification, so they are off by default. */
import { createHash } from 'node:crypto'
import type { Config } from '../../config.ts'
import type { DeepLinks } from '../../deep-links.ts'
import type { Log } from '../../log.ts'
import type { Store } from '../../store/store.ts'
import type { Turns } from '../../turn.ts'
import { ChannelError, type SendingChannel } from '../channel.ts'
import { withChosen } from '../ladder/chosen.ts'
import { formPathOf } from '../ladder/form-path.ts'
import { areNumbered } from '../ladder/options.ts'
import { type RobotMessage, referenceOf, speakerOf, toUserMessage } from './decode.ts'
import { drawPlain } from './draw.ts'
import { createCallback } from './webhook.ts'
import { createZwddClient, type ZwddClient } from './zwdd-client.ts'

export const zwddName = 'zwdd'
const callbackMilliseconds = 5 * 60_000

/** The settings this channel cannot be without. */
type ZwddConfig = Config & {
  readonly ZWDD_BASE: string
  readonly ZWDD_APP_KEY: string
  readonly ZWDD_APP_SECRET: string
  readonly ZWDD_TENANT_ID: string
}

export interface ZwddParts {
  readonly store: Store
  readonly turns: Turns
  readonly log: Log
  readonly now: () => Date
  readonly deepLinks: Pick<DeepLinks, 'mint'>
}

/** `readConfig` has seen to it that all of them are there. */
export function isZwddOn(config: Config): config is ZwddConfig {
  return config.ZWDD_APP_KEY !== undefined
}

export function zwddClientOf(config: ZwddConfig, now: () => Date): ZwddClient {
  const settings = {
    base: config.ZWDD_BASE,
    appKey: config.ZWDD_APP_KEY,
    appSecret: config.ZWDD_APP_SECRET,
    tenantId: config.ZWDD_TENANT_ID,
    clientIp: config.ZWDD_CLIENT_IP,
    clientMac: config.ZWDD_CLIENT_MAC,
  }
  return createZwddClient(settings, now)
}

export function createZwdd(config: ZwddConfig, { store, turns, log, now, deepLinks }: ZwddParts): SendingChannel {
  const tenant = config.ZWDD_TENANT_ID
  const origin = config.PUBLIC_URL
  const linkTo = (personId: string, path: string): string | undefined =>
    origin === undefined ? undefined : new URL(deepLinks.mint(personId, path), origin).href
  const addressChannel = `${zwddName}:${tenant}`
  const client = zwddClientOf(config, now)

  async function take(message: RobotMessage): Promise<boolean> {
    const person = await store.personAt({ channel: addressChannel, key: speakerOf(message, tenant) })
    const conversationId = `${addressChannel}:${message.conversationId}`
    await store.beginConversation(conversationId, zwddName, person.id)
    const { conversationId: place, group, speaker } = referenceOf(message, tenant)
    await turns.accept({
      channel: zwddName,
      conversationId,
      personId: person.id,
      message: withChosen(toUserMessage(message), await store.latestReply(conversationId), areNumbered, now()),
      // An address to answer at is not believed here: nobody has said which hosts it may name.
      reference: { conversationId: place, group, speaker },
    })
    return true
  }

  return {
    name: zwddName,
    brings: 'sends',
    mount(routes) {
      const secret = config.ZWDD_CALLBACK_SECRET
      if (!config.ZWDD_INBOUND || secret === undefined) return
      const callback = { channel: zwddName, secret, windowMilliseconds: callbackMilliseconds, take, log, now }
      routes.post('/channels/zwdd', createCallback(callback))
    },
    /** Wrong keys and a wrong clock show at the start, not at the first reminder. */
    async open() {
      try {
        await client.checkIn()
        log.info('zwdd-ready')
      } catch (error) {
        if (!(error instanceof ChannelError)) throw error
        log.warn('zwdd-not-ready', { code: error.code, why: error.message })
      }
    },
    async deliver({ conversationId, personId, seq, reply, partsSent, keepSent }) {
      const addresses = await store.addressesOf(personId)
      const account = addresses.find(({ channel }) => channel === addressChannel)?.key
      if (account === undefined)
        throw new ChannelError('This person has no account on 专有钉钉.', { permanent: true, code: 'no-address' })
      const form = formPathOf(reply)
      const texts = [
        ...drawPlain(reply, { origin, formLink: form === undefined ? undefined : linkTo(personId, form) }),
        ...(reply.files ?? []).map(({ name, path }) => tellOfFile(name, linkTo(personId, path))),
      ]
      let platformId: string | undefined
      for (const [i, text] of texts.entries()) {
        if (i < partsSent) continue
        platformId = await client.notify(account, noticeId(conversationId, seq, i), text)
        await keepSent(i + 1, texts.length)
      }
      return platformId === undefined ? {} : { platformId }
    },
    close: async () => undefined,
  }
}

/** A work notice carries no files. */
function tellOfFile(name: string, address: string | undefined): string {
  return address === undefined
    ? `文件《${name}》请到网页版的对话里下载。`
    : `文件《${name}》：${address}\n（链接只能打开一次，15分钟内有效，过后请到网页版的对话里下载）`
}

/** The same at every try of the same part. */
function noticeId(conversationId: string, seq: number, part: number): string {
  return createHash('sha256').update(`${conversationId}\n${seq}\n${part}`).digest('hex').slice(0, 32)
}
