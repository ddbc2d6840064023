/** Deadlines that were promised to be reminded of, against the same reckoned again: what stays, moves, comes and goes. */
import type { CalendarYear } from '#knowledge/calendar/calendar.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { Recurrence } from './notice.ts'
import type { Instant } from './reminder-days.ts'

/** What a last day was reckoned with, beside its event's day: where one of them is another, it is reckoned again. */
export interface PromiseBasis {
  /** The deadline and its period as the measure has it. */
  readonly rule: string
  readonly calendar: readonly CalendarYear[]
}

/** A deadline as it is reckoned today. */
export interface ReckonedPromise {
  readonly deadline: string
  readonly due: IsoDate
  readonly advised: IsoDate
  readonly event: string
  readonly from: IsoDate | null
  readonly recurs?: Recurrence
  /** The day it runs from was not told, only reckoned. */
  readonly planned?: true
  readonly basis?: PromiseBasis
}

/** Why a last day is another one. */
export type MoveReason =
  | { readonly by: 'calendar'; readonly year: number; readonly notice: string | null }
  | { readonly by: 'rule' }
  /** What is known of the project is another: the measure has another period for it. */
  | { readonly by: 'facts' }
  | { readonly by: 'event' }

/** A deadline as it was promised. */
export interface KeptPromise extends ReckonedPromise {
  /** When this last day became known. */
  readonly since: Instant
  readonly moved?: { readonly from: IsoDate; readonly why: MoveReason }
}

export interface Reconciling {
  readonly now: Instant
  readonly today: IsoDate
  /** Said to be met. */
  readonly isClosed: (promise: Pick<ReckonedPromise, 'deadline' | 'due'>) => boolean
  /** Somebody else told another day of the event: its owner has not heard of it. */
  readonly byOther?: boolean
}

/**
 * @param kept as promised so far
 * @param reckoned all open deadlines of the project as they are today
 * @returns what is promised from now on
 */
export function reconcile(
  kept: readonly KeptPromise[],
  reckoned: readonly ReckonedPromise[],
  how: Reconciling,
): KeptPromise[] {
  const gone = kept.filter((old) => !reckoned.some((each) => isSame(old, each)))
  const standing = reckoned.map((each): KeptPromise => {
    const same = kept.find((old) => isSame(old, each))
    if (same !== undefined)
      return { ...each, since: same.since, ...(same.moved === undefined ? {} : { moved: same.moved }) }
    const before = gone.find((old) => isMoved(old, each, how) || isMovedAgain(old, each, how))
    const moved = before === undefined ? {} : { moved: { from: before.due, why: whyMoved(before, each) } }
    return { ...each, since: how.now, ...moved }
  })
  // A quarter's report that was not handed in stays open when the next quarter has begun.
  const missed = gone.filter((old) => old.recurs !== undefined && old.due < how.today && !how.isClosed(old))
  return [...missed, ...standing]
}

function isSame(a: ReckonedPromise, b: ReckonedPromise): boolean {
  return a.deadline === b.deadline && a.due === b.due
}

function isMoved(old: KeptPromise, now: ReckonedPromise, { byOther = false }: Reconciling): boolean {
  if (old.deadline !== now.deadline || old.recurs !== undefined) return false
  // What rests on a planned day moves with every step and is told by its own notice.
  if (old.planned === true || now.planned === true) return false
  return old.from === now.from || byOther
}

/** What comes again: its day is another one before it has come, e.g. the end of June in place of May's. */
function isMovedAgain(old: KeptPromise, now: ReckonedPromise, { today, isClosed }: Reconciling): boolean {
  if (old.deadline !== now.deadline || old.recurs === undefined || old.recurs !== now.recurs) return false
  return old.basis !== undefined && old.basis.rule !== now.basis?.rule && old.due >= today && !isClosed(old)
}

function whyMoved(old: KeptPromise, now: ReckonedPromise): MoveReason {
  if (old.from !== now.from) return { by: 'event' }
  const known = old.basis?.calendar ?? []
  const changed = now.basis?.calendar.find((year) =>
    // Of what was reckoned without any calendar every year is news.
    known.length === 0
      ? old.basis !== undefined
      : known.some((before) => before.year === year.year && before.digest !== year.digest),
  )
  if (changed !== undefined) return { by: 'calendar', year: changed.year, notice: changed.notice }
  return old.basis?.rule === now.basis?.rule ? { by: 'facts' } : { by: 'rule' }
}
