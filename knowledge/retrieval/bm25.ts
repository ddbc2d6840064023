/** Okapi BM25 over a few hundred passages: postings in typed arrays. */
import type { Vocabulary } from './vocabulary.ts'

/** Postings: passages `documents[starts[f]] … documents[starts[f + 1] - 1]` hold feature f, with that many `counts`. */
export interface Bm25Data {
  readonly starts: Int32Array
  readonly documents: Uint16Array
  readonly counts: Uint16Array
  /** Features in each passage. */
  readonly lengths: Float32Array
  /** How rare each feature is among the passages. */
  readonly rarity: Float32Array
}

const saturation = 1.2
const lengthWeight = 0.75

/** @param texts the features of each passage, at most 65,535 passages */
export function buildBm25(texts: readonly (readonly number[])[], vocabulary: Vocabulary): Bm25Data {
  const lists: [number, number][][] = Array.from({ length: vocabulary.size }, () => [])
  texts.forEach((features, document) => {
    for (const [feature, count] of vocabulary.count(features)) lists[feature]?.push([document, count])
  })
  const starts = new Int32Array(vocabulary.size + 1)
  lists.forEach((list, feature) => {
    starts[feature + 1] = (starts[feature] as number) + list.length
  })
  const postings = lists.flat()
  return {
    starts,
    documents: Uint16Array.from(postings, ([document]) => document),
    counts: Uint16Array.from(postings, ([, count]) => count),
    lengths: Float32Array.from(texts, (features) => features.length),
    rarity: Float32Array.from(lists, (list) => (list.length === 0 ? 0 : Math.log(1 + texts.length / list.length))),
  }
}

export class Bm25 {
  private readonly data: Bm25Data
  private readonly norms: Float32Array

  constructor(data: Bm25Data) {
    this.data = data
    const mean = data.lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, data.lengths.length)
    this.norms = data.lengths.map((length) => saturation * (1 - lengthWeight + (lengthWeight * length) / mean))
  }

  /** @returns a score a passage, 0 where nothing is shared */
  scores(features: Iterable<number>): Float32Array {
    const { starts, documents, counts, rarity } = this.data
    const scores = new Float32Array(this.norms.length)
    for (const feature of features) {
      for (let at = starts[feature] as number; at < (starts[feature + 1] as number); at++) {
        const document = documents[at] as number
        const count = counts[at] as number
        const gain =
          ((rarity[feature] as number) * count * (saturation + 1)) / (count + (this.norms[document] as number))
        scores[document] = (scores[document] as number) + gain
      }
    }
    return scores
  }
}
