/** What is answered to somebody of one place, on a day that stands still. */
import { answerTold } from '#dialogs/answer.ts'
import type { Answer } from '#dialogs/conversation.ts'
import type { MeasureId } from '#knowledge/law/measure.ts'
import { dayOf } from '#knowledge/law/units.ts'
import { sharedAssistant } from './assistant.ts'

export const today = dayOf(2026, 11, 23)

export async function answerOf(measure: MeasureId, question: string, history: readonly string[] = []): Promise<Answer> {
  const assistant = await sharedAssistant()
  return answerTold(
    { question, measure, history, lang: undefined },
    assistant.ports(today, { measure, lang: undefined }),
  )
}
