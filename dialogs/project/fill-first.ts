/** Before a document is made: what it lacks and one message can tell is asked, five things at most, each to be skipped. */
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import { projectFields } from '#knowledge/law/filing-sources.ts'
import type { FilingGap } from '#tools/filing/gaps.ts'
import type { ButtonPayload, Conversation, OpenDialog, ReplyOption, Step } from '../conversation.ts'
import { readRepair } from '../repair.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { option, plain } from './ask.ts'
import { isQuestion } from './asking.ts'
import { isClassifiedSign } from './classified.ts'
import { filingWanted } from './filing-meant.ts'
import { readAnswer } from './read-answer.ts'
import { type Field, isField, type ProjectRecord, type Told, tell } from './record.ts'
import { keep, say, sourceOf, type Talk } from './talk.ts'

const asksAtMost = 5
/** Whoever answers in one line is asked before whoever has to write a paragraph. */
const prose: ReadonlySet<string> = new Set<Field>(['summary', 'basis', 'objectives'])
const longestLine = 200
const longestText = 5_000

type Filling = NonNullable<OpenDialog['filling']>

/** What came of one message: the same is asked again, or the project as it now stands, kept where it changed. */
type Filled = { readonly step: Step } | ToldBefore

export interface ToldBefore {
  readonly record: ProjectRecord
  /** Whether something was told that must be kept. */
  readonly keeps: boolean
}

/** The conversation without the questions before a document: they are open for one message only. */
export function withoutFilling(conversation: Conversation): Conversation {
  if (conversation.dialog?.filling === undefined) return conversation
  const { dialog: _closed, ...rest } = conversation
  return rest
}

/** @returns what to ask next of what is missing; undefined where nothing is left to ask */
export function nextToAsk(
  gaps: readonly FilingGap[],
  asked: readonly string[],
  skipped: readonly string[],
): string | undefined {
  if (asked.length >= asksAtMost) return undefined
  const open = gaps
    .flatMap(({ names }) => names)
    .filter((name) => isAskable(name) && !asked.includes(name) && !skipped.includes(`fact:${name}`))
  return open.find((name) => !prose.has(name)) ?? open[0]
}

function isAskable(name: string): boolean {
  if (isField(name)) return true
  // Whether it is classified was asked first of all; a document is no place to find out.
  return (
    isFactName(name) && factList[name].unit !== 'rules' && name !== 'classified' && name !== 'ownConstructionGround'
  )
}

/** The question, with how many are left at most, and the way past it. */
export function askBefore(
  talk: Talk,
  record: ProjectRecord,
  filing: string,
  asked: readonly string[],
  lead = '',
): Step {
  const name = asked.at(-1) ?? ''
  const words = filingWordsIn(talk.lang)
  const ask = isField(name) ? projectFields[name].ask : isFactName(name) ? factList[name].ask : undefined
  const question = words.before(asked.length, asksAtMost, ask?.[talk.lang] ?? '')
  const args = { project: record.id, filing }
  const options = [
    ...choicesOf(name, talk.lang).map(({ title, value }) => option(title, 'filing-answer', { ...args, name, value })),
    option(words.skip, 'filing-skip', args),
    option(words.atOnce, 'filing', { ...args, atOnce: true }),
  ]
  const dialog = { project: record.id, unread: 0, filling: { filing, asked } }
  return say(talk, [plain(lead === '' ? question : `${lead}\n\n${question}`, options)], dialog, record.id)
}

function choicesOf(name: string, lang: 'zh' | 'en'): { title: string; value: string | number | boolean }[] {
  if (!isFactName(name)) return []
  const { unit, options = [] } = factList[name]
  const words = filingWordsIn(lang)
  if (unit === 'yes-no')
    return [
      { title: words.yes, value: true },
      { title: words.no, value: false },
    ]
  return options.map((each) => ({ title: each[lang], value: each.value }))
}

export function isAtOnce(text: string): boolean {
  return /^(?:直接|马上|现在|就这样)?(?:生成|出)吧?[。！!]*$|^(?:just )?make it(?: now)?\.?$/iu.test(text)
}

/** @returns undefined where the words are about something else */
export function takeFilling(talk: Talk, record: ProjectRecord, filling: Filling, text: string): Filled | undefined {
  if (isClassifiedSign(text) || filingWanted(text) !== undefined) return undefined
  if (isAtOnce(text)) return { record, keeps: false }
  const wanted = readRepair(text)?.kind
  if (wanted === 'skip') return { record, keeps: false }
  if (wanted === 'cancel') return { step: say(talk, [plain(filingWordsIn(talk.lang).leftOpen)], null) }
  if (wanted !== undefined) return undefined
  const name = filling.asked.at(-1) ?? ''
  if (isField(name)) return takeField(talk, record, name, text)
  if (!isFactName(name) || isQuestion(text)) return undefined
  const read = readAnswer(name, text, talk.ports.today)
  if (read.kind === 'value') return told(talk, record, { facts: read.facts }, text)
  const words = filingWordsIn(talk.lang)
  const lead = read.kind === 'vague' ? read.question : words.unread
  const step = askBefore(talk, record, filling.filing, filling.asked, lead)
  if (read.kind === 'unread' || read.choices.length === 0) return { step }
  return { step: withChoices(step, read.choices, { project: record.id, filing: filling.filing, name }) }
}

function withChoices(
  step: Step,
  choices: readonly { title: string; value: number | string }[],
  args: ButtonPayload['args'],
): Step {
  const added = choices.map(({ title, value }): ReplyOption => option(title, 'filing-answer', { ...args, value }))
  return {
    ...step,
    replies: step.replies.map((reply) => ({ ...reply, options: [...added, ...(reply.options ?? [])] })),
  }
}

function takeField(talk: Talk, record: ProjectRecord, name: Field, text: string): ToldBefore | undefined {
  // A paragraph may hold words that questions hold; only what ends as one is one.
  const asks = prose.has(name) ? /[?？吗]$/u.test(text) : isQuestion(text)
  if (asks || [...text].length > (prose.has(name) ? longestText : longestLine)) return undefined
  return told(talk, record, { facts: {}, fields: { [name]: text } }, text)
}

/** A pressed answer. @returns undefined where it does not fit what was asked */
export function pressedAnswer(talk: Talk, record: ProjectRecord, { args }: ButtonPayload): ToldBefore | undefined {
  const { name, value } = args
  if (typeof name !== 'string' || !isFactName(name) || !isAskable(name)) return undefined
  if (!factList[name].schema.safeParse(value).success) return undefined
  return told(talk, record, { facts: { [name]: value } }, String(value))
}

function told(talk: Talk, record: ProjectRecord, what: Told, words: string): ToldBefore {
  return { record: tell(record, what, sourceOf(talk, words)), keeps: true }
}

/** The project as it now stands is kept with the step that follows. */
export async function keptWith(talk: Talk, step: Step, record: ProjectRecord): Promise<Step> {
  const { changes } = await keep(talk, record, [], null)
  return changes === undefined ? step : { ...step, changes }
}

/** Whether questions may be put before the document: not into another dialog, not of a draft that is still asked on. */
export function mayAskFirst({ conversation }: Talk, { status, interview }: ProjectRecord): boolean {
  return conversation.dialog === undefined && status === 'active' && interview.asking === undefined
}
