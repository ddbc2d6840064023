/** One notice in one sentence: which project, what, by when; and what the measure says of it. */
import type { Citation, Measure } from '#knowledge/law/measure.ts'
import type { DeadlineRule } from '#knowledge/law/rule.ts'
import { type IsoDate, yearOf } from '#knowledge/law/units.ts'
import { citationOf } from '#tools/calculate-deadline.ts'
import { validityOn } from '#tools/check-validity.ts'
import { eventNames } from '#tools/event-names.ts'
import type { Notice, OpenDeadline } from '#tools/notice.ts'
import type { MoveReason } from '#tools/promises.ts'
import { isWorkingDay, workingDaysTo } from '#tools/reminder-days.ts'
import { weeksTold } from '#tools/reminders.ts'
import type { Ports } from '../ports.ts'
import { type RemindWords, remindIn } from '../wording/remind.ts'
import { wordsIn } from '../wording/words-in.ts'
import type { ProjectPromise } from './agenda.ts'
import { measureOf } from './questions.ts'
import type { ProjectRecord } from './record.ts'

type Lang = 'zh' | 'en'

/** A notice with all that its words need. */
export interface Telling {
  readonly kind: Notice['kind']
  readonly id: string
  readonly promise: ProjectPromise
  readonly record: ProjectRecord
  readonly measure: Measure
  readonly rule: DeadlineRule
}

/** @returns undefined where the project or the rule is no longer there: then there is nothing to say */
export function tellingOf(
  notice: Notice,
  about: OpenDeadline | undefined,
  promises: readonly ProjectPromise[],
  records: readonly ProjectRecord[],
  ports: Ports,
): Telling | undefined {
  const record = records.find(({ id }) => id === about?.project)
  const promise = promises.find(
    (each) => each.project === about?.project && each.deadline === about.deadline && each.due === about.due,
  )
  const measure = record === undefined ? undefined : measureOf(record, ports.law)
  const rule = measure?.deadlines.find(({ id }) => id === about?.deadline)
  if (record === undefined || promise === undefined || measure === undefined || rule === undefined) return undefined
  return { kind: notice.kind, id: notice.id, promise, record, measure, rule }
}

/** `采购合同备案，最迟5月22日（星期五），还剩3个工作日。` */
export function sentenceOf({ kind, promise, rule }: Telling, { calendar, today }: Ports, lang: Lang): string {
  const words = remindIn(lang)
  const title = rule.title[lang]
  const { due, advised, moved } = promise
  if (kind === 'moved' && moved !== undefined)
    return words.moved(title, words.day(moved.from, today), words.day(due, today), whyOf(moved.why, lang))
  const [last, left] = [words.day(due, today), Math.max(0, workingDaysTo(today, advised, calendar))]
  const own = sayOwn(rule, title, last, { isPast: due < today, isToday: due === today, left }, words)
  if (own !== undefined) return own
  if (due < today) return words.overdue(title, last, workingDaysTo(due, today, calendar))
  if (due === advised || due === today) return words.open(title, last, left)
  const say = isWorkingDay(due, calendar) ? words.openRolled : words.openAtRest
  return say(title, last, words.day(advised, today), left)
}

/** What is no last day for doing something: a time that runs out by itself, or a day that is ours and not the law's. */
function sayOwn(
  rule: DeadlineRule,
  title: string,
  day: string,
  when: { readonly isPast: boolean; readonly isToday: boolean; readonly left: number },
  words: RemindWords,
): string | undefined {
  const say = rule.reckoning.by === 'anniversary' ? words.ours : runsOut(rule) ? words.ends : undefined
  if (say === undefined) return undefined
  if (when.isPast) return say.past(title, day)
  return when.isToday || when.left === 0 ? say.soon(title, day) : say.open(title, day, when.left)
}

/** A duration or an expiry: it ends whether or not anything is done. */
export function runsOut({ reckoning }: DeadlineRule): boolean {
  return reckoning.by === 'duration' || (reckoning.by === 'depends' && reckoning.then.is.by === 'duration')
}

function whyOf(why: MoveReason, lang: Lang): string {
  const { why: words } = remindIn(lang)
  return why.by === 'calendar' ? words.calendar(why.year, why.notice) : words[why.by]()
}

/** What is to be known beside the day. */
export function remarksOf({ id, promise, rule, measure }: Telling, { today, calendar }: Ports, lang: Lang): string[] {
  const words = remindIn(lang)
  const notOut = (promise.basis?.calendar ?? []).filter(({ notice }) => notice === null).map(({ year }) => year)
  const unknown = [promise.due].map(yearOf).filter((year) => !calendar.covers(year) && promise.recurs === undefined)
  const years = [...new Set([...notOut, ...unknown])]
  const validity = validityOn(measure, today, 'today', lang)
  return [
    ...(promise.planned === true ? [words.planned(eventNames[rule.event][lang])] : []),
    ...(years.length === 0 ? [] : [words.projected(years.join(words.comma))]),
    ...(rule.note === undefined ? [] : [rule.note[lang]]),
    ...(validity.status === 'in-force' ? [] : [wordsIn(lang).validityShort(validity, measure.jurisdiction[lang])]),
    ...(id.endsWith(`|weekly-${weeksTold}`) ? [words.lastWeekly] : []),
  ]
}

export function citedBy({ measure, rule }: Telling): Citation {
  return citationOf(measure, rule)
}

/** The document that belongs to a deadline; undefined where there is none, or more than one. */
export function filingFor({ measure, rule }: Telling): string | undefined {
  const same = measure.filings.find(({ id }) => id === rule.id)
  if (same !== undefined) return same.id
  const near = measure.filings.filter(
    ({ cites, due }) =>
      cites.article === rule.cites.article && (rule.event === 'any' || due.after?.includes(rule.event) === true),
  )
  return near.length === 1 ? near[0]?.id : undefined
}

/** The working day the overdue ones are counted from is the last lawful one. */
export function keyOfTelling({ promise }: Telling): { project: string; deadline: string; due: IsoDate } {
  return { project: promise.project, deadline: promise.deadline, due: promise.due }
}
