/** What is told beside a deadline: reservations of the text, times left out, and how sure the calendar is. */
import type { WorkCalendar } from '#knowledge/calendar/calendar.ts'
import { type FactName, facts as factDefinitions } from '#knowledge/law/facts.ts'
import type { DeadlineRule } from '#knowledge/law/rule.ts'
import { yearOf } from '#knowledge/law/units.ts'
import type { Lang } from './deadline-words.ts'
import type { Reckoned } from './reckon-deadline.ts'

/** Whether a deadline is there at all, and whether its stage may be left out. undefined: not yet known. */
export interface Standing {
  readonly given: boolean | undefined
  readonly skipped: boolean | undefined
  readonly missing: readonly FactName[]
}

const words = {
  zh: {
    unknown: (condition: string, missing: string) => `${condition}；尚未提供${missing}，请核对是否适用`,
    mayMerge: (condition: string) => `${condition}；不采用这一做法的，仍按本期限`,
    excluded: (times: string, days: number) =>
      days === 0
        ? `条文不计入的时间：${times}；未提供天数，本次按0计`
        : `条文不计入的时间：${times}；本次按${days}个工作日计`,
    projected: (years: string) => `${years}年放假安排尚未公布，按法定节假日暂估，公布后可能提前或推后，请届时重新计算`,
    none: (years: string) => `${years}年既无放假通知，也无可推算的法定节假日，不能判断休息日和顺延`,
    byAnalogy: '办法没有规定期间的计算方法，参照《民法典》第二百零一条至第二百零三条',
    earliest: (day: string) => `${day}当日终了期间才届满，稳妥起见自次日起办理`,
  },
  en: {
    unknown: (condition: string, missing: string) => `${condition}; not yet told: ${missing}. Check whether it applies`,
    mayMerge: (condition: string) => `${condition}; where that is not done, this period holds`,
    excluded: (times: string, days: number) =>
      days === 0
        ? `Left out of the period: ${times}; none were given, 0 taken`
        : `Left out of the period: ${times}; ${days} working days taken`,
    projected: (years: string) =>
      `The days off of ${years} are not yet published; taken from the days off by law. Reckon again once they are: the day may move either way`,
    none: (years: string) =>
      `For ${years} there is neither a notice nor days off by law, so rest days and rolling cannot be told`,
    byAnalogy:
      'The measure has no counting rule of its own; Articles 201 to 203 of the Civil Code are applied by analogy',
    earliest: (day: string) => `The period is complete only at the end of ${day}; to be safe, act from the next day on`,
  },
} as const

/** @param excluded working days left out, where the measure leaves any out */
export function notesOf(
  rule: DeadlineRule,
  standing: Standing,
  reckoned: Reckoned,
  excluded: number,
  calendar: WorkCalendar,
  lang: Lang,
): string[] {
  const say = words[lang]
  const missing = standing.missing
    .map((fact) => (lang === 'zh' ? factDefinitions[fact].zh : fact))
    .join(lang === 'zh' ? '、' : ', ')
  const runs = rule.event !== 'any' && rule.reckoning.by !== 'given-day' && rule.reckoning.by !== 'year-end-within'
  return [
    ...(rule.note === undefined ? [] : [rule.note[lang]]),
    ...(rule.eventInferred === undefined ? [] : [rule.eventInferred[lang]]),
    ...(rule.given === undefined || standing.given !== undefined ? [] : [say.unknown(rule.given.words[lang], missing)]),
    ...(rule.mayBeSkipped === undefined || standing.skipped === false
      ? []
      : [say.mayMerge(rule.mayBeSkipped.words[lang])]),
    ...(rule.excluded === undefined ? [] : [say.excluded(rule.excluded[lang], excluded)]),
    ...(reckoned.earliest === undefined ? [] : [say.earliest(reckoned.earliest)]),
    ...(runs ? [say.byAnalogy] : []),
    ...calendarNotes(reckoned, calendar, lang),
  ]
}

/** Said wherever a year without its notice was walked over, or one of which nothing is known. */
export function calendarNotes(
  { calendar: status, span: [from, to] }: Pick<Reckoned, 'calendar' | 'span'>,
  calendar: WorkCalendar,
  lang: Lang,
): string[] {
  const say = words[lang]
  if (status === 'official') return []
  if (status === 'none')
    return [
      say.none(
        [...new Set([yearOf(from), yearOf(to)])].filter((year) => !calendar.covers(year)).join('、') ||
          String(yearOf(to)),
      ),
    ]
  const projected = calendar.yearsBetween(from, to).filter(({ notice }) => notice === null)
  return [say.projected(projected.map(({ year }) => year).join('、'))]
}
