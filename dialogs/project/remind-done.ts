/** A deadline is said to be met: by the event it leads to, with its day, or else by closing it. */
import { findDays } from '#knowledge/law/days-in-words.ts'
import type { DeadlineRule } from '#knowledge/law/rule.ts'
import { type IsoDate, parseDay, shiftDays } from '#knowledge/law/units.ts'
import type { ButtonPayload, ReplyOption, Step } from '../conversation.ts'
import { readRepair } from '../repair.ts'
import { resultsIn } from '../wording/project-results.ts'
import { remindIn } from '../wording/remind.ts'
import type { ProjectPromise } from './agenda.ts'
import { option, plain } from './ask.ts'
import { deadlinesOf } from './deadlines.ts'
import { takeEvent } from './events.ts'
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

const doneAlone =
  /^[，,\s]*(?:都|全)?(?:已经?)?(?:完成|办完|办结|做完|办好|做好|搞定)(?:了)?[，,。！!\s]*$|^[,\s]*(?:it is |it's )?done[,.!\s]*$/iu

/**
 * «已完成», «办完了，5月20日»: typed where a button was meant.
 *
 * @param meant what the newest reminder told of
 * @returns undefined where the words say more, or answer an open question
 */
export function doneMeant(
  talk: Talk,
  meant: readonly ProjectPromise[],
  words: string,
): Promise<Step> | Step | undefined {
  const days = findDays(words, talk.ports.today)
  const bare = days.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), words)
  if (talk.conversation.dialog !== undefined || !doneAlone.test(bare)) return undefined
  const options = optionsOf(talk, meant, 'remind-done')
  const [only] = options
  if (only === undefined) return undefined
  const day = days.length === 1 && days[0]?.kind === 'day' ? days[0].day : undefined
  if (options.length > 1) return say(talk, [plain(remindIn(talk.lang).whichDone, options)])
  return day === undefined ? pressDone(talk, only.payload) : doneOn(talk, only.payload, day)
}

/** By the event it leads to, or else closed. */
function doneOn(talk: Talk, { args }: ButtonPayload, day: IsoDate): Promise<Step> | Step | undefined {
  const known = knownProject(talk, String(args.project ?? ''))
  const rule = ruleOf(talk, known, String(args.deadline ?? ''))
  if (known === undefined || rule?.leadsTo === undefined || !mayChange(known))
    return pressDone(talk, { v: 1, verb: '', args: { ...args, on: day } })
  return takeEvent(talk, known.record, rule.leadsTo, day)
}

/** Each deadline as something to choose, with its project's name where there are several. */
export function optionsOf(
  talk: Talk,
  meant: readonly ProjectPromise[],
  verb: string,
  more: { readonly on?: string } = {},
): ReplyOption[] {
  const isOne = new Set(meant.map(({ project }) => project)).size === 1
  return meant.flatMap(({ project, deadline, due }) => {
    const known = knownProject(talk, project)
    const title = ruleOf(talk, known, deadline)?.title[talk.lang]
    const name = isOne ? '' : remindIn(talk.lang).name(known?.record.project.name ?? '')
    return title === undefined ? [] : [option(`${name}${title}`, verb, { project, deadline, due, ...more })]
  })
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
  if (on > today) return say(talk, [plain(words.notYet(words.day(on, today)))])
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
  const takeBack = option(resultsIn(talk.lang).takeBack, 'take-back', { project: record.id })
  return keep(talk, after, [plain(told, [takeBack])], null)
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
