/** Does the measure answer the question at all? Four signs, weighed by logistic regression. */
import { type ClassifierData, classify, type Example, trainClassifier } from './classifier.ts'
import type { MeasureTexts } from './training.ts'
import type { SparseVector, Vocabulary } from './vocabulary.ts'

export const silenceClasses = ['near', 'adjacent', 'outside', 'manipulation'] as const

export interface AnswerableData {
  /** Two classes: answered, not answered; all measures together. */
  readonly wording: ClassifierData
  /** By measure, by feature: 1 where a question of that measure holds it. */
  readonly asked: readonly Uint8Array[]
}

/** Three silences weigh as much as nine questions: there are six times as many questions. */
const silenceWeight = 3

export function buildAnswerable(
  texts: readonly MeasureTexts[],
  featuresOf: (text: string) => number[],
  vocabulary: Vocabulary,
): AnswerableData {
  const vector = (text: string) => vocabulary.vector(featuresOf(text), 0.5)
  const examples = texts.flatMap(({ questions, silences }): Example[] => [
    ...questions.map(({ text }) => ({ vector: vector(text), classes: [0], weight: 1 })),
    ...silences.map(({ q }) => ({ vector: vector(q), classes: [1], weight: silenceWeight })),
  ])
  const joined = texts.flatMap(({ questions, silences }): Example[] => [
    ...questions.map(({ text }, i) => ({
      vector: vector(`${questions[(i * 7 + 3) % questions.length]?.text ?? ''}，${text}`),
      classes: [0],
      weight: 0.5,
    })),
    ...silences.map(({ q }, i) => ({
      vector: vector(`${questions[(i * 11 + 5) % questions.length]?.text ?? ''}，${q}`),
      classes: [1],
      weight: 0.5 * silenceWeight,
    })),
  ])
  const asked = texts.map(({ questions }) => {
    const held = new Uint8Array(vocabulary.size)
    for (const { text } of questions) for (const id of vocabulary.count(featuresOf(text)).keys()) held[id] = 1
    return held
  })
  return { wording: trainClassifier([...examples, ...joined], vocabulary.size, 2), asked }
}

/** What speaks for an answer; each is higher where one is likelier. */
export interface Signs {
  /** ln odds of the wording alone. */
  readonly wording: number
  /** ln odds of the network: articles against its four classes of silence. */
  readonly network: number
  /** Minus the share of the question's features that no question of this measure holds. */
  readonly familiar: number
  /** -1 where a kind of thing is asked for (a period, a sum, a share, a number) that the article found does not hold, otherwise 0. */
  readonly held: number
}

export function readSigns(
  data: AnswerableData,
  measure: number,
  question: { features: readonly number[]; vector: SparseVector; silent: number; isAbsent: boolean },
  vocabulary: Vocabulary,
): Signs {
  const [answered = 0, not = 0] = classify(data.wording, question.vector)
  const distinct = new Set(question.features)
  let strange = 0
  for (const feature of distinct) {
    const id = vocabulary.find(feature)
    if (id < 0 || data.asked[measure]?.[id] !== 1) strange++
  }
  return {
    wording: logOdds(answered, not),
    network: logOdds(1 - question.silent, question.silent),
    familiar: -strange / (distinct.size + 3),
    held: question.isAbsent ? -1 : 0,
  }
}

/** Fitted on signs read by models that had not seen the question; moved so that 0.5 is the point recommended. */
const fitted = { wording: 0.267, network: 0.257, familiar: 5.471, held: 2.104, constant: 1.158 }

export function weighSigns(signs: Signs): number {
  const sum =
    fitted.wording * signs.wording +
    fitted.network * signs.network +
    fitted.familiar * signs.familiar +
    fitted.held * signs.held +
    fitted.constant
  return 1 / (1 + Math.exp(-sum))
}

function logOdds(yes: number, no: number): number {
  return Math.log((yes + 1e-6) / (no + 1e-6))
}
