/** What is kept of a person's reminders: what was promised, what they wish, what was told. */
import { z } from 'zod'
import { noSettings, type ReminderSettings } from '#tools/notice.ts'
import type { KeptPromise } from '#tools/promises.ts'

/** A promise of one project. */
export interface ProjectPromise extends KeptPromise {
  readonly project: string
}

export interface Agenda {
  readonly personId: string
  /** Counts every change by a turn; wishes on an older version are refused. */
  readonly version: number
  readonly settings: ReminderSettings
  readonly promises: readonly ProjectPromise[]
  /** Ids of the notices that went out, or that another one stood for. */
  readonly told: ReadonlySet<string>
  /** Keys of the deadlines that the newest message told of: what «this one» means. */
  readonly latest: readonly string[]
}

/** A reminder that could not be brought to its person on any channel. */
export interface LostNotice {
  readonly message: string
  /** When it went out. */
  readonly at: string
  /** Its one line. */
  readonly summary: string
  /** It was for the second contact. */
  readonly forSecond: boolean
}

const counts = z.array(z.number().int().min(1).max(250)).max(10)
const settings = z.object({
  stopped: z.literal(true).optional(),
  before: counts.optional(),
  beforeRecurring: counts.optional(),
  muted: z.array(z.string()).catch([]),
  later: z.record(z.string(), z.string()).catch({}),
  seconds: z.record(z.string(), z.string()).catch({}),
})

/** Kept wishes → the shape of today; what does not fit is as if nothing had been wished. */
export function readSettings(value: unknown): ReminderSettings {
  const parsed = settings.safeParse(value)
  return parsed.success ? (JSON.parse(JSON.stringify(parsed.data)) as ReminderSettings) : noSettings
}

/** Wishes that no longer concern anything are not kept on. */
export function withoutStale(settings: ReminderSettings, keys: ReadonlySet<string>): ReminderSettings {
  return {
    ...settings,
    muted: settings.muted.filter((key) => keys.has(key)),
    later: Object.fromEntries(Object.entries(settings.later).filter(([key]) => keys.has(key))),
  }
}
