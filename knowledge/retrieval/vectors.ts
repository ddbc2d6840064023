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

/** An embeddings endpoint as seen from here: texts in, one vector each out. Fetching is the caller's. */
export interface VectorEndpoint {
  /** The model's name. */
  readonly name: string
  readonly fetchVectors: (texts: readonly string[]) => Promise<readonly (readonly number[])[]>
}

/** Texts sent at once. */
const atOnce = 64
/** Characters: models of 512 tokens refuse or cut what is longer. */
const longestText = 480
const probe = '项目验收'

/**
 * The endpoint's vectors, each checked before it is used. How long they are is asked once, here.
 * Vectors fetched before a failure are kept until all of them came: a second attempt goes on where the first broke off.
 *
 * @throws Error (here and on use) where the endpoint fails or answers what is no vector of one text each
 */
export async function openEndpointVectors(endpoint: VectorEndpoint): Promise<Vectors> {
  const [measured = []] = await endpoint.fetchVectors([probe])
  const dimensions = measured.length
  checkVectors(endpoint.name, [probe], [measured], dimensions)
  const fetched = new Map<string, number[]>()
  const fetchChecked = async (texts: readonly string[]): Promise<number[][]> => {
    const cut = texts.map((text) => text.slice(0, longestText).toWellFormed())
    const vectors = await endpoint.fetchVectors(cut)
    checkVectors(endpoint.name, texts, vectors, dimensions)
    return vectors.map((vector) => [...vector])
  }
  return {
    name: endpoint.name,
    dimensions,
    embedQuery: async (text) => (await fetchChecked([text]))[0] ?? [],
    embedDocuments: async (texts) => {
      const wanted = [...new Set(texts)].filter((text) => !fetched.has(text))
      for (let from = 0; from < wanted.length; from += atOnce) {
        const some = wanted.slice(from, from + atOnce)
        const vectors = await fetchChecked(some)
        some.forEach((text, i) => {
          fetched.set(text, vectors[i] ?? [])
        })
      }
      const all = texts.map((text) => [...(fetched.get(text) ?? [])])
      fetched.clear()
      return all
    },
  }
}

function checkVectors(
  name: string,
  texts: readonly string[],
  vectors: readonly (readonly number[])[],
  dimensions: number,
): void {
  if (vectors.length !== texts.length)
    throw new Error(`${name} answered ${vectors.length} vectors for ${texts.length} texts`)
  for (const vector of vectors) {
    // An endpoint may answer null or a text where a number should be: nothing of it is trusted.
    if (dimensions === 0 || vector.length !== dimensions || !vector.every(Number.isFinite))
      throw new Error(`${name} answered a vector that is not ${dimensions} numbers`)
    if (vector.every((value) => value === 0)) throw new Error(`${name} answered a vector of zeros`)
  }
}
