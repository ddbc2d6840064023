import { describe, expect, it } from 'vitest'
import { examples } from '#bot/web/chat-page.ts'
import { answerTold } from '#dialogs/answer.ts'
import { sharedAssistant } from '../../support/assistant.ts'
import { day } from './law.ts'

const assistant = await sharedAssistant()
const places = assistant.law.measures.filter((measure) => measure.translationOf === undefined).map(({ id }) => id)

describe.each(places)('a question listed beside the chat is answered from an article in %s', (measure) => {
  it.each(examples.flatMap(({ questions }) => questions))('%s', async (question) => {
    const ports = assistant.ports(day('2026-11-24'), { measure, lang: undefined })
    const answer = await answerTold({ question, measure, history: [], lang: undefined }, ports)
    expect([answer.kind, answer.citations[0]?.measure]).toEqual(['answer', measure])
  })
})
