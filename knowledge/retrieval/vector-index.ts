/**
 * Passages by meaning: LangChain's HNSWLib over one measure's passages. Loaded when first asked for (0.2 s), so that
 * the fast path does not wait for it; `nearestExactly` is its oracle, and its replacement where nothing can be stored.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HNSWLib } from '@langchain/community/vectorstores/hnswlib'
import type { Passage } from './index-types.ts'
import type { Vectors } from './vectors.ts'

export interface NearPassage {
  readonly passage: Passage
  /** Cosine, -1 to 1. */
  readonly similarity: number
}

/** How many candidates the graph keeps while it searches: recall above 0.99 on passages (test). */
const candidates = 128

export class VectorIndex {
  private readonly store: HNSWLib
  private readonly passages: readonly Passage[]
  private readonly vectors: Vectors

  constructor(store: HNSWLib, passages: readonly Passage[], vectors: Vectors) {
    this.store = store
    this.passages = passages
    this.vectors = vectors
  }

  /** @returns at most `count` passages, nearest first; none where the text has no known word */
  async nearest(text: string, count: number): Promise<NearPassage[]> {
    const vector = await this.vectors.embedQuery(text)
    if (isZero(vector)) return []
    const found = await this.store.similaritySearchVectorWithScore(vector, Math.min(count, this.passages.length))
    return found.flatMap(([document, distance]) => {
      const passage = this.passages[Number(document.metadata.at)]
      return passage === undefined ? [] : [{ passage, similarity: 1 - distance }]
    })
  }
}

/**
 * @param directory holds the store between starts, named by passages and model; absent or not writable: memory only
 * @throws Error where the vectors cannot be made
 */
export async function openVectorIndex(
  passages: readonly Passage[],
  vectors: Vectors,
  directory?: string,
): Promise<VectorIndex> {
  const { HNSWLib } = await import('@langchain/community/vectorstores/hnswlib')
  const folder = directory === undefined ? undefined : join(directory, `vectors-${digestOf(passages, vectors)}`)
  if (folder !== undefined && existsSync(join(folder, 'whole'))) {
    const stored = await HNSWLib.load(folder, vectors).catch(asDamaged)
    if (stored instanceof Error) rmSync(folder, { recursive: true, force: true })
    else if (isSame(stored, passages, vectors)) return new VectorIndex(tuned(stored), passages, vectors)
  }
  const made = await vectors.embedDocuments(passages.map(textOf))
  const store = new HNSWLib(vectors, { space: 'cosine', numDimensions: vectors.dimensions })
  // hnswlib takes a vector of zeros or of no numbers without a word and answers nonsense later.
  made.forEach((vector, i) => {
    if (isZero(vector)) vector[i % vector.length] = 1e-6
  })
  await store.addVectors(
    made,
    passages.map((passage, at) => ({ pageContent: passage.text, metadata: { at } })),
  )
  if (directory !== undefined && folder !== undefined) await keep(store, directory, folder)
  return new VectorIndex(tuned(store), passages, vectors)
}

/** Every passage compared: what the graph must find. */
export async function nearestExactly(
  text: string,
  passages: readonly Passage[],
  vectors: Vectors,
  count: number,
): Promise<NearPassage[]> {
  const [asked, ...made] = await vectors.embedDocuments([text, ...passages.map(textOf)])
  if (asked === undefined || isZero(asked)) return []
  return passages
    .map((passage, i) => ({ passage, similarity: cosine(asked, made[i] ?? []) }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, count)
}

function textOf(passage: Passage): string {
  return `${passage.heading}\n${passage.text}`
}

function tuned(store: HNSWLib): HNSWLib {
  store.index.setEf(candidates)
  return store
}

/** A file of another dimension loads without a word: dimension and number are compared. */
function isSame(store: HNSWLib, passages: readonly Passage[], vectors: Vectors): boolean {
  return store.args.numDimensions === vectors.dimensions && store.index.getCurrentCount() === passages.length
}

/** What hnswlib or the JSON beside it says of a cut or changed file. */
function asDamaged(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** Written beside, then renamed. Where that fails the store serves from memory. */
async function keep(store: HNSWLib, directory: string, folder: string): Promise<void> {
  let temporary: string | undefined
  try {
    mkdirSync(directory, { recursive: true })
    temporary = mkdtempSync(join(directory, 'vectors-building-'))
    await store.save(temporary)
    writeFileSync(join(temporary, 'whole'), '')
    rmSync(folder, { recursive: true, force: true })
    renameSync(temporary, folder)
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true })
    if (!(error instanceof Error && 'syscall' in error)) throw error
  }
}

function digestOf(passages: readonly Passage[], vectors: Vectors): string {
  const texts = passages.map(textOf).join('\n\n')
  return createHash('sha256').update(`${vectors.name} ${vectors.dimensions}\n${texts}`).digest('hex').slice(0, 32)
}

function isZero(vector: readonly number[]): boolean {
  return vector.every((value) => value === 0)
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let [product, squaresA, squaresB] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0]
    product += x * y
    squaresA += x * x
    squaresB += y * y
  }
  return product / (Math.sqrt(squaresA * squaresB) || 1)
}
