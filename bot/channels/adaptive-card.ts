/** A reply's card → Adaptive Card 1.5, for every channel that draws them. Pure. */
import type { AnswerCard, ReplyLink, ReplyOption } from '#dialogs/conversation.ts'
import { withTitle } from './button.ts'
import { escapeMarkdown, normaliseMarkdown } from './markdown.ts'

export interface Attachment {
  readonly contentType: string
  readonly content?: unknown
  readonly contentUrl?: string
  readonly name?: string
}

export type Element = Readonly<Record<string, unknown>>

const validityColours = { 'in-force': 'good', expired: 'attention', 'not-yet': 'warning' } as const

/**
 * @param summary what is read aloud, and shown where cards are not
 * @param origin  our own address, e.g. `http://localhost:3978`: a card holds whole addresses only
 */
export function renderAnswerCard(card: AnswerCard, summary: string, origin: string): Attachment {
  const body: Element[] = [
    text(card.conclusion, { size: 'medium', weight: 'bolder' }),
    ...(card.label === undefined ? [] : [text(card.label, { size: 'small', isSubtle: true })]),
    ...(card.details === undefined ? [] : [text(card.details)]),
    ...card.quotes.map((quote) => renderQuote(quote, origin)),
    ...card.validity.map((line) => text(line.text, { color: validityColours[line.status], size: 'small' })),
    ...(card.next === undefined ? [] : [text(card.next)]),
    ...(card.votes === undefined || card.votes.length === 0 ? [] : [renderVotes(card.votes)]),
  ]
  return wrapCard(
    body,
    [...card.links.map((link) => renderLink(link, origin)), ...card.options.map(renderOption)],
    summary,
  )
}

/** Options without a card, for channels that do not draw suggested actions. */
export function renderOptionsCard(options: readonly ReplyOption[], summary: string): Attachment {
  return wrapCard([], options.map(renderOption), summary)
}

export function wrapCard(body: readonly Element[], actions: readonly Element[], summary: string): Attachment {
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      type: 'AdaptiveCard',
      version: '1.5',
      speak: summary,
      fallbackText: summary,
      body,
      ...(actions.length === 0 ? {} : { actions }),
    },
  }
}

/** The law's words go into text runs, which know no markdown: they are shown exactly as they stand. */
function renderQuote(quote: AnswerCard['quotes'][number], origin: string): Element {
  return {
    type: 'Container',
    style: 'emphasis',
    items: [
      text(`[${escapeMarkdown(quote.place)}](${absolute(quote.path, origin)})`, { weight: 'bolder' }),
      ...quote.quote.split('\n').map((line) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: line }] })),
      ...(quote.note === undefined ? [] : [text(quote.note, { size: 'small', isSubtle: true })]),
      ...(quote.translation === undefined
        ? []
        : [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: quote.translation, italic: true }] }]),
    ],
  }
}

function renderLink(link: ReplyLink, origin: string): Element {
  return { type: 'Action.OpenUrl', title: link.title, url: absolute(link.path, origin) }
}

export function renderOption(option: ReplyOption): Element {
  return { type: 'Action.Submit', title: option.title, data: withTitle(option.payload, option.title) }
}

/** Small words at the right edge instead of buttons: some platforms draw no more than six of those. */
function renderVotes(votes: readonly ReplyOption[]): Element {
  const columns = votes.map((vote) => ({
    type: 'Column',
    width: 'auto',
    minHeight: '28px',
    verticalContentAlignment: 'center',
    items: [text(vote.title, { size: 'small', isSubtle: true })],
    selectAction: renderOption(vote),
  }))
  return { type: 'ColumnSet', columns: [{ type: 'Column', width: 'stretch', items: [] }, ...columns] }
}

export function text(markdown: string, look: Element = {}): Element {
  return { type: 'TextBlock', text: normaliseMarkdown(markdown), wrap: true, ...look }
}

/** @throws where a path leads off this server: nothing we say sends people elsewhere unnamed */
function absolute(path: string, origin: string): string {
  const address = new URL(path, origin)
  if (address.origin !== new URL(origin).origin) throw new Error(`${path} is no path on this server.`)
  return address.href
}
