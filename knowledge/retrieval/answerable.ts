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
  const asked = texts.map(({ questions }) => {
    const held = new Uint8Array(vocabulary.size)
    for (const { text } of questions) for (const id of vocabulary.count(featuresOf(text)).keys()) held[id] = 1
    return held
  })
  return { wording: trainClassifier(examples, vocabulary.size, 2), asked }
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

/** What is asked for, and how an article that tells it looks. */
const soughtKinds: readonly (readonly [asked: RegExp, held: RegExp])[] = [
  [
    /多久|几天|多少天|几日|几个工作日|多少个?工作日|多长时间|几个月|几年|期限|时限|哪天|啥时候|什么时候|何时|几月|最迟|最晚|how (?:long|soon|many (?:days|months))|when|deadline/u,
    /\d+个?(?:工作日|月|年)|[一二两三四五六七八九十]+个?(?:工作日|月|年)|每年|每季度|季度末|起施行|有效期|\d+月/u,
  ],
  [
    /多少钱|几块|多少元|收费|费用标准|几万|多少万|什么价|价格|金额|多大的项目|限额|how much|threshold|fee/u,
    /\d+(?:\.\d+)?\s*万|万元/u,
  ],
  [/百分之|几个点|比例|占比|几成|percent|share of/u, /\d+\s*[%％]/u],
  [/几次|多少次|几家|多少家|几个人|多少人|几名|几份|how (?:often|many)/u, /[三两几]家|三种|每年|每季度|\d+个|不少于/u],
]

/** @param text the words of the article found */
export function holdsWhatIsAsked(question: string, text: string): number {
  const asked = soughtKinds.filter(([pattern]) => pattern.test(question))
  if (asked.length === 0) return 0
  return asked.some(([, held]) => held.test(text)) ? 0 : -1
}

export function readSigns(
  data: AnswerableData,
  measure: number,
  question: { features: readonly number[]; vector: SparseVector; silent: number; held: number },
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
    held: question.held,
  }
}

/** Fitted on signs read by models that had not seen the question; moved so that 0.5 is the point recommended. */
const fitted = { wording: 0.31, network: 0.177, familiar: 7.16, held: 2.39, constant: 0.85 }

export function weighSigns(signs: Signs): number {
  const sum =
    fitted.wording * signs.wording + fitted.network * signs.network + fitted.familiar * signs.familiar + fitted.constant
  return 1 / (1 + Math.exp(-sum))
}

function logOdds(yes: number, no: number): number {
  return Math.log((yes + 1e-6) / (no + 1e-6))
}
