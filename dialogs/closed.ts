/** What a person is told of a function that is switched off, in one line with the operator's reason. */
import type { Reply, Step } from './conversation.ts'
import type { Closed, FunctionName } from './ports.ts'

type Lang = 'zh' | 'en'

const named: Readonly<Record<Lang, Readonly<Record<FunctionName, string>>>> = {
  zh: { answers: '政策问答', projects: '申报项目', filings: '申报材料', reminders: '到期提醒', model: '语言模型' },
  en: {
    answers: 'Answering questions',
    projects: 'Declaring projects',
    filings: 'Making filings',
    reminders: 'Reminders',
    model: 'The language model',
  },
}

/** In the order they are told. */
const inOrder = Object.keys(named.zh) as readonly FunctionName[]

/** @param name the function; unset: the channel itself is off */
export function closedReply(reason: string, lang: Lang, name?: FunctionName): Reply {
  const what = name === undefined ? (lang === 'en' ? 'This channel' : '本渠道') : named[lang][name]
  const text = lang === 'en' ? `${what} is switched off for now: ${reason}` : `${what}暂停使用：${reason}`
  return { text, summary: text }
}

/**
 * The same step where the function is open; otherwise the reason, and nothing changes. A conversation that must be
 * wiped, as its project is classified, is wiped all the same.
 *
 * @param at the conversation as it was
 */
export function unlessClosed(step: Step, name: FunctionName, closed: Closed | undefined, at: Before): Step {
  if (step.changes?.wipe === true || step.changes?.erase === true) return step
  return closedStep(name, closed, at) ?? step
}

/** @returns undefined where the function is open */
export function closedStep(name: FunctionName, closed: Closed | undefined, at: Before): Step | undefined {
  const reason = closed?.[name]
  if (reason === undefined) return undefined
  return { replies: [closedReply(reason, at.lang, name)], conversation: at.conversation }
}

export interface Before {
  readonly conversation: Step['conversation']
  readonly lang: Lang
}

/** The greeting says what does not work today. */
export function withClosedTold(step: Step, closed: Closed | undefined, lang: Lang): Step {
  const lines = inOrder.flatMap((name) => {
    const reason = closed?.[name]
    return reason === undefined ? [] : [closedReply(reason, lang, name).text]
  })
  const [first, ...rest] = step.replies
  if (lines.length === 0 || first === undefined) return step
  return { ...step, replies: [{ ...first, text: [first.text, ...lines].join('\n\n') }, ...rest] }
}
