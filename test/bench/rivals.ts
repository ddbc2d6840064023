/** Other ways to find the nearest texts, each behind the same question. */
import { HNSWLib } from '@langchain/community/vectorstores/hnswlib'
import MiniSearch from 'minisearch'
import type { Vectors } from '#knowledge/retrieval/vectors.ts'

export interface Engine {
  readonly name: string
  /** @returns places of texts, nearest first */
  search(query: string, count: number): Promise<readonly number[]> | readonly number[]
}

/** Every vector compared: what the others must find. Held as one array, as fast as a scan can be. */
export function exactScan(made: readonly (readonly number[])[], vectors: Vectors): Engine {
  const { dimensions } = vectors
  const flat = new Float32Array(made.length * dimensions)
  made.forEach((vector, i) => {
    flat.set(unit(vector), i * dimensions)
  })
  return {
    name: 'exact scan',
    async search(query, count) {
      const asked = unit(await vectors.embedQuery(query))
      const scores = new Float32Array(made.length)
      for (let i = 0; i < made.length; i += 1) {
        let product = 0
        for (let j = 0; j < dimensions; j += 1) product += (flat[i * dimensions + j] ?? 0) * (asked[j] ?? 0)
        scores[i] = product
      }
      return nearest(scores, count)
    },
  }
}

/** LangChain's HNSWLib as its own page shows it, nothing set. */
export async function plainHnsw(
  texts: readonly string[],
  made: readonly number[][],
  vectors: Vectors,
): Promise<Engine> {
  const store = new HNSWLib(vectors, { space: 'cosine', numDimensions: vectors.dimensions })
  await store.addVectors(
    [...made],
    texts.map((pageContent, at) => ({ pageContent, metadata: { at } })),
  )
  return {
    name: 'plain HNSWLib',
    async search(query, count) {
      const found = await store.similaritySearchVectorWithScore(await vectors.embedQuery(query), count)
      return found.map(([document]) => Number(document.metadata.at))
    },
  }
}

/** Over characters and pairs of them: its own words, divided at spaces, find nothing in Chinese. */
export function miniSearch(texts: readonly string[]): Engine {
  const index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'], tokenize: pairsOf })
  index.addAll(texts.map((text, id) => ({ id, text })))
  return {
    name: 'MiniSearch',
    search: (query, count) =>
      index
        .search(query)
        .slice(0, count)
        .map(({ id }) => Number(id)),
  }
}

function pairsOf(text: string): string[] {
  const signs = [...text.toLowerCase()].filter((sign) => /[\p{L}\p{N}]/u.test(sign))
  return signs.flatMap((sign, i) => (i === 0 ? [sign] : [sign, `${signs[i - 1]}${sign}`]))
}

function unit(vector: readonly number[]): number[] {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1
  return vector.map((value) => value / length)
}

function nearest(scores: Float32Array, count: number): number[] {
  const best: number[] = []
  for (let i = 0; i < scores.length; i += 1) {
    const score = scores[i] ?? 0
    if (best.length === count && score <= (scores[best.at(-1) ?? 0] ?? 0)) continue
    const at = best.findIndex((other) => score > (scores[other] ?? 0))
    best.splice(at < 0 ? best.length : at, 0, i)
    if (best.length > count) best.pop()
  }
  return best
}
