/** An answer before its words are composed. */
import type { Measure } from '#knowledge/law/measure.ts'
import type { SearchResult } from '#knowledge/retrieval/index-types.ts'
import { type AnswerEnd, kindOfEnd } from './answer-end.ts'
import type { Answer, ToolUse } from './conversation.ts'

export type Draft = Omit<Answer, 'text'>

/** What search found for a question in one measure. */
export interface Found {
  readonly measure: Measure
  readonly result: SearchResult
  readonly tool: ToolUse
}

const nothing = { citations: [], near: [], tools: [], validity: [], options: [] } as const

/** A draft of words alone. */
export function draftOf(end: AnswerEnd, conclusion: string, rest: Partial<Draft> = {}): Draft {
  return { ...nothing, ...rest, kind: kindOfEnd(end), end, conclusion }
}
