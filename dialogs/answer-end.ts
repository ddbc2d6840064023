/** Every way an answer ends. Each has a name that is counted, and the kind it is told as. */

/** What an answer is told as. */
export type AnswerKind = 'answer' | 'clarify' | 'not-covered' | 'refused'

const kinds = {
  /** By the article's own words, found or named. */
  'answer-by-article': 'answer',
  'answer-by-deadline': 'answer',
  'answer-by-rule': 'answer',
  /** Told as far as it goes, and the one fact asked that would settle it. */
  'answer-lacks-fact': 'answer',
  'answer-validity': 'answer',
  comparison: 'answer',
  'small-talk': 'answer',
  thanks: 'answer',
  'clarify-place': 'clarify',
  /** No word in it that could be read. */
  'clarify-words': 'clarify',
  'not-covered-silent': 'not-covered',
  'not-covered-comparison': 'not-covered',
  'not-covered-missing-article': 'not-covered',
  /** The article is a picture that the source has lost. */
  'not-covered-lost-picture': 'not-covered',
  /** Not a matter of these measures at all. */
  'not-covered-outside': 'not-covered',
  'refused-manipulation': 'refused',
  'refused-classified': 'refused',
} as const satisfies Readonly<Record<string, AnswerKind>>

export type AnswerEnd = keyof typeof kinds

export function kindOfEnd(end: AnswerEnd): AnswerKind {
  return kinds[end]
}

/** Ends at which nothing was answered that could be good or bad. */
const pleasantries: readonly AnswerEnd[] = ['small-talk', 'thanks', 'clarify-words']

export function isPleasantry(end: AnswerEnd): boolean {
  return pleasantries.includes(end)
}
