/** A project that lives on: told of, listed, searched, opened, archived. */
import { type DayInWords, findDays } from '#knowledge/law/days-in-words.ts'
import type { EventId } from '#knowledge/law/rule.ts'
import { type IsoDate, shiftDays } from '#knowledge/law/units.ts'
import { eventNames } from '#tools/event-names.ts'
import type { ButtonPayload, Step } from '../conversation.ts'
import { readRepair } from '../repair.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { writeDayIn } from '../wording/words-in.ts'
import { option, plain } from './ask.ts'
import { isQuestion, tellsSomething } from './asking.ts'
import { befall, topicSaid } from './befall.ts'
import { deadlinesOf } from './deadlines.ts'
import { resume } from './declare.ts'
import { takeBackLast, takeEvent, withEvent } from './events.ts'
import { eventSaid } from './events-said.ts'
import { historyReply } from './history.ts'
import { goOn } from './interview.ts'
import { archive, forget, list, open, restore, search } from './list.ts'
import { stepsReply } from './path-lines.ts'
import { measureOf } from './questions.ts'
import { changeOf, type KnownProject, log, mayChange, type ProjectRecord } from './record.ts'
import { openSince } from './remind-done.ts'
import { change } from './repairs.ts'
import { keep, knownProject, say, sourceOf, type Talk } from './talk.ts'
import { timelineReply } from './timeline.ts'
import { isTitleMeant } from './title-meant.ts'

const listWords =
  /^(?:看看|查看|打开|列出|显示)?(?:我的|我们的|全部)项目(?:列表|清单|有哪些)?[?？]?$|^(?:项目列表|项目清单)$|^我(?:都)?有(?:哪些|什么)项目[?？]?$|^(?:show |list )?my projects$/iu

/** @returns undefined where the words are none of a project's business */
export async function follow(talk: Talk, text: string): Promise<Step | undefined> {
  const step = await followed(talk, text)
  // What is pressed afterwards is answered in the language that was spoken.
  return step === undefined ? undefined : { ...step, conversation: { ...step.conversation, lang: talk.lang } }
}

async function followed(talk: Talk, text: string): Promise<Step | undefined> {
  const told = (await dayTold(talk, text)) ?? (await command(talk, text))
  if (told !== undefined || isQuestion(text)) return told
  const active = talk.projects.known.filter(({ record }) => record.status === 'active')
  return (
    (await tellsEvent(talk, text, active)) ??
    (await tellsDone(talk, text, active)) ??
    (await corrects(talk, text)) ??
    tellsTrouble(talk, text, active)
  )
}

/** «项目要调整», «前期工作拖了40个工作日» */
async function tellsTrouble(talk: Talk, text: string, active: readonly KnownProject[]): Promise<Step | undefined> {
  const topic = topicSaid(withoutNames(text, active))
  if (topic === undefined || active.length === 0) return undefined
  const known = projectMeant(talk, text, active)
  if (known === undefined) return whichProject(talk, active, text)
  return mayChange(known) ? befall(talk, known.record, topic, text) : readOnly(talk)
}

/** Words that are an answer to «which day?» are no longer than this. */
const longestDay = 20

/** The day of an event that was told without one. */
async function dayTold(talk: Talk, text: string): Promise<Step | undefined> {
  const { dialog } = talk.conversation
  const known = knownProject(talk, dialog?.project)
  if (dialog?.dayOf === undefined || known === undefined || !mayChange(known)) return undefined
  const wanted = readRepair(text)?.kind
  if (wanted === 'cancel' || wanted === 'skip' || wanted === 'back')
    return say(talk, [plain(resultsIn(talk.lang).dayLeftOpen)], null)
  // A longer sentence with a day in it tells or asks something of its own.
  if (isQuestion(text) || [...text].length > longestDay) return undefined
  const days = findDays(text, talk.ports.today)
  const [day] = days
  if (days.length === 1 && day?.kind === 'day') return takeEvent(talk, known.record, dialog.dayOf, day.day)
  return day?.kind === 'vague' ? askDay(talk, known.record, dialog.dayOf, day) : undefined
}

