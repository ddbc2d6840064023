import type { Topic } from '#knowledge/law/measure.ts'
import { gramsOf } from '#knowledge/retrieval/telling.ts'

export interface TopicScore {
  readonly topic: Topic
  /** 0 to about 1.2: how much of the words the best of its names meets. */
  readonly score: number
}

/** How near each subject is to some words: by name, by the ways staff put it, by what the measures say of it. */
export function scoreTopics(topics: readonly Topic[], words: string): TopicScore[] {
  const { weights, rows } = readTopics(topics)
  const asked = weigh(gramsOf(words), weights)
  return rows.map(({ topic, names, gist }) => {
    const near = names.map((name) => cosine(asked, name)).sort((a, b) => b - a)
    return { topic, score: 0.6 * (near[0] ?? 0) + 0.2 * (near[1] ?? 0) + 0.4 * cosine(asked, gist) }
  })
}

/** Character pairs with their weights, and the length of the whole. */
interface Weighed {
  readonly grams: ReadonlyMap<string, number>
  readonly length: number
}

interface TopicRow {
  readonly topic: Topic
  readonly names: readonly Weighed[]
  readonly gist: Weighed
}

interface TopicTable {
  readonly weights: ReadonlyMap<string, number>
  readonly rows: readonly TopicRow[]
}

const known = new WeakMap<readonly Topic[], TopicTable>()

/** Rare pairs of characters say more than common ones. Reckoned once for a table of topics. */
function readTopics(topics: readonly Topic[]): TopicTable {
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
  const rows = topics.map((topic) => ({
    topic,
    names: [topic.zh, topic.en, ...topic.synonyms].map((name) => weigh(gramsOf(name), weights)),
    gist: weigh(gramsOf(Object.values(topic.gist).join(' ')), weights),
  }))
  const table = { weights, rows }
  known.set(topics, table)
  return table
}

function weigh(grams: ReadonlySet<string>, weights: ReadonlyMap<string, number>): Weighed {
  const weighed = new Map([...grams].map((gram) => [gram, (weights.get(gram) ?? 1) ** 2]))
  return { grams: weighed, length: Math.sqrt([...weighed.values()].reduce((sum, weight) => sum + weight, 0)) }
}

function cosine(a: Weighed, b: Weighed): number {
  let shared = 0
  for (const [gram, weight] of a.grams) if (b.grams.has(gram)) shared += weight
  return shared === 0 ? 0 : shared / (a.length * b.length)
}
