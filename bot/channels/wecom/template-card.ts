/** What may be pressed or ticked → the platform's own card, where every part of it fits. Pure. */
import type { ChecklistCard, ReplyOption } from '#dialogs/conversation.ts'
import { withTitle } from '../button.ts'
import { bytesOf } from '../ladder/split-text.ts'

/** As it is sent, but for `task_id`, which every sending has of its own. */
export type TemplateCard = Readonly<Record<string, unknown>>

/** What the platform draws: longer words are cut off where the reader wants them. */
const buttonsAtMost = 6
const buttonCharacters = 10
const titleCharacters = 26
const textCharacters = 112
const keyBytes = 1024
const choicesAtMost = 20
const choiceCharacters = 11
const choiceBytes = 128

/**
 * @param words whole text of the card, without markdown; longer ones want a message of their own
 * @returns undefined where it does not fit
 */
export function drawButtons(words: string, options: readonly ReplyOption[]): TemplateCard | undefined {
  if (options.length === 0 || options.length > buttonsAtMost) return undefined
  const buttons = options.map((option, i) => ({ text: option.title, style: i === 0 ? 1 : 2, key: keyOf(option) }))
  if (!buttons.every(({ text, key }) => widthOf(text) <= buttonCharacters && bytesOf(key) <= keyBytes)) return undefined
  const head = headOf(words)
  return head === undefined ? undefined : { card_type: 'button_interaction', ...head, button_list: buttons }
}

/** One list to tick and nothing to write: the platform's form holds no more. */
export function drawChecklist(words: string, card: ChecklistCard): TemplateCard | undefined {
  const [list, ...more] = card.lists
  if (list === undefined || more.length > 0 || card.numbers.length > 0) return undefined
  const { items } = list
  const fits = items.every(({ id, title }) => widthOf(title) <= choiceCharacters && bytesOf(id) <= choiceBytes)
  const key = keyOf(card.submit)
  if (!fits || items.length === 0 || items.length > choicesAtMost || bytesOf(key) > keyBytes) return undefined
  const head = headOf(words)
  // A form has a title and no other text.
  if (head?.main_title === undefined) return undefined
  return {
    card_type: 'vote_interaction',
    ...head,
    checkbox: {
      question_key: list.id,
      mode: 1,
      option_list: items.map(({ id, title, ticked }) => ({ id, text: title, is_checked: ticked })),
    },
    submit_button: { text: card.submit.title, key },
  }
}

function headOf(words: string): TemplateCard | undefined {
  if (!words.includes('\n') && widthOf(words) <= titleCharacters) return { main_title: { title: words } }
  return [...words].length <= textCharacters ? { sub_title_text: words } : undefined
}

/** What comes back when it is pressed: the payload itself, so that a card is understood however old it is. */
function keyOf(option: ReplyOption): string {
  return JSON.stringify(withTitle(option.payload, option.title))
}

/** In Chinese characters: two Latin letters take the room of one. */
function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u0020-\u007e]/.test(character) ? 0.5 : 1), 0)
}
