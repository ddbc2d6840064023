/** What is kept of an answer: enough to see why it was given, and to give it again. */
import type { Answer, AnswerRecord, ModelTrace, ToolUse } from './conversation.ts'
import { likeliestTopic } from './likeliest-topic.ts'
import type { Ports } from './ports.ts'
import type { Question } from './understand.ts'

/** A tool's output longer than this, in characters of JSON, is left out: with the day and the digests its input gives it again. */
const outputCharactersAtMost = 4000

/** @returns undefined where answers are not kept */
export function recordOf(
  question: Question,
  answer: Answer,
  ports: Ports,
  model?: ModelTrace,
): AnswerRecord | undefined {
  if (ports.answerId === undefined) return undefined
  return {
    id: ports.answerId,
    end: answer.end,
    lang: question.lang,
    asked: answer.end === 'refused-classified' ? unsaid(question) : askedOf(question, topicOf(question, ports)),
    conclusion: answer.conclusion,
    citations: answer.citations,
    near: answer.near,
    tools: answer.tools.map(shorten),
    today: ports.today,
    standsOn: ports.standsOn,
    ...(model === undefined ? {} : { model }),
  }
}

function askedOf(question: Question, topic: string | undefined): AnswerRecord['asked'] {
  const { text, intent, role, measures, article, seeks, said, days, before } = question
  const facts = { ...said.facts, ...question.facts }
  return {
    words: text,
    intent,
    role,
    ...(topic === undefined ? {} : { topic }),
    measures,
    ...(article === undefined ? {} : { article }),
    seeks: [...seeks],
    facts,
    ...(days.length === 0 ? {} : { days: days.flatMap((day) => (day.kind === 'day' ? [day.day] : [])) }),
    ...(before === '' ? {} : { before }),
  }
}

/** The subject it is about, where the words name one of the topics table likelier than not. */
function topicOf(question: Question, ports: Ports): string | undefined {
  const first = likeliestTopic(question.bare, ports)
  return first !== undefined && first.likelihood > 0.5 ? first.topic.topic : undefined
}

/** Of a project said to be classified no word is kept. */
function unsaid({ intent, role, measures }: Question): AnswerRecord['asked'] {
  return { words: '', intent, role, measures, seeks: [], facts: {} }
}

function shorten(use: ToolUse): ToolUse {
  const { length } = JSON.stringify(use.output)
  return length <= outputCharactersAtMost ? use : { ...use, output: { leftOutCharacters: length } }
}
