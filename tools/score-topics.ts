import type { Topic } from '#knowledge/law/measure.ts'
import { gramsOf } from '#knowledge/retrieval/telling.ts'

export interface TopicScore {
  readonly topic: Topic
  /** 0 to 1: how much of the words the best of its names meets. */
  readonly score: number
}

/** How near each subject is to some words: by name, by the ways staff put it, by what the measures say of it. */
export function scoreTopics(topics: readonly Topic[], words: string): TopicScore[] {
  const weights = weighGrams(topics)
  const asked = gramsOf(words)
  return topics.map((topic) => ({ topic, score: nearness(asked, topic, weights) }))
}

function nearness(asked: ReadonlySet<string>, topic: Topic, weights: ReadonlyMap<string, number>): number {
  const names = [topic.zh, topic.en, ...topic.synonyms]
    .map((name) => cosine(asked, gramsOf(name), weights))
    .sort((a, b) => b - a)
  const gist = cosine(asked, gramsOf(Object.values(topic.gist).join(' ')), weights)
  return 0.6 * (names[0] ?? 0) + 0.2 * (names[1] ?? 0) + 0.4 * gist
}

function cosine(a: ReadonlySet<string>, b: ReadonlySet<string>, weights: ReadonlyMap<string, number>): number {
  let shared = 0
  for (const gram of a) if (b.has(gram)) shared += (weights.get(gram) ?? 1) ** 2
  const length = (grams: ReadonlySet<string>) =>
    Math.sqrt([...grams].reduce((sum, gram) => sum + (weights.get(gram) ?? 1) ** 2, 0))
  return shared === 0 ? 0 : shared / (length(a) * length(b))
}

const known = new WeakMap<readonly Topic[], ReadonlyMap<string, number>>()

/** Rare pairs of characters say more than common ones. */
function weighGrams(topics: readonly Topic[]): ReadonlyMap<string, number> {
  const before = known.get(topics)
  if (before !== undefined) return before
  const counts = new Map<string, number>()
  for (const topic of topics) {
    for (const gram of gramsOf([topic.zh, topic.en, ...topic.synonyms].join(' ')))
      counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  const weights = new Map(
    [...counts].map(([gram, count]) => [gram, Math.log(1 + topics.length / count) * (gram.length > 1 ? 1 : 0.4)]),
  )
  known.set(topics, weights)
  return weights
}
