/** White space is how a page was set, not what the law says: comparisons leave it out. */

/** All white space out, for comparing words. */
export function squeeze(text: string): string {
  return text.replace(/\s+/gu, '')
}

/** One line as it should be read: line breaks and stray spaces out, but a space between Latin words or numbers kept. */
export function tidy(text: string): string {
  return text
    .trim()
    .replace(/\s+/gu, ' ')
    .replace(/(?<![\x21-\x7e]) | (?![\x21-\x7e])/gu, '')
}

/** Finds words in a text whatever the white space on either side. */
export class SqueezedText {
  private readonly squeezed: string
  private readonly offsets: number[]

  constructor(text: string) {
    this.offsets = []
    for (const { 0: word, index } of text.matchAll(/\S+/gu))
      for (let i = 0; i < word.length; i++) this.offsets.push(index + i)
    this.squeezed = squeeze(text)
  }

  /** @returns every place as offsets `[start, end)` in the original text */
  findAll(words: string): [start: number, end: number][] {
    const wanted = squeeze(words)
    const places: [number, number][] = []
    if (wanted === '') return places
    for (let at = this.squeezed.indexOf(wanted); at !== -1; at = this.squeezed.indexOf(wanted, at + 1)) {
      const start = this.offsets[at]
      const last = this.offsets[at + wanted.length - 1]
      if (start !== undefined && last !== undefined) places.push([start, last + 1])
    }
    return places
  }
}
