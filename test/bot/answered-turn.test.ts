import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLog } from '#bot/log.ts'
import { createMetrics, type Metrics } from '#bot/metrics.ts'
import { openSqlite } from '#bot/store/sqlite.ts'
import type { CommitResult, Store } from '#bot/store/store.ts'
import { createTurns, type Handle } from '#bot/turn.ts'
import type { UserMessage } from '#dialogs/conversation.ts'
import { handleMessage } from '#dialogs/handle-message.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { unsentOutbox } from '../support/unsent-outbox.ts'
import { steppingClock } from './support/clock.ts'

const assistant = await sharedAssistant()
/** What the dialogs answered with, in order. */
let answers: string[]
let folder: string
let store: Store
let metrics: Metrics
beforeEach(async () => {
  answers = []
  folder = mkdtempSync(join(tmpdir(), 'answered-'))
  store = await openSqlite(join(folder, 'assistant.db'), steppingClock())
  metrics = createMetrics({ process: false })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const handle: Handle = async (conversation, message) => {
  const place = { conversationId: conversation.id, messageId: message.id }
  const known = { measure: 'zhucheng-2020', lang: undefined }
  const step = await handleMessage(conversation, message, assistant.ports('2026-11-23' as IsoDate, known, place))
  if (step.answered !== undefined) answers.push(step.answered.id)
  return step
}

async function hear(message: Omit<UserMessage, 'text'> & { text?: string }, on: Store = store): Promise<void> {
  const { id: personId } = await store.personAt({ channel: 'web', key: 'k' })
  await store.beginConversation('c1', 'test', personId)
  const turns = createTurns({ store: on, handle, log: createLog('silent'), metrics, outbox: unsentOutbox })
  await turns.accept({ channel: 'test', conversationId: 'c1', personId, message: { text: '', ...message } })
  await turns.idle()
}

it('keeps what was answered and counts how it ended, by measure', async () => {
  await hear({ id: 'm1', text: '竣工验收申请什么时候提' })
  await hear({ id: 'm1', text: '竣工验收申请什么时候提' })
  await hear({ id: 'm2', text: '你好' })
  await hear({ id: 'm3', text: '四个地方的自评价时间有啥不一样' })
  expect((await store.findAnswer(answers[0] ?? ''))?.record.citations[0]?.article).toBe(22)
  const counted = await metrics.render()
  expect(counted).toMatch(/assistant_answers_total\{end="answer-by-\w+",measure="zhucheng-2020"\} 1\n/)
  expect(counted).toContain('assistant_answers_total{end="comparison",measure="several"} 1')
  expect(counted).toContain('assistant_answers_total{end="small-talk",measure="zhucheng-2020"} 1')
})

it('keeps a vote and its reason, and counts the presses', async () => {
  await hear({ id: 'm1', text: '竣工验收申请什么时候提' })
  const answer = answers[0] ?? ''
  await hear({ id: 'v1', button: { v: 1, verb: 'feedback', args: { answer, good: false } } })
  await hear({ id: 'v2', button: { v: 1, verb: 'feedback-reason', args: { answer, reason: 'outdated' } } })
  expect((await store.findAnswer(answer))?.votes).toEqual([{ good: false, reason: 'outdated' }])
  const counted = await metrics.render()
  expect(counted).toContain('assistant_votes_total{vote="bad",reason="none"} 1')
  expect(counted).toContain('assistant_votes_total{vote="bad",reason="outdated"} 1')
})

it('counts an answer once where another instance was faster and it was computed again', async () => {
  let refused = 0
  const slow: Store = {
    ...store,
    commitTurn: async (commit): Promise<CommitResult> =>
      refused++ === 0 ? { status: 'conflict' } : store.commitTurn(commit),
  }
  await hear({ id: 'm1', text: '竣工验收申请什么时候提' }, slow)
  expect(answers[0]).toBe(answers[1])
  expect(await metrics.render()).toMatch(/assistant_answers_total\{end="answer-by-\w+",measure="zhucheng-2020"\} 1\n/)
})
