import { expect, test } from 'vitest'
import { aiLabelOf } from '#bot/channels/ai-label.ts'
import { toActivity } from '#bot/channels/direct-line/activity.ts'
import type { Reply } from '#dialogs/conversation.ts'

const plain: Reply = { text: '10个工作日内备案。', summary: '10个工作日内备案。' }
const composed: Reply = { ...plain, composedBy: 'qwen3-32b' }
const shown = (reply: Reply) =>
  toActivity(
    { conversationId: 'c', seq: 7, at: '2026-11-24T01:00:00.000Z', author: 'bot', payload: { reply } },
    'http://localhost:3978',
  )

test('words that a model composed carry the metadata of GB 45438-2025, by its field names', () => {
  const label = {
    AIGC: {
      Label: '1',
      ContentProducer: '政务信息化项目政策助手（qwen3-32b）',
      ProduceID: 'c|0000007',
      ReservedCode1: '',
      ContentPropagator: '政务信息化项目政策助手',
      PropagateID: 'c|0000007',
      ReservedCode2: '',
    },
  }
  expect(aiLabelOf(composed, 'c|0000007')).toEqual(label)
  expect(shown(composed)).toMatchObject({ channelData: label })
})

test('words of the program carry none', () => {
  expect(aiLabelOf(plain, 'c')).toBeUndefined()
  expect(shown(plain)).not.toHaveProperty('channelData')
})
