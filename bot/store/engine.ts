/** What the two engines do differently. Everything else is SQL that both speak. */
import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

export type Sql = Kysely<Tables> | Transaction<Tables>

/** Something new in a conversation; undefined: news may have been missed, so anything may be new. */
export type OnNews = (conversationId: string | undefined) => void

export interface SqlEngine {
  readonly db: Kysely<Tables>
  /** This process, told apart from the other instances. */
  readonly instance: string
  /** Nobody else can be at work on messages: leases of other instances are those of dead ones. */
  readonly alone: boolean
  /** The instant now, by the store's own clock: `2026-11-24T01:00:00.000Z`. */
  readonly stamp: (db: Sql) => string | Promise<string>
  /** Where several instances write, rows another one is taking are passed over. */
  readonly skipLocked: boolean
  /**
   * All or nothing, and flushed when it resolves. The work may run more than once.
   *
   * @param flush false: kept when this process dies, but perhaps not when the machine does
   */
  transact<T>(work: (trx: Transaction<Tables>) => Promise<T>, flush?: boolean): Promise<T>
  /** Tells the other instances, once the transaction is committed. */
  tellNews(trx: Transaction<Tables>, conversationIds: readonly string[]): Promise<void>
  /** @returns ends it */
  onNews(callback: OnNews): () => void
  /** Lets one instance at a time let go of what is old, until its transaction ends. */
  maySweep(trx: Transaction<Tables>): Promise<boolean>
  /** What the engine does so that wiped words are gone from its files too. */
  afterWipe(): void
  close(): Promise<void>
}
