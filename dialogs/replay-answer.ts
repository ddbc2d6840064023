/** A kept answer given again: the same question, day and draft must give the same words. */
import { answerQuestion } from './answer.ts'
import { checkDraft } from './by-model/check-draft.ts'
import { reword } from './by-model/word-answer.ts'
import type { Answer, AnswerRecord } from './conversation.ts'
import { handlesOf, withTool } from './handles.ts'
import type { Ports } from './ports.ts'
import { type Question, understand } from './understand.ts'

export interface Replay {
  /** Which of `law`, `calendar`, `index` are not those it stood on: then it may come out otherwise. */
  readonly changed: readonly string[]
  /** What came out otherwise; empty where all is the same. Absent where nothing was kept to replay. */
  readonly differences?: readonly { readonly what: string; readonly kept: string; readonly now: string }[]
}

/** @param ports of the day of the answer; no model is asked: the draft that was kept is checked anew */
export async function replayAnswer(record: AnswerRecord, ports: Ports): Promise<Replay> {
  const { standsOn, asked } = record
  const changed = (['law', 'calendar', 'index'] as const).filter((name) => standsOn[name] !== ports.standsOn[name])
  if (asked.words === '') return { changed }
  const told = {
    question: asked.words,
    measure: asked.measures[0],
    history: asked.before === undefined ? [] : [asked.before],
    lang: record.lang,
    facts: asked.facts,
  }
  const question = understand(ports.law, told, ports.today)
  const now = withDraft(record, question, await answerQuestion(question, ports), ports)
  const rows = [
    { what: 'end', kept: record.end, now: now.end },
    { what: 'conclusion', kept: record.conclusion, now: now.conclusion },
    { what: 'citations', kept: placesIn(record.citations), now: placesIn(now.citations) },
  ]
  return { changed, differences: rows.filter((row) => row.kept !== row.now) }
}

/** The words that went out: code's own, or what the check leaves of the draft. */
function withDraft({ model }: AnswerRecord, question: Question, answer: Answer, ports: Ports): Answer {
  if (model?.outcome !== 'worded') return answer
  let handles = handlesOf(question, answer, ports.law)
  for (const use of model.lookUps) handles = withTool(handles, use).handles
  const checked = checkDraft(model.draft, { question, answer, handles, law: ports.law })
  return checked.text === undefined ? answer : reword(answer, checked, checked.text, model.lookUps, model.model)
}

function placesIn(citations: Answer['citations']): string {
  return citations.map(({ measure, article }) => `${measure} ${article}`).join(', ')
}
