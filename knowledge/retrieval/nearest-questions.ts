/** The stored questions of one jurisdiction nearest to some words: for whoever looks after them, not for answering. */
import { type Law, translationOf } from '../law/load.ts'
import type { ArticleRef, Measure, Silence } from '../law/measure.ts'
import { buildNearest, similarities } from './nearest.ts'
import { parseWording, readWordingText, Tokens } from './tokens.ts'
import { buildVocabulary, Vocabulary } from './vocabulary.ts'

export interface NearQuestion {
  readonly q: string
  /** The article that answers it; absent where the measure is silent on it. */
  readonly article?: ArticleRef
  readonly silentOn?: Silence['silentOn']
  /** Shared words, rare ones more, 0 to about 1. */
  readonly likeness: number
}

/** Reads all questions of a measure once. @returns finds the nearest of them, best first */
export function openNearestQuestions(law: Law, measure: Measure): (words: string, limit: number) => NearQuestion[] {
  const translation = translationOf(law, measure.id)
  const stored: Omit<NearQuestion, 'likeness'>[] = [
    ...[...measure.questions, ...(translation?.questions ?? [])].map(({ q, article }) => ({ q, article })),
    ...measure.silences.map(({ q, silentOn }) => ({ q, silentOn })),
  ]
  const tokens = new Tokens(parseWording(readWordingText()))
  const features = stored.map(({ q }) => tokens.features(q))
  const vocabulary = new Vocabulary(buildVocabulary(features))
  const data = buildNearest(
    features.map((each) => vocabulary.vector(each, 1)),
    vocabulary,
  )
  return (words, limit) => {
    const likeness = similarities(data, vocabulary.vector(tokens.features(words), 1))
    return stored
      .map((each, i) => ({ ...each, likeness: likeness[i] ?? 0 }))
      .filter((each) => each.likeness > 0)
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, limit)
  }
}
