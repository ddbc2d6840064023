import type { CalendarYear, WorkCalendar } from '#knowledge/calendar/calendar.ts'
import type { Facts } from '#knowledge/law/facts.ts'
import { findArticle } from '#knowledge/law/load.ts'
import type { Citation, Measure, Validity } from '#knowledge/law/measure.ts'
import { cite } from '#knowledge/law/quotes.ts'
import type { Condition, DeadlineReckoning, DeadlineRule, SimpleReckoning } from '#knowledge/law/rule.ts'
import { type IsoDate, parseDay } from '#knowledge/law/units.ts'
import { validityOn } from './check-validity.ts'
import { chooseAnniversary, chooseMonthEnd, chooseQuarterEnd, chooseYearEnd, nextAnniversary } from './choose-day.ts'
import { evaluate } from './conditions.ts'
import {
  checkDeadlineInput,
  type DeadlineInput,
  deadlineInput,
  parseBindingMeasure,
  parseDeadline,
} from './deadline-input.ts'
import { notesOf, type Standing } from './deadline-notes.ts'
import { describePeriod, monthEndOf } from './deadline-period.ts'
import { type Lang, stepWords } from './deadline-words.ts'
import { eventNames } from './event-names.ts'
import { InputError } from './input-error.ts'
import { type Reckoned, type ReckonOptions, reckonFixedDay, reckonPeriod } from './reckon-deadline.ts'
import { defineTool } from './tool.ts'

export interface Deadline extends Omit<Reckoned, 'span'> {
  readonly deadline: string
  readonly title: string
  readonly actor: string
  readonly recipient?: string
  readonly binds: 'unit' | 'authority'
  readonly reckonedFrom: {
    readonly event: string
    readonly on: IsoDate
    /** The deadline and its period as the measure has it. */
    readonly rule: string
    readonly calendar: readonly CalendarYear[]
  }
  readonly citation: Citation
  readonly validity: readonly Validity[]
  readonly notes: readonly string[]
}

/** What a deadline is judged in: the measure's rules, the facts, the days. */
export interface DeadlineContext {
  readonly measure: Measure
  readonly facts: Facts
  readonly calendar: WorkCalendar
  readonly today: IsoDate
  readonly lang: Lang
}

export const calculateDeadline = defineTool({
  name: 'calculate_deadline',
  description:
    'The last lawful day of one deadline of a measure, with every day passed over, the steps to check it by hand, the article and its validity. 计算某办法一项期限的截止日。',
  schema: deadlineInput,
  run: (input, { law, calendar, today: contextToday }) => {
    const measure = parseBindingMeasure(law, input.measure)
    const rule = parseDeadline(law, measure, input.deadline)
    const today = asDay(input.today) ?? contextToday
    const lang = input.lang ?? (measure.id === input.measure ? 'zh' : 'en')
    return calculate(rule, input, { measure, facts: input.facts ?? {}, calendar, today, lang })
  },
})

/** @throws InputError where a day, a year or a fact is missing or out of place */
export function calculate(
  rule: DeadlineRule,
  input: Omit<DeadlineInput, 'measure' | 'deadline'>,
  context: DeadlineContext,
): Deadline {
  const standing = standingOf(rule, context)
  const from = asDay(input.from)
  if (standing.given === false) return notApplicable(rule, from ?? context.today, context)
  checkDeadlineInput(rule, { measure: context.measure.id, deadline: rule.id, ...input })
  const excluded = input.excludedWorkingDays ?? 0
  const options = {
    calendar: context.calendar,
    lang: context.lang,
    excluded,
    event: eventNames[rule.event][context.lang],
  }
  const reckoned = reckon(rule, { from, year: input.year }, options, context)
  const on = from ?? reckoned.dueNominal ?? context.today
  const notes = notesOf(rule, standing, reckoned, excluded, context.calendar, context.lang)
  return result(rule, reckoned, on, [...notes, ...laterAnniversary(rule, from, input.year, context)], context)
}

/** Whether the deadline is there at all on these facts, and whether the route may leave it out. */
export function standingOf(
  rule: DeadlineRule,
  context: Pick<DeadlineContext, 'measure' | 'facts' | 'today'>,
): Standing {
  const judge = (when: Condition | undefined) => (when === undefined ? undefined : evaluateIn(when, context))
  const given = judge(rule.given?.when)
  const skipped = judge(rule.mayBeSkipped?.when)
  return {
    given: given === undefined ? true : given.value,
    skipped: skipped === undefined ? false : skipped.value,
    missing: [...new Set([...(given?.missing ?? []), ...(skipped?.missing ?? [])])],
  }
}

/**
 * The one period that holds on these facts.
 *
 * @throws InputError `missing-fact` naming what decides it
 */
