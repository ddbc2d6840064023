/** What a draft is held against, and why a sentence of it may not go out. */
import type { Law } from '#knowledge/law/load.ts'
import type { Answer } from '../conversation.ts'
import type { Handles } from '../handles.ts'
import type { Question } from '../understand.ts'

export interface Basis {
  readonly question: Question
  /** The answer as code gave it. */
  readonly answer: Answer
  readonly handles: Handles
  readonly law: Law
}

/** Why a sentence was struck out. */
export type Why =
  | 'no-handle'
  | 'unknown-handle'
  | 'markup'
  | 'figure'
  | 'bound'
  | 'name'
  | 'place'
  | 'denial'
  | 'force'
  | 'status'
  | 'ungrounded'
  | 'too-long'
  /** Only its yes or no, which nothing decides; the rest stays. */
  | 'undecided'
