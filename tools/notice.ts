/** What a reminder is about, what people wish of reminders, and the reminder itself. */
import type { IsoDate } from '#knowledge/law/units.ts'
import type { Instant } from './reminder-days.ts'

/** Comes again: every quarter, every year, or on each anniversary, where the day is not the law's but ours. */
export type Recurrence = 'quarter' | 'year' | 'anniversary'

/** An open deadline that the person was promised to be reminded of. */
export interface OpenDeadline {
  readonly project: string
  readonly deadline: string
  /** The last lawful day. */
  readonly due: IsoDate
  /** The last working day not after the period's own last day: reminders count back from it. */
  readonly advised: IsoDate
  /** The day it runs from; null where it comes by the calendar. */
  readonly from: IsoDate | null
  /** When it became known: what would have been told before is told once instead. */
  readonly since: Instant
  readonly recurs?: Recurrence
  /** The day it runs from was not told, only reckoned: told once, ahead. */
  readonly planned?: true
  /** The last day was another one until `since`. */
  readonly movedFrom?: IsoDate
}

/** What a person wishes. */
export interface ReminderSettings {
  /** No reminders at all. */
  readonly stopped?: true
  /** Working days ahead; the last day's own morning always stays. Unset: 30, 7, 3, 1. */
  readonly before?: readonly number[]
  /** The same for what comes every quarter or year. */
  readonly beforeRecurring?: readonly number[]
  /** The same for one kind of deadline, by its id. */
  readonly beforeOf?: Readonly<Record<string, readonly number[]>>
  /** Keys of deadlines that are not reminded of. */
  readonly muted: readonly string[]
  /** By the key of a deadline: the day before which nothing is said of it. */
  readonly later: Readonly<Record<string, string>>
  /** By project: the person who is told when nothing was done a working day before. */
  readonly seconds: Readonly<Record<string, string>>
}

export const noSettings: ReminderSettings = { muted: [], later: {}, seconds: {} }

export type NoticeKind =
  | 'before'
  | 'morning'
  | 'overdue'
  | 'weekly'
  | 'late-told'
  | 'later'
  | 'second-contact'
  | 'second-named'
  | 'moved'
  | 'digest'

export interface Notice {
  /** The same notice has the same id however often it is planned. */
  readonly id: string
  readonly kind: NoticeKind
  /** Its day, a working day; it goes out at nine. */
  readonly on: IsoDate
  readonly at: Instant
  /** `second`: the project's second contact. */
  readonly to: 'owner' | 'second'
  /** Of a digest: those of its week that it stands for. */
  readonly covers: readonly Notice[]
  /** Of a digest: every deadline of its week. */
  readonly lists: readonly OpenDeadline[]
  /** What it is about; a digest has none of its own. */
  readonly about?: OpenDeadline
}

/** Names one deadline of one project. */
export function keyOf({ project, deadline, due }: Pick<OpenDeadline, 'project' | 'deadline' | 'due'>): string {
  return `${project}|${deadline}|${due}`
}
