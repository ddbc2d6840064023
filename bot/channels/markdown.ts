/**
 * Markdown as people and programs write it in Chinese → Markdown that every CommonMark renderer shows as meant.
 * Normalising twice gives the same as normalising once.
 */

/** Wide enough for CommonMark to see white space beside `**`, too thin to be seen. */
const hairSpace = '\u200a'

/** @param text markdown; HTML is shown as its own source and images as their words, since both would fetch from elsewhere */
export function normaliseMarkdown(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const inFence = markFences(lines)
  const tidied = lines.map((line, i) => (inFence[i] === true ? line : tidyLine(line)))
  const out: string[] = []
  tidied.forEach((line, i) => {
    const next = tidied[i + 1]
    const code = inFence[i] === true || inFence[i + 1] === true
    out.push(code || next === undefined ? line : endLine(line, next))
    if (!code && next !== undefined && startsBlockAfterText(line, next)) out.push('')
  })
  return out.join('\n')
}

/** Words as they are, none of them taken for markdown. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~]/g, '\\$&')
}

function markFences(lines: readonly string[]): boolean[] {
  let open = false
  return lines.map((line) => {
    const fence = /^ {0,3}(```|~~~)/.test(line)
    if (fence) open = !open
    return open || fence
  })
}

function tidyLine(line: string): string {
  // 1.申请表 is no list item to CommonMark; 1.5 is a number.
  const listed = line.replace(/^(\s*\d{1,9}[.)])(?=[^\s\d.)])/, '$1 ')
  return listed
    .split(/(`+[^`]*`+)/)
    .map((part, i) => (i % 2 === 1 ? part : spaceBold(linkBareAddresses(stripHtml(part)))))
    .join('')
}

function stripHtml(text: string): string {
  return text.replace(/!\[([^\]]*)\](\([^)]*\))?/g, '$1').replace(/<(?=[a-z/!?])/gi, '&lt;')
}

/** A bare address would swallow the Chinese punctuation that follows it. */
function linkBareAddresses(text: string): string {
  return text.replace(
    /(\[(?:\\.|[^\]\\])*\]\([^)]*\))|https?:\/\/[\w\-.~:/?#@!$&'*+,;=%]+/g,
    (found, link: string | undefined) => {
      if (link !== undefined) return link
      const address = found.replace(/[.,;:!?'*]+$/, '')
      return `[${address}](${address})${found.slice(address.length)}`
    },
  )
}

/**
 * `**` opens or closes nothing where punctuation stands inside and a letter outside (CommonMark's flanking rule):
 * 根据**《条例》**规定 would show its asterisks.
 */
function spaceBold(text: string): string {
  return text.replace(/\*\*(?=\S)([^*\n]*?[^*\s])\*\*/g, (found, inside: string, offset: number) => {
    const before = text.slice(0, offset).at(-1) ?? ''
    const after = text.charAt(offset + found.length)
    const open = isPunctuation(inside.charAt(0)) && isLetter(before) ? hairSpace : ''
    const close = isPunctuation(inside.at(-1) ?? '') && isLetter(after) ? hairSpace : ''
    return `${open}${found}${close}`
  })
}

function isPunctuation(character: string): boolean {
  return /^[\p{P}\p{S}]$/u.test(character)
}

function isLetter(character: string): boolean {
  return character !== '' && !/^[\s\p{P}\p{S}]$/u.test(character)
}

/** A line end inside a paragraph or list item would be shown as a space. */
function endLine(line: string, next: string): string {
  const breaks = isText(line) && isText(next) && !startsItem(next)
  return breaks ? `${line.trimEnd()}  ` : line
}

/** A table or a list that does not begin with 1 is taken for text when it follows text directly. */
function startsBlockAfterText(line: string, next: string): boolean {
  if (!isText(line) || startsItem(line) || /^\s/.test(line)) return false
  return isTableRow(next) || /^\d{1,9}[.)](?:\s|$)/.test(next)
}

function isText(line: string): boolean {
  return line.trim() !== '' && !isTableRow(line) && !/^ {0,3}(#{1,6}(\s|$)|>|(-{3,}|\*{3,}|_{3,})\s*$)/.test(line)
}

function startsItem(line: string): boolean {
  return /^\s*([-*+]|\d{1,9}[.)])(?:\s|$)/.test(line)
}

function isTableRow(line: string): boolean {
  return /^\s*\|/.test(line)
}
