/** A reply → activities: cards where the channel draws them, else numbered words. Pure. */
import type { Reply } from '#dialogs/conversation.ts'
import { type Attachment, renderOptionsCard, text as textBlock } from '../adaptive-card.ts'
import { formPathOf, pagesOf } from '../ladder/form-path.ts'
import { areNumbered, optionsInWords } from '../ladder/options.ts'
import { withWholeAddresses } from '../ladder/plain-markdown.ts'
import { toPlainWords } from '../ladder/plain-words.ts'
import { bytesOf, splitText } from '../ladder/split-text.ts'
import { escapeMarkdown, normaliseMarkdown } from '../markdown.ts'
import { renderCard } from '../render-card.ts'

/** Teams takes about 28 KB of a message, the envelope included; whoever takes more takes this too. */
const bytesAtMost = 12_000
const cardBytesAtMost = 24_000

/** Channels known to draw Adaptive Cards; on any other everything is said in words. */
const drawsCards = new Set(['msteams', 'webchat', 'directline', 'emulator', 'agents'])

export interface Drawn {
  readonly type: 'message'
  readonly text: string
  readonly textFormat: 'markdown' | 'plain'
  readonly summary: string
  readonly speak?: string
  readonly attachments?: readonly Attachment[]
}

export interface Place {
  readonly channelId: string
  /** Our own address. */
  readonly origin: string
  /** A link that opens a page once, signed in as the person. */
  readonly linkTo: (path: string) => string
}

export function drawReply(reply: Reply, place: Place): readonly Drawn[] {
  if (!drawsCards.has(place.channelId)) return drawWords(reply, place)
  const card = cardOf(reply, place.origin)
  const files = drawMarkdown(filesIn(reply, place), reply, place)
  if (card !== undefined && reply.card !== undefined)
    return [{ ...markdown('', reply), speak: reply.summary, attachments: [card] }, ...files]
  const offered = card === undefined ? optionsInWords(reply).join('\n') : ''
  const parts = drawMarkdown([reply.text, offered].filter((each) => each !== '').join('\n\n'), reply, place)
  const asked = parts.map((part, i) =>
    card !== undefined && i === parts.length - 1 ? { ...part, attachments: [card] } : part,
  )
  return [...asked, ...files]
}

/** Whether numbers were shown with a reply, and not buttons. */
export function isDrawnNumbered(reply: Reply, { channelId, origin }: Pick<Place, 'channelId' | 'origin'>): boolean {
  return areNumbered(reply) && (!drawsCards.has(channelId) || cardOf(reply, origin) === undefined)
}

/** What is pressed on a reply, and the answer's own look; undefined where there is neither, or too much of it. */
export function cardOf(reply: Reply, origin: string): Attachment | undefined {
  const { card, options = [], summary } = reply
  const drawn =
    card !== undefined
      ? renderCard(card, summary, origin)
      : options.length > 0
        ? renderOptionsCard(options, summary)
        : undefined
  return drawn !== undefined && bytesOf(JSON.stringify(drawn)) <= cardBytesAtMost ? drawn : undefined
}

/** A question once it is answered or others came after it: what was chosen stands in place of its buttons. */
export function closedCard(reply: Reply, origin: string, chosen: string | undefined): Attachment | undefined {
  const card = cardOf(reply, origin)
  if (card === undefined) return undefined
  const { body, actions, ...rest } = card.content as { body: unknown[]; actions?: unknown }
  const line =
    chosen === undefined ? [] : [textBlock(`已选：${escapeMarkdown(chosen)}`, { size: 'small', isSubtle: true })]
  // A card that shows more than buttons keeps them: its other lines may still be changed.
  const kept = reply.card === undefined || actions === undefined ? {} : { actions }
  const told =
    reply.card === undefined && chosen === undefined ? [textBlock('（已过去的问题）', { isSubtle: true })] : line
  return { ...card, content: { ...rest, body: [...body, ...told], ...kept } }
}

/** On channels of which nothing is known no markdown is sent either. */
function drawWords(reply: Reply, place: Place): readonly Drawn[] {
  const form = formPathOf(reply)
  const words = [
    reply.text,
    ...pagesOf(reply),
    ...(form === undefined ? [] : [`[在网页上填写](${place.linkTo(form)})`]),
    filesIn(reply, place),
    optionsInWords(reply).join('\n'),
  ].filter((each) => each !== '')
  const whole = withWholeAddresses(words.join('\n\n'), place.origin)
  return splitText(toPlainWords(whole), bytesAtMost, bytesOf).map((text) => ({
    ...markdown(text, reply),
    textFormat: 'plain',
  }))
}

function drawMarkdown(words: string, reply: Reply, { origin }: Place): readonly Drawn[] {
  if (words.trim() === '') return []
  const whole = normaliseMarkdown(withWholeAddresses(words, origin))
  return splitText(whole, bytesAtMost, bytesOf).map((text) => markdown(text, reply))
}

function markdown(text: string, { summary }: Reply): Drawn {
  return { type: 'message', text, textFormat: 'markdown', summary }
}

/** These channels take no files from a bot without ado: each is a link. */
function filesIn({ files = [] }: Reply, { linkTo }: Place): string {
  if (files.length === 0) return ''
  const lines = files.map(({ name, path, alt }) => {
    const link = `- [${escapeMarkdown(name)}](${linkTo(path)})`
    return alt === undefined ? link : `${link}：${escapeMarkdown(alt)}`
  })
  return ['文件（每个链接15分钟内有效，只能打开一次）：', '', ...lines].join('\n')
}
