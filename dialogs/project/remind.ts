/**
 * Looking after a person's deadlines: all of them reckoned again, what is due said, and when to look next. Pure: the
 * instant, the projects and what was kept are handed in.
 */
import { type IsoDate, shiftDays } from '#knowledge/law/units.ts'
import { keyOf, type Notice, type OpenDeadline } from '#tools/notice.ts'
import { reconcile } from '#tools/promises.ts'
import { type Instant, isOfficeHour, morningOf, nextMorningDay, workingDayFrom } from '#tools/reminder-days.ts'
import { noticesDue, planNotices } from '#tools/reminders.ts'
import type { Ports } from '../ports.ts'
import type { Agenda, ProjectPromise } from './agenda.ts'
import { deadlinesOf, isSaidClosed, promisesOf } from './deadlines.ts'
import { measureOf } from './questions.ts'
import type { ProjectRecord } from './record.ts'
import { composeNotices } from './remind-card.ts'
import { type Telling, tellingOf } from './remind-line.ts'
import { namedMessages } from './remind-second.ts'
import type { ReminderMessage } from './reminder-message.ts'

/** What comes again is looked for at least so often. */
const lookAgainDays = 7

export interface Outlook {
  /** Per project all that is promised from now on. */
  readonly promises: readonly ProjectPromise[]
  readonly messages: readonly ReminderMessage[]
  /** Every notice that is not to be told any more, with the project it belongs to. */
  readonly told: readonly { readonly id: string; readonly kind: Notice['kind']; readonly project: string | undefined }[]
  /** When to look again; null where nothing is open. */
  readonly lookAt: Instant | null
}

/** @param records the person's own projects */
export async function lookAfter(
  agenda: Agenda,
  records: readonly ProjectRecord[],
  ports: Ports,
  now: Instant,
): Promise<Outlook> {
  const active = records.filter(({ status }) => status === 'active')
  const promises = (await Promise.all(active.map((record) => promisesOfProject(record, agenda, ports, now)))).flat()
  const { calendar } = ports
  const { settings, told: toldBefore } = agenda
  const until = shiftDays(ports.today, 2 * lookAgainDays)
  const plan = planNotices({ deadlines: promises.map(asOpen), settings, told: toldBefore, calendar, until })
  const { due, passed } = noticesDue(plan, now)
  const isTime = isOfficeHour(now, calendar)
  const named = namedMessages(agenda, active, ports)
  const isWaiting = !isTime && (named.length > 0 || plan.some(({ at }) => at <= now))
  const next = { promises, lookAt: nextLook(plan, active.length > 0, isWaiting, now, ports) }
  if (!isTime) return { ...next, messages: [], told: [] }
  const told = [...due.flatMap((notice) => [notice, ...notice.covers]), ...passed]
  return {
    ...next,
    messages: [...named, ...messagesOf(due, agenda, promises, active, ports)],
    told: [...told.map(({ id, kind, about }) => ({ id, kind, project: about?.project })), ...toldOf(named)],
  }
}

function toldOf(named: readonly ReminderMessage[]): Outlook['told'] {
  return named.flatMap(({ notices, about }) =>
    notices.map((id) => ({ id, kind: 'second-named' as const, project: about[0]?.split('|')[0] })),
  )
}

/** What is promised of one project, reckoned today. */
export async function promisesOfProject(
  record: ProjectRecord,
  agenda: Pick<Agenda, 'promises'>,
  ports: Ports,
  now: Instant,
): Promise<ProjectPromise[]> {
  const measure = measureOf(record, ports.law)
  if (measure === undefined || record.status !== 'active') return []
  const { deadlines } = await deadlinesOf(record, measure, ports)
  const kept = agenda.promises.filter(({ project }) => project === record.id)
  const today = ports.today
  const isClosed = ({ deadline, due }: { deadline: string; due: IsoDate }) =>
    isSaidClosed(record, deadline, due, kept.find((each) => each.deadline === deadline)?.recurs)
  const reckoned = promisesOf(deadlines, today, measure)
  return reconcile(kept, reckoned, { now, today, isClosed }).map((promise) => ({ ...promise, project: record.id }))
}

export function asOpen({
  project,
  deadline,
  due,
  advised,
  from,
  since,
  recurs,
  planned,
  moved,
}: ProjectPromise): OpenDeadline {
  return {
    project,
    deadline,
    due,
    advised,
    from,
    since,
    ...(recurs === undefined ? {} : { recurs }),
    ...(planned === undefined ? {} : { planned }),
    ...(moved === undefined ? {} : { movedFrom: moved.from }),
  }
}

function messagesOf(
  due: readonly Notice[],
  agenda: Agenda,
  promises: readonly ProjectPromise[],
  records: readonly ProjectRecord[],
  ports: Ports,
): ReminderMessage[] {
  const own = due.filter(({ to }) => to === 'owner')
  const seconds = Map.groupBy(
    due.filter(({ to }) => to === 'second'),
    ({ about }) => agenda.settings.seconds[about?.project ?? ''] ?? '',
  )
  const messages = [
    messageTo(agenda.personId, own, promises, records, ports, false),
    ...[...seconds].map(([person, notices]) => messageTo(person, notices, promises, records, ports, true)),
  ]
  return messages.filter((message) => message !== undefined)
}

function messageTo(
  to: string,
  notices: readonly Notice[],
  promises: readonly ProjectPromise[],
  records: readonly ProjectRecord[],
  ports: Ports,
  isSecond: boolean,
): ReminderMessage | undefined {
  const tellings = notices.flatMap((notice) => {
    const subjects = notice.about === undefined ? notice.lists : [notice.about]
    return subjects.flatMap((about) => tellingOf(notice, about, promises, records, ports) ?? [])
  })
  const once = gravest(tellings)
  if (once.length === 0) return undefined
  const isWeek = notices.some(({ kind }) => kind === 'digest')
  return {
    to,
    reply: composeNotices(once, { ports, lang: ports.person.lang ?? 'zh', isSecond, isWeek }),
    notices: notices.map(({ id }) => id),
    kinds: notices.map(({ kind }) => kind),
    about: once.map(({ promise }) => keyOf(promise)),
  }
}

/** Each deadline once, a move before anything else, by its last day. */
function gravest(tellings: readonly Telling[]): Telling[] {
  const byKey = Map.groupBy(tellings, ({ promise }) => keyOf(promise))
  const chosen = [...byKey.values()].flatMap((same) => same.find(({ kind }) => kind === 'moved') ?? same.at(-1) ?? [])
  return chosen.toSorted((a, b) => (a.promise.due < b.promise.due ? -1 : a.promise.due > b.promise.due ? 1 : 0))
}

function nextLook(
  plan: readonly Notice[],
  hasProjects: boolean,
  isWaiting: boolean,
  now: Instant,
  { calendar, today }: Ports,
): Instant | null {
  if (!hasProjects) return null
  const horizon = morningOf(workingDayFrom(shiftDays(today, lookAgainDays), calendar))
  // Late ones wait for the next morning where nobody is at work now.
  const waiting = isWaiting ? [morningOf(nextMorningDay(now, calendar))] : []
  const next = plan.find(({ at }) => at > now)?.at
  return [horizon, ...waiting, ...(next === undefined ? [] : [next])].toSorted()[0] ?? horizon
}
