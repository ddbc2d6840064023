/** What dialogs need from outside, handed in with every message. Dialogs themselves have no clock, store or network. */
import type { Law } from '#knowledge/law/load.ts'
import type { MeasureId } from '#knowledge/law/measure.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { SearchIndex } from '#knowledge/retrieval/index-types.ts'
import type { KnownProject } from './project/record.ts'

/** SHA-256 of what answers are made from: the same digests give the same answer to the same question on the same day. */
export interface Digests {
  readonly law: string
  readonly calendar: string
  readonly index: string
}

export interface Ports {
  readonly law: Law
  readonly search: SearchIndex
  /** Runs one tool by name; its input is checked by its schema. */
  readonly runTool: (name: string, input: unknown) => Promise<unknown>
  readonly today: IsoDate
  /** What an answer of today stands on. */
  readonly standsOn: Digests
  /** The id of the answer this message may get, the same for the same message; undefined where answers are not kept. */
  readonly answerId: string | undefined
  /** What is remembered of the person who speaks. */
  readonly person: { readonly measure: MeasureId | undefined; readonly lang: 'zh' | 'en' | undefined }
  /** The person's projects; absent where none are kept (the command line): then none is declared either. */
  readonly projects?: ProjectPorts
}

export interface ProjectPorts {
  readonly personId: string
  /** The instant of this turn, e.g. `2026-11-24T02:00:00.000Z`: when what is said was said. */
  readonly now: string
  /** An id that no project has yet; the same however often this message's turn is computed. */
  readonly freshId: string
  /** What this person may see. */
  readonly known: readonly KnownProject[]
}
