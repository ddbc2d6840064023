/** The subject of the topics table that some words are most likely about. */
import type { Topic } from '#knowledge/law/measure.ts'
import type { Ports } from './ports.ts'

/** @returns undefined where the table is empty */
export function likeliestTopic(
  words: string,
  { law, search }: Ports,
): { readonly topic: Topic; readonly likelihood: number } | undefined {
  const likely = search.topics(words)
  return law.topics
    .map((topic) => ({ topic, likelihood: likely.get(topic.topic) ?? 0 }))
    .reduce<{ topic: Topic; likelihood: number } | undefined>(
      (best, each) => (best === undefined || each.likelihood > best.likelihood ? each : best),
      undefined,
    )
}
