/** Answers every message with its own words. `登记 ID DAY` makes a project whose contract was signed on that day. */
import type { Assistant } from '#bot/assistant.ts'
import type { Handle } from '#bot/turn.ts'
import { deadlinesOf, promisesOf } from '#dialogs/project/deadlines.ts'
import { measureOf } from '#dialogs/project/questions.ts'
import { newRecord, type ProjectRecord, tell } from '#dialogs/project/record.ts'
import { type IsoDate, shanghaiDay } from '#knowledge/law/units.ts'

const measure = 'jining-htz-2024'

export const echoed = (text: string): string => `答:${text}`

export function createEcho(assistant: Assistant, now: () => Date): Handle {
  return async (conversation, message, person) => {
    const replies = [{ text: echoed(message.text), summary: message.text }]
    const next = { ...conversation, recent: [message.text] }
    const [, id, day] = /^登记 (\S+) (\d{4}-\d\d-\d\d)$/.exec(message.text) ?? []
    if (id === undefined || day === undefined) return { replies, conversation: next }
    const record = signedOn(id, day as IsoDate, person.id, now().toISOString())
    const law = measureOf(record, assistant.law)
    if (law === undefined) throw new Error(`There is no measure ${measure}.`)
    const ports = assistant.ports(shanghaiDay(now()), { measure, lang: 'zh' })
    const planned = promisesOf((await deadlinesOf(record, law, ports)).deadlines, ports.today, law)
    return { replies, conversation: next, changes: { keep: [record], reminders: [{ project: id, planned }] } }
  }
}

export function signedOn(id: string, day: IsoDate, by: string, at: string): ProjectRecord {
  const facts = { totalInvestmentYuan: 1_500_000, implementationMonths: 12 }
  const source = { from: 'said', at, by, words: id, messageId: id } as const
  const told = tell(newRecord(id, measure), { facts, fields: { name: id } }, source)
  const events = [{ event: 'contract-signed' as const, on: day }]
  return { ...told, status: 'active', project: { ...told.project, events } }
}
