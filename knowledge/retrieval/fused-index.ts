/**
 * The local index with one ranker more: the questions and passages nearest by vectors, held in HNSWLib. Whatever
 * happens to the vectors (not made yet, slow, down, nonsense), the local result is given, unchanged.
 */
import type { Law } from '../law/load.ts'
import type { ArticleRef } from '../law/measure.ts'
import { standardise } from './arithmetic.ts'
import type { SearchIndex, SearchResult } from './index-types.ts'
import type { LocalIndex } from './local-index.ts'
import { pruneVectors } from './prune.ts'
import { gatherTexts, type MeasureTexts } from './training.ts'
import { type Near, openVectorIndex, type VectorIndex } from './vector-index.ts'
import type { Vectors } from './vectors.ts'

/** A question somebody asked, or a passage: the article it stands for. */
interface Pointer {
  readonly text: string
  readonly article: ArticleRef
}

export interface FusedOptions {
  /** Where the stores are kept between starts; absent or not writable: made for this process only. */
  readonly directory?: string | undefined
  /** Told each time the local result is given because the vectors failed, and when they could not be prepared. */
  readonly onFailure?: ((during: 'preparing' | 'asking', error: unknown) => void) | undefined
}

/** Half of what BM25 counts: even vectors that find four in ten by themselves then cost next to nothing (README). */
const weight = 0.4
const neighbours = 32

export class FusedIndex implements SearchIndex {
  private readonly local: LocalIndex
  private readonly law: Law
  private readonly openVectors: () => Promise<Vectors>
  private readonly options: FusedOptions
  private readonly stores = new Map<string, VectorIndex<Pointer>>()
  private texts: readonly MeasureTexts[] | undefined
  private vectors: Vectors | undefined
  private preparing: Promise<void> | undefined
  private isPrepared = false

  constructor(local: LocalIndex, law: Law, openVectors: () => Promise<Vectors>, options: FusedOptions = {}) {
    this.local = local
    this.law = law
    this.openVectors = openVectors
    this.options = options
  }

  /**
   * Makes or opens every measure's store; never rejects. A failure is told, what was made stays, and the next search
   * begins again where it broke off: how soon an endpoint may be asked again is for whoever handed it in.
   */
  prepare(): Promise<void> {
    this.preparing ??= this.prepareAll()
      .catch((error: unknown) => this.options.onFailure?.('preparing', error))
      .finally(() => {
        this.preparing = undefined
      })
    return this.preparing
  }

  /** @throws Error where the measure is not in the index */
  search(
    query: string,
    { measure, limit = 5 }: { measure: string; limit?: number },
  ): SearchResult | Promise<SearchResult> {
    const whole = this.local.search(query, { measure, limit: Number.POSITIVE_INFINITY })
    if (!this.isPrepared) this.prepare()
    const store = this.stores.get(measure)
    if (store === undefined) return firstOf(whole, limit)
    return store.nearest(query, neighbours).then(
      (near) => firstOf(fuse(whole, near), limit),
      (error: unknown) => {
        this.options.onFailure?.('asking', error)
        return firstOf(whole, limit)
      },
    )
  }

  topics(words: string): ReadonlyMap<string, number> {
    return this.local.topics(words)
  }

  private async prepareAll(): Promise<void> {
    const { directory } = this.options
    this.vectors ??= await this.openVectors()
    this.texts ??= gatherTexts(this.law)
    for (const texts of this.texts) {
      if (this.stores.has(texts.id)) continue
      this.stores.set(texts.id, await openVectorIndex(pointersOf(texts), this.vectors, directory))
    }
    this.isPrepared = true
    if (directory !== undefined) pruneVectors(directory, new Set([...this.stores.values()].map(({ folder }) => folder)))
  }
}

function pointersOf({ questions, passages, articles }: MeasureTexts): Pointer[] {
  const asked = questions.flatMap(({ text, classes }) =>
    classes.flatMap((at) => (articles[at] === undefined ? [] : [{ text, article: articles[at] }])),
  )
  return [...asked, ...passages.map(({ heading, text, article }) => ({ text: `${heading}\n${text}`, article }))]
}

function firstOf(result: SearchResult, limit: number): SearchResult {
  return { ...result, hits: result.hits.slice(0, limit) }
}

/** An article counts as its nearest text; one without any among the neighbours, as the farthest of them. */
function fuse(result: SearchResult, near: readonly Near<Pointer>[]): SearchResult {
  const farthest = near.at(-1)?.similarity
  if (farthest === undefined) return result
  const nearest = new Map<ArticleRef, number>()
  for (const { item, similarity } of near) if (!nearest.has(item.article)) nearest.set(item.article, similarity)
  const added = standardise(Float32Array.from(result.hits, ({ article }) => nearest.get(article) ?? farthest))
  const hits = result.hits.map((hit, i) => ({ ...hit, score: hit.score + weight * (added[i] as number) }))
  return { ...result, hits: hits.sort((a, b) => b.score - a.score) }
}
