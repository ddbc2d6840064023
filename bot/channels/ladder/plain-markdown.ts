/** Markdown of ours → what lesser platforms show: no tables, no lists of their own making, or no markdown at all. Pure. */

/** Our pages by their whole address; where nobody can open them, by their words alone. */
export function withWholeAddresses(text: string, origin: string | undefined): string {
  return text.replace(/\[((?:\\.|[^\]\\])*)\]\((\/[^)\s]*)\)/g, (_found, words: string, path: string) =>
    origin === undefined ? words : `[${words}](${new URL(path, origin).href})`,
  )
}

/** A table's rows as list items, each cell behind the name of its column. */
export function withoutTables(text: string): string {
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

/** @param link how a link is shown, given its words and its address */
export function withoutMarkdown(text: string, link: (words: string, address: string) => string): string {
  return withoutTables(text)
    .split('\n')
    .map((line) => plainLine(line, link))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
}

/** Looked for all at once, so that nothing made by one rule is read by the next. */
const spans =
  /!?\[(?<words>(?:\\.|[^\]\\])*)\]\((?<address>[^)\s]*)\)|(?<bare>https?:\/\/[\w\-.~:/?#@!$&'*+,;=%]+)|\*\*(?<bold>[^*\n]+)\*\*|`(?<code>[^`\n]+)`|\\(?<escaped>[\\`*_[\]<>#|~])/gu

function plainLine(line: string, link: (words: string, address: string) => string): string {
  return line
    .replace(/^ {0,3}#{1,6} +/, '')
    .replace(/^ {0,3}(?:> ?)+/, '▎')
    .replace(/^( *)[-*+] +/, '$1· ')
    .replace(spans, (found, ...more) => {
      const { words, address, bare, bold, code, escaped } = more.at(-1) as Partial<Record<string, string>>
      if (words !== undefined && address !== undefined)
        return found.startsWith('!') ? words : link(plainLine(words, link), address)
      if (bare !== undefined) {
        const own = bare.replace(/[.,;:!?'*]+$/, '')
        return `${link(own, own)}${bare.slice(own.length)}`
      }
      return (bold === undefined ? undefined : plainLine(bold, link)) ?? code ?? escaped ?? found
    })
}
