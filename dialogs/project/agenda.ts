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
  stopped: z.literal(true).optional().catch(undefined),
  before: counts.optional().catch(undefined),
  beforeRecurring: counts.optional().catch(undefined),
  beforeOf: z.record(z.string(), counts).optional().catch(undefined),
  muted: z.array(z.string()).catch([]),
  later: z.record(z.string(), z.string()).catch({}),
  seconds: z.record(z.string(), z.string()).catch({}),
})

/** Kept wishes → the shape of today; a wish that does not fit is as if it had not been made, the others stay. */
export function readSettings(value: unknown): ReminderSettings {
  const parsed = settings.safeParse(value)
  return parsed.success ? (JSON.parse(JSON.stringify(parsed.data)) as ReminderSettings) : noSettings
}

/** Nothing that names a project which is forgotten. */
export function withoutProject(settings: ReminderSettings, project: string): ReminderSettings {
  const isOther = (key: string) => key !== project && !key.startsWith(`${project}|`)
  const kept = (record: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(record).filter(([key]) => isOther(key)))
  const { muted, later, seconds } = settings
  return { ...settings, muted: muted.filter(isOther), later: kept(later), seconds: kept(seconds) }
}

/** Wishes that no longer concern anything are not kept on. */
export function withoutStale(settings: ReminderSettings, keys: ReadonlySet<string>): ReminderSettings {
  return {
    ...settings,
    muted: settings.muted.filter((key) => keys.has(key)),
    later: Object.fromEntries(Object.entries(settings.later).filter(([key]) => keys.has(key))),
  }
}
