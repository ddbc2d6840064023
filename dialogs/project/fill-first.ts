/** Before a document is made: which of what it lacks is asked, five things at most. */
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import { type EventId, eventIds } from '#knowledge/law/rule.ts'
import type { FilingGap } from '#tools/filing/gaps.ts'
import type { Conversation, Filling } from '../conversation.ts'
import { isDetail } from './details.ts'
import { type Field, isField, type ProjectRecord } from './record.ts'
import type { Talk } from './talk.ts'

export const asksAtMost = 5
/** Whoever answers in one line is asked before whoever has to look for a day, and that one before who has to write. */
const prose: ReadonlySet<string> = new Set<Field | 'contents'>(['summary', 'basis', 'objectives', 'contents'])

/** The conversation without the questions before a document: they are open for one message only. */
export function withoutFilling(conversation: Conversation): Conversation {
  if (conversation.dialog?.filling === undefined) return conversation
  const { dialog: _closed, ...rest } = conversation
  return rest
}

/** @returns what to ask next of what is missing; undefined where nothing is left to ask */
export function nextToAsk(
  gaps: readonly FilingGap[],
  { asked, mode }: Pick<Filling, 'asked' | 'mode'>,
  skipped: readonly string[],
): string | undefined {
  if (asked.length >= (mode === 'one' ? 1 : asksAtMost)) return undefined
  const open = askableNames(gaps).filter(
    (name) => !asked.includes(name) && (mode === 'again' || !skipped.includes(`fact:${name}`)),
  )
  return open.toSorted((a, b) => effortOf(a) - effortOf(b))[0]
}

/** Names among the gaps that one message can tell, each once. */
export function askableNames(gaps: readonly FilingGap[]): string[] {
  return [...new Set(gaps.flatMap(({ names }) => names).filter(isAskable))]
}

export function isAskable(name: string): boolean {
  if (isField(name) || isDetail(name) || isEvent(name)) return true
  // Whether it is classified was asked first of all; a document is no place to find out.
  return (
    isFactName(name) && factList[name].unit !== 'rules' && name !== 'classified' && name !== 'ownConstructionGround'
  )
}

export function isEvent(name: string): name is EventId {
  return eventIds.some((id) => id === name)
}

export function isProse(name: string): boolean {
  return prose.has(name)
}

function effortOf(name: string): number {
  return isProse(name) ? 2 : isEvent(name) ? 1 : 0
}

/** Whether questions may be put before the document: not into another dialog, not of a draft that is still asked on. */
export function mayAskFirst({ conversation }: Talk, { status, interview }: ProjectRecord): boolean {
  return conversation.dialog === undefined && status === 'active' && interview.asking === undefined
}
