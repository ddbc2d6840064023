/** A reply → the smart robot's messages: markdown without tables, and the platform's card where it fits. Pure. */
import type { Reply } from '#dialogs/conversation.ts'
import { pagesOf } from '../ladder/form-path.ts'
import { areNumbered, editsInWords, optionsByName, optionsInWords, optionsOf } from '../ladder/options.ts'
import { withoutTables, withWholeAddresses } from '../ladder/plain-markdown.ts'
import { bytesOf, splitText } from '../ladder/split-text.ts'
import { normaliseMarkdown } from '../markdown.ts'
import { drawButtons, drawChecklist, type TemplateCard } from './template-card.ts'

const bytesAtMost = 20_480
/** What stands on a card below the words it belongs to. */
const cardWords = '请选择'

export type BotMessage =
  | { readonly kind: 'words'; readonly text: string }
  /** `instead`: said where the card is not taken. */
  | { readonly kind: 'card'; readonly card: TemplateCard; readonly instead: string }

export interface BotLook {
  /** The client shows template cards. */
  readonly cards: boolean
  readonly origin: string | undefined
  readonly group: boolean
  /** Opens a form on our page, signed in as the person, once. */
  readonly formLink?: string | undefined
}

export function drawForBot(reply: Reply, look: BotLook): readonly BotMessage[] {
  const card = drawPressable(reply, look.cards)
  const offered = card === undefined ? optionsInWords(reply) : editsInWords(reply)
  const intro = look.group && offered.length > 0 ? ['在群里请先 @我，再说下面的话。'] : []
  const filesToo = look.group && (reply.files ?? []).length > 0 ? ['文件只发给提问的人，请看与我的单聊。'] : []
  const words = [wordsOf(reply, look, card), ...intro, ...offered, ...filesToo]
  const whole = normaliseMarkdown(withoutTables(words.join('\n\n')))
  const texts = splitText(whole, bytesAtMost, bytesOf)
  const said = texts.map((text): BotMessage => ({ kind: 'words', text }))
  return card === undefined ? said : [...said, { kind: 'card', card, instead: optionsByName(reply).join('\n') }]
}

/** Whether numbers were shown with a reply, and not buttons. */
export function isNumberedForBot(reply: Reply, cards: boolean): boolean {
  return areNumbered(reply) && drawPressable(reply, cards) === undefined
}

function drawPressable(reply: Reply, cards: boolean): TemplateCard | undefined {
  if (!cards) return undefined
  const form = reply.card?.kind === 'checklist' ? drawChecklist(cardWords, reply.card) : undefined
  return form ?? drawButtons(cardWords, optionsOf(reply))
}

function wordsOf(reply: Reply, { origin, formLink }: BotLook, card: TemplateCard | undefined): string {
  const pages = origin === undefined ? [] : pagesOf(reply)
  const isForm = card?.card_type === 'vote_interaction'
  const form = formLink === undefined || isForm ? [] : [`[在网页上填写](${formLink})`]
  return withWholeAddresses([reply.text, ...pages, ...form].join('\n\n'), origin)
}
