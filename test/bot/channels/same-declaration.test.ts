/** One declaration, spoken with each platform in its own way, is the same project at its end. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { createBrain } from '#bot/brain.ts'
import { drawForBot } from '#bot/channels/wecom/aibot-draw.ts'
import { drawReply } from '#bot/channels/wecom/draw.ts'
import { openSqlite } from '#bot/store/sqlite.ts'
import type { Reply } from '#dialogs/conversation.ts'
import { factsOf, type ProjectRecord } from '#dialogs/project/record.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../../support/assistant.ts'
import { Talk } from '../../support/talk.ts'
import { startAssistant, type TestAssistant } from '../support/assistant.ts'
import { eventually } from '../support/eventually.ts'
import { botEvent, botId, botSecret, botText, openFakeBotGateway } from './wecom/fake-bot-gateway.ts'
import { eventXml, openFakeWeCom, textXml } from './wecom/fake-wecom.ts'

const turns = z
  .array(z.looseObject({ said: z.string().optional(), pressed: z.string().optional() }))
  .parse(parse(readFileSync(join(import.meta.dirname, '../../transcripts/declare-jining.yaml'), 'utf8'))[0].turns)
const now = (): Date => new Date('2026-11-23T02:00:00.000Z')
const law = await sharedAssistant()

/** What a platform's fake does for a person. */
interface Platform {
  readonly environment: Readonly<Record<string, string>>
  begin(assistant: TestAssistant): Promise<void>
  say(text: string): Promise<unknown>
  /** Presses a button that was shown last. @returns false where there is none of that title */
  press(title: string): Promise<boolean>
  /** Messages that a reply is shown in. */
  count(reply: Reply): number
  /** Messages shown so far. */
  shown(): readonly unknown[]
  close(): Promise<void>
}

async function weCom(cards: boolean): Promise<Platform> {
  const platform = await openFakeWeCom()
  let assistant: TestAssistant | undefined
  const call = (xml: string) => platform.call(assistant?.origin ?? '', xml, { at: assistant?.now() ?? now() })
  let second = 1763942400
  return {
    environment: { ...platform.environment, WECOM_CARDS: cards ? '1' : '0' },
    async begin(begun) {
      assistant = begun
    },
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
    count: (reply) => drawReply(reply, { cards, markdown: false, origin: undefined }).length,
    shown: () => platform.taken,
    close: platform.close,
  }
}

async function robot(): Promise<Platform> {
  const gateway = await openFakeBotGateway()
  const shown = () => gateway.said.filter(({ body }) => body.stream?.finish !== false && 'msgtype' in body)
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
    shown: () => shown().flatMap(({ body }) => (body.stream && body.template_card ? [body.stream, body] : [body])),
    close: gateway.close,
  }
}

/** What counts of a project: neither its id nor the hour. */
function essence(record: ProjectRecord | undefined): unknown {
  if (record === undefined) return undefined
  return { name: record.project.name, status: record.status, roles: record.roles, facts: factsOf(record) }
}

async function declare(platform: Platform): Promise<unknown> {
  const dataDir = mkdtempSync(join(tmpdir(), 'declaration-'))
  const { handle } = createBrain(law, now)
  const assistant = await startAssistant({ environment: { ...platform.environment }, dataDir, handle })
  const spoken = new Talk(law, { today: '2026-11-23' as IsoDate })
  try {
    await platform.begin(assistant)
    let messages = 0
    const told = async (): Promise<void> => {
      for (const reply of spoken.last?.replies ?? []) messages += platform.count(reply)
      await eventually(() => expect(platform.shown(), assistant.logged.join('\n')).toHaveLength(messages))
    }
    for (const { said, pressed } of [{ said: '济宁高新区' }, ...turns] as { said?: string; pressed?: string }[]) {
      if (pressed === undefined) {
        await spoken.say(said ?? '')
        await platform.say(said ?? '')
      } else {
        await spoken.press(pressed)
        if (!(await platform.press(pressed))) await platform.say(pressed)
      }
      await told()
      // People take their time; a platform takes only so many messages a minute.
      assistant.passMinutes(1)
    }
  } finally {
    await assistant.stop()
    await platform.close()
  }
  const store = await openSqlite(join(dataDir, 'assistant.db'), now)
  const [channel, key] =
    platform.environment.WECOM_BOT_ID === undefined
      ? ['wecom:wwcorp', 'zhangsan']
      : [`wecom-aibot:${botId}`, 'zhangsan']
  const [project] = await store.projectsOf((await store.personAt({ channel, key })).id)
  await store.close()
  rmSync(dataDir, { recursive: true })
  expect(essence(project?.record)).toEqual(essence(spoken.known[0]?.record))
  return essence(project?.record)
}

describe('a declaration', () => {
  it.each([
    ['WeCom with cards', () => weCom(true)],
    ['WeCom in numbers and words', () => weCom(false)],
    ['WeCom’s smart robot', robot],
  ])('spoken by %s is the same project', async (_how, open) => {
    expect(await declare(await open())).toMatchObject({
      status: 'active',
      facts: { totalInvestmentYuan: 3_000_000, securityBudgetYuan: 200_000, confirmed: ['jining.party-decision'] },
    })
  })
})
