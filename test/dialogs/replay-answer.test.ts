/** What is kept of an answer gives it again. */
import { expect, test } from 'vitest'
import { recordOf } from '#dialogs/answer-record.ts'
import { answerWorded } from '#dialogs/by-model/answer-worded.ts'
import type { AnswerRecord } from '#dialogs/conversation.ts'
import type { ModelPort, Ports } from '#dialogs/ports.ts'
import { replayAnswer } from '#dialogs/replay-answer.ts'
import { understand } from '#dialogs/understand.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'

const assistant = await sharedAssistant()
const today = '2026-11-23' as IsoDate
const ports = assistant.ports(today, { measure: undefined, lang: undefined }, { conversationId: 'c', messageId: 'm' })

const model: ModelPort = {
  name: 'test-model',
  prompt: 'p',
  async *write(brief) {
    const found = await brief.lookUp?.('get_article', { measure: 'jining-htz-2024', article: 30 })
    yield `签合同后10个工作日内备案。[28]质保期一般不低于2年。${found?.slice(0, 5)}逾期罚款5万元。[28]`
  },
  propose: () => Promise.reject(new Error('not asked')),
}

async function keep(question: string, measure: string, more: Partial<Ports> = {}, history: string[] = []) {
  const typed = understand(assistant.law, { question, measure, history, lang: undefined }, today)
  const { answer, trace } = await answerWorded(typed, { ...ports, ...more })
  const record = recordOf(typed, answer, ports, trace)
  if (record === undefined) throw new Error('no record')
  // As it comes back from the store.
  return JSON.parse(JSON.stringify(record)) as AnswerRecord
}

test.each([
  ['合同签完多久内要备案', 'jining-htz-2024', []],
  ['总投资300万元的平台要不要市级会审', 'jiujiang-2024', []],
  ['9月18日发的中标通知书，合同最晚哪天签', 'jining-htz-2024', []],
  ['那超过的呢', 'zhucheng-2020', ['变更不超过15%怎么办']],
  ['吉林和诸城的试运行各要多久', 'jilin-2020', []],
  ['食堂几点开饭', 'jilin-2020', []],
])('«%s» comes out the same', async (question, measure, history) => {
  const record = await keep(question, measure, {}, history)
  expect(await replayAnswer(record, ports)).toEqual({ changed: [], differences: [] })
})

test('a draft that was kept is checked anew, with what was looked up for it', async () => {
  const record = await keep('合同签完多久内要备案', 'jining-htz-2024', { model })
  expect(record.model).toMatchObject({ outcome: 'worded', lookUps: [{ name: 'get_article' }] })
  expect(record.model?.struck).toHaveLength(1)
  expect(await replayAnswer(record, ports)).toEqual({ changed: [], differences: [] })
  const forged = { ...record, conclusion: '30个工作日内备案。' }
  expect((await replayAnswer(forged, ports)).differences).toMatchObject([
    { what: 'conclusion', kept: '30个工作日内备案。' },
  ])
})

test('what it stood on and is no longer the same is named', async () => {
  const record = await keep('合同签完多久内要备案', 'jining-htz-2024')
  const older = { ...record, standsOn: { ...record.standsOn, law: 'older' } }
  expect(await replayAnswer(older, ports)).toMatchObject({ changed: ['law'] })
})
