/** Which words of a question say what happened («可研获批后») and which what is to be done: each is held against its own side of a deadline. */
import type { DeadlineRule } from '#knowledge/law/rule.ts'
import { gramsOf } from '#knowledge/retrieval/telling.ts'
import { eventsOf } from '#tools/event-names.ts'

/** Papers as staff shorten them. */
const shortened: readonly [RegExp, string][] = [
  [/可研(?:报告)?/gu, '可行性研究报告'],
  [/初设/gu, '初步设计'],
  [/获批|批下来|批了|批完/gu, '获批批复'],
]

export interface DeadlineWords {
  readonly happened: ReadonlySet<string>
  readonly toDo: ReadonlySet<string>
  readonly areApart: boolean
}

/** Where the words do not tell the two apart, both are the whole. */
export function deadlineWords(words: string): DeadlineWords {
  const full = shortened.reduce((text, [short, long]) => text.replace(short, long), words)
  const split = /^(.+?(?:后|完(?=多|几|哪)|(?:了|获批批复)[，,]))[，,]?(.{4,})$/u.exec(full)
  return { happened: gramsOf(split?.[1] ?? full), toDo: gramsOf(split?.[2] ?? full), areApart: split !== null }
}

/** @returns how many pairs of the deadline's own words are met, how many it has, and what share of those of its act */
export function metBy(
  words: DeadlineWords,
  rule: DeadlineRule,
  lang: 'zh' | 'en',
): { readonly met: number; readonly own: number; readonly ofAct: number } {
  const toDo = pairsOf(rule.title[lang])
  const happened = rule.event === 'any' ? [] : pairsOf(eventsOf(rule, lang))
  const done = toDo.filter((pair) => words.toDo.has(pair))
  const met = new Set([...done, ...happened.filter((pair) => words.happened.has(pair))])
  const own = Math.max(1, new Set([...toDo, ...happened]).size)
  return { met: met.size, own, ofAct: done.length / Math.max(1, toDo.length) }
}

function pairsOf(text: string): string[] {
  return [...gramsOf(text)].filter((gram) => gram.length > 1)
}