export function chooseReckoning(
  rule: DeadlineRule,
  context: Pick<DeadlineContext, 'measure' | 'facts' | 'today'>,
): { is: Exclude<DeadlineReckoning, { by: 'depends' }>; case?: { zh: string; en: string } } {
  const { reckoning } = rule
  if (reckoning.by !== 'depends') return { is: reckoning }
  const { value, missing } = evaluateIn(reckoning.on, context)
  if (value !== undefined) {
    const branch: { is: SimpleReckoning; case: { zh: string; en: string } } = value
      ? reckoning.then
      : reckoning.otherwise
    return branch
  }
  const paths = missing.map((fact) => `facts.${fact}`)
  const cases = describePeriod(reckoning)
  throw new InputError(
    'missing-fact',
    `${paths[0] ?? 'facts'}: ${rule.id} depends on it (${cases}); give ${paths.join(' and ')}`,
    paths[0] ?? 'facts',
  )
}

function reckon(
  rule: DeadlineRule,
  asked: { from: IsoDate | undefined; year: number | undefined },
  options: ReckonOptions,
  context: DeadlineContext,
): Reckoned {
  const chosen = chooseReckoning(rule, context)
  const when = { ...asked, today: context.today }
  const { is } = chosen
  const from = asked.from ?? context.today
  switch (is.by) {
    case 'yearly-day':
      return reckonFixedDay(describePeriod(is), chooseMonthEnd(monthEndOf(is.period), when), options)
    case 'quarter-end':
      return reckonFixedDay(describePeriod(is), chooseQuarterEnd(when), options)
    case 'anniversary':
      return reckonFixedDay(is.period, chooseAnniversary(from, asked.year), options)
    case 'year-end-within':
      return reckonFixedDay(describePeriod(is), chooseYearEnd(when, context.facts.constructionMonths), options)
    case 'given-day':
      return reckonFixedDay(is.period, from, options)
    default: {
      const reckoned = reckonPeriod(is, from, options)
      if (chosen.case === undefined) return reckoned
      const words = stepWords[context.lang].case(chosen.case[context.lang], is.period)
      return { ...reckoned, steps: [words, ...reckoned.steps] }
    }
  }
}

/** The first anniversary may long be past: the next one is told too. */
function laterAnniversary(
  rule: DeadlineRule,
  from: IsoDate | undefined,
  year: number | undefined,
  { today, lang }: DeadlineContext,
): string[] {
  if (rule.reckoning.by !== 'anniversary' || from === undefined || year !== undefined) return []
  const next = nextAnniversary(from, today)
  if (next === chooseAnniversary(from, undefined)) return []
  return [lang === 'zh' ? `其后每年同日；下一个周年日是${next}` : `Every year on that day; the next is ${next}`]
}

function notApplicable(rule: DeadlineRule, on: IsoDate, context: DeadlineContext): Deadline {
  const words = rule.given?.words[context.lang] ?? ''
  const reckoned: Reckoned = {
    due: null,
    dueNominal: null,
    advised: null,
    skipped: [],
    calendar: context.calendar.statusBetween(on, on),
    span: [on, on],
    steps: [stepWords[context.lang].notApplicable(words)],
  }
  return result(rule, reckoned, on, [stepWords[context.lang].notApplicable(words)], context)
}

function result(
  rule: DeadlineRule,
  { span, ...reckoned }: Reckoned,
  on: IsoDate,
  notes: readonly string[],
  context: DeadlineContext,
): Deadline {
  const { measure, lang, calendar, today } = context
  return {
    deadline: rule.id,
    title: rule.title[lang],
    actor: rule.actor[lang],
    ...(rule.recipient === undefined ? {} : { recipient: rule.recipient[lang] }),
    binds: rule.binds,
    ...reckoned,
    reckonedFrom: {
      event: rule.event,
      on,
      rule: `${rule.id} ${describePeriod(rule.reckoning)}`,
      calendar: calendar.yearsBetween(...span),
    },
    citation: citationOf(measure, rule),
    validity: [validityOn(measure, on, 'event', lang), validityOn(measure, today, 'today', lang)],
    notes,
  }
}

/** @throws Error where the article is not there: the law would not have loaded */
export function citationOf(measure: Measure, rule: DeadlineRule): Citation {
  const article = findArticle(measure, rule.cites.article)
  if (article === undefined) throw new Error(`${rule.id}: ${measure.id} has no article ${rule.cites.article}`)
  return cite(article, rule.cites.quote)
}

function evaluateIn(
  condition: Condition,
  { measure, facts, today }: Pick<DeadlineContext, 'measure' | 'facts' | 'today'>,
) {
  return evaluate(condition, facts, { today, rules: measure.rules })
}

function asDay(text: string | undefined): IsoDate | undefined {
  return text === undefined ? undefined : parseDay(text)
}
