/** A question's answer as it goes out: decided by code, its words by a model where one is set. */
import { answerQuestion } from '../answer.ts'
import type { Ports } from '../ports.ts'
import type { Question } from '../understand.ts'
import { offerReading } from './read-question.ts'
import { type Worded, wordAnswer } from './word-answer.ts'

export async function answerWorded(question: Question, ports: Ports): Promise<Worded> {
  const answer = await answerQuestion(question, ports)
  return answer.kind === 'answer' ? wordAnswer(question, answer, ports) : offerReading(question, answer, ports)
}
