/** What of a message concerns projects: a declaration begun or going on, a project told of, shown or changed. */
import { findMeasure } from '#knowledge/law/load.ts'
import { unlessClosed } from '../closed.ts'
import type { ButtonPayload, Conversation, OpenDialog, Step, UserMessage } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { readRepair } from '../repair.ts'
import { understand } from '../understand.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { ask, option, plain } from './ask.ts'
import { isQuestion, wantsToDeclare } from './asking.ts'
import { isClassifiedSign, isTakenBack, stopClassified } from './classified.ts'
import { cancel, confirm, declare, keepForLater, openQuestionAgain, resume, startOver } from './declare.ts'
import { takeDetails } from './details-said.ts'
import { filingAsked } from './filing-asked.ts'
import { answeredBefore } from './filing-begin.ts'
import { pressFiling } from './filing-pressed.ts'
import { withoutFilling } from './fill-first.ts'
import { follow, pressFollow, tellsDraft } from './follow.ts'
import { choosePlace, goOn, placeSaid, takeButton, takeWords, unread } from './interview.ts'
import { measureOf } from './questions.ts'
import { type KnownProject, mayChange, type ProjectRecord, type QuestionKey } from './record.ts'
import { pressReminder, reminderAsked } from './remind-talk.ts'
import { confirmFirst, edit, repair } from './repairs.ts'
import { portsIn, shareCommand } from './share.ts'
import { knownProject, say, type Talk } from './talk.ts'

/** Shorter words are taken for an answer that could not be read. */
const shortestQuestion = 6
const plainlyAnswerable = 0.8

/** @returns undefined where the message is none of a project's business */
export async function handleProject(
  given: Conversation,
  message: UserMessage,
  lang: 'zh' | 'en',
  ports: Ports,
): Promise<Step | undefined> {
  if (ports.projects === undefined || message.event !== undefined) return undefined
  const filling = given.dialog?.filling === undefined ? undefined : given.dialog
  const conversation = withoutFilling(given)
  const whole: Talk = { conversation, message, lang, ports, projects: ports.projects }
  const shared = await shareCommand(whole, message.text)
  if (shared !== undefined) return shared
  const seen = portsIn(conversation, message, ports)
  const talk: Talk = { ...whole, ports: seen, projects: seen.projects ?? ports.projects }
  const isHidden = talk.projects.known.length === 0 && /我的项目|项目列表|my projects/iu.test(message.text)
  if (message.group === true && (isOwnBusiness(message) || isHidden))
    return say(talk, [plain(resultsIn(lang).groupHidden)])
  if (message.button !== undefined)
    return message.button.verb.startsWith('project-') ? pressed(talk, message.button, filling) : undefined
  const text = message.text.trim()
  if (text === '') return undefined
  if (conversation.stopped === true && isTakenBack(text))
    return declare({ ...talk, conversation: withoutStop(conversation) }, '')
  const reminder = await reminderAsked(talk, text)
  if (reminder !== undefined) return unlessClosed(reminder, 'reminders', ports.closed, { conversation: given, lang })
  const filing =
    (await answeredBefore(talk, filling, text)) ?? (await filingAsked(talk, text)) ?? (await takeDetails(talk, text))
  if (filing !== undefined) return unlessClosed(filing, 'filings', ports.closed, { conversation: given, lang })
  const open = knownProject(talk, conversation.dialog?.project)
  if (open !== undefined && mayChange(open)) {
    const step = isClassifiedSign(text) ? stop(talk, open.record) : await inDialog(talk, open.record, text)
    if (step !== undefined) return step
  } else if (
    understand(ports.law, { question: text, measure: undefined, history: [], lang }, ports.today).intent ===
    'classified'
  ) {
    // «我们这个项目» is the one spoken of; of another nothing is forgotten.
    const meant = /这个|该|本项目|\bthis\b|\bthe\b/iu.test(text) ? knownProject(talk, conversation.focus) : undefined
    return stop(talk, meant?.access === 'owner' ? meant.record : undefined)
  }
  const followed = await follow(talk, text)
  if (followed !== undefined) return followed
  return wantsToDeclare(text) ? declare(talk, text) : undefined
}

/** A declaration is nobody's business but one's own: it is not held in a group. */
function isOwnBusiness({ button, text }: UserMessage): boolean {
  return button?.verb === 'project-declare' || button?.verb === 'project-resume' || wantsToDeclare(text)
}

function stop(talk: Talk, record: ProjectRecord | undefined): Step {
  const measure =
    (record === undefined ? undefined : measureOf(record, talk.ports.law)) ??
    findMeasure(talk.ports.law, talk.conversation.measure ?? talk.ports.person.measure ?? '')
  return stopClassified(talk.conversation, measure, record === undefined ? [] : [record.id], talk.lang)
}

function withoutStop({ stopped: _stopped, ...rest }: Conversation): Conversation {
  return rest
}

/** @returns undefined where the words are a question of policy, or of another project */
async function inDialog(talk: Talk, record: ProjectRecord, text: string): Promise<Step | undefined> {
  const { dialog } = talk.conversation
  if (dialog?.dayOf !== undefined) return undefined
  if (dialog?.confirming !== undefined) return confirmed(talk, record, dialog.confirming, text)
  const key = record.interview.asking
  if (key === undefined) return record.status === 'draft' ? resume(talk, record) : undefined
  if (key === 'place') {
    const place = placeSaid(talk)
    const placed = place === undefined ? undefined : await choosePlace(talk, record, place)
    if (placed !== undefined) return placed
  }
  const wanted = readRepair(text)
  // «批的公开招标，能改成磋商吗» asks about a change, it makes none.
  if (wanted !== undefined && !(wanted.kind === 'change' && isQuestion(text))) return repair(talk, record, key, wanted)
  if (isQuestion(text)) return undefined
  if (wantsToDeclare(text) && key !== 'name')
    return record.status === 'draft' ? another(talk, record, text) : declare(talk, text)
  if (key === 'review') return inReview(talk, record, text)
  const step = await takeWords(talk, record, key)
  if (step !== undefined) return step.changes?.keep?.some(isClassified) === true ? stop(talk, record) : step
  const happened = await tellsDraft(talk, record, text)
  if (happened !== undefined) return happened
  // Of another project something may be told in between; and a question may be put without a question word.
  const followed = await follow(talk, text)
  if (followed !== undefined) return followed
  return (await isPlainlyAnswered(talk, record, text)) ? undefined : unread(talk, record, key)
}

