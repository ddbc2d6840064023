/** The stored question nearest to the one asked: cosine of tf-idf vectors, by postings. */
import type { SparseVector, Vocabulary } from './vocabulary.ts'

/** Postings: texts `documents[starts[f]] …` hold feature f with weight `weights[…] / 255`. */
export interface NearestData {
  readonly starts: Int32Array
  readonly documents: Uint16Array
  readonly weights: Uint8Array
  readonly size: Int32Array
}

/** @param vectors tf-idf vectors of length 1, at most 65,535 */
export function buildNearest(vectors: readonly SparseVector[], vocabulary: Vocabulary): NearestData {
  const starts = new Int32Array(vocabulary.size + 1)
  for (const { ids } of vectors) for (const id of ids) starts[id + 1] = (starts[id + 1] as number) + 1
  for (let f = 0; f < vocabulary.size; f++) starts[f + 1] = (starts[f + 1] as number) + (starts[f] as number)
  const next = Int32Array.from(starts)
  const documents = new Uint16Array(starts[vocabulary.size] as number)
  const weights = new Uint8Array(documents.length)
  vectors.forEach(({ ids, values }, document) => {
    for (let k = 0; k < ids.length; k++) {
      const at = next[ids[k] as number] as number
      next[ids[k] as number] = at + 1
      documents[at] = document
      weights[at] = Math.round(255 * (values[k] as number))
    }
  })
  return { starts, documents, weights, size: Int32Array.of(vectors.length) }
}

/** @returns the cosine with each stored text, 0 to about 1 */
export function similarities(data: NearestData, vector: SparseVector): Float32Array {
  const found = new Float32Array(data.size[0] as number)
  for (let k = 0; k < vector.ids.length; k++) {
    const feature = vector.ids[k] as number
    const value = (vector.values[k] as number) / 255
    for (let at = data.starts[feature] as number; at < (data.starts[feature + 1] as number); at++) {
      const document = data.documents[at] as number
      found[document] = (found[document] as number) + value * (data.weights[at] as number)
    }
  }
  return found
}
