/** The second contact of a project: named by the id that they gave themselves, told of it once, taken away again. */
import type { Step } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh } from '../wording/project-zh.ts'
import { remindIn } from '../wording/remind.ts'
import type { Agenda } from './agenda.ts'
import { option, plain } from './ask.ts'
import type { KnownProject, ProjectRecord } from './record.ts'
import { wish } from './remind-wishes.ts'
import type { ReminderMessage } from './reminder-message.ts'
import { say, type Talk } from './talk.ts'

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

/** A name alone reaches nobody, and might reach the wrong one: it takes the id that only they can give. */
export function askSecond(talk: Talk, _agenda: Agenda): Step | undefined {
  // In the middle of an interview the words are an answer to its question.
  if (talk.conversation.dialog !== undefined || ownActive(talk).length === 0) return undefined
  return say(talk, [plain(remindIn(talk.lang).howSecond)])
}

/** Each second contact hears once that they are one: a wrong id shows at once, not on the last day but one. */
export function namedMessages(
  { settings: { seconds, stopped }, told }: Agenda,
  records: readonly ProjectRecord[],
  { person }: Pick<Ports, 'person'>,
): ReminderMessage[] {
  if (stopped === true) return []
  const words = remindIn(person.lang ?? 'zh')
  return records.flatMap(({ id, status, project }) => {
    const to = seconds[id]
    const notice = `${id}|named|${to}`
    if (to === undefined || status !== 'active' || told.has(notice)) return []
    const reply = plain(words.named(words.name(project.name ?? projectZh.unnamed)))
    return [{ to, reply, notices: [notice], kinds: ['second-named' as const], about: [`${id}|named`] }]
  })
}

function whichProject(talk: Talk, person: string | undefined): Step {
  const options = ownActive(talk).map(({ record }) =>
    option(record.project.name ?? projectZh.unnamed, 'remind-second', {
      project: record.id,
      ...(person === undefined ? {} : { person }),
    }),
  )
  const words = resultsIn(talk.lang)
  const nothing = talk.projects.known.length === 0 ? words.none : words.ownerOnly
  return say(talk, [options.length === 0 ? plain(nothing) : plain(words.whichProject, options)])
}

/** The one named, the one spoken of, or the only one. */
function ownProject(talk: Talk, name: string): KnownProject | undefined {
  const own = ownActive(talk)
  const named = own.filter(
    ({ record }) => record.id === name || (record.project.name !== undefined && name.includes(record.project.name)),
  )
  if (named.length === 1) return named[0]
  const spokenOf = own.find(({ record }) => record.id === talk.conversation.focus)
  return own.length === 1 ? own[0] : spokenOf
}

function ownActive({ projects }: Talk): readonly KnownProject[] {
  return projects.known.filter(({ access, record }) => access === 'owner' && record.status === 'active')
}
