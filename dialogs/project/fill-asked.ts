/** A question before a document, as the person sees it: how many are left at most, what can be pressed, the way past it. */
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import { askFor } from '#tools/filing/values.ts'
import type { Filling, ReplyOption, Step } from '../conversation.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { option, plain } from './ask.ts'
import { asksAtMost } from './fill-first.ts'
import type { ProjectRecord } from './record.ts'
import { say, type Talk } from './talk.ts'

interface Choice {
  readonly title: string
  readonly value: string | number | boolean
}

/** @param lead what is said before the question @param more answers to press beside those the question has by itself */
export function askBefore(
  talk: Talk,
  record: ProjectRecord,
  filling: Filling,
  lead: readonly string[] = [],
  more: readonly Choice[] = [],
): Step {
  const { filing, asked, mode } = filling
  const { lang } = talk
  const name = asked.at(-1) ?? ''
  const words = filingWordsIn(lang)
  const ask = askFor(name, [])?.[lang] ?? ''
  const question = mode === 'one' ? ask : words.before(asked.length, asksAtMost, ask)
  const args = { project: record.id, filing }
  const answers = [...more, ...choicesOf(name, lang)].map(
    ({ title, value }): ReplyOption => option(title, 'filing-answer', { ...args, name, value }),
  )
  const options = [
    ...answers,
    option(words.skip, 'filing-skip', args),
    option(words.atOnce, 'filing', { ...args, atOnce: true }),
  ]
  const reply = plain([...lead, question].join('\n\n'), options)
  return say(talk, [{ ...reply, summary: question }], { project: record.id, unread: 0, filling }, record.id)
}

function choicesOf(name: string, lang: 'zh' | 'en'): Choice[] {
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
