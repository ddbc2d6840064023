/** Finding: what is searched, what comes back, and how sure it is. */
import type { ArticleRef, MeasureId } from '../law/measure.ts'

/** A piece of an article that can be shown alone: a paragraph, an item, or an annex section. */
export interface Passage {
  readonly measure: MeasureId
  readonly article: ArticleRef
  readonly paragraph?: number
  readonly item?: number
  /** `第五章 采购和合同管理 › 第二十八条` */
  readonly heading: string
  readonly text: string
}

/** An article found, with its best passages. */
export interface ArticleHit {
  /** Always an authoritative measure's id: English questions are found through its translation and its English questions. */
  readonly measure: MeasureId
  readonly article: ArticleRef
  /** Fused score, higher is better, comparable within one search. */
  readonly score: number
  /** Passages of that article, best first. */
  readonly passages: readonly Passage[]
}

export type SilentKind = 'near' | 'adjacent' | 'outside' | 'manipulation'

export interface SearchResult {
  readonly hits: readonly ArticleHit[]
  /**
   * How likely it is that the measure answers the question at all, 0 to 1, learned from the questions it
   * answers and those it is silent on. Only meaningful when one measure was searched.
   */
  readonly answerable: number
  /** What kind of question it is if the measure does not answer it: `outside` and `manipulation` want other words than `near`. */
  readonly silentKind: SilentKind
  /** The nearest question the measure is silent on, where that is closer than any it answers. */
  readonly silence?: { readonly silentOn: string; readonly class: SilentKind; readonly near: readonly ArticleRef[] }
}

export interface SearchIndex {
  /** At once with the built-in vectors; a promise where an embeddings endpoint is asked. */
  search(query: string, options: { measure: MeasureId; limit?: number }): SearchResult | Promise<SearchResult>
  /** How likely it is that words are about each subject of the topics table, by its id; the sum is 1. */
  topics(words: string): ReadonlyMap<string, number>
}
