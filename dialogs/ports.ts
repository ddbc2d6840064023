/** What dialogs need from outside, handed in with every message. Dialogs themselves have no clock, store or network. */
import type { WorkCalendar } from '#knowledge/calendar/calendar.ts'
import type { Law } from '#knowledge/law/load.ts'
import type { MeasureId } from '#knowledge/law/measure.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { SearchIndex } from '#knowledge/retrieval/index-types.ts'
import type { Digests, Reply } from './conversation.ts'
import type { Agenda } from './project/agenda.ts'
import type { KnownProject } from './project/record.ts'

export interface Ports {
  readonly law: Law
  readonly search: SearchIndex
  readonly calendar: WorkCalendar
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
  /** How a person proves to be one on two channels; absent where no persons are kept. */
  readonly linking?: LinkingPorts
  /** Rewords answers and proposes readings; absent where none is set. */
  readonly model?: ModelPort
  /** Shows what a model has written and the check has passed while the rest is still to come: all of it, each time. */
  readonly showDraft?: ShowDraft
  /** Functions that are switched off. */
  readonly closed?: Closed
}

/**
 * A language model on the office's own network. What it writes is believed only as far as `by-model/check-draft.ts` finds
 * it in what it was shown. Its failures are errors that carry a `fault`.
 */
export interface ModelPort {
  /** As it is set, e.g. `qwen3-32b`. */
  readonly name: string
  /** SHA-256 of everything it is ever told to do. */
  readonly prompt: string
  /** Pieces of a text as they come, the whole in time or an error. */
  write(brief: ModelBrief): AsyncIterable<string>
  /** One JSON value, not checked yet. */
  propose(brief: ModelBrief): Promise<unknown>
}

/** A draft that grows: what is shown is replaced by the answer, whichever way that turns out. */
export type ShowDraft = (draft: Reply) => void

export interface ModelBrief {
  /** What it is to do, and the texts it may draw on: the same for every question asked of one measure. */
  readonly task: string
  /** The question and what was found, as JSON: never instructions. */
  readonly data: string
  /** Runs a tool that only reads; gives what it found back as a numbered source. */
  readonly lookUp?: (tool: string, input: unknown) => Promise<string>
}

export type FunctionName = 'answers' | 'projects' | 'filings' | 'reminders' | 'model'

/** The reason, for each function that is switched off. */
export type Closed = Readonly<Partial<Record<FunctionName, string>>>

export interface LinkingPorts {
  /** Eight digits that nobody can guess. */
  readonly freshCode: string
  /** @returns undefined where there is no such code, or its time is over */
  readonly ownerOf: (
    code: string,
  ) => Promise<{ readonly personId: string; readonly channels: readonly string[] } | undefined>
}

export interface ProjectPorts {
  readonly personId: string
  /** The instant of this turn, e.g. `2026-11-24T02:00:00.000Z`: when what is said was said. */
  readonly now: string
  /** An id that no project has yet; the same however often this message's turn is computed. */
  readonly freshId: string
  /** What this person may see. */
  readonly known: readonly KnownProject[]
  /** What is kept of this person's reminders; absent where none are sent. */
  readonly agenda?: () => Promise<Agenda>
}
