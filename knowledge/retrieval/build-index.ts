/** Law → index: everything that is learned or counted, once. Seconds; the same law gives the same index. */
import { createHash } from 'node:crypto'
import type { Law } from '../law/load.ts'
import type { ArticleRef, Silence } from '../law/measure.ts'
import { type AnswerableData, buildAnswerable, silenceClasses } from './answerable.ts'
import { type Bm25Data, buildBm25 } from './bm25.ts'
import { type ClassifierData, type Example, trainClassifier } from './classifier.ts'
import type { Passage } from './index-types.ts'
import { buildNearest, type NearestData } from './nearest.ts'
import { embed, type NetData, type NetExample, trainNet } from './net.ts'
import { parseWording, readWordingText, Tokens, type Wording } from './tokens.ts'
import { buildTopicRanker, type TopicRankerData } from './topic-ranker.ts'
import { gatherTexts, type MeasureTexts } from './training.ts'
import { buildVocabulary, Vocabulary, type VocabularyData } from './vocabulary.ts'

export interface MeasureIndex {
  readonly id: string
  readonly articles: readonly ArticleRef[]
  /** Authoritative passages, best candidates to show. */
  readonly passages: readonly Passage[]
  /** For each text searched (passages, then the translation's): its article's place in `articles`, and the passage shown for it or -1. */
  readonly articleOf: Int32Array
  readonly shownFor: Int32Array
  readonly bm25: Bm25Data
  readonly classifier: ClassifierData
  /** One hidden vector of the first network a shown passage. */
  readonly vectors: Float32Array
  /** The questions of staff, then the silences. */
  readonly nearest: NearestData
  readonly questionCount: number
  readonly silences: readonly Silence[]
}

export interface IndexData {
  readonly digest: string
  readonly wording: Wording
  readonly vocabulary: VocabularyData
  /** The first knows articles only; the second also knows the four classes of silence, and so differs in its mistakes. */
  readonly nets: readonly [NetData, NetData]
  readonly answerable: AnswerableData
  readonly topics: TopicRankerData
  readonly measures: readonly MeasureIndex[]
}

/** Raised whenever the same texts would give another index. */
const algorithm = 'retrieval-7'
const seeds = [11, 99] as const
/** Chit-chat and manipulation are silences everywhere, but count less where they were not written for the measure. */
const borrowed = 0.3

/** What an index depends on: the texts, `slang.yaml` and the algorithm. Rules and deadlines are not searched. */
export function digestOf(law: Law, wordingText: string = readWordingText()): string {
  const digest = createHash('sha256').update(algorithm).update(wordingText)
  return digest.update(JSON.stringify([gatherTexts(law), law.topics])).digest('hex')
}

/** In one go, keeping the thread busy. */
export function buildIndex(law: Law): IndexData {
  const ground = prepare(law)
  return joinHalves(learnFirst(ground), learnSecond(ground))
}

/** What is learned needs nothing of the other half and takes about as long, so that two threads may each learn one. */
export function buildHalf(law: Law, half: Half): FirstHalf | SecondHalf {
  const ground = prepare(law)
  return half === 'first' ? learnFirst(ground) : learnSecond(ground)
}

export type Half = 'first' | 'second'

export interface FirstHalf extends Omit<IndexData, 'nets' | 'topics'> {
  readonly net: NetData
}

export interface SecondHalf extends Pick<IndexData, 'topics'> {
  readonly net: NetData
}

export function joinHalves({ net, ...first }: FirstHalf, second: SecondHalf): IndexData {
  return { ...first, nets: [net, second.net], topics: second.topics }
}

type Ground = ReturnType<typeof prepare>

/** What both halves start from. */
function prepare(law: Law) {
  const wordingText = readWordingText()
  const texts = gatherTexts(law)
  const wording = parseWording(wordingText)
  const tokens = new Tokens(wording)
  const known = new Map<string, number[]>()
  const featuresOf = (text: string): number[] => {
    const features = known.get(text) ?? tokens.features(text)
    known.set(text, features)
    return features
  }
  const counted = buildVocabulary(texts.flatMap(allTexts).map(featuresOf))
  const vocabulary = new Vocabulary(counted)
  const vector = (text: string) => vocabulary.vector(featuresOf(text), 0.5)
  return { law, wordingText, texts, wording, featuresOf, counted, vocabulary, vector }
}

