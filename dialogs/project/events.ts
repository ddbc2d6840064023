/** What an event does to a project: the next stage, deadlines that are met and new ones, facts that it shows. */
import type { Facts } from '#knowledge/law/facts.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { EventId } from '#knowledge/law/rule.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { eventNames } from '#tools/event-names.ts'
import { phaseReached } from '#tools/plan-stages.ts'
import type { Step } from '../conversation.ts'
import { resultsIn } from '../wording/project-results.ts'
import { articleLink } from './article-link.ts'
import { option, plain } from './ask.ts'
import { deadlineLines } from './deadline-lines.ts'
import { deadlinesOf } from './deadlines.ts'
import { filingLines } from './filings.ts'
import { stageNow } from './path-lines.ts'
import { measureOf, nextQuestion } from './questions.ts'
import { type Change, changeOf, factsOf, log, type ProjectRecord, type Source, tell } from './record.ts'
import { keep, say, sourceOf, type Talk } from './talk.ts'

/** Facts that an event shows by itself. */
const shows: Partial<Record<EventId, Facts>> = {
  'library-entered': { inLibrary: true },
  'completion-accepted': { completionAccepted: true },
}

export async function takeEvent(talk: Talk, record: ProjectRecord, event: EventId, on: IsoDate): Promise<Step> {
  const measure = measureOf(record, talk.ports.law)
  if (measure === undefined) return say(talk, [])
  const after = withEvent(record, event, on, talk.ports.today, sourceOf(talk))
  const lines = await eventLines(record, after, event, on, measure, talk)
  const words = resultsIn(talk.lang)
  const more = nextQuestion(after, talk.ports.law, talk.ports.today) !== undefined
  const args = { project: record.id }
  const options = [
    ...(more ? [option(words.supplement, 'go-on', args)] : []),
    option(words.takeBack, 'take-back', args),
    option(words.timeline, 'timeline', args),
  ]
  return keep(talk, after, [plain(lines.join('\n\n'), options)], null)
}

export function withEvent(
  record: ProjectRecord,
  event: EventId,
  on: IsoDate,
  today: IsoDate,
  source: Source,
): ProjectRecord {
  const events = record.project.events ?? []
  const before = events.find((told) => told.event === event)
  const now = { event, on, ...(on > today ? { planned: true } : {}) }
  const project = { ...record.project, events: [...events.filter((told) => told.event !== event), now] }
  const told = log({ ...record, project }, [changeOf(source, `event:${event}`, before, now)])
  const shown = now.planned === true ? told : tell(told, { facts: shows[event] ?? {} }, { ...source, from: 'derived' })
  const moved = phaseReached(project.events) !== phaseReached(events)
  // A new phase has duties and circumstances of its own: they may be asked again.
  const { trail } = shown.interview
  return moved
    ? {
        ...shown,
        interview: { ...shown.interview, trail: trail.filter((key) => key !== 'checklist' && key !== 'circumstances') },
      }
    : shown
}

async function eventLines(
  before: ProjectRecord,
  after: ProjectRecord,
  event: EventId,
  on: IsoDate,
  measure: Measure,
  talk: Talk,
): Promise<string[]> {
  const { ports, lang } = talk
  const words = resultsIn(lang)
  const [was, is] = [await deadlinesOf(before, measure, ports, lang), await deadlinesOf(after, measure, ports, lang)]
  const met = is.deadlines.filter(
    (each) => each.closed && was.deadlines.some((old) => old.deadline === each.deadline && !old.closed),
  )
  const [from, to] = [stageNow(before, measure, ports.today), stageNow(after, measure, ports.today)]
  const planned = on > ports.today ? words.plannedEvent : ''
  const open = deadlineLines(is.deadlines, ports.today, lang, was.deadlines)
  const known = new Set(await filingLines(before, measure, ports, lang))
  const filings = (await filingLines(after, measure, ports, lang)).filter((line) => !known.has(line))
  const more = nextQuestion(after, ports.law, ports.today) !== undefined
  return [
    `${words.noted(eventNames[event][lang], on)}${planned}`,
    ...(to === undefined || to.stage.id === from?.stage.id
      ? []
      : [`${words.moved(to.stage.title[lang])}${to.stage.does[lang]}${words.bracket(articleLink(to.citation, lang))}`]),
    ...(met.length === 0 ? [] : [words.closed(met.map((each) => each.title).join(words.comma))]),
    ...(open.length === 0 ? [] : [[`**${words.deadlines}**`, ...open].join('\n')]),
    ...(filings.length === 0 ? [] : [[`**${words.filings}**`, ...filings].join('\n')]),
    ...is.notes,
    ...(more ? [words.moreQuestions] : []),
  ]
}

