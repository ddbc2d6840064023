/**
 * The loop that keeps the word given: a tick asks the store who is to be looked after, the dialogs say what is due, and
 * one commit keeps both what was told and the words. Nothing waits on a timer of its own, so that a server that slept or
 * was down goes on with what the store holds.
 */
import { randomUUID } from 'node:crypto'
import type { Agenda } from '#dialogs/project/agenda.ts'
import type { ProjectRecord } from '#dialogs/project/record.ts'
import type { Outlook } from '#dialogs/project/remind.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import {
  type Lease,
  type Person,
  type Place,
  type SettledAgenda,
  type Store,
  StoreUnavailable,
  type UnprovedNotice,
  type Watched,
} from './store/store.ts'

/** The store is asked so often. */
const tickMilliseconds = 20_000
/** Now and then what an older release, still running beside this one, has reckoned meanwhile is reckoned again. */
const ticksToReckonAgain = 1000
/** A process that is killed holds people for so long. */
const leaseSeconds = 120
/** At once; what is left is asked for right afterwards. */
const peopleAtOnce = 50
const noticesAtOnce = 50
/** After a fault that is ours, or the database's. */
const againSeconds = 300

/** What the dialogs say of a person's deadlines. */
export interface ReminderBrain {
  /** The digests of law and calendar that days are reckoned with. */
  readonly standing: string
  /** @param now an instant by the store's own clock */
  lookAfter(
    agenda: Agenda,
    person: Pick<Person, 'measure' | 'lang'>,
    records: readonly ProjectRecord[],
    now: string,
  ): Promise<Outlook>
  /** When a message said now should have arrived: some office hours later. */
  checkAt(now: string): string
}

export interface RemindersParts {
  readonly store: Store
  readonly brain: ReminderBrain
  readonly log: Log
  readonly metrics: Metrics
  /** Channels that people can be reached on, and those of them that are sent to. */
  readonly channels: () => { readonly open: readonly string[]; readonly sending: ReadonlySet<string> }
  /** There is something new in a conversation. */
  readonly onSaid: (conversationId: string) => void
}

export interface Reminders {
  /** Looks after everybody whose time has come. Resolves when that is done. */
  tick(): Promise<void>
  /** Reckons again what was reckoned with another law or calendar, then looks by itself, now and then. */
  start(): Promise<void>
  /** Resolves when nothing is under way. */
  stop(): Promise<void>
}

export function createReminders(parts: RemindersParts): Reminders {
  const { store, log } = parts
  const lease: Lease = { by: randomUUID(), seconds: leaseSeconds }
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let stopping = false
  let ticks = 0

  async function reckonAgain(): Promise<void> {
    const people = await store.lookAgain(parts.brain.standing)
    if (people > 0) log.info('reckoning-again', { people })
  }

  async function look(): Promise<void> {
    try {
      ticks += 1
      if (ticks % ticksToReckonAgain === 0) await reckonAgain()
      while (!stopping && (await lookAfterSome(parts, lease)) === peopleAtOnce);
      while (!stopping && (await proveSome(parts)) === noticesAtOnce);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) log.error('reminders-failed', error)
    }
  }

  function tick(): Promise<void> {
    running ??= look().finally(() => {
      running = undefined
    })
    return running
  }

  return {
    tick,
    async start() {
      await reckonAgain()
      timer = setInterval(() => void tick(), tickMilliseconds).unref()
      void tick()
    },
    async stop() {
      stopping = true
      clearInterval(timer)
      await running
    },
  }
}

/** @returns how many people there were */
async function lookAfterSome(parts: RemindersParts, lease: Lease): Promise<number> {
  const { now, people } = await parts.store.claimAgendas(lease, peopleAtOnce)
  const watched = await parts.store.watched(people)
  const worked: Worked[] = []
  for (const personId of people) {
    const own = watched.find(({ agenda }) => agenda.personId === personId)
    const settled = await orLater(parts, lease, personId, () => workOut(parts, lease, personId, own, now))
    if (settled !== undefined) worked.push(settled)
  }
  await settleAll(parts, lease, worked)
  return people.length
}

/** What was worked out of one person, as it is kept. */
type Worked = SettledAgenda & Outlook

async function workOut(
  { brain, channels }: RemindersParts,
  { by }: Lease,
  personId: string,
  watched: Watched | undefined,
  now: string,
): Promise<Worked> {
  if (watched === undefined) throw new Error(`The agenda of ${personId} has no person.`)
  const { agenda, person, records } = watched
  const outlook = await brain.lookAfter(agenda, person, records, now)
  const { version } = agenda
  return { personId, version, by, standing: brain.standing, ...outlook, ...channels(), checkAt: brain.checkAt(now) }
}

/** All at once; each by itself where that fails, so that one who cannot be kept does not hold up the others. */
async function settleAll(parts: RemindersParts, lease: Lease, worked: readonly Worked[]): Promise<void> {
  if (worked.length === 0) return
  const settle = async (some: readonly Worked[]): Promise<void> => {
    const places = await parts.store.settleAgendas(some)
    for (const [i, each] of some.entries()) await told(parts, lease, each, places[i])
  }
  try {
    await settle(worked)
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    for (const each of worked) await orLater(parts, lease, each.personId, () => settle([each]))
  }
}

async function told(
  { store, metrics, onSaid, log }: RemindersParts,
  { by }: Lease,
  { personId, messages }: Worked,
  places: readonly Place[] | undefined,
): Promise<void> {
  if (places === undefined) {
    log.info('reminder-overtaken', { personId })
    return store.releaseAgenda(personId, by, 0)
  }
  for (const { kinds } of messages) for (const kind of kinds) metrics.countNotice(kind)
  for (const { conversationId } of places) onSaid(conversationId)
  for (let lost = messages.length - places.length; lost > 0; lost -= 1) metrics.countReminder('undelivered')
  for (const _ of places) metrics.countReminder('said')
}

/** A person with whom something is wrong is looked at again later; the others go on. */
async function orLater<T>(
  { store, log }: RemindersParts,
  { by }: Lease,
  personId: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    log.error('reminder-failed', error, { personId })
    await store.releaseAgenda(personId, by, againSeconds)
    return undefined
  }
}

/** @returns how many messages were looked at */
async function proveSome(parts: RemindersParts): Promise<number> {
  const { now, notices } = await parts.store.claimUnproved(leaseSeconds, noticesAtOnce)
  for (const notice of notices) await prove(parts, notice, now)
  return notices.length
}

async function prove(parts: RemindersParts, notice: UnprovedNotice, now: string): Promise<void> {
  const { store, metrics, brain } = parts
  if (notice.isProved) {
    await store.keepArrived(notice.id)
    return metrics.countReminder('arrived')
  }
  const said = await store.retryNotice(notice, { ...parts.channels(), checkAt: brain.checkAt(now) })
  metrics.countReminder(said === undefined ? 'undelivered' : 'elsewhere')
  if (said === undefined) parts.log.warn('reminder-undelivered', { message: notice.id })
  else parts.onSaid(said.conversationId)
}
