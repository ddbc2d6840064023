/** What a person may say of an answer. */
export const reasons = ['wrong-article', 'beside-the-point', 'outdated', 'too-long', 'other'] as const

export type Reason = (typeof reasons)[number]

export interface Feedback {
  /** The answer's id. */
  readonly answer: string
  readonly good: boolean
  /** Of a bad answer, once told. */
  readonly reason?: Reason
  /** The person's own words, at most 1,000 characters. */
  readonly words?: string
}

export function isReason(text: unknown): text is Reason {
  return reasons.some((reason) => reason === text)
}
