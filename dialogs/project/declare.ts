/** Beginning, confirming and ending a declaration. */
import type { FactName, Facts } from '#knowledge/law/facts.ts'
import { findMeasure } from '#knowledge/law/load.ts'
import type { Measure, MeasureId } from '#knowledge/law/measure.ts'
import type { Step } from '../conversation.ts'
import { placesNamed, withoutPlaces } from '../places.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { plain } from './ask.ts'
import { goOn, joined } from './interview.ts'
import { measureOf } from './questions.ts'
import {
  changeOf,
  factsOf,
  log,
  newRecord,
  type ProjectRecord,
  profileOf,
  type Told,
  tell,
  withInterview,
} from './record.ts'
import { resultReplies } from './result.ts'
import { readRoles, rolesPlace, sayRoles } from './roles.ts'
import { projectSaid } from './said.ts'
import { sayFact } from './say.ts'
import { keep, say, sourceOf, type Talk } from './talk.ts'

/** The first question, with all that the opening sentence and an earlier project have told. */
export function declare(talk: Talk, words: string): Promise<Step> {
  const { conversation, ports, projects } = talk
  const named = placesNamed(ports.law, words)
  const own = named.length === 1 ? named[0] : (conversation.measure ?? ports.person.measure)
  const begun = newRecord(projects.freshId, own)
  const carried = carriedOver(talk, own)
  const source = sourceOf(talk, words)
  const { name, said } = projectSaid(withoutPlaces(ports.law, words), words)
  const measure = own === undefined ? undefined : findMeasure(ports.law, own)
  const roles = measure === undefined || rolesPlace(measure) === undefined ? undefined : readRoles(words)
  const told: Told = {
    facts: measure === undefined ? said.facts : withoutIdleLevel(said.facts, measure),
    ...(name === undefined ? {} : { fields: { name } }),
    ...(roles === undefined ? {} : { roles }),
  }
  const profiled = tell(begun, carried, { ...source, from: 'profile', words: '' })
  const opened = tell(profiled, told, source)
  const heard = said.vague === undefined ? {} : { heard: { [said.vague.fact]: said.vague.said } }
  const record = withInterview(opened, heard)
  const lead = [
    ...(own === undefined ? [] : [zh.start(findMeasure(ports.law, own)?.jurisdiction.zh ?? own)]),
    ...notedLines(record, told, carried),
  ]
  const kept = own === undefined ? conversation : { ...conversation, measure: conversation.measure ?? own }
  return goOn({ ...talk, conversation: kept }, record, lead)
}

/** Where no rule asks for the level it is not guessed at from the unit's name: 诸城市 is no city of the measure's kind. */
function withoutIdleLevel(facts: Facts, measure: Measure): Facts {
  const { level: _guessed, ...others } = facts
  // A rule names every fact it leans on.
  return JSON.stringify(measure.rules).includes('"level"') ? facts : others
}

function notedLines(record: ProjectRecord, told: Told, carried: Told): string[] {
  const names = Object.keys(told.facts) as FactName[]
  const said = [
    ...(told.fields?.name === undefined ? [] : [told.fields.name]),
    ...(told.roles === undefined ? [] : [sayRoles(told.roles)]),
    ...names.flatMap((name) => {
      const value = factsOf(record)[name]
      return value === undefined ? [] : [sayFact(name, value, undefined)]
    }),
  ]
  const old = (Object.keys(carried.facts) as FactName[]).filter((name) => told.facts[name] === undefined)
  return [
    ...(said.length === 0 ? [] : [zh.noted(said.join('；'))]),
    ...(old.length === 0
      ? []
      : [zh.carriedOver(old.map((name) => sayFact(name, carried.facts[name], undefined)).join('；'))]),
  ]
}

/** Level and kind of the unit, of the person's own latest project in the same place. */
function carriedOver({ projects }: Talk, measure: MeasureId | undefined): Told {
  const earlier = projects.known.filter(
    ({ record, access }) => access === 'owner' && record.status !== 'draft' && record.project.measure === measure,
  )
  const latest = earlier.at(-1)
  return measure === undefined || latest === undefined ? { facts: {} } : profileOf(latest.record)
}

/** The review is confirmed: the draft becomes a project. */
export async function confirm(talk: Talk, record: ProjectRecord): Promise<Step> {
  const measure = measureOf(record, talk.ports.law)
  if (measure === undefined) return goOn(talk, record, [])
  const { asking: _asked, ...interview } = record.interview
  const source = sourceOf(talk, zh.confirm)
  const active = log({ ...record, status: 'active', interview }, [changeOf(source, 'status', 'draft', 'active')])
  const replies = await resultReplies(active, measure, talk.ports, talk.lang)
  return keep(talk, active, replies, null)
}

export function startOver(talk: Talk, record: ProjectRecord): Promise<Step> {
  const fresh = newRecord(record.id, record.project.measure)
  const source = sourceOf(talk, '')
  const emptied = log({ ...fresh, changes: record.changes, shownIn: record.shownIn }, [
    changeOf(source, 'facts', record.project.facts, {}),
  ])
  return goOn(talk, emptied, [zh.restarted])
}

export function cancel(talk: Talk, record: ProjectRecord): Step {
  const step = say(talk, [plain(zh.cancelled)], null)
  const { focus: _gone, ...conversation } = step.conversation
  return { ...step, conversation, changes: { forget: [record.id] } }
}

export function keepForLater(talk: Talk, record: ProjectRecord): Promise<Step> {
  return keep(talk, record, [plain(zh.keptForLater(record.project.name ?? zh.unnamed))], null)
}

/** Takes a draft up again, from whatever conversation. */
export function resume(talk: Talk, record: ProjectRecord): Promise<Step> {
  return goOn(talk, record, [zh.resumed(record.project.name ?? zh.unnamed)], 'ask')
}

/** What was asked last, told again after something else was answered. */
export function openQuestionAgain(record: ProjectRecord, reply: ReturnType<typeof plain>): ReturnType<typeof plain> {
  return record.interview.asking === undefined ? reply : joined([zh.backToQuestion], reply)
}