/** A second project while the first is a draft: neither is lost. */
function another(talk: Talk, record: ProjectRecord, text: string): Step {
  const words = zh.anotherOptions
  const options = [
    option(words.declare, 'declare', { words: text }),
    option(words.goOn, 'go-on', { project: record.id }),
  ]
  return say(talk, [plain(zh.another(record.project.name ?? zh.unnamed), options)])
}

/** What cannot be read as an answer, but is plainly answered by an article, was a question. */
async function isPlainlyAnswered({ ports }: Talk, record: ProjectRecord, text: string): Promise<boolean> {
  const measure = record.project.measure
  if (measure === undefined || [...text].length < shortestQuestion) return false
  const { answerable, hits } = await ports.search.search(text, { measure, limit: 1 })
  return hits.length > 0 && answerable >= plainlyAnswerable
}

/** Jilin's third ground for building alone is that the project is classified. */
function isClassified({ project: { facts } }: ProjectRecord): boolean {
  return facts?.classified === true || facts?.ownConstructionGround === 3
}

function inReview(talk: Talk, record: ProjectRecord, text: string): Promise<Step> | Step {
  if (
    /^(?:确认|没问题|无误|对的?|好的?|可以|提交|是的?|没错|ok|confirm|yes|y|submit)(?:无误|了|提交)?[。.！!]*$/iu.test(
      text,
    )
  )
    return confirm(talk, record)
  return unread(talk, record, 'review')
}

function confirmed(talk: Talk, record: ProjectRecord, what: 'cancel' | 'restart', text: string): Promise<Step> | Step {
  if (/先存|以后再|保存|存着|later|keep/iu.test(text)) return keepForLater(talk, record)
  if (/继续|不取消|不要取消|接着|不用|^(?:不|否|no|n)|go on|continue/iu.test(text)) return resume(talk, record)
  if (/取消|删除|清空|重来|是|对|确认|确定|好|嗯|^(?:yes|y|ok)/iu.test(text))
    return what === 'cancel' ? cancel(talk, record) : startOver(talk, record)
  return confirmFirst(talk, record, what)
}

/** A button of ours, on a project this person may change or read. */
async function pressed(talk: Talk, button: ButtonPayload, filling?: OpenDialog): Promise<Step | undefined> {
  if (button.verb === 'project-declare') return declare(talk, String(button.args.words ?? ''))
  const { closed } = talk.ports
  const reminder = await pressReminder(talk, button)
  if (reminder !== undefined) return unlessClosed(reminder, 'reminders', closed, talk)
  const filing = await pressFiling(talk, button, filling)
  if (filing !== undefined) return unlessClosed(filing, 'filings', closed, talk)
  const known = knownProject(talk, String(button.args.project ?? ''))
  const followed = await pressFollow(talk, button, known)
  if (followed !== undefined) return followed
  if (known === undefined) return say(talk, [plain(zh.gone)])
  if (!mayChange(known)) return undefined
  return pressedInDialog(talk, known, button)
}

async function pressedInDialog(talk: Talk, { record }: KnownProject, button: ButtonPayload): Promise<Step | undefined> {
  const key = (button.args.key ?? record.interview.asking) as QuestionKey | undefined
  switch (button.verb) {
    case 'project-answer':
    case 'project-submit':
    case 'project-none': {
      if (button.args.key === 'fact:classified' && button.args.value === true) return stop(talk, record)
      if (button.args.key === 'fact:ownConstructionGround' && button.args.value === 3) return stop(talk, record)
      return (await takeButton(talk, record, button)) ?? say(talk, [plain(zh.stale)])
    }
    case 'project-confirm':
      return record.status === 'draft' && record.interview.asking === 'review'
        ? confirm(talk, record)
        : say(talk, [plain(zh.stale)])
    case 'project-edit':
      return key === undefined ? undefined : edit(talk, record, key)
    case 'project-delete':
      return record.status === 'draft' ? cancel(talk, record) : undefined
    case 'project-keep':
      return keepForLater(talk, record)
    case 'project-restart':
      return record.status === 'draft' ? startOver(talk, record) : undefined
    case 'project-go-on':
    case 'project-resume':
      return resume(talk, record)
    case 'project-why':
    case 'project-skip':
    case 'project-back': {
      if (key === undefined) return goOn(talk, record, [])
      return repair(talk, record, key, {
        kind: button.verb === 'project-why' ? 'why' : button.verb === 'project-skip' ? 'skip' : 'back',
      })
    }
  }
  return undefined
}

/** After something else was answered in the middle of an interview, its open question is told again. */
export function withOpenQuestion(step: Step, ports: Ports): Step {
  const id = step.conversation.dialog?.project
  const record = ports.projects?.known.find((known) => known.record.id === id)?.record
  const key = record?.interview.asking
  if (record === undefined || key === undefined || step.changes !== undefined) return step
  return { ...step, replies: [...step.replies, openQuestionAgain(record, ask(record, key, ports))] }
}
