/** An answer to a question that was put before a document. */
import { findDays } from '#knowledge/law/days-in-words.ts'
import { type FactName, facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { EventId } from '#knowledge/law/rule.ts'
import { parseDay } from '#knowledge/law/units.ts'
import type { ButtonPayload, Filling, Step } from '../conversation.ts'
import { readRepair } from '../repair.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { writeDayIn } from '../wording/words-in.ts'
import { plain } from './ask.ts'
import { isQuestion } from './asking.ts'
import { isClassifiedSign } from './classified.ts'
import { type DetailName, isDetail, tellDetail } from './details.ts'
import { detailsSaid, tellSaid } from './details-said.ts'
import { withEvent } from './events.ts'
import { filingWanted } from './filing-meant.ts'
import { severalWanted } from './filing-several.ts'
import { askBefore } from './fill-asked.ts'
import { isAskable, isEvent, isProse } from './fill-first.ts'
import { readAnswer } from './read-answer.ts'
import { readDetail } from './read-detail.ts'
import { type Field, isField, type ProjectRecord, tell } from './record.ts'
import { sumLines } from './sum-lines.ts'
import { say, sourceOf, type Talk } from './talk.ts'

const longestLine = 200
const longestText = 5_000

/** The project as it now stands, and what is to be said of that. */
export interface ToldBefore {
  readonly record: ProjectRecord
  /** Whether something was told that must be kept. */
  readonly keeps: boolean
  readonly lead?: readonly string[]
  /** Something else was told: the open question stands. */
  readonly asksAgain?: true
}

/** What came of one message: the same is asked again, or the project as it now stands. */
type Taken = { readonly step: Step } | ToldBefore

export function isAtOnce(text: string): boolean {
  return /^(?:直接|马上|现在|就这样)?(?:生成|出)吧?[。！!]*$|^(?:just )?make it(?: now)?\.?$/iu.test(text)
}

/** @returns undefined where the words are about something else */
export function takeFilling(talk: Talk, record: ProjectRecord, filling: Filling, text: string): Taken | undefined {
  if (isClassifiedSign(text) || filingWanted(text) !== undefined || severalWanted(text) !== undefined) return undefined
  const name = filling.asked.at(-1) ?? ''
  const details = detailsSaid(text)
  if (details.some((detail) => detail.name !== name)) {
    const answers = details.some((detail) => detail.name === name)
    return { ...toldNow(record, tellSaid(record, details, talk)), ...(answers ? {} : { asksAgain: true as const }) }
  }
  // «监理单位改成…» tells a detail before it is taken for a correction.
  const wanted = readRepair(text)?.kind
  if (isAtOnce(text) || wanted === 'skip') return { record, keeps: false }
  if (wanted === 'cancel') return { step: say(talk, [plain(filingWordsIn(talk.lang).leftOpen)], null) }
  if (wanted !== undefined) return undefined
  if (isField(name)) return takeField(talk, record, name, text)
  if (isDetail(name)) return takeDetail(talk, record, filling, name, text)
  if (isQuestion(text)) return undefined
  if (isEvent(name)) return takeDay(talk, record, filling, name, text)
  return isFactName(name) ? takeFact(talk, record, filling, name, text) : undefined
}

/** A name, a place, a paragraph. */
function takeField(talk: Talk, record: ProjectRecord, name: Field, text: string): ToldBefore | undefined {
  // A paragraph may hold words that questions hold; only what ends as one is one.
  const asks = isProse(name) ? /[?？吗]$/u.test(text) : isQuestion(text)
  if (asks || [...text].length > (isProse(name) ? longestText : longestLine)) return undefined
  return toldNow(record, tell(record, { facts: {}, fields: { [name]: text } }, sourceOf(talk, text)))
}

function takeDetail(
  talk: Talk,
  record: ProjectRecord,
  filling: Filling,
  name: DetailName,
  text: string,
): Taken | undefined {
  if (isProse(name) ? /[?？吗]$/u.test(text) : isQuestion(text)) return undefined
  const read = readDetail(name, text)
  if (read.kind === 'unread') return { step: askBefore(talk, record, filling, [filingWordsIn(talk.lang).unread]) }
  if (read.kind === 'vague') return { step: askBefore(talk, record, filling, [read.question]) }
  const after = tellDetail(record, read.detail, sourceOf(talk, text))
  const lead = name === 'budget' ? sumLines(after.project, read.total, talk.lang) : []
  return { ...toldNow(record, after), lead }
}

function takeDay(talk: Talk, record: ProjectRecord, filling: Filling, event: EventId, text: string): Taken | undefined {
  const { today } = talk.ports
  const [day, ...more] = findDays(text, today)
  if (/^(?:还没|尚未|没有?|未)/u.test(text)) return { record, keeps: false }
  if (day === undefined || more.length > 0)
    return { step: askBefore(talk, record, filling, [filingWordsIn(talk.lang).unread]) }
  if (day.kind === 'day') return toldNow(record, withEvent(record, event, day.day, today, sourceOf(talk, text)))
  const choices = day.candidates.map((value) => ({ title: writeDayIn(talk.lang)(value), value }))
  return { step: askBefore(talk, record, filling, [day.question], choices) }
}

function takeFact(talk: Talk, record: ProjectRecord, filling: Filling, name: FactName, text: string): Taken {
  const read = readAnswer(name, text, talk.ports.today)
  if (read.kind === 'value') return toldNow(record, tell(record, { facts: read.facts }, sourceOf(talk, text)))
  if (read.kind === 'unread') return { step: askBefore(talk, record, filling, [filingWordsIn(talk.lang).unread]) }
  return { step: askBefore(talk, record, filling, [read.question], read.choices) }
}

/** A pressed answer. @returns undefined where it does not fit what was asked */
export function pressedAnswer(talk: Talk, record: ProjectRecord, { args }: ButtonPayload): ToldBefore | undefined {
  const { name, value } = args
  if (typeof name !== 'string' || !isAskable(name)) return undefined
  if (isEvent(name)) {
    const day = parseDay(String(value))
    if (day === undefined) return undefined
    return toldNow(record, withEvent(record, name, day, talk.ports.today, sourceOf(talk, day)))
  }
  if (!isFactName(name) || !factList[name].schema.safeParse(value).success) return undefined
  return toldNow(record, tell(record, { facts: { [name]: value } }, sourceOf(talk, String(value))))
}

function toldNow(before: ProjectRecord, record: ProjectRecord): ToldBefore {
  return { record, keeps: record !== before }
}
