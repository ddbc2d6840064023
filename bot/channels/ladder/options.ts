/**
 * What may be pressed on a reply, where nothing can be pressed: numbered or named in words, and read back from words.
 * The reply said last is what remembers them.
 */
import type { Reply, ReplyOption } from '#dialogs/conversation.ts'

/** Everything that may be pressed on a reply, in the order it is numbered. */
export function optionsOf({ options, card }: Reply): readonly ReplyOption[] {
  if (card === undefined) return options ?? []
  return card.kind === 'answer' ? [...card.options, ...(card.votes ?? [])] : card.options
}

/** Lines of a review that may be changed, each by words of its own. */
function editsOf({ card }: Reply): readonly ReplyOption[] {
  return card?.kind === 'review' ? card.rows.flatMap(({ edit }) => (edit === undefined ? [] : [edit])) : []
}

/** Ways around a question rather than answers to it. */
const aside = new Set(['project-why', 'project-skip', 'project-back'])

/**
 * A number would be taken for something else where the reply itself counts its lines, or asks for an amount: 2 could be
 * the second button, or two years.
 */
export function areNumbered(reply: Reply): boolean {
  const options = optionsOf(reply)
  if (reply.card?.kind === 'checklist' || /^\s*\d{1,2}[.、)）]/m.test(reply.text)) return false
  if (options.some(({ payload }) => typeof payload.args.value === 'number')) return false
  return options.some(({ payload }) => !aside.has(payload.verb))
}

/** The paragraphs that offer what may be pressed; none where there is nothing. */
export function optionsInWords(reply: Reply): readonly string[] {
  const chosen = areNumbered(reply)
    ? [['请回复序号：', ...optionsOf(reply).map(({ title }, i) => `${i + 1}. ${title}`)].join('\n')]
    : optionsByName(reply)
  return [...chosen, ...editsInWords(reply)]
}

/** What may be said instead of pressing it, where no number is remembered. */
export function optionsByName(reply: Reply): readonly string[] {
  const options = optionsOf(reply)
  return options.length === 0 ? [] : [`也可以回复：${options.map(({ title }) => `「${title}」`).join('')}`]
}

/** What stands in a review is changed by saying so; there is no room for a button at every line. */
export function editsInWords(reply: Reply): readonly string[] {
  const [first] = editsOf(reply)
  return first === undefined ? [] : [`要改哪一项，请回复「改」加名称，如：${first.title}`]
}

export type Chosen = { readonly option: ReplyOption } | 'no-such-number' | undefined

/**
 * What words choose of the reply said last: by its number where numbers were shown, else by its title.
 *
 * @param numbered whether numbers were shown, as far as the channel knows
 * @returns undefined where the words are to be taken as they are
 */
export function optionSaid(text: string, reply: Reply, numbered: boolean): Chosen {
  const said = plainWords(text)
  const options = optionsOf(reply)
  const number = /^(\d{1,2})[.。、)）]?$/u.exec(said)?.[1]
  if (number !== undefined && numbered && areNumbered(reply)) {
    const option = options[Number(number) - 1]
    return option === undefined ? 'no-such-number' : { option }
  }
  const titled = [...options, ...editsOf(reply)].filter(({ title }) => plainWords(title) === said)
  const [only, ...more] = titled
  return only !== undefined && more.length === 0 && said !== '' ? { option: only } : undefined
}

/** Wide digits and letters are those of the keyboard; quotes around a title and blanks say nothing. */
function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .replace(/^「(.*)」$/u, '$1')
}