/** What was told last is taken back, an event or that a deadline is met; an event that it had replaced stands again. */
export async function takeBackLast(talk: Talk, record: ProjectRecord): Promise<Step> {
  const words = resultsIn(talk.lang)
  const last = lastTold(record.changes)
  const measure = measureOf(record, talk.ports.law)
  if (last === undefined || measure === undefined)
    return say(talk, [plain(words.nothingToTakeBack)], undefined, record.id)
  const [kind, id = ''] = last.what.split(':')
  const before = kind === 'deadline' ? withoutClosed(record, id) : withoutEvent(record, id as EventId, last)
  const after = log(before, [changeOf(sourceOf(talk), `taken-back:${id}`, last.after, last.before)])
  const title =
    kind === 'deadline'
      ? measure.deadlines.find((rule) => rule.id === id)?.title[talk.lang]
      : eventNames[id as EventId][talk.lang]
  return keep(talk, after, [plain(await takenBackText(talk, record, after, measure, title ?? id))], null)
}

async function takenBackText(
  { ports, lang }: Talk,
  before: ProjectRecord,
  after: ProjectRecord,
  measure: Measure,
  title: string,
): Promise<string> {
  const words = resultsIn(lang)
  const [was, is] = [await deadlinesOf(before, measure, ports, lang), await deadlinesOf(after, measure, ports, lang)]
  const open = deadlineLines(is.deadlines, ports.today, lang, was.deadlines)
  return [words.takenBack(title), ...(open.length === 0 ? [] : [`**${words.deadlines}**\n${open.join('\n')}`])].join(
    '\n\n',
  )
}

function withoutEvent(record: ProjectRecord, event: EventId, { before }: Change): ProjectRecord {
  const events = (record.project.events ?? []).filter((told) => told.event !== event)
  const restored = before === undefined ? events : [...events, before as (typeof events)[number]]
  const facts = factsWithout(record, event, restored.length > events.length)
  return { ...record, project: { ...record.project, events: restored, facts } }
}

/** Of what comes again the one said last. */
function withoutClosed(record: ProjectRecord, deadline: string): ProjectRecord {
  const last = record.closed.findLastIndex((each) => each.deadline === deadline)
  return { ...record, closed: record.closed.filter((_, i) => i !== last) }
}

/** Facts that only the event had shown are open again. */
function factsWithout(record: ProjectRecord, event: EventId, stillTold: boolean): Facts {
  const derived = Object.keys(shows[event] ?? {}).filter(
    (name) => record.project.origins?.[name as keyof typeof record.project.origins]?.from === 'derived',
  )
  if (stillTold) return factsOf(record)
  return Object.fromEntries(Object.entries(factsOf(record)).filter(([name]) => !derived.includes(name)))
}

/** @returns the newest event, or deadline met, that has not been taken back */
function lastTold(changes: readonly Change[]): Change | undefined {
  const takenBack = new Map<string, number>()
  for (const change of changes.toReversed()) {
    const [kind, event = ''] = change.what.split(':')
    const open = takenBack.get(event) ?? 0
    if (kind === 'taken-back') takenBack.set(event, open + 1)
    else if (kind !== 'event' && kind !== 'deadline') continue
    else if (open === 0) return change
    else takenBack.set(event, open - 1)
  }
  return undefined
}
