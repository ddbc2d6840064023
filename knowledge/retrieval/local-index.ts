/** Question → articles, best first, each with its nearest passages; and whether the measure answers at all. */
import { readSigns, type Signs, silenceClasses, weighSigns } from './answerable.ts'
import { standardise } from './arithmetic.ts'
import { Bm25 } from './bm25.ts'
import type { IndexData, MeasureIndex } from './build-index.ts'
import { classify } from './classifier.ts'
import type { ArticleHit, Passage, SearchIndex, SearchResult } from './index-types.ts'
import { similarities } from './nearest.ts'
import { ask, embed, netWidth } from './net.ts'
import { holdsSought } from './sought.ts'
import { Tokens } from './tokens.ts'
import { rankTopics } from './topic-ranker.ts'
import { type SparseVector, Vocabulary } from './vocabulary.ts'

/** Weights of the four rankers, chosen by cross-validation (README). */
const fusion = { net: 0.7, classifier: 1, passages: 0.8 }
/** How much the network's likeness counts beside shared words when a passage of the article is chosen. */
const likeness = 0.35
/** Above this cosine a stored question is taken to be the one asked. */
const sameQuestion = 0.86
const floor = 1e-4

interface Asked {
  readonly features: readonly number[]
  readonly vector: SparseVector
  readonly hidden: Float32Array
  readonly hiddenOfSecond: Float32Array
}

const latestAtMost = 16

/** The signs by which `answerable` was weighed: for measuring, not for the dialog. */
export interface Explained extends SearchResult {
  readonly signs: Signs
}

/** One question is read several times while it is answered: searched, held against the subjects, and kept. */
class Latest<T> {
  private readonly known = new Map<string, T>()

  of(words: string, make: () => T): T {
    const known = this.known.get(words)
    if (known !== undefined) return known
    const made = make()
    if (this.known.size >= latestAtMost) this.known.clear()
    this.known.set(words, made)
    return made
  }
}

export class LocalIndex implements SearchIndex {
  /** Names what the index was built from; built-in vectors of two indexes are never compared. */
  readonly digest: string
  private readonly data: IndexData
  private readonly tokens: Tokens
  private readonly vocabulary: Vocabulary
  private readonly bm25: ReadonlyMap<string, Bm25>
  /** The length of each shown passage's vector, by measure. */
  private readonly lengths: ReadonlyMap<string, Float32Array>
  private readonly asked = new Latest<Asked>()
  private readonly ranked = new Latest<ReadonlyMap<string, number>>()

  constructor(data: IndexData) {
    this.data = data
    this.digest = data.digest
    this.tokens = new Tokens(data.wording)
    this.vocabulary = new Vocabulary(data.vocabulary)
    this.bm25 = new Map(data.measures.map((measure) => [measure.id, new Bm25(measure.bm25)]))
    this.lengths = new Map(data.measures.map((measure) => [measure.id, lengthsOf(measure)]))
  }

  /** @throws Error where the measure is not in the index (a caller's slip: ids are checked at the door) */
  search(query: string, { measure: id, limit = 5 }: { measure: string; limit?: number }): Explained {
    const at = this.data.measures.findIndex((measure) => measure.id === id)
    const measure = this.data.measures[at]
    const bm25 = this.bm25.get(id)
    if (measure === undefined || bm25 === undefined) throw new Error(`${id} is not in the index`)
    const asked = this.read(query)
    const words = bm25.scores(this.vocabulary.count(asked.features).keys())
    const second = ask(headOf(this.data.nets[1].heads, at), asked.hiddenOfSecond)
    const scores = this.rank(measure, at, asked, words, second)
    const passageScores = scorePassages(measure, this.lengths.get(id), words, asked.hidden)
    const order = [...scores.keys()].sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    const hits = order.slice(0, limit).map((article): ArticleHit => {
      return { ...hitOf(measure, article, passageScores), score: scores[article] as number }
    })
    const found = hits[0]?.passages.map(({ text }) => text).join('\n') ?? ''
    const isAbsent = holdsSought(this.tokens.clean(query), found).holding === 'absent'
    return { hits, ...this.judge(measure, at, { ...asked, isAbsent }, second) }
  }

  topics(words: string): ReadonlyMap<string, number> {
    return this.ranked.of(words, () => rankTopics(this.data.topics, this.read(words).vector))
  }

  /** The built-in vector of a text: `netWidth` numbers. */
  embed(text: string): Float32Array {
    return this.read(text).hidden
  }

  private read(query: string): Asked {
    return this.asked.of(query, () => this.readAnew(query))
  }