function learnFirst({ law, wordingText, texts, wording, featuresOf, counted, vocabulary, vector }: Ground): FirstHalf {
  const sizes = texts.map((measure) => measure.articles.length)
  const net = trainNet(articleExamples(texts, vector), vocabulary.size, sizes, seeds[0])
  return {
    digest: digestOf(law, wordingText),
    wording,
    vocabulary: counted,
    net,
    answerable: buildAnswerable(texts, featuresOf, vocabulary),
    measures: texts.map((measure) => buildMeasure(measure, net, featuresOf, vocabulary)),
  }
}

function learnSecond({ law, texts, vocabulary, vector }: Ground): SecondHalf {
  const sizes = texts.map((measure) => measure.articles.length + silenceClasses.length)
  const silent = texts.flatMap((own) => own.silences.flatMap((silence) => silentExamples(texts, own, silence, vector)))
  return {
    net: trainNet([...articleExamples(texts, vector), ...silent], vocabulary.size, sizes, seeds[1]),
    topics: buildTopicRanker(law.topics, texts, vector, vocabulary.size),
  }
}

function allTexts(measure: MeasureTexts): string[] {
  return [...measure.questions, ...measure.further].map(({ text }) => text).concat(measure.silences.map(({ q }) => q))
}

type ToVector = (text: string) => Example['vector']

function articleExamples(texts: readonly MeasureTexts[], vector: ToVector): NetExample[] {
  return texts.flatMap(({ questions, further }, head) =>
    [...questions, ...further].map(({ text, classes, weight }) => ({ vector: vector(text), classes, weight, head })),
  )
}

function silentExamples(
  texts: readonly MeasureTexts[],
  own: MeasureTexts,
  silence: Silence,
  vector: ToVector,
): NetExample[] {
  const everywhere = silence.class === 'outside' || silence.class === 'manipulation'
  return texts.flatMap((measure, head) => {
    if (measure !== own && !everywhere) return []
    const classes = [measure.articles.length + silenceClasses.indexOf(silence.class)]
    return [{ vector: vector(silence.q), classes, weight: measure === own ? 1 : borrowed, head }]
  })
}

function buildMeasure(
  measure: MeasureTexts,
  net: NetData,
  featuresOf: (text: string) => number[],
  vocabulary: Vocabulary,
): MeasureIndex {
  const { passages, shown, articles, questions, silences } = measure
  const examples = [...questions, ...measure.further].map(({ text, classes, weight }) => ({
    vector: vocabulary.vector(featuresOf(text), 0.5),
    classes,
    weight,
  }))
  const asked = [...questions.map(({ text }) => text), ...silences.map(({ q }) => q)]
  return {
    id: measure.id,
    articles,
    passages: passages.slice(0, shown),
    articleOf: Int32Array.from(passages, ({ article }) => articles.indexOf(article)),
    shownFor: Int32Array.from(passages, (passage, i) => (i < shown ? i : findSame(passages.slice(0, shown), passage))),
    bm25: buildBm25(
      passages.map(({ text }) => featuresOf(text)),
      vocabulary,
    ),
    classifier: trainClassifier(examples, vocabulary.size, articles.length),
    vectors: Float32Array.from(
      passages.slice(0, shown).flatMap(({ text }) => [...embed(net, vocabulary.vector(featuresOf(text), 0.5))]),
    ),
    nearest: buildNearest(
      asked.map((text) => vocabulary.vector(featuresOf(text), 1)),
      vocabulary,
    ),
    questionCount: questions.length,
    silences,
  }
}

/** The authoritative passage at the same place, -1 where the translation is divided otherwise. */
function findSame(shown: readonly Passage[], passage: Passage): number {
  return shown.findIndex(
    ({ article, paragraph, item }) =>
      article === passage.article && paragraph === passage.paragraph && item === passage.item,
  )
}
