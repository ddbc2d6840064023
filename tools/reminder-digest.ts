/**
 * Where three or more deadlines would be told of in one week (Monday to Sunday), one digest on its first working day
 * stands for them. What can only be said on its day stays on it: the last day's morning, and that a day has passed.
 */
import type { WorkCalendar } from '#knowledge/calendar/calendar.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { keyOf, type Notice, type NoticeKind } from './notice.ts'
import { firstWorkingDayOfWeek, mondayOf, morningOf } from './reminder-days.ts'

const deadlinesOfADigest = 3
const foldable: readonly NoticeKind[] = ['before', 'late-told', 'later', 'weekly']

/** @param told a digest that went out stands, whatever has been done since */
export function foldIntoDigests(
  notices: readonly Notice[],
  told: ReadonlySet<string>,
  calendar: WorkCalendar,
): Notice[] {
  const weeks = Map.groupBy(notices, ({ on }) => mondayOf(on))
  return [...weeks].flatMap(([monday, ofWeek]) => {
    const on = firstWorkingDayOfWeek(monday, calendar)
    return on === undefined ? ofWeek : foldWeek(monday, on, ofWeek, told)
  })
}

function foldWeek(monday: IsoDate, on: IsoDate, ofWeek: readonly Notice[], told: ReadonlySet<string>): Notice[] {
  const at = morningOf(on)
  const id = `digest|${monday}`
  // A deadline that became known only after the digest's morning is told by itself.
  const known = ofWeek.filter(
    ({ about, to, id: each }) => to === 'owner' && about !== undefined && about.since <= at && !told.has(each),
  )
  const counted = known.filter(({ kind }) => foldable.includes(kind) || kind === 'morning')
  const folded = known.filter(({ kind, on: day }) => foldable.includes(kind) || (day === on && kind !== 'moved'))
  const lists = new Map(counted.flatMap(({ about }) => (about === undefined ? [] : [[keyOf(about), about] as const])))
  if (told.has(id) || lists.size < deadlinesOfADigest || folded.length === 0) return [...ofWeek]
  const digest: Notice = { id, kind: 'digest', on, at, to: 'owner', covers: folded, lists: [...lists.values()] }
  return [digest, ...ofWeek.filter((notice) => !folded.includes(notice))]
}
