/** What a person wishes of reminders: how long ahead, put off, silenced, stopped, and a second contact. */
import { type IsoDate, parseDay, shiftDays } from '#knowledge/law/units.ts'
import { keyOf, type ReminderSettings } from '#tools/notice.ts'
import { mondayOf, shiftWorkingDays, workingDayFrom } from '#tools/reminder-days.ts'
import type { ButtonPayload, Reply, ReplyOption, Step } from '../conversation.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh } from '../wording/project-zh.ts'
import { remindIn } from '../wording/remind.ts'
import { type Agenda, withoutStale } from './agenda.ts'
import { option, plain } from './ask.ts'
import type { KnownProject } from './record.ts'
import { ruleOf } from './remind-done.ts'
import { knownProject, say, type Talk } from './talk.ts'

/** Wishes as they now stand, and what is said of it. */
function wish(talk: Talk, { version, promises }: Agenda, wished: ReminderSettings, reply: Reply): Step {
  const settings = withoutStale(wished, new Set(promises.map(keyOf)))
  return { ...say(talk, [reply]), changes: { agenda: { version, settings } } }
}

export function stopAll(talk: Talk, agenda: Agenda): Step {
  const words = remindIn(talk.lang)
  const reply = plain(words.stopped, [option(words.resume, 'remind-resume', {})])
  return wish(talk, agenda, { ...agenda.settings, stopped: true }, reply)
}

/** Everything is reminded of again, as long ahead as wished. */
export function resumeAll(talk: Talk, agenda: Agenda, toDefaults: boolean): Step {
  const words = remindIn(talk.lang)
  const { stopped: _stopped, before, beforeRecurring, ...rest } = agenda.settings
  const ahead = {
    ...(before === undefined ? {} : { before }),
    ...(beforeRecurring === undefined ? {} : { beforeRecurring }),
  }
  const settings = { ...rest, ...(toDefaults ? {} : ahead), muted: [] }
  return wish(talk, agenda, settings, plain(words.resumed, [option(words.mine, 'remind-list', {})]))
}

/** @param counts working days */
export function tellAhead(talk: Talk, agenda: Agenda, counts: readonly number[], isRecurring: boolean): Step {
  const words = remindIn(talk.lang)
  const before = [...new Set(counts)].toSorted((a, b) => b - a)
  const settings = { ...agenda.settings, ...(isRecurring ? { beforeRecurring: before } : { before }) }
  return wish(talk, agenda, settings, plain(words.before(before.join(words.comma), isRecurring)))
}

/** Offers days, or keeps the one that was chosen. */
export function putOff(talk: Talk, agenda: Agenda, { args }: ButtonPayload): Step | undefined {
  const words = remindIn(talk.lang)
  const { today } = talk.ports
  const found = meant(talk, args)
  if (found === undefined) return undefined
  const { key, due, title } = found
  const on = parseDay(String(args.on ?? ''))
  if (on === undefined) {
    const options = daysOffered(talk).map(([name, day]) => option(name, 'remind-later', { ...args, on: day }))
    return say(talk, [plain(words.askLater(title), options)], undefined, String(args.project))
  }
  const isPast = on > due && due >= today
  const said = isPast
    ? words.laterPast(title, words.day(on, today), words.day(due, today))
    : words.laterKept(title, words.day(on, today))
  return wish(talk, agenda, { ...agenda.settings, later: { ...agenda.settings.later, [key]: on } }, plain(said))
}

/** Always working days; the same day is offered once. */
function daysOffered({ ports: { today, calendar }, lang }: Talk): [string, IsoDate][] {
  const words = remindIn(lang)
  const days: [string, IsoDate][] = [
    [words.tomorrow, workingDayFrom(shiftDays(today, 1), calendar)],
    [words.inThree, shiftWorkingDays(today, 3, calendar)],
    [words.nextWeek, workingDayFrom(shiftDays(mondayOf(today), 7), calendar)],
  ]
  return days.filter(([, day], i) => days.findIndex(([, other]) => other === day) === i)
}

export function mute(talk: Talk, agenda: Agenda, { args }: ButtonPayload): Step | undefined {
  const words = remindIn(talk.lang)
  const found = meant(talk, args)
  if (found === undefined) return undefined
  const { muted } = agenda.settings
  const settings = { ...agenda.settings, muted: [...muted.filter((key) => key !== found.key), found.key] }
  return wish(talk, agenda, settings, plain(words.muted(found.title), [option(words.resume, 'remind-resume', {})]))
}

/** «这个不用提醒了»: what the newest reminder told of. */
export function muteLatest(talk: Talk, agenda: Agenda): Step {
  const words = remindIn(talk.lang)
  const latest = agenda.promises.filter((promise) => agenda.latest.includes(keyOf(promise)))
  const options = latest.flatMap(({ project, deadline, due }): ReplyOption[] => {
    const title = ruleOf(talk, knownProject(talk, project), deadline)?.title[talk.lang]
    return title === undefined ? [] : [option(title, 'remind-mute', { project, deadline, due })]
  })
  const [only] = options
  if (options.length === 1 && only !== undefined) return mute(talk, agenda, only.payload) ?? say(talk, [])
  const more = [option(words.mine, 'remind-list', {}), option(words.stop, 'remind-stop', {})]
  return say(talk, [plain(options.length === 0 ? words.nothingLatest : words.which, [...options, ...more])])
}

/** @param person undefined takes the second contact away */
export function setSecond(talk: Talk, agenda: Agenda, name: string, person: string | undefined): Step {
  const words = remindIn(talk.lang)
  const known = ownProject(talk, name)
  if (known === undefined) return whichProject(talk, person)
  const { record } = known
  const title = record.project.name ?? projectZh.unnamed
  if (person === talk.projects.personId) return say(talk, [plain(words.noSecond)])
  const { [record.id]: _before, ...others } = agenda.settings.seconds
  const seconds = person === undefined ? others : { ...others, [record.id]: person }
  const reply = plain(person === undefined ? words.secondGone(title) : words.secondKept(title, person))
  return wish(talk, agenda, { ...agenda.settings, seconds }, reply)
}

function whichProject(talk: Talk, person: string | undefined): Step {
  const options = talk.projects.known
    .filter(({ access, record }) => access === 'owner' && record.status === 'active')
    .map(({ record }) =>
      option(record.project.name ?? projectZh.unnamed, 'remind-second', {
        project: record.id,
        ...(person === undefined ? {} : { person }),
      }),
    )
  const words = resultsIn(talk.lang)
  return say(talk, [options.length === 0 ? plain(words.none) : plain(words.whichProject, options)])
}

/** The one named, the one spoken of, or the only one. */
function ownProject(talk: Talk, name: string): KnownProject | undefined {
  const own = talk.projects.known.filter(({ access, record }) => access === 'owner' && record.status === 'active')
  const named = own.filter(
    ({ record }) => record.id === name || (record.project.name !== undefined && name.includes(record.project.name)),
  )
  if (named.length === 1) return named[0]
  const spokenOf = own.find(({ record }) => record.id === talk.conversation.focus)
  return own.length === 1 ? own[0] : spokenOf
}

function meant(talk: Talk, args: ButtonPayload['args']): { key: string; due: IsoDate; title: string } | undefined {
  const [project, deadline] = [String(args.project ?? ''), String(args.deadline ?? '')]
  const due = parseDay(String(args.due ?? ''))
  const title = ruleOf(talk, knownProject(talk, project), deadline)?.title[talk.lang]
  return due === undefined || title === undefined ? undefined : { key: keyOf({ project, deadline, due }), due, title }
}
