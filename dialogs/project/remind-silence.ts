/** One deadline silenced or put off, by a button or by words. */
import { readWhole } from '#knowledge/law/chinese-number.ts'
import { findDays } from '#knowledge/law/days-in-words.ts'
import { type IsoDate, parseDay, shiftDays } from '#knowledge/law/units.ts'
import { keyOf } from '#tools/notice.ts'
import { mondayOf, shiftWorkingDays, workingDayFrom, workingDayUpTo } from '#tools/reminder-days.ts'
import type { ButtonPayload, Step } from '../conversation.ts'
import { remindIn } from '../wording/remind.ts'
import type { Agenda, ProjectPromise } from './agenda.ts'
import { option, plain } from './ask.ts'
import { optionsOf, ruleOf } from './remind-done.ts'
import { wish } from './remind-wishes.ts'
import { knownProject, say, type Talk } from './talk.ts'
import { isTitleMeant } from './title-meant.ts'

/** What the newest reminder told of. */
export function latestOf({ promises, latest }: Agenda): readonly ProjectPromise[] {
  return promises.filter((promise) => latest.includes(keyOf(promise)))
}

/** The open deadlines that words name: of the project that they name too, or else of all. */
export function openMeant(talk: Talk, { promises }: Agenda, words: string): readonly ProjectPromise[] {
  const nameOf = ({ project }: ProjectPromise) => knownProject(talk, project)?.record.project.name ?? '\u0000'
  const bare = promises.reduce((left, promise) => left.replaceAll(nameOf(promise), ''), words)
  const meant = promises.filter((promise) => {
    const title = ruleOf(talk, knownProject(talk, promise.project), promise.deadline)?.title
    return title !== undefined && (isTitleMeant(title.zh, bare) || isNamedIn(title.en, bare))
  })
  const ofNamed = meant.filter((promise) => words.includes(nameOf(promise)))
  return ofNamed.length > 0 ? ofNamed : meant
}

function isNamedIn(title: string, words: string): boolean {
  const said = new Set(words.toLowerCase().match(/[a-z]{4,}/gu))
  return [...said].filter((word) => title.toLowerCase().includes(word)).length >= 2
}

/** @param meant where it is one, it is silenced; of several one is chosen */
export function muteMeant(talk: Talk, agenda: Agenda, meant: readonly ProjectPromise[]): Step {
  const words = remindIn(talk.lang)
  const options = optionsOf(talk, meant, 'remind-mute')
  const [only] = options
  const done = options.length === 1 && only !== undefined ? mute(talk, agenda, only.payload) : undefined
  const more = [option(words.mine, 'remind-list', {}), option(words.stop, 'remind-stop', {})]
  return done ?? say(talk, [plain(options.length === 0 ? words.nothingLatest : words.which, [...options, ...more])])
}

/**
 * @param when `明天`, `3个工作日后`; empty where only «later» was said
 * @returns undefined where there is nothing to put off
 */
export function putOffMeant(
  talk: Talk,
  agenda: Agenda,
  meant: readonly ProjectPromise[],
  when: string,
): Step | undefined {
  const on = dayMeant(talk, when)
  const options = optionsOf(talk, meant, 'remind-later', on === undefined ? {} : { on })
  const [only] = options
  if (options.length === 1 && only !== undefined) return putOff(talk, agenda, only.payload)
  return only === undefined ? undefined : say(talk, [plain(remindIn(talk.lang).whichLater, options)])
}

/** @returns a day to come, or undefined where none was told */
function dayMeant({ ports: { today, calendar } }: Talk, when: string): IsoDate | undefined {
  const counted = /^(?<count>.{1,4}?)个?工作日(?:后|之后|以后)|^in (?<english>\d+) /iu.exec(when)?.groups
  const count = readWhole((counted?.count ?? counted?.english ?? '').replace(/^两$/u, '二'))
  if (count !== undefined && count > 0 && count <= 250) return shiftWorkingDays(today, count, calendar)
  if (/^(?:下周|下星期|下礼拜|next week)$/iu.test(when)) return nextWeek(today)
  if (/^tomorrow$/iu.test(when)) return shiftDays(today, 1)
  const [day] = findDays(when, today)
  return day?.kind === 'day' && day.day > today ? day.day : undefined
}

function nextWeek(today: IsoDate): IsoDate {
  return shiftDays(mondayOf(today), 7)
}

/** Offers days, or keeps the one that was chosen. */
export function putOff(talk: Talk, agenda: Agenda, { args }: ButtonPayload): Step | undefined {
  const words = remindIn(talk.lang)
  const { today, calendar } = talk.ports
  const found = meantBy(talk, args)
  if (found === undefined) return undefined
  const { key, due, title } = found
  const wished = parseDay(String(args.on ?? ''))
  if (wished === undefined) {
    const options = daysOffered(talk).map(([name, day]) => option(name, 'remind-later', { ...args, on: day }))
    return say(talk, [plain(words.askLater(title), options)], undefined, String(args.project))
  }
  // The day that is said is the day it comes: a day off is moved to the working day before, if that is still to come.
  const before = workingDayUpTo(wished, calendar)
  const on = before > today ? before : workingDayFrom(shiftDays(today, 1), calendar)
  const [chosen, last] = [words.day(on, today), words.day(due, today)]
  const isPast = on > due && due >= today
  const said = isPast ? words.laterPast(title, chosen, last) : words.laterKept(title, chosen)
  return wish(talk, agenda, { ...agenda.settings, later: { ...agenda.settings.later, [key]: on } }, plain(said))
}

/** Always working days; the same day is offered once. */
function daysOffered({ ports: { today, calendar }, lang }: Talk): [string, IsoDate][] {
  const words = remindIn(lang)
  const days: [string, IsoDate][] = [
    [words.tomorrow, workingDayFrom(shiftDays(today, 1), calendar)],
    [words.inThree, shiftWorkingDays(today, 3, calendar)],
    [words.nextWeek, workingDayFrom(nextWeek(today), calendar)],
  ]
  return days.filter(([, day], i) => days.findIndex(([, other]) => other === day) === i)
}

export function mute(talk: Talk, agenda: Agenda, { args }: ButtonPayload): Step | undefined {
  const words = remindIn(talk.lang)
  const found = meantBy(talk, args)
  if (found === undefined) return undefined
  const { muted } = agenda.settings
  const settings = { ...agenda.settings, muted: [...muted.filter((key) => key !== found.key), found.key] }
  return wish(talk, agenda, settings, plain(words.muted(found.title), [option(words.resume, 'remind-resume', {})]))
}

function meantBy(talk: Talk, args: ButtonPayload['args']): { key: string; due: IsoDate; title: string } | undefined {
  const [project, deadline] = [String(args.project ?? ''), String(args.deadline ?? '')]
  const due = parseDay(String(args.due ?? ''))
  const title = ruleOf(talk, knownProject(talk, project), deadline)?.title[talk.lang]
  return due === undefined || title === undefined ? undefined : { key: keyOf({ project, deadline, due }), due, title }
}
