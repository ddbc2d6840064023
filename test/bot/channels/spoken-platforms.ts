/** A person on each platform: says words, presses what is shown, and counts what comes back. */
import { expect } from 'vitest'
import { drawReply as drawBotFramework } from '#bot/channels/bot-framework/draw.ts'
import { drawReply as drawDingTalk } from '#bot/channels/dingtalk/draw.ts'
import { drawForBot } from '#bot/channels/wecom/aibot-draw.ts'
import { drawReply as drawWeCom } from '#bot/channels/wecom/draw.ts'
import type { Reply } from '#dialogs/conversation.ts'
import { callDirectLine, openSession, type TestAssistant } from '../support/assistant.ts'
import { eventually } from '../support/eventually.ts'
import {
  activity,
  environment as microsoftEnvironment,
  openFakeMicrosoft,
  post,
} from './bot-framework/fake-microsoft.ts'
import {
  callBack,
  environment as dingTalkEnvironment,
  openFakeDingTalk,
  robotMessage,
  signedHeaders,
} from './dingtalk/fake-dingtalk.ts'
import { botEvent, botId, botSecret, botText, openFakeBotGateway } from './wecom/fake-bot-gateway.ts'
import { eventXml, openFakeWeCom, textXml } from './wecom/fake-wecom.ts'

export interface Platform {
  readonly environment: Readonly<Record<string, string>>
  begin(assistant: TestAssistant): Promise<unknown>
  say(text: string): Promise<unknown>
  /** Presses a button that was shown last. @returns false where there is none of that title */
  press(title: string): Promise<boolean>
  /** Messages that a reply is shown in. */
  count(reply: Reply): number
  /** Messages shown so far. */
  shown(): number | Promise<number>
  close(): Promise<unknown>
}

/** Holds the assistant that a platform speaks with once it has begun. */
function listener() {
  let begun: TestAssistant | undefined
  return {
    async begin(assistant: TestAssistant) {
      begun = assistant
    },
    assistant(): TestAssistant {
      if (begun === undefined) throw new Error('Nobody has begun.')
      return begun
    },
  }
}

export async function weCom(cards: boolean): Promise<Platform> {
  const platform = await openFakeWeCom()
  const { begin, assistant } = listener()
  const call = (xml: string) => platform.call(assistant().origin, xml, { at: assistant().now() })
  let second = 1763942400
  return {
    environment: { ...platform.environment, WECOM_CARDS: cards ? '1' : '0' },
    begin,
    say: (text) => call(textXml(text)),
    async press(title) {
      const card = platform.taken.findLast(({ template_card }) => template_card !== undefined)?.template_card
      const key = card?.button_list?.find(({ text }) => text === title)?.key
      if (key === undefined) return false
      second += 1
      const more = `<TaskId>${card?.task_id}</TaskId><ResponseCode>code-${second}</ResponseCode>`
      await call(eventXml('template_card_event', key, more, { at: second }))
      return true
    },
    count: (reply) => drawWeCom(reply, { cards, markdown: false, origin: undefined }).length,
    shown: () => platform.taken.length,
    close: platform.close,
  }
}

export async function weComRobot(): Promise<Platform> {
  const gateway = await openFakeBotGateway()
  const shown = () => gateway.said.filter(({ body }) => body.msgtype !== undefined && body.stream?.finish !== false)
  return {
    environment: { WECOM_BOT_URL: gateway.url, WECOM_BOT_ID: botId, WECOM_BOT_SECRET: botSecret },
    begin: () => eventually(() => expect(gateway.connected()).toBe(1)),
    say: async (text) => gateway.push(botText(text)),
    async press(title) {
      const card = shown().findLast(({ body }) => body.template_card !== undefined)?.body.template_card
      const event_key = card?.button_list?.find(({ text }) => text === title)?.key
      if (event_key === undefined) return false
      const template_card_event = { event_key, task_id: card?.task_id }
      gateway.push(botEvent({ eventtype: 'template_card_event', template_card_event }), 'aibot_event_callback')
      return true
    },
    count: (reply) => drawForBot(reply, { cards: true, origin: undefined, group: false }).length,
    // A stream with a card is two in one.
    shown: () => shown().reduce((sum, { body }) => sum + (body.stream && body.template_card ? 2 : 1), 0),
    close: gateway.close,
  }
}

export async function dingTalk(): Promise<Platform> {
  const platform = await openFakeDingTalk()
  const { begin, assistant } = listener()
  let said = 0
  const say = (content: string): Promise<Response> => {
    said += 1
    const at = assistant().now().getTime() + said
    return callBack(assistant().origin, robotMessage({ msgId: `m-${said}`, text: { content } }, at), signedHeaders(at))
  }
  return {
    environment: dingTalkEnvironment,
    begin,
    say,
    // A button says its words.
    async press(title) {
      await say(title)
      return true
    },
    count: (reply) => drawDingTalk(reply, { group: false, origin: undefined }).length,
    shown: () => platform.shown.length,
    close: () => platform.close(),
  }
}

export async function teams(): Promise<Platform> {
  const platform = await openFakeMicrosoft()
  const { begin, assistant } = listener()
  return {
    environment: microsoftEnvironment,
    begin,
    say: (text) => post(assistant().origin, activity({ text })),
    async press(title) {
      const last = platform.messages().findLast(({ attachments }) => attachments !== undefined)
      const action = last?.attachments?.[0]?.content.actions?.find((each) => each.title === title)
      if (action === undefined) return false
      await post(assistant().origin, activity({ text: undefined, value: action.data }))
      return true
    },
    count: (reply) =>
      drawBotFramework(reply, { channelId: 'msteams', origin: 'http://localhost', linkTo: (path) => path }).length,
    shown: () => platform.messages().length,
    close: () => platform.close(),
  }
}

export async function webChat(): Promise<Platform> {
  const { begin, assistant } = listener()
  let session: Awaited<ReturnType<typeof openSession>> | undefined
  const call = (method: 'GET' | 'POST', body?: object) =>
    callDirectLine(
      assistant().origin,
      session?.token ?? '',
      method,
      `/conversations/${session?.conversationId}/activities`,
      body,
    )
  const botSaid = async () => {
    const { body } = await call('GET')
    return body.activities.filter(({ type, from }) => type === 'message' && from.role === 'bot')
  }
  return {
    environment: {},
    async begin(begun) {
      await begin(begun)
      session = await openSession(begun.origin)
    },
    say: (text) => call('POST', { type: 'message', text }),
    async press(title) {
      const last = (await botSaid()).at(-1)
      const suggested = last?.suggestedActions?.actions ?? []
      const value = suggested.find((each) => each.title === title)?.value
      if (value === undefined) return false
      await call('POST', { type: 'message', text: title, value })
      return true
    },
    count: () => 1,
    shown: async () => (await botSaid()).length,
    close: async () => undefined,
  }
}
