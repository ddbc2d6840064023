/** A reply → the messages DingTalk shows it in: lists but no tables, buttons that say something, numbers otherwise. Pure. */
import type { Reply, ReplyOption } from '#dialogs/conversation.ts'
import { pagesOf } from '../ladder/form-path.ts'
import { areNumbered, editsInWords, optionsInWords, optionsOf } from '../ladder/options.ts'
import { withoutTables, withWholeAddresses } from '../ladder/plain-markdown.ts'
import { toPlainWords } from '../ladder/plain-words.ts'
import { splitText } from '../ladder/split-text.ts'
import { normaliseMarkdown } from '../markdown.ts'
import { buttonsAtMost, type Message, sayingButton } from './encode.ts'

/** The platform tells no limit; this much was never refused, and a group's message holds it at four bytes a character. */
const charactersAtMost = 3500
const titleCharactersAtMost = 60
/** Longer answers come as a file: a wall of messages is read by nobody. */
const partsAtMost = 5

export interface Place {
  readonly group: boolean
  /** Our own address; unset: nobody there can open our pages. */
  readonly origin: string | undefined
  /** Opens the reply's form on our page, signed in as the person, once. */
  readonly formLink?: string | undefined
}

export function drawReply(reply: Reply, place: Place): readonly Message[] {
  const { group } = place
  const buttons = group ? [] : buttonsOf(reply)
  const offered = buttons.length > 0 ? editsInWords(reply) : optionsInWords(reply)
  const intro = group && offered.length > 0 ? ['在群里请先 @我，再说下面的话。'] : []
  const filesToo = group && (reply.files ?? []).length > 0 ? ['文件只发给提问的人，请看与我的单聊。'] : []
  const words = [wordsOf(reply, place), [...intro, ...offered].join('\n\n'), ...filesToo].filter((each) => each !== '')
  const title = [...reply.summary].slice(0, titleCharactersAtMost).join('')
  const whole = normaliseMarkdown(withoutTables(words.join('\n\n')))
  const texts = splitText(whole, charactersAtMost, lengthOf)
  const shown = texts.length > partsAtMost ? [openingOf(whole)] : texts
  const drawn = shown.map(
    (text, i): Message =>
      buttons.length > 0 && i === shown.length - 1
        ? { kind: 'card', title, text, buttons: buttons.map((option) => sayingButton(option.title, option.title)) }
        : { kind: 'markdown', title, text },
  )
  return texts.length > partsAtMost
    ? [...drawn, { kind: 'document', title: `${title}.txt`, text: toPlainWords(whole) }]
    : drawn
}

/** The same for what shows no markdown at all. */
export function drawPlain(reply: Reply, place: Omit<Place, 'group'>): readonly string[] {
  const words = [wordsOf(reply, place), optionsInWords(reply).join('\n')].filter((each) => each !== '')
  return splitText(toPlainWords(words.join('\n\n')), charactersAtMost, lengthOf)
}

/** Whether numbers were shown with a reply, and not buttons. */
export function isDrawnNumbered(reply: Reply, group: boolean): boolean {
  return areNumbered(reply) && (group || buttonsOf(reply).length === 0)
}

/**
 * What is drawn as buttons: in a group their words would not name the robot, so it would not hear them. Two alike
 * cannot be told apart.
 */
function buttonsOf(reply: Reply): readonly ReplyOption[] {
  const options = optionsOf(reply)
  const titles = new Set(options.map((option) => option.title))
  return options.length <= buttonsAtMost && titles.size === options.length ? options : []
}

/** The text, and what only its card has: pages to open, a form to fill in. */
function wordsOf(reply: Reply, { origin, formLink }: Omit<Place, 'group'>): string {
  const pages = origin === undefined ? [] : pagesOf(reply)
  const form = formLink === undefined ? [] : [`[在网页上填写](${formLink})`]
  return withWholeAddresses([reply.text, ...pages, ...form].join('\n\n'), origin)
}

function openingOf(whole: string): string {
  const told = `（全文共 ${lengthOf(whole)} 字，见随后的文件）`
  const [first = ''] = splitText(whole, charactersAtMost - told.length - 2, lengthOf)
  return `${first.replace(/^（\d+\/\d+）\n/, '')}\n\n${told}`
}

function lengthOf(text: string): number {
  return text.length
}
