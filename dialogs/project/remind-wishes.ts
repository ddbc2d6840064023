/** What a person wishes of reminders: how long ahead, stopped and brought back. */
import { keyOf, type ReminderSettings } from '#tools/notice.ts'
import type { Reply, Step } from '../conversation.ts'
import { remindIn } from '../wording/remind.ts'
import { type Agenda, type ProjectPromise, withoutStale } from './agenda.ts'
import { option, plain } from './ask.ts'
import { ruleOf } from './remind-done.ts'
import { knownProject, say, type Talk } from './talk.ts'

/** Wishes as they now stand, and what is said of it. */
export function wish(talk: Talk, { version, promises }: Agenda, wished: ReminderSettings, reply: Reply): Step {
  const settings = withoutStale(wished, new Set(promises.map(keyOf)))
  return { ...say(talk, [reply]), changes: { agenda: { version, settings } } }
}

export function stopAll(talk: Talk, agenda: Agenda): Step {
  const words = remindIn(talk.lang)
  const reply = plain(words.stopped, [option(words.resume, 'remind-resume', {})])
  return wish(talk, agenda, { ...agenda.settings, stopped: true }, reply)
}

/** Everything is reminded of again, as long ahead as wished. */
export function resumeAll(talk: Talk, agenda: Agenda, toDefaults: boolean): Step {
  const words = remindIn(talk.lang)
  const { stopped: _stopped, before, beforeRecurring, beforeOf, ...rest } = agenda.settings
  const ahead = {
    ...(before === undefined ? {} : { before }),
    ...(beforeRecurring === undefined ? {} : { beforeRecurring }),
    ...(beforeOf === undefined ? {} : { beforeOf }),
  }
  const settings = { ...rest, ...(toDefaults ? {} : ahead), muted: [] }
  return wish(talk, agenda, settings, plain(words.resumed, [option(words.mine, 'remind-list', {})]))
}

/** @param counts working days */
export function tellAhead(talk: Talk, agenda: Agenda, counts: readonly number[], isRecurring: boolean): Step {
  const words = remindIn(talk.lang)
  const before = [...new Set(counts)].toSorted((a, b) => b - a)
  // «Every deadline» leaves no exception standing.
  const { beforeRecurring: _recurring, beforeOf: _kinds, ...others } = agenda.settings
  const settings = isRecurring ? { ...agenda.settings, beforeRecurring: before } : { ...others, before }
  return wish(talk, agenda, settings, plain(words.before(before.join(words.comma), isRecurring)))
}

/** @param counts working days, for every deadline of the kinds that are meant, of whatever project */
export function tellAheadOf(
  talk: Talk,
  agenda: Agenda,
  counts: readonly number[],
  meant: readonly ProjectPromise[],
): Step {
  const words = remindIn(talk.lang)
  const before = [...new Set(counts)].toSorted((a, b) => b - a)
  const kinds = [...new Set(meant.map(({ deadline }) => deadline))]
  const titles = meant.map((each) => ruleOf(talk, knownProject(talk, each.project), each.deadline)?.title[talk.lang])
  const beforeOf = { ...agenda.settings.beforeOf, ...Object.fromEntries(kinds.map((kind) => [kind, before])) }
  const title = [...new Set(titles)].join(words.comma)
  return wish(talk, agenda, { ...agenda.settings, beforeOf }, plain(words.beforeOf(title, before.join(words.comma))))
}
