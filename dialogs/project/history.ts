/** What was changed in a project, when and to what: the newest last. */
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import { projectFields } from '#knowledge/law/filing-sources.ts'
import { shanghaiDay } from '#knowledge/law/units.ts'
import { eventNames } from '#tools/event-names.ts'
import type { Step } from '../conversation.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { plain } from './ask.ts'
import { type Detail, isDetail } from './details.ts'
import { measureOf } from './questions.ts'
import { type Change, isField, type ProjectRecord } from './record.ts'
import { isRoles, sayRoles } from './roles.ts'
import { sayValue } from './say.ts'
import { sayDetail } from './say-told.ts'
import { say, type Talk } from './talk.ts'

const changesShown = 20

export function historyReply(talk: Talk, record: ProjectRecord): Step {
  const words = resultsIn(talk.lang)
  const lines = record.changes.slice(-changesShown).map((change) => `- ${lineOf(change, talk, record)}`)
  const head = `**${record.project.name ?? zh.unnamed}${words.colon}${words.history}**`
  return say(talk, [plain([head, lines.join('\n')].join('\n\n'))], undefined, record.id)
}

function lineOf({ at, by, what, before, after }: Change, talk: Talk, record: ProjectRecord): string {
  const words = resultsIn(talk.lang)
  const who = by === talk.projects.personId ? words.byYou : words.byOther
  const now = sayChanged(what, after, talk, record)
  const was = before === undefined ? '' : words.before(sayChanged(what, before, talk, record))
  return `${shanghaiDay(new Date(at))} ${who}${words.colon}${nameOf(what, talk, record)} ${now}${was}`
}

function nameOf(what: string, { lang, ports }: Talk, record: ProjectRecord): string {
  const words = resultsIn(lang)
  if (isFactName(what)) return factList[what][lang]
  const [kind = '', id = ''] = what.split(':')
  const deadlineName = (deadline: string) =>
    measureOf(record, ports.law)?.deadlines.find((rule) => rule.id === deadline)?.title[lang] ?? deadline
  if (kind === 'event' || kind === 'taken-back') {
    const name = Object.entries(eventNames).find(([event]) => event === id)?.[1][lang] ?? deadlineName(id)
    return kind === 'event' ? name : `${words.takeBack} ${name}`
  }
  if (what === 'name') return zh.nameLabel
  if (what === 'roles') return zh.rolesLabel
  if (isField(what) || isDetail(what)) return projectFields[what][lang]
  return kind === 'deadline' ? `${words.done} ${deadlineName(id)}` : what
}

function sayChanged(what: string, value: unknown, talk: Talk, record: ProjectRecord): string {
  if (isFactName(what)) return sayValue(what, value, measureOf(record, talk.ports.law), talk.lang)
  if (typeof value === 'string') return value
  if (what === 'roles' && isRoles(value)) return sayRoles(value)
  if (isDetail(what)) return sayDetail(value as Detail['value'] | undefined, talk.lang)
  return typeof value === 'object' && value !== null && 'on' in value ? String(value.on) : ''
}
