/** A deadline is said to be met: by the event it leads to, with its day, or else by closing it. */
import { findDays } from '#knowledge/law/days-in-words.ts'
import type { DeadlineRule } from '#knowledge/law/rule.ts'
import { type IsoDate, parseDay, shiftDays } from '#knowledge/law/units.ts'
import type { ButtonPayload, Step } from '../conversation.ts'
import { readRepair } from '../repair.ts'
import { resultsIn } from '../wording/project-results.ts'
import { remindIn } from '../wording/remind.ts'
import { option, plain } from './ask.ts'
import { deadlinesOf } from './deadlines.ts'
import { measureOf } from './questions.ts'
import { changeOf, type KnownProject, log, mayChange } from './record.ts'
import { keep, knownProject, say, sourceOf, type Talk } from './talk.ts'

/** Words that are an answer to «which day?» are no longer than this. */
const longestDay = 20

/** @returns undefined where the button names nothing that is there */
export function pressDone(talk: Talk, { args }: ButtonPayload): Promise<Step> | Step | undefined {
  const known = knownProject(talk, String(args.project ?? ''))
  const rule = ruleOf(talk, known, String(args.deadline ?? ''))
  const due = parseDay(String(args.due ?? ''))
  if (known === undefined || rule === undefined || due === undefined) return undefined
  if (!mayChange(known)) return say(talk, [plain(resultsIn(talk.lang).readOnly)])
  const on = parseDay(String(args.on ?? ''))
  return on === undefined ? askDay(talk, known, rule, due) : closeDeadline(talk, known, rule, due, on)
}

/** The day of a deadline that was said to be met, typed. */
export function doneDaySaid(talk: Talk, text: string): Promise<Step> | Step | undefined {
  const { dialog } = talk.conversation
  const known = knownProject(talk, dialog?.project)
  const rule = ruleOf(talk, known, dialog?.doneOf?.deadline ?? '')
  const due = parseDay(dialog?.doneOf?.due ?? '')
  if (known === undefined || rule === undefined || due === undefined || !mayChange(known)) return undefined
  const wanted = readRepair(text)?.kind
  if (wanted === 'cancel' || wanted === 'skip' || wanted === 'back')
    return say(talk, [plain(resultsIn(talk.lang).dayLeftOpen)], null)
  if ([...text].length > longestDay) return undefined
  const [day, ...others] = findDays(text, talk.ports.today)
  return day?.kind === 'day' && others.length === 0 ? closeDeadline(talk, known, rule, due, day.day) : undefined
}

function askDay(talk: Talk, { record }: KnownProject, rule: DeadlineRule, due: IsoDate): Step {
  const words = remindIn(talk.lang)
  const { today } = talk.ports
  const { leadsTo } = rule
  const at = (title: string, on: IsoDate) =>
    leadsTo === undefined
      ? option(title, 'remind-done', { project: record.id, deadline: rule.id, due, on })
      : option(title, 'event', { project: record.id, event: leadsTo, on })
  const options = [at(words.onToday, today), at(words.onYesterday, shiftDays(today, -1))]
  const open = leadsTo === undefined ? { doneOf: { deadline: rule.id, due } } : { dayOf: leadsTo }
  const reply = plain(words.askDone(rule.title[talk.lang]), options)
  return say(talk, [reply], { project: record.id, unread: 0, ...open }, record.id)
}

/** @param due which of those that come again */
export async function closeDeadline(
  talk: Talk,
  { record }: KnownProject,
  rule: DeadlineRule,
  due: IsoDate,
  on: IsoDate,
): Promise<Step> {
  const words = remindIn(talk.lang)
  const { today, law } = talk.ports
  const isKnown = record.closed.some((each) => each.deadline === rule.id && each.due === due)
  const closed = isKnown ? record.closed : [...record.closed, { deadline: rule.id, on, due }]
  const after = log({ ...record, closed }, [changeOf(sourceOf(talk), `deadline:${rule.id}`, undefined, on)])
  const measure = measureOf(after, law)
  const left = measure === undefined ? [] : (await deadlinesOf(after, measure, talk.ports)).deadlines
  const next = left.find((each) => each.deadline === rule.id && !each.closed && each.due !== null && each.due > due)
  const title = rule.title[talk.lang]
  const told =
    next?.due == null
      ? words.closed(title, words.day(on, today))
      : words.closedAgain(title, words.day(on, today), words.day(next.due, today))
  return keep(talk, after, [plain(told)], null)
}

/** «季度报告交了» means the one that has been open longest. */
export async function openSince(talk: Talk, project: string, deadline: string): Promise<IsoDate | undefined> {
  const { promises = [] } = (await talk.projects.agenda?.()) ?? {}
  const open = promises.filter((each) => each.project === project && each.deadline === deadline)
  return open.map(({ due }) => due).toSorted()[0]
}

export function ruleOf(talk: Talk, known: KnownProject | undefined, deadline: string): DeadlineRule | undefined {
  const measure = known === undefined ? undefined : measureOf(known.record, talk.ports.law)
  return measure?.deadlines.find(({ id }) => id === deadline)
}
