/** What the load generator is asked by its parent, and what it answers. */
export interface Job {
  readonly door: 'direct-line' | 'posted' | 'expect-replies' | 'session'
  /** Of the server. */
  readonly origin: string
  readonly conversations: number
  /** Load before anything counts. */
  readonly warmSeconds: number
  readonly seconds: number
  readonly questions: readonly string[]
  /** Turns in a second of all together, spread evenly; undefined: each says the next thing once it is answered. */
  readonly turnsPerSecond?: number
}

/** Errors by what they were, e.g. `429` or `no answer`. */
export type Errors = Readonly<Record<string, number>>

export interface Outcome {
  readonly turns: number
  readonly seconds: number
  /** Milliseconds of each turn, from the message to its answer. */
  readonly latencies: readonly number[]
  readonly errors: Errors
  /** 429 without a Retry-After. */
  readonly withoutWait: number
  /** How busy the generator itself was, 0 to 1: near 1 it measures itself. */
  readonly busy: number
}

/** `warm`: from now on it counts; `over`: until now. */
export type Moment = 'warm' | 'over'

export type FromGenerator = { readonly moment: Moment } | { readonly outcome: Outcome } | { readonly failed: string }

/** Somebody who talks to the server by one of its doors. */
export interface Talker {
  /** Says something and waits for the answer. @throws Refused */
  say(text: string): Promise<void>
}

/** The server did not answer as it should. */
export class Refused extends Error {
  /** As counted. */
  readonly kind: string
  readonly retryAfter: string | undefined
  constructor(kind: string, retryAfter?: string) {
    super(kind)
    this.name = 'Refused'
    this.kind = kind
    this.retryAfter = retryAfter
  }
}