  private readAnew(query: string): Asked {
    const features = this.tokens.features(query)
    const vector = this.vocabulary.vector(features, 0.5)
    const [first, second] = this.data.nets
    return { features, vector, hidden: embed(first, vector), hiddenOfSecond: embed(second, vector) }
  }

  private rank(
    measure: MeasureIndex,
    at: number,
    asked: Asked,
    words: Float32Array,
    second: Float32Array,
  ): Float32Array {
    const first = ask(headOf(this.data.nets[0].heads, at), asked.hidden)
    const linear = classify(measure.classifier, asked.vector)
    const best = new Float32Array(measure.articles.length)
    words.forEach((score, i) => {
      const article = measure.articleOf[i] as number
      if (score > (best[article] as number)) best[article] = score
    })
    const passages = standardise(best)
    return passages.map(
      (score, article) =>
        fusion.passages * score +
        fusion.classifier * Math.log((linear[article] as number) + floor) +
        fusion.net * Math.log((first[article] as number) + floor) +
        fusion.net * Math.log((second[article] as number) + floor),
    )
  }

  private judge(
    measure: MeasureIndex,
    at: number,
    asked: Asked & { isAbsent: boolean },
    second: Float32Array,
  ): Omit<Explained, 'hits'> {
    const silent = second.subarray(measure.articles.length)
    const total = silent.reduce((sum, share) => sum + share, 0)
    const signs = readSigns(this.data.answerable, at, { ...asked, silent: total }, this.vocabulary)
    const near = similarities(measure.nearest, this.vocabulary.vector(asked.features, 1))
    const question = bestOf(near, 0, measure.questionCount)
    const silence = bestOf(near, measure.questionCount, near.length)
    const known = measure.silences[silence.at - measure.questionCount]
    const isKnownSilence = silence.score >= sameQuestion && silence.score > question.score
    const isKnownQuestion = question.score >= sameQuestion && question.score > silence.score
    const weighed = weighSigns(signs)
    const answerable = isKnownSilence ? Math.min(weighed, 0.02) : isKnownQuestion ? Math.max(weighed, 0.98) : weighed
    const kind = silenceClasses[bestOf(silent, 0, silent.length).at] ?? 'near'
    return {
      answerable,
      silentKind: isKnownSilence && known !== undefined ? known.class : kind,
      ...(known !== undefined && silence.score > question.score
        ? { silence: { silentOn: known.silentOn, class: known.class, near: known.near } }
        : {}),
      signs,
    }
  }
}

function headOf<T>(heads: readonly T[], at: number): T {
  const head = heads[at]
  if (head === undefined) throw new Error(`the index has no head ${at}`)
  return head
}

function bestOf(scores: Float32Array, from: number, to: number): { at: number; score: number } {
  let best = { at: from, score: 0 }
  for (let at = from; at < to; at++) if ((scores[at] as number) > best.score) best = { at, score: scores[at] as number }
  return best
}

/** Shared words, plus how like the question the passage's vector is. */
function scorePassages(
  measure: MeasureIndex,
  lengths: Float32Array | undefined,
  words: Float32Array,
  hidden: Float32Array,
): Float32Array {
  const scores = new Float32Array(measure.passages.length)
  let highest = 1e-9
  words.forEach((score, i) => {
    const shown = measure.shownFor[i] as number
    if (shown >= 0 && score > (scores[shown] as number)) scores[shown] = score
    highest = Math.max(highest, score)
  })
  const length = lengthOf(hidden, 0)
  return scores.map((score, i) => {
    const from = i * netWidth
    let product = 0
    for (let j = 0; j < netWidth; j++) product += (measure.vectors[from + j] as number) * (hidden[j] as number)
    return score / highest + (likeness * product) / (length * (lengths?.[i] ?? 1))
  })
}

function lengthsOf(measure: MeasureIndex): Float32Array {
  return Float32Array.from(measure.passages, (_, i) => lengthOf(measure.vectors, i * netWidth))
}

/** Of the vector that begins there; 1 where it is nothing. */
function lengthOf(vectors: Float32Array, from: number): number {
  let sum = 0
  for (let j = from; j < from + netWidth; j++) sum += (vectors[j] as number) ** 2
  return Math.sqrt(sum) || 1
}

function hitOf(measure: MeasureIndex, article: number, scores: Float32Array): Omit<ArticleHit, 'score'> {
  const own: { passage: Passage; score: number }[] = []
  measure.passages.forEach((passage, i) => {
    if (measure.articleOf[i] === article) own.push({ passage, score: scores[i] as number })
  })
  own.sort((a, b) => b.score - a.score)
  return {
    measure: measure.id,
    article: measure.articles[article] as ArticleHit['article'],
    passages: own.map(({ passage }) => passage),
  }
}