async function command(talk: Talk, text: string): Promise<Step | undefined> {
  const words = text.trim().replace(/[。.！!]+$/u, '')
  if (listWords.test(words)) return list(talk)
  if (
    /^(?:我的?|这个|该)?(?:项目)?(?:现在)?(?:到哪(?:一|个)?(?:步|阶段)了?|进展(?:如何|怎么样)?|进度(?:如何|怎么样)?)[?？]?$/u.test(
      words,
    )
  ) {
    const known = projectMeant(talk, '')
    if (known !== undefined) return open(talk, known)
  }
  if (/^(?:查看|看看)?(?:审批|办理)?(?:步骤|路径|流程)(?:说明|详情|详解)?$|^steps$/iu.test(words)) {
    const known = projectMeant(talk, '')
    return known === undefined ? undefined : stepsReply(talk, known.record)
  }
  if (/^(?:查看|看看)?(?:变更|修改|操作)(?:记录|历史)$|^history$/iu.test(words)) {
    const known = projectMeant(talk, '')
    return known === undefined ? undefined : historyReply(talk, known.record)
  }
  const wanted =
    /^(?:搜索?|查找?|找)(?:一下)?(?:我的)?项目[:：\s]*(?<words>.+)$|^(?:find|search) projects? (?<english>.+)$/iu.exec(
      words,
    )
  if (wanted?.groups !== undefined) return search(talk, (wanted.groups.words ?? wanted.groups.english ?? '').trim())
  if (/^(?:继续|接着)(?:申报|填写?|上次的?申报)?$|^(?:resume|continue)$/iu.test(words)) return resumeDraft(talk)
  const named =
    /^(?<verb>打开|查看|看|归档|恢复|删除|时间表|open|archive|restore|delete|timeline)[:：\s]*(?<name>.*)$/iu.exec(
      words,
    )
  if (named?.groups !== undefined)
    return namedCommand(talk, (named.groups.verb ?? '').toLowerCase(), named.groups.name ?? '')
  if (
    /^(?:(?:搞|弄|说|记|写)错了|不对)?[，,]?(?:把|请)?(?:撤回|撤销|收回)(?:上一?条|刚才(?:的|那条)?(?:事件|记录)?|事件|这一?条|吧)?$|^(?:undo|take (?:it|that) back)$/iu.test(
      words,
    )
  ) {
    const known = projectMeant(talk, words)
    return known === undefined ? undefined : mayChange(known) ? takeBackLast(talk, known.record) : readOnly(talk)
  }
  const own = talk.projects.known.find(({ record }) => record.project.name === words)
  return own === undefined ? undefined : open(talk, own)
}

function resumeDraft(talk: Talk): Promise<Step> | Step {
  const drafts = talk.projects.known.filter(({ record, access }) => record.status === 'draft' && access === 'owner')
  const known = drafts.find(({ record }) => record.id === talk.conversation.focus) ?? drafts.at(-1)
  return known === undefined ? say(talk, [plain(zh.noDraft)]) : resume(talk, known.record)
}

async function namedCommand(talk: Talk, verb: string, name: string): Promise<Step | undefined> {
  const known = projectMeant(talk, name)
  if (known === undefined || (name !== '' && !isNamed(known, name))) return undefined
  if (/打开|查看|看|open/u.test(verb)) return name === '' ? undefined : open(talk, known)
  if (/时间表|timeline/u.test(verb)) return timelineReply(talk, known.record)
  if (!mayChange(known)) return readOnly(talk)
  if (/归档|archive/u.test(verb)) return archive(talk, known)
  if (/恢复|restore/u.test(verb)) return restore(talk, known)
  return /删除|delete/u.test(verb) ? forget(talk, known, false) : undefined
}

/** The project named in the words, else the one spoken of last, else the only one. */
function projectMeant(talk: Talk, words: string, among = talk.projects.known): KnownProject | undefined {
  const named = among.filter((known) => isNamed(known, words))
  if (named.length === 1) return named[0]
  const focused = among.find(({ record }) => record.id === talk.conversation.focus)
  return focused ?? (among.length === 1 ? among[0] : undefined)
}

function isNamed({ record }: KnownProject, words: string): boolean {
  const { name } = record.project
  return name !== undefined && words.includes(name)
}

async function tellsEvent(talk: Talk, text: string, active: readonly KnownProject[]): Promise<Step | undefined> {
  const said = active.length === 0 ? undefined : eventSaid(withoutNames(text, active), talk.ports.today)
  if (said === undefined) return undefined
  if (!tellsSomething(text, said.day !== undefined)) return undefined
  const known = projectMeant(talk, text, active)
  if (known === undefined) return whichProject(talk, active, text)
  if (!mayChange(known)) return readOnly(talk)
  if (said.day?.kind === 'day') return takeEvent(talk, known.record, said.event, said.day.day)
  return askDay(talk, known.record, said.event, said.day)
}

/** Told of the draft that is being filled in: kept, and the interview goes on. A project may be declared late. */
export async function tellsDraft(talk: Talk, record: ProjectRecord, text: string): Promise<Step | undefined> {
  const said = record.status === 'draft' ? eventSaid(text, talk.ports.today) : undefined
  if (said?.day?.kind !== 'day' || !tellsSomething(text, true)) return undefined
  const after = withEvent(record, said.event, said.day.day, talk.ports.today, sourceOf(talk))
  const { noted, plannedEvent } = resultsIn(talk.lang)
  const planned = said.day.day > talk.ports.today ? plannedEvent : ''
  return goOn(talk, after, [`${noted(eventNames[said.event][talk.lang], said.day.day)}${planned}`])
}

/** A project's own name («合同管理系统») tells nothing of an event. */
function withoutNames(text: string, active: readonly KnownProject[]): string {
  return active.reduce((words, { record }) => words.replaceAll(record.project.name ?? '\u0000', ''), text)
}

