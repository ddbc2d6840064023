/** A reply → the messages DingTalk shows it in: lists but no tables, buttons that say something, numbers otherwise. Pure. */
import type { Reply, ReplyOption } from '#dialogs/conversation.ts'
import { normaliseMarkdown } from '../markdown.ts'
import { buttonsAtMost, type Message, sayingButton } from './encode.ts'

/** The platform tells no limit; this much was never refused, and a group's message holds it at four bytes a character. */
const charactersAtMost = 3500
const titleCharactersAtMost = 60

export interface Place {
  readonly group: boolean
  /** Our own address; unset: nobody there can open our pages. */
  readonly origin: string | undefined
}

export function drawReply(reply: Reply, { group, origin }: Place): readonly Message[] {
  const options = optionsOf(reply)
  const asButtons = areButtons(options, group)
  const chosen = asButtons || options.length === 0 ? '' : `\n\n${numbered(options, group)}`
  const filesToo = group && (reply.files ?? []).length > 0 ? '\n\n文件只发给提问的人，请看与我的单聊。' : ''
  const words = `${withoutTables(wholeAddresses(reply.text, origin))}${chosen}${filesToo}`
  const title = [...reply.summary].slice(0, titleCharactersAtMost).join('')
  const texts = splitText(normaliseMarkdown(words), charactersAtMost)
  return texts.map((text, i) =>
    asButtons && i === texts.length - 1
      ? { kind: 'card', title, text, buttons: options.map((option) => sayingButton(option.title, option.title)) }
      : { kind: 'markdown', title, text },
  )
}

/** The same for what shows no markdown at all. */
export function drawPlain(reply: Reply, origin: string | undefined): readonly string[] {
  const options = optionsOf(reply)
  const chosen = options.length === 0 ? '' : `\n\n${numbered(options, false)}`
  const files = (reply.files ?? []).map((file) => `\n文件《${file.name}》请到网页版的对话里下载。`).join('')
  const plain = `${withoutTables(wholeAddresses(reply.text, origin))}${chosen}${files}`
    .replace(/\[((?:\\.|[^\]\\])*)\]\(([^)]*)\)/g, '$1（$2）')
    .replace(/^#{1,6} +/gm, '')
    .replace(/\*\*([^*\n]+)\*\*/g, '$1')
    .replace(/\\([\\`*_[\]<>#|~])/g, '$1')
  return splitText(plain, charactersAtMost)
}

/** Everything that may be pressed on a reply, in the order it is numbered. */
function optionsOf({ options, card }: Reply): readonly ReplyOption[] {
  if (card === undefined) return options ?? []
  if (card.kind === 'checklist') return card.options
  const edits = card.kind === 'review' ? card.rows.flatMap(({ edit }) => (edit === undefined ? [] : [edit])) : []
  const votes = card.kind === 'answer' ? (card.votes ?? []) : []
  return [...card.options, ...edits, ...votes]
}

/** In a group the words of a button would not name the robot, so it would not hear them. Two alike cannot be told apart. */
function areButtons(options: readonly ReplyOption[], group: boolean): boolean {
  const titles = new Set(options.map((option) => option.title))
  return !group && options.length > 0 && options.length <= buttonsAtMost && titles.size === options.length
}

function numbered(options: readonly ReplyOption[], group: boolean): string {
  const lines = options.map((option, i) => `${i + 1}. ${option.title}`)
  return [group ? '请 @我 并回复序号：' : '请回复序号：', '', ...lines].join('\n')
}

/**
 * The option that words choose: by its number where numbers were shown, else by its title.
 *
 * @param reply what was said last in the conversation
 */
export function optionSaid(text: string, reply: Reply, group: boolean): ReplyOption | undefined {
  const options = optionsOf(reply)
  const said = text.trim()
  const number = /^(\d{1,2})[.。、)）]?$/u.exec(said)?.[1]
  if (number !== undefined && !areButtons(options, group)) return options[Number(number) - 1]
  return options.find((option) => option.title === said)
}

/** Our pages by their whole address; where nobody can open them, by their words alone. */
function wholeAddresses(text: string, origin: string | undefined): string {
  return text.replace(/\[((?:\\.|[^\]\\])*)\]\((\/[^)]*)\)/g, (_found, words: string, path: string) =>
    origin === undefined ? words : `[${words}](${new URL(path, origin).href})`,
  )
}

/** A table's rows as list items, each cell behind the name of its column. */
function withoutTables(text: string): string {
  const lines = text.split('\n')
  const out: string[] = []
  for (let i = 0; i < lines.length; i += 1) {
    const head = cellsOf(lines[i])
    if (head === undefined || !/^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$/.test(lines[i + 1] ?? '')) {
      out.push(lines[i] ?? '')
      continue
    }
    let row = i + 2
    for (let cells = cellsOf(lines[row]); cells !== undefined; row += 1, cells = cellsOf(lines[row]))
      out.push(`- ${cells.map((cell, c) => (head[c] ? `${head[c]}：${cell}` : cell)).join('；')}`)
    i = row - 1
  }
  return out.join('\n')
}

function cellsOf(line: string | undefined): string[] | undefined {
  if (line === undefined || !/^\s*\|.*\|\s*$/.test(line)) return undefined
  return line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/u)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}

/** Cuts between lines, and inside one only where it is too long by itself; several parts say which they are. */
export function splitText(text: string, most: number): string[] {
  const parts: string[] = []
  let part = ''
  for (const line of text.split('\n').flatMap((each) => piecesOf(each, most))) {
    if (part !== '' && part.length + 1 + line.length > most) {
      parts.push(part.trimEnd())
      part = ''
    }
    part = part === '' ? line : `${part}\n${line}`
  }
  if (part.trim() !== '' || parts.length === 0) parts.push(part.trimEnd())
  return parts.length === 1 ? parts : parts.map((each, i) => `（${i + 1}/${parts.length}）\n\n${each}`)
}

/** After a sentence where one ends, and never inside a character. */
function piecesOf(line: string, most: number): string[] {
  const pieces: string[] = []
  let rest = line
  while (rest.length > most) {
    const head = rest.slice(0, most)
    const sentence = Math.max(...['。', '；', '！', '？', ';'].map((end) => head.lastIndexOf(end)))
    const cut = sentence > 0 ? sentence + 1 : /[\ud800-\udbff]$/.test(head) ? most - 1 : most
    pieces.push(rest.slice(0, cut))
    rest = rest.slice(cut)
  }
  return [...pieces, rest]
}
