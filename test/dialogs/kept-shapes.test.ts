/** What another version kept is taken over: every answer that still fits stays, and the interview finds its place anew. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readRecord } from '#dialogs/project/read-record.ts'
import { readConversation } from '#dialogs/read-conversation.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { Talk } from '../support/talk.ts'

const assistant = await sharedAssistant()
const fixture = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, 'kept', name), 'utf8'))

it('a project of today is read as it was written', () => {
  const kept = fixture('project-shape-1.json')
  expect(readRecord(kept)).toEqual(kept)
})

it('a project of another shape keeps its answers, events and changes; what is not known here is left out', () => {
  const record = readRecord(fixture('project-shape-0.json'))
  expect(record.project).toMatchObject({
    name: '视频会议系统',
    measure: 'jining-htz-2024',
    facts: { totalInvestmentYuan: 3_000_000, classified: false, audience: 'officials' },
    events: [{ event: 'contract-signed', on: '2026-05-10' }],
  })
  expect(record.project.facts).not.toHaveProperty('colour')
  expect(record.project.origins).toHaveProperty('totalInvestmentYuan')
  expect(record.interview).toEqual({ trail: ['fact:classified', 'name'], skipped: [] })
  expect(record.changes).toHaveLength(1)
})

it('an interview that another version left open goes on politely, asking nothing again', async () => {
  const record = readRecord(fixture('project-shape-0.json'))
  const talk = new Talk(assistant, {
    today: '2026-11-24' as IsoDate,
    place: 'jining-htz-2024',
    projects: [{ record, access: 'owner' }],
  })
  talk.conversation = readConversation(fixture('conversation-other.json'))
  await talk.say('好的')
  expect(talk.texts()).toContain('继续“视频会议系统”')
  expect(talk.texts()).not.toContain('是否涉密')
  expect(talk.project()?.project.facts).toMatchObject({ totalInvestmentYuan: 3_000_000, audience: 'officials' })
  expect(talk.project()?.interview.asking).toBe('nature')
})

it('a conversation of the first release is read whole; parts of another shape are left out', () => {
  expect(readConversation(fixture('conversation-first.json'))).toEqual(fixture('conversation-first.json'))
  expect(readConversation(fixture('conversation-other.json'))).toEqual({
    id: 'c-other',
    recent: ['合同签完多久内要备案'],
    measure: 'jining-htz-2024',
    dialog: { project: 'p-old', unread: 1 },
  })
})

it('what is no project at all is refused', () => {
  expect(() => readRecord({ name: 'no id' })).toThrow('id')
  expect(() => readConversation('a text')).toThrow('')
})