function askDay(talk: Talk, record: ProjectRecord, event: EventId, told?: DayInWords): Step {
  const words = resultsIn(talk.lang)
  const at = (on: IsoDate) => ({ project: record.id, event, on })
  const usual = [
    option(words.today, 'event', at(talk.ports.today)),
    option(words.yesterday, 'event', at(shiftDays(talk.ports.today, -1))),
  ]
  const vague = told?.kind === 'vague' ? told : undefined
  const candidates = (vague?.candidates ?? []).map((day) => option(writeDayIn(talk.lang)(day), 'event', at(day)))
  const question = vague?.question ?? words.askDay(eventNames[event][talk.lang])
  const reply = plain(question, candidates.length > 0 ? candidates : usual)
  return say(talk, [reply], { project: record.id, unread: 0, dayOf: event }, record.id)
}

function whichProject(talk: Talk, active: readonly KnownProject[], text: string): Step {
  const words = resultsIn(talk.lang)
  const options = active.map(({ record }) =>
    option(record.project.name ?? zh.unnamed, 'told', { project: record.id, words: text }),
  )
  return say(talk, [plain(words.whichProject, options)])
}

const done =
  /(?:办|报|交|备案|做|完成|送|签署?|申请)(?:完|好|过|成)?了?[。.！!]*$|已(?:经)?(?:办|报|交|备案|做|完成|送)/u

/** «合同备案了», «季度报告交了»: a deadline that no event stands for is said to be met. */
async function tellsDone(talk: Talk, text: string, active: readonly KnownProject[]): Promise<Step | undefined> {
  const known = projectMeant(talk, text, active)
  const measure = known === undefined ? undefined : measureOf(known.record, talk.ports.law)
  if (known === undefined || measure === undefined || !done.test(text) || !mayChange(known)) return undefined
  if (!tellsSomething(text, false)) return undefined
  const { deadlines } = await deadlinesOf(known.record, measure, talk.ports)
  const meant = deadlines.find((each) => !each.closed && each.binds === 'unit' && isTitleMeant(each.title, text))
  if (meant === undefined) return undefined
  // Of what comes again the one that has been open longest is meant.
  const due = (await openSince(talk, known.record.id, meant.deadline)) ?? meant.due
  const closed = [
    ...known.record.closed,
    { deadline: meant.deadline, on: talk.ports.today, ...(due === null ? {} : { due }) },
  ]
  const after = log({ ...known.record, closed }, [
    changeOf(sourceOf(talk), `deadline:${meant.deadline}`, undefined, talk.ports.today),
  ])
  const words = resultsIn(talk.lang)
  const options = [option(words.takeBack, 'take-back', { project: known.record.id })]
  return keep(talk, after, [plain(words.closed(meant.title), options)], null)
}

/** «把投资额改成520万» outside an interview: of the project spoken of, draft or confirmed. */
async function corrects(talk: Talk, text: string): Promise<Step | undefined> {
  const known = projectMeant(
    talk,
    text,
    talk.projects.known.filter(({ record }) => record.status !== 'archived'),
  )
  if (known === undefined) return undefined
  const bare = text.replace(
    new RegExp(`(?:${escapePattern(known.record.project.name ?? '\u0000')})(?:的|项目的)?`, 'u'),
    '',
  )
  const wanted = readRepair(bare)
  if (wanted?.kind !== 'change' || wanted.field === undefined) return undefined
  if (!mayChange(known)) return readOnly(talk)
  return change({ ...talk, message: { ...talk.message, text: bare } }, known.record, 'review', wanted)
}

function escapePattern(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
}

function readOnly(talk: Talk): Step {
  return say(talk, [plain(resultsIn(talk.lang).readOnly)])
}

/** @returns undefined where the button is none of these */
export async function pressFollow(
  talk: Talk,
  button: ButtonPayload,
  known: KnownProject | undefined,
): Promise<Step | undefined> {
  if (button.verb === 'project-list') return list(talk)
  if (known === undefined) return undefined
  if (button.verb === 'project-open') return open(talk, known)
  if (button.verb === 'project-timeline') return timelineReply(talk, known.record)
  if (button.verb === 'project-steps') return stepsReply(talk, known.record)
  if (!mayChange(known)) return readOnly(talk)
  switch (button.verb) {
    case 'project-take-back':
      return takeBackLast(talk, known.record)
    case 'project-archive':
      return archive(talk, known)
    case 'project-restore':
      return restore(talk, known)
    case 'project-forget':
      return forget(talk, known, true)
    case 'project-told':
      return toldOf(talk, String(button.args.words ?? ''), known)
    case 'project-event': {
      const [day] = findDays(String(button.args.on ?? ''), talk.ports.today)
      const event = button.args.event
      return day?.kind === 'day' && isEvent(event) ? takeEvent(talk, known.record, event, day.day) : undefined
    }
  }
  return undefined
}

async function toldOf(talk: Talk, words: string, known: KnownProject): Promise<Step | undefined> {
  return (await tellsEvent(talk, words, [known])) ?? tellsTrouble(talk, words, [known])
}

function isEvent(value: unknown): value is EventId {
  return typeof value === 'string' && value !== 'any' && Object.hasOwn(eventNames, value)
}
