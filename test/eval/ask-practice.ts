/** A practice question asked as its writer meant it: of the place it tells, or of the asker's own. */
import type { Assistant } from '#bot/assistant.ts'
import { answerWorded } from '#dialogs/by-model/answer-worded.ts'
import type { Worded } from '#dialogs/by-model/word-answer.ts'
import type { Ports } from '#dialogs/ports.ts'
import { understand } from '#dialogs/understand.ts'
import { authoritative } from '#knowledge/law/load.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { PracticeQuestion } from './score.ts'

export function askPractice(
  { question, measure, names_place: namesPlace, history = [] }: PracticeQuestion,
  assistant: Assistant,
  today: IsoDate,
  more: Pick<Ports, 'model' | 'showDraft'> = {},
): Promise<Worded> {
  const own = namesPlace || measure === null ? undefined : authoritative(assistant.law, measure)?.id
  const lang = measure?.endsWith('-en') === true ? ('en' as const) : undefined
  const ports = assistant.ports(today, { measure: own, lang })
  return answerWorded(understand(assistant.law, { question, measure: own, history, lang }, today), {
    ...ports,
    ...more,
  })
}
