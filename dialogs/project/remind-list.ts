/** «我的提醒»: per project what is open, when the next notice comes, and how to change it; and why a day is that day. */
import { parseDay, yearOf } from '#knowledge/law/units.ts'
import { citationOf, type Deadline } from '#tools/calculate-deadline.ts'
import { InputError } from '#tools/input-error.ts'
import { keyOf, type Notice } from '#tools/notice.ts'
import { defaultBefore, planNotices } from '#tools/reminders.ts'
import type { ButtonPayload, Step } from '../conversation.ts'
import { articlePath } from '../reply-of-answer.ts'
import { projectZh } from '../wording/project-zh.ts'
import { remindIn } from '../wording/remind.ts'
import { wordsIn } from '../wording/words-in.ts'
import type { Agenda, ProjectPromise } from './agenda.ts'
import { option, plain } from './ask.ts'
import { measureOf } from './questions.ts'
import { factsOf, type KnownProject } from './record.ts'
import { asOpen, promisesOfProject } from './remind.ts'
import { ruleOf } from './remind-done.ts'
import { knownProject, say, type Talk } from './talk.ts'

export async function listReminders(talk: Talk, agenda: Agenda): Promise<Step> {
  const words = remindIn(talk.lang)
  const { ports, projects } = talk
  const own = projects.known.filter(({ access, record }) => access === 'owner' && record.status === 'active')
  const open = await Promise.all(
    own.map(async (known) => ({
      known,
      promises: await promisesOfProject(known.record, agenda, ports, projects.now),
    })),
  )
  const promises = open.flatMap((each) => each.promises)
  const { settings, told } = agenda
  const plan = planNotices({ deadlines: promises.map(asOpen), settings, told, calendar: ports.calendar })
  const blocks = open
    .filter((each) => each.promises.length > 0)
    .map((each) => blockOf(talk, agenda, each.known, each.promises, plan))
  if (blocks.length === 0) return say(talk, [plain(words.none)])
  const state = settings.stopped === true ? words.isStopped : rhythm(talk, agenda)
  const options = [
    settings.stopped === true || settings.muted.length > 0
      ? option(words.resume, 'remind-resume', {})
      : option(words.stop, 'remind-stop', {}),
  ]
  return say(talk, [{ ...plain([`**${words.head}**`, ...blocks, state].join('\n\n'), options), summary: words.head }])
}

function blockOf(
  talk: Talk,
  { settings }: Agenda,
  known: KnownProject,
  promises: readonly ProjectPromise[],
  plan: readonly Notice[],
): string {
  const words = remindIn(talk.lang)
  const { today } = talk.ports
  const second = settings.seconds[known.record.id]
  const name = `**${words.name(known.record.project.name ?? projectZh.unnamed)}**`
  const lines = promises
    .toSorted((a, b) => (a.due < b.due ? -1 : 1))
    .map((promise) => {
      const title = ruleOf(talk, known, promise.deadline)?.title[talk.lang] ?? promise.deadline
      const next = plan.find((notice) => notice.to === 'owner' && tellsOf(notice, promise))
      const when = settings.muted.includes(keyOf(promise))
        ? words.isMuted
        : next === undefined
          ? words.noNext
          : words.next(words.day(next.on, today))
      const late = promise.due < today ? words.bracket(words.late) : ''
      return words.line(title, `${words.day(promise.due, today)}${late}`, when)
    })
  return [second === undefined ? name : `${name}${words.bracket(words.secondOf(second))}`, ...lines].join('\n')
}

function tellsOf(notice: Notice, promise: ProjectPromise): boolean {
  const key = keyOf(promise)
  return [notice.about, ...notice.lists].some((about) => about !== undefined && keyOf(about) === key)
}

function rhythm(talk: Talk, { settings: { before, beforeRecurring, beforeOf = {} } }: Agenda): string {
  const words = remindIn(talk.lang)
  const kinds = Object.entries(beforeOf).flatMap(([id, counts]) => {
    const title = titleOf(talk, id)
    return title === undefined ? [] : [words.aheadOf(title, counts.join(words.comma))]
  })
  const recurring = beforeRecurring === undefined ? [] : [words.aheadRecurring(beforeRecurring.join(words.comma))]
  return words.rhythm((before ?? defaultBefore).join(words.comma), [...recurring, ...kinds].join(words.semicolon))
}

function titleOf({ ports, lang }: Talk, deadline: string): string | undefined {
  return ports.law.measures.flatMap(({ deadlines }) => deadlines).find(({ id }) => id === deadline)?.title[lang]
}

/** The steps to check the day by hand, and the words of the measure. */
export async function explainDay(talk: Talk, { args }: ButtonPayload, agenda: Agenda): Promise<Step | undefined> {
  const words = remindIn(talk.lang)
  const known = knownProject(talk, String(args.project ?? ''))
  const rule = ruleOf(talk, known, String(args.deadline ?? ''))
  const due = parseDay(String(args.due ?? ''))
  const measure = known === undefined ? undefined : measureOf(known.record, talk.ports.law)
  if (known === undefined || rule === undefined || due === undefined || measure === undefined) return undefined
  const promise = agenda.promises.find(
    (each) => keyOf(each) === keyOf({ project: known.record.id, deadline: rule.id, due }),
  )
  const from = promise?.from ?? (rule.event === 'any' ? due : undefined)
  const year = promise?.recurs !== undefined && rule.event !== 'any' ? { year: yearOf(due) } : {}
  const found = await reckoned(talk, {
    measure: measure.id,
    deadline: rule.id,
    ...(from === undefined ? {} : { from }),
    ...year,
    facts: factsOf(known.record),
    today: talk.ports.today,
    lang: talk.lang,
  })
  const citation = citationOf(measure, rule)
  const place = words.place(
    talk.lang === 'zh' ? measure.title : measure.titleEn,
    wordsIn(talk.lang).articleLabel(citation.article),
  )
  const steps = (found?.steps ?? []).map((step, i) => `${i + 1}. ${step}`)
  const notes = (found?.notes ?? []).map((note) => `- ${note}`)
  const quote = `> ${citation.quote}\n> —— [${place}](${articlePath(citation.measure, citation.article)})`
  const text = [`**${words.reckoning(rule.title[talk.lang])}**`, steps.join('\n'), quote, notes.join('\n')]
  const reply = { ...plain(text.filter((part) => part !== '').join('\n\n')), citations: [citation] }
  return say(talk, [reply], undefined, known.record.id)
}

async function reckoned(talk: Talk, input: object): Promise<Deadline | undefined> {
  try {
    return (await talk.ports.runTool('calculate_deadline', input)) as Deadline
  } catch (cause) {
    // What can no longer be reckoned so, e.g. because the facts have changed, is still quoted.
    if (cause instanceof InputError) return undefined
    throw cause
  }
}
