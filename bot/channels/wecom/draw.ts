/** A reply → the messages WeCom shows it in: the platform's card where it fits, numbered words otherwise. Pure. */
import type { Reply } from '#dialogs/conversation.ts'
import { pagesOf } from '../ladder/form-path.ts'
import { areNumbered, editsInWords, optionsByName, optionsInWords, optionsOf } from '../ladder/options.ts'
import { withoutMarkdown, withoutTables, withWholeAddresses } from '../ladder/plain-markdown.ts'
import { bytesOf, splitText } from '../ladder/split-text.ts'
import { normaliseMarkdown } from '../markdown.ts'
import { drawButtons, drawChecklist, type TemplateCard } from './template-card.ts'

/** The platform cuts off what is longer. */
const bytesAtMost = 2048
/** Longer answers come as a file: a wall of messages is read by nobody. */
const partsAtMost = 5
/** What stands on a card below the words it belongs to. */
const cardWords = '请选择'

export type Message =
  | { readonly kind: 'text' | 'markdown'; readonly text: string }
  /** `instead`: said where the platform does not take the card. */
  | { readonly kind: 'card'; readonly card: TemplateCard; readonly instead: string }
  | { readonly kind: 'document'; readonly name: string; readonly text: string }

export interface Look {
  /** The client shows template cards. */
  readonly cards: boolean
  /** The client shows markdown messages; the WeChat plugin shows none. */
  readonly markdown: boolean
  /** Our own address; unset: nobody there can open our pages. */
  readonly origin: string | undefined
  /** Opens a form on our page, signed in as the person, once. */
  readonly formLink?: string | undefined
}

export function drawReply(reply: Reply, look: Look): readonly Message[] {
  const isForm = look.cards && drawForm(cardWords, reply) !== undefined
  const words = wordsOf(reply, isForm ? { ...look, formLink: undefined } : look)
  const short = toPlain(words)
  const whole = look.cards ? drawPressable(short, reply) : undefined
  // A question and its buttons are one card, where they fit into one and nothing in the words leads anywhere.
  if (whole !== undefined && !short.includes('<a ') && editsInWords(reply).length === 0)
    return [{ kind: 'card', card: whole, instead: [short, ...optionsByName(reply)].join('\n\n') }]
  const card = look.cards ? drawPressable(cardWords, reply) : undefined
  const offered = card === undefined ? optionsInWords(reply) : editsInWords(reply)
  const texts = drawTexts([words, ...offered].join('\n\n'), look)
  return card === undefined ? texts : [...texts, { kind: 'card', card, instead: optionsByName(reply).join('\n') }]
}

/** Whether numbers were shown with a reply, and not buttons. */
export function isDrawnNumbered(reply: Reply, look: Look): boolean {
  return areNumbered(reply) && !(look.cards && drawPressable(cardWords, reply) !== undefined)
}

/** Words too long for a form are a message before it, not a reason to draw less than the form. */
function drawPressable(words: string, reply: Reply): TemplateCard | undefined {
  const isForm = drawForm(cardWords, reply) !== undefined
  return isForm ? drawForm(words, reply) : drawButtons(words, optionsOf(reply))
}

function drawForm(words: string, { card }: Reply): TemplateCard | undefined {
  return card?.kind === 'checklist' ? drawChecklist(words, card) : undefined
}

/** The text, and what only its card has: pages to open, a form to fill in. */
function wordsOf(reply: Reply, { origin, formLink }: Look): string {
  const pages = origin === undefined ? [] : pagesOf(reply)
  const form = formLink === undefined ? [] : [`[在网页上填写](${formLink})`]
  return withWholeAddresses([reply.text, ...pages, ...form].join('\n\n'), origin)
}

function drawTexts(words: string, { markdown }: Look): Message[] {
  const text = markdown ? toLesserMarkdown(words) : toPlain(words)
  const kind = markdown ? 'markdown' : 'text'
  const parts = splitText(text, bytesAtMost, bytesOf)
  if (parts.length <= partsAtMost) return parts.map((part) => ({ kind, text: part }))
  const told = `（全文共 ${[...text].length} 字，见随后的文件）`
  const [first = ''] = splitText(text, bytesAtMost - bytesOf(told) - 20, bytesOf)
  const opening = first.replace(/^（\d+\/\d+）\n/, '')
  return [
    { kind, text: `${opening}\n${told}` },
    // Windows takes a text file for Chinese of an older kind without the mark at its beginning.
    { kind: 'document', name: '全文.txt', text: `\ufeff${withoutMarkdown(words, (name, url) => `${name}（${url}）`)}` },
  ]
}

/** `<a>` is the one tag a text message knows. One that somebody else wrote into it must not become a link. */
export function toPlain(words: string): string {
  const link = (name: string, address: string): string =>
    `<a href="${address.replaceAll('"', '%22')}">${name.replace(/[<>]/g, '')}</a>`
  return withoutMarkdown(words.replace(/<(?=[a-z/!?])/gi, '＜'), link).trim()
}

/** Headings, bold words, quotes and links; lists are lines. */
function toLesserMarkdown(words: string): string {
  const lines = withoutTables(words)
    .replace(/^( *)[-*+] +/gm, '$1· ')
    .replace(/<(?=[a-z/!?])/gi, '＜')
  return normaliseMarkdown(lines).trim()
}
