/** Texts → vectors, behind one interface that LangChain's stores accept: built in, or an endpoint handed in. */
import type { EmbeddingsInterface } from '@langchain/core/embeddings'
import type { LocalIndex } from './local-index.ts'
import { netWidth } from './net.ts'

/** `name` and `dimensions` are kept beside a stored index: vectors of two models are never mixed. */
export interface Vectors extends EmbeddingsInterface {
  readonly name: string
  readonly dimensions: number
}

/** Learned from the questions when the index was built; no network, no model file. */
export function builtInVectors(index: LocalIndex): Vectors {
  const embed = (text: string) => Array.from(index.embed(text))
  return {
    name: `built-in ${index.digest}`,
    dimensions: netWidth,
    embedQuery: async (text) => embed(text),
    embedDocuments: async (texts) => texts.map(embed),
  }
}

/** An OpenAI-compatible endpoint as seen from here: texts in, one vector each out. Fetching is the caller's. */
export interface VectorEndpoint {
  readonly name: string
  readonly dimensions: number
  readonly fetchVectors: (texts: readonly string[]) => Promise<readonly (readonly number[])[]>
}

/** @throws Error (on use) where the endpoint answers with too few vectors, another length, or what is no number */
export function endpointVectors(endpoint: VectorEndpoint): Vectors {
  const fetchChecked = async (texts: readonly string[]): Promise<number[][]> => {
    const vectors = await endpoint.fetchVectors(texts)
    if (vectors.length !== texts.length)
      throw new Error(`${endpoint.name} answered ${vectors.length} vectors for ${texts.length} texts`)
    return vectors.map((vector) => {
      if (vector.length !== endpoint.dimensions || !vector.every(Number.isFinite))
        throw new Error(`${endpoint.name} answered a vector that is not ${endpoint.dimensions} numbers`)
      return [...vector]
    })
  }
  return {
    name: endpoint.name,
    dimensions: endpoint.dimensions,
    embedDocuments: fetchChecked,
    embedQuery: async (text) => (await fetchChecked([text]))[0] ?? [],
  }
}
