/** What is kept of an answer: enough to see why it was given, and to give it again. */
import type { Answer, AnswerRecord, ToolUse } from './conversation.ts'
import type { Ports } from './ports.ts'
import type { Question } from './understand.ts'

/** A tool's output longer than this, in characters of JSON, is left out: with the day and the digests its input gives it again. */
const outputCharactersAtMost = 4000

/** @returns undefined where answers are not kept */
export function recordOf(question: Question, answer: Answer, ports: Ports): AnswerRecord | undefined {
  if (ports.answerId === undefined) return undefined
  return {
    id: ports.answerId,
    end: answer.end,
    lang: question.lang,
    asked: answer.end === 'refused-classified' ? unsaid(question) : askedOf(question),
    conclusion: answer.conclusion,
    citations: answer.citations,
    near: answer.near,
    tools: answer.tools.map(shorten),
    today: ports.today,
    standsOn: ports.standsOn,
  }
}

function askedOf(question: Question): AnswerRecord['asked'] {
  const { text, intent, measures, article, seeks, facts, before } = question
  return {
    words: text,
    intent,
    measures,
    ...(article === undefined ? {} : { article }),
    seeks: [...seeks],
    facts,
    ...(before === '' ? {} : { before }),
  }
}

/** Of a project said to be classified no word is kept. */
function unsaid({ intent, measures }: Question): AnswerRecord['asked'] {
  return { words: '', intent, measures, seeks: [], facts: {} }
}

function shorten(use: ToolUse): ToolUse {
  const { length } = JSON.stringify(use.output)
  return length <= outputCharactersAtMost ? use : { ...use, output: { leftOutCharacters: length } }
}
