/**
 * Texts by meaning: LangChain's HNSWLib over the texts of one measure. Loaded when first asked for (0.3 s), so that
 * the fast path does not wait for it; `nearestExactly` is its oracle.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setImmediate as letOthersRun } from 'node:timers/promises'
import type { HNSWLib } from '@langchain/community/vectorstores/hnswlib'
import type { Vectors } from './vectors.ts'

export interface Near<T> {
  readonly item: T
  /** Cosine, -1 to 1. */
  readonly similarity: number
}

interface Held {
  readonly text: string
}

/** How many candidates the graph keeps while it searches: recall above 0.99 (test). */
const candidates = 128
/** Vectors put into the graph between two looks at other work: a server goes on answering meanwhile. */
const addedAtOnce = 32

export class VectorIndex<T extends Held> {
  /** The folder it is kept in, by name. */
  readonly folder: string
  private readonly store: HNSWLib
  private readonly items: readonly T[]
  private readonly vectors: Vectors

  constructor(store: HNSWLib, items: readonly T[], vectors: Vectors) {
    store.index.setEf(candidates)
    this.folder = folderName(items, vectors)
    this.store = store
    this.items = items
    this.vectors = vectors
  }

  /** @returns at most `count` items, nearest first; none where the text has no known word */
  async nearest(text: string, count: number): Promise<Near<T>[]> {
    const vector = await this.vectors.embedQuery(text)
    if (isZero(vector)) return []
    const found = await this.store.similaritySearchVectorWithScore(vector, Math.min(count, this.items.length))
    return found.flatMap(([document, distance]) => {
      const item = this.items[Number(document.metadata.at)]
      return item === undefined ? [] : [{ item, similarity: 1 - distance }]
    })
  }
}

/**
 * @param directory holds the store between starts, named by texts, model and dimension; absent or not writable: memory only
 * @throws Error where the vectors cannot be made
 */
export async function openVectorIndex<T extends Held>(
  items: readonly T[],
  vectors: Vectors,
  directory?: string,
): Promise<VectorIndex<T>> {
  const { HNSWLib } = await import('@langchain/community/vectorstores/hnswlib')
  const folder = directory === undefined ? undefined : join(directory, folderName(items, vectors))
  if (folder !== undefined && existsSync(join(folder, 'whole'))) {
    const stored = await HNSWLib.load(folder, vectors).catch(asDamaged)
    if (!(stored instanceof Error) && isSame(stored, items, vectors)) return new VectorIndex(stored, items, vectors)
    rmSync(folder, { recursive: true, force: true })
  }
  const made = await vectors.embedDocuments(items.map(({ text }) => text))
  const store = new HNSWLib(vectors, { space: 'cosine', numDimensions: vectors.dimensions })
  for (let from = 0; from < made.length; from += addedAtOnce) {
    await store.addVectors(
      made.slice(from, from + addedAtOnce).map(withoutZero),
      items.slice(from, from + addedAtOnce).map(({ text }, i) => ({ pageContent: text, metadata: { at: from + i } })),
    )
    await letOthersRun()
  }
  if (folder !== undefined) await keep(store, folder)
  return new VectorIndex(store, items, vectors)
}

/** Every item compared: what the graph must find. */
export async function nearestExactly<T extends Held>(
  text: string,
  items: readonly T[],
  vectors: Vectors,
  count: number,
): Promise<Near<T>[]> {
  const [asked, ...made] = await vectors.embedDocuments([text, ...items.map((item) => item.text)])
  if (asked === undefined || isZero(asked)) return []
  return items
    .map((item, i) => ({ item, similarity: cosine(asked, made[i] ?? []) }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, count)
}

/** A file of another dimension loads without a word: dimension and number are compared. */
function isSame(store: HNSWLib, items: readonly Held[], vectors: Vectors): boolean {
  return store.args.numDimensions === vectors.dimensions && store.index.getCurrentCount() === items.length
}

/** What hnswlib or the JSON beside it says of a cut or changed file. */
function asDamaged(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** Written beside, then renamed. Where that fails, the store serves from memory: hnswlib's own errors tell no reason. */
async function keep(store: HNSWLib, folder: string): Promise<void> {
  const temporary: string[] = []
  try {
    mkdirSync(join(folder, '..'), { recursive: true })
    const building = mkdtempSync(join(folder, '..', `${buildingPrefix}${basename(folder)}-`))
    temporary.push(building)
    await store.save(building)
    writeFileSync(join(building, 'whole'), '')
    rmSync(folder, { recursive: true, force: true })
    renameSync(building, folder)
  } catch (error) {
    for (const building of temporary) rmSync(building, { recursive: true, force: true })
    if (!(error instanceof Error)) throw error
  }
}

const buildingPrefix = 'building-'

function folderName(items: readonly Held[], vectors: Vectors): string {
  const digest = createHash('sha256').update(`${vectors.name} ${vectors.dimensions}`)
  for (const { text } of items) digest.update('\n\n').update(text)
  return `vectors-${digest.digest('hex').slice(0, 32)}`
}

/** hnswlib takes a vector of zeros without a word and answers nonsense later: a text of unknown words lies nowhere near. */
function withoutZero(vector: number[], at: number): number[] {
  return isZero(vector) ? vector.with(at % vector.length, 1e-6) : vector
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
