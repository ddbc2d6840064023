/** How a practice question is scored: white space and commas out, case ignored, either language version of a measure counts. */
import { z } from 'zod'

const place = z.tuple([z.string(), z.union([z.number(), z.string()])])

export const practiceSchema = z.object({
  id: z.string(),
  lang: z.enum(['zh', 'en']),
  measure: z.string().nullable(),
  question: z.string(),
  names_place: z.boolean(),
  history: z.array(z.string()).optional(),
  kind: z.string(),
  difficulty: z.string().optional(),
  gold_any: z.array(place),
  gold_all: z.array(place),
  must_contain: z.array(z.array(z.string())),
  must_not_contain: z.array(z.string()),
  answer: z.string(),
})

export type PracticeQuestion = z.output<typeof practiceSchema>

interface Given {
  readonly kind: string
  readonly conclusion: string
  readonly text: string
  readonly citations: readonly { readonly measure: string; readonly article: number | string }[]
}

export interface Score {
  readonly id: string
  readonly kind: string
  readonly measure: string
  readonly answerable: boolean
  readonly top1: boolean
  readonly cover: boolean
  readonly facts: boolean
  readonly concl: boolean
  readonly askedBack: boolean
  readonly correct: boolean
  readonly tooLong: boolean
}

/** Kinds whose facts follow the conclusion: they are not sought in it. */
const notInConclusion = new Set(['comparison', 'annex', 'documents'])

export function score(question: PracticeQuestion, given: Given): Score {
  const answerable = question.gold_any.length > 0
  const answered = given.kind === 'answer'
  const cited = given.citations.map((citation) => key(citation.measure, citation.article))
  const top1 =
    answered &&
    answerable &&
    cited[0] !== undefined &&
    question.gold_any.some(([measure, article]) => key(measure, article) === cited[0])
  const cover = answered && question.gold_all.every(([measure, article]) => cited.includes(key(measure, article)))
  const facts = answered && holds(given.text, question)
  const concl = answered && holds(given.conclusion, question)
  const isComparison = question.kind === 'comparison'
  const correct = answerable ? facts && (isComparison ? cover : top1) : given.kind !== 'answer'
  return {
    id: question.id,
    kind: question.kind,
    measure: (question.measure ?? 'comparison').replace(/-en$/u, ''),
    answerable,
    top1,
    cover,
    facts,
    concl: notInConclusion.has(question.kind) ? true : concl,
    askedBack: answerable && given.kind === 'clarify',
    correct,
    tooLong: [...given.conclusion].length > 200 || [...given.text].length > (isComparison ? 2000 : 1200),
  }
}

export function countsForConclusion(score: Score): boolean {
  return score.answerable && !notInConclusion.has(score.kind)
}

function holds(text: string, question: PracticeQuestion): boolean {
  const words = plain(text)
  return (
    question.must_contain.every((group) => group.some((each) => words.includes(plain(each)))) &&
    !question.must_not_contain.some((each) => words.includes(plain(each)))
  )
}

function plain(text: string): string {
  return text.replace(/[\s,，]/gu, '').toLowerCase()
}

function key(measure: string, article: number | string): string {
  return `${measure.replace(/-en$/u, '')} ${article}`
}
