/** What dialogs need from outside, handed in with every message. Dialogs themselves have no clock, store or network. */
import type { Law } from '#knowledge/law/load.ts'
import type { MeasureId } from '#knowledge/law/measure.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { SearchIndex } from '#knowledge/retrieval/index-types.ts'

export interface Ports {
  readonly law: Law
  readonly search: SearchIndex
  /** Runs one tool by name; its input is checked by its schema. */
  readonly runTool: (name: string, input: unknown) => Promise<unknown>
  readonly today: IsoDate
  /** What is remembered of the person who speaks. */
  readonly person: { readonly measure: MeasureId | undefined; readonly lang: 'zh' | 'en' | undefined }
}
