/** What is learned from: questions, passages, the topics' synonyms, and the questions a measure is silent on. */
import { type Law, translationOf } from '../law/load.ts'
import type { ArticleRef, Measure, Silence } from '../law/measure.ts'
import type { Passage } from './index-types.ts'
import { passagesOf } from './passages.ts'

/** A text and the articles it is about, by their place in `MeasureTexts.articles`; any of them is right. */
export interface LabelledText {
  readonly text: string
  readonly classes: readonly number[]
  readonly weight: number
}

/** Everything an index is built from, for one jurisdiction. */
export interface MeasureTexts {
  readonly id: string
  readonly articles: readonly ArticleRef[]
  /** Of the authoritative text first, then of its translation. */
  readonly passages: readonly Passage[]
  /** How many of `passages` are authoritative. */
  readonly shown: number
  readonly questions: readonly LabelledText[]
  /** The words of the passages and of the topics: learned from, but no question of staff. */
  readonly further: readonly LabelledText[]
  readonly silences: readonly Silence[]
}

/** Less than a question: a passage is no question, a topic's synonym names several articles. */
const weights = { passage: 0.5, topic: 0.3 }
/** Beyond this many characters a passage says too many things to be learned from as one. */
const longestPassage = 400

/** @returns one entry an authoritative measure, in the law's order */
export function gatherTexts(law: Law): MeasureTexts[] {
  return law.measures.filter((measure) => measure.translationOf === undefined).map((measure) => gather(law, measure))
}

function gather(law: Law, measure: Measure): MeasureTexts {
  const translation = translationOf(law, measure.id)
  const articles = measure.articles.map((article) => article.ref)
  const own = passagesOf(measure)
  const passages = [...own, ...(translation === undefined ? [] : passagesOf(translation))]
  const label = (text: string, refs: readonly ArticleRef[], weight: number): LabelledText => ({
    text,
    classes: refs.map((ref) => articles.indexOf(ref)).filter((at) => at >= 0),
    weight,
  })
  const topics = law.topics.flatMap((topic) => {
    const refs = topic.articles[measure.id] ?? []
    if (refs.length === 0) return []
    return [topic.zh, topic.en, ...topic.synonyms].map((text) => label(text, refs, weights.topic))
  })
  return {
    id: measure.id,
    articles,
    passages,
    shown: own.length,
    questions: [...measure.questions, ...(translation?.questions ?? [])].map(({ q, article }) =>
      label(q, [article], 1),
    ),
    further: [
      ...passages.map(({ text, article }) => label(text.slice(0, longestPassage), [article], weights.passage)),
      ...topics,
    ],
    silences: measure.silences,
  }
}
