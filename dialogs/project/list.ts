/** The projects of a person: listed, found, opened, archived, deleted. */
import { eventNames } from '#tools/event-names.ts'
import { stagesOf } from '#tools/plan-stages.ts'
import type { Reply, Step } from '../conversation.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { writeDayIn } from '../wording/words-in.ts'
import { option, plain } from './ask.ts'
import { deadlinesOf } from './deadlines.ts'
import { measureOf } from './questions.ts'
import { changeOf, factsOf, type KnownProject, log } from './record.ts'
import { resultReplies } from './result.ts'
import { keep, say, sourceOf, type Talk } from './talk.ts'

/** Buttons to open one; the rest is opened by its name. */
const buttonsShown = 6

export async function list(talk: Talk): Promise<Step> {
  const words = resultsIn(talk.lang)
  const isArchived = ({ record }: KnownProject) => record.status === 'archived'
  const { known } = talk.projects
  if (talk.projects.known.length === 0) return say(talk, [plain(words.none, [option(zh.declareButton, 'declare', {})])])
  const shown = [...known.filter((each) => !isArchived(each)), ...known.filter(isArchived)]
  return say(talk, [await listReply(talk, shown, words.mine)])
}

export async function search(talk: Talk, wanted: string): Promise<Step> {
  const words = resultsIn(talk.lang)
  const found = talk.projects.known.filter(({ record }) => {
    const { name = '', unit = '', summary = '' } = record.project
    return `${name} ${unit} ${summary}`.toLowerCase().includes(wanted.toLowerCase())
  })
  if (found.length === 0) return say(talk, [plain(words.notFound(wanted))])
  return say(talk, [await listReply(talk, found, words.found(found.length))])
}

async function listReply(talk: Talk, known: readonly KnownProject[], head: string): Promise<Reply> {
  const words = resultsIn(talk.lang)
  const lines = await Promise.all(known.map((each, i) => lineOf(talk, each, i + 1)))
  const options = [
    ...known
      .slice(-buttonsShown)
      .map(({ record }) => option(words.open2(record.project.name ?? zh.unnamed), 'open', { project: record.id })),
    option(zh.declareButton, 'declare', {}),
  ]
  return { ...plain([`**${head}**`, lines.join('\n')].join('\n\n'), options), summary: head }
}

async function lineOf(talk: Talk, { record, access }: KnownProject, number: number): Promise<string> {
  const { ports, lang } = talk
  const words = resultsIn(lang)
  const measure = measureOf(record, ports.law)
  const parts: string[] = [words.status[record.status]]
  if (measure !== undefined && record.status === 'active') {
    const stage = stagesOf(measure, factsOf(record), record.project.events ?? [], ports.today).find(
      (each) => each.status === 'next',
    )
    if (stage !== undefined) parts.push(words.stage(stage.stage.title[lang]))
    const { deadlines } = await deadlinesOf(record, measure, ports, lang)
    const next = deadlines.find(
      (each) => !each.closed && each.binds === 'unit' && each.due !== null && each.due >= ports.today,
    )
    if (next?.due != null) parts.push(words.nextDue(next.title, next.due))
  }
  if (access !== 'owner') parts.push(words.shared)
  return `${number}. ${record.project.name ?? zh.unnamed}${words.bracket(parts.join(lang === 'zh' ? '，' : ', '))}`
}

/** All of it again: result, events; a draft offers to go on. */
export async function open(talk: Talk, { record, access }: KnownProject): Promise<Step> {
  const { ports, lang } = talk
  const words = resultsIn(lang)
  const measure = measureOf(record, ports.law)
  const args = { project: record.id }
  if (record.status === 'draft' || measure === undefined) {
    const name = record.project.name ?? zh.unnamed
    const options =
      access === 'read'
        ? []
        : [option(zh.continueButton(name), 'resume', args), option(zh.confirmCancelOptions.delete, 'delete', args)]
    return say(talk, [plain(`${name}${words.bracket(words.status.draft)}`, options)], null, record.id)
  }
  const replies = await resultReplies(record, measure, ports, lang)
  const last = replies.at(-1)
  const events = (record.project.events ?? []).map(
    (told) =>
      `- ${eventNames[told.event][lang]}${words.colon}${writeDayIn(lang)(told.on as never)}${told.planned === true ? words.plannedEvent : ''}`,
  )
  const told = [`**${words.events}**`, ...(events.length === 0 ? [words.noEvents] : events)].join('\n')
  const change =
    access === 'read'
      ? []
      : [record.status === 'archived' ? option(words.restore, 'restore', args) : option(words.archive, 'archive', args)]
  const reply: Reply = {
    summary: words.events,
    ...last,
    text: [...(last === undefined ? [] : [last.text]), told].join('\n\n'),
    options: [...(last?.options ?? []), ...change],
  }
  return say(talk, [...replies.slice(0, -1), reply], null, record.id)
}

export async function archive(talk: Talk, { record }: KnownProject): Promise<Step> {
  const source = sourceOf(talk)
  const archived = log({ ...record, status: 'archived' as const }, [
    changeOf(source, 'status', record.status, 'archived'),
  ])
  return keep(talk, archived, [plain(resultsIn(talk.lang).archived(record.project.name ?? zh.unnamed))], null)
}

/** A draft that was archived is a draft again. */
export async function restore(talk: Talk, { record }: KnownProject): Promise<Step> {
  const before = record.changes.findLast((change) => change.what === 'status' && change.after === 'archived')?.before
  const status = before === 'draft' ? 'draft' : 'active'
  const restored = log({ ...record, status }, [changeOf(sourceOf(talk), 'status', record.status, status)])
  return keep(talk, restored, [plain(resultsIn(talk.lang).restored(record.project.name ?? zh.unnamed))], null)
}

/** Nothing is kept of it; asked first. Only the owner may. */
export function forget(talk: Talk, { record, access }: KnownProject, isSure: boolean): Step {
  const words = resultsIn(talk.lang)
  if (access !== 'owner') return say(talk, [plain(words.ownerOnly)])
  const name = record.project.name ?? zh.unnamed
  if (!isSure) {
    const args = { project: record.id }
    const options = [option(words.delete, 'forget', args), option(words.archive, 'archive', args)]
    return say(talk, [plain(words.confirmDelete(name), options)], null, record.id)
  }
  const step = say(talk, [plain(words.deleted(name))], null)
  const { focus: _gone, ...conversation } = step.conversation
  return { ...step, conversation, changes: { forget: [record.id] } }
}
