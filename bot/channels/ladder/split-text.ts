/** Long texts → parts that a platform takes: cut between paragraphs, then sentences, then characters. Pure. */

/** Cut through, these would be broken or lead elsewhere: links of both kinds, bare addresses, bold words, a title with its article, a source's number. */
const whole =
  /<a\s[^<>]{1,2100}>[^<]{0,200}<\/a>|\[(?:\\.|[^[\]\\\n]){1,200}\]\([^)\s]{1,2100}\)|https?:\/\/[\w\-.~:/?#@!$&'*+,;=%]{1,2100}|\*\*[^*\n]{1,200}\*\*|《[^《》\n]{1,60}》(?:第[〇零一二三四五六七八九十百\d]{1,6}条)?|第[〇零一二三四五六七八九十百\d]{1,6}条(?:第[一二三四五六七八九十\d]{1,3}[款项]){0,3}|\[\d{1,3}\]|\d[\d,.]{0,30}\d/gu

export function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}

/**
 * @param most   the size of a part, its number included
 * @param sizeOf what the platform counts: `bytesOf`, or characters
 * @returns at least one part; several say which they are, `（1/3）`
 */
export function splitText(text: string, most: number, sizeOf: (text: string) => number): string[] {
  const trimmed = text.trim()
  if (sizeOf(trimmed) <= most) return [trimmed]
  const parts = fill(trimmed, most - sizeOf(numberOf(98, 99)), sizeOf)
  return parts.map((part, i) => `${numberOf(i, parts.length)}${part}`)
}

function numberOf(index: number, count: number): string {
  return `（${index + 1}/${count}）\n`
}

/** Paragraphs are kept together where they fit; a line that does not fit into a part of its own is cut. */
function fill(text: string, most: number, sizeOf: (text: string) => number): string[] {
  const parts: string[] = []
  let part = ''
  const put = (piece: string, gap: string): void => {
    const longer = part === '' ? piece : `${part}${gap}${piece}`
    if (sizeOf(longer) <= most) part = longer
    else {
      if (part.trim() !== '') parts.push(part.trim())
      part = piece
    }
  }
  for (const paragraph of text.split(/\n{2,}/)) {
    if (sizeOf(paragraph) <= most) {
      put(paragraph, '\n\n')
      continue
    }
    let gap = '\n\n'
    for (const line of paragraph.split('\n'))
      for (const piece of piecesOf(line, most, sizeOf)) {
        put(piece, gap)
        gap = '\n'
      }
  }
  if (part.trim() !== '') parts.push(part.trim())
  return parts
}

/** After a sentence where one ends past the middle, else after a comma, else between characters. */
function piecesOf(line: string, most: number, sizeOf: (text: string) => number): string[] {
  const pieces: string[] = []
  let atoms = atomsOf(line, most, sizeOf)
  while (atoms.length > 0) {
    let size = 0
    let count = 0
    for (const atom of atoms) {
      size += sizeOf(atom)
      if (size > most && count > 0) break
      count += 1
    }
    const taken = count === atoms.length ? count : cutBefore(atoms, count)
    pieces.push(atoms.slice(0, taken).join(''))
    atoms = atoms.slice(taken)
  }
  return pieces
}

function cutBefore(atoms: readonly string[], count: number): number {
  const head = atoms.slice(0, count)
  for (const ends of ['。！？；!?;\n', '，、：,:']) {
    const last = head.findLastIndex((atom) => atom.length === 1 && ends.includes(atom))
    if (last >= count / 3) return last + 1
  }
  return count
}

/** What may not be cut is one piece, unless it is longer than a part by itself; the rest is characters. */
function atomsOf(line: string, most: number, sizeOf: (text: string) => number): string[] {
  const atoms: string[] = []
  let from = 0
  for (const found of line.matchAll(whole)) {
    atoms.push(...charactersIn(line.slice(from, found.index)))
    atoms.push(...(sizeOf(found[0]) > most ? charactersIn(found[0]) : [found[0]]))
    from = found.index + found[0].length
  }
  return [...atoms, ...charactersIn(line.slice(from))]
}

const segments = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** As people see them: a letter with its accents, a flag, a family are one each. */
function charactersIn(text: string): string[] {
  return [...segments.segment(text)].map(({ segment }) => segment)
}
