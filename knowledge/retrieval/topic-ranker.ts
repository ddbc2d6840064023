/** Which subject of the topics table some words are about, whatever the measure. */
import type { Topic } from '../law/measure.ts'
import { type ClassifierData, classify, type Example, trainClassifier } from './classifier.ts'
import type { MeasureTexts } from './training.ts'
import type { SparseVector } from './vocabulary.ts'

export interface TopicRankerData {
  readonly ids: readonly string[]
  readonly classifier: ClassifierData
}

/** A name is the subject itself; what measures say of it uses other words; a question of its article may be about another. */
const weights = { name: 1, gist: 0.4, question: 0.3 }
/** A question of an article that more subjects share tells little about each. */
const subjectsAtMost = 4

/** Every text that stands for a subject. */
export function topicTexts(
  topics: readonly Topic[],
  measures: readonly MeasureTexts[],
): { text: string; classes: number[]; weight: number }[] {
  const named = topics.flatMap((topic, at) => [
    ...[topic.zh, topic.en, ...topic.synonyms].map((text) => ({ text, classes: [at], weight: weights.name })),
    ...Object.values(topic.gist).map((text) => ({ text, classes: [at], weight: weights.gist })),
  ])
  const asked = measures.flatMap(({ id, articles, questions }) => {
    const treating = articles.map((ref) =>
      topics.flatMap((topic, at) => ((topic.articles[id] ?? []).includes(ref) ? [at] : [])),
    )
    return questions.flatMap(({ text, classes }) => {
      const subjects = [...new Set(classes.flatMap((at) => treating[at] ?? []))]
      return subjects.length === 0 || subjects.length > subjectsAtMost
        ? []
        : [{ text, classes: subjects, weight: weights.question }]
    })
  })
  return [...named, ...asked]
}

export function buildTopicRanker(
  topics: readonly Topic[],
  measures: readonly MeasureTexts[],
  toVector: (text: string) => SparseVector,
  features: number,
): TopicRankerData {
  const examples = topicTexts(topics, measures).map(
    ({ text, classes, weight }): Example => ({ vector: toVector(text), classes, weight }),
  )
  return {
    ids: topics.map(({ topic }) => topic),
    classifier: trainClassifier(examples, features, topics.length),
  }
}

/** @returns a probability a subject, by its id */
export function rankTopics(data: TopicRankerData, vector: SparseVector): Map<string, number> {
  const shares = classify(data.classifier, vector)
  return new Map(data.ids.map((id, at) => [id, shares[at] ?? 0]))
}
