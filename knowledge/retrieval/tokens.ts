/**
 * Words → features: hashes of characters and character pairs (Chinese), stems, stem pairs and letter quadruples
 * (English), numbers. What staff say is joined by what the measures say (`slang.yaml`).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const table = z.record(z.string().min(1), z.string().min(1))
const wordingSchema = z.strictObject({
  typos: table,
  slang: table,
  english: table,
  ignored: z.array(z.string().min(1)),
})
/** The rows of `slang.yaml`. */
export type Wording = z.output<typeof wordingSchema>

/** The text of `slang.yaml`; part of an index's digest. */
export function readWordingText(): string {
  return readFileSync(join(import.meta.dirname, 'slang.yaml'), 'utf8')
}

/** @throws ZodError where a row is not words → words */
export function parseWording(text: string): Wording {
  const wording = wordingSchema.parse(parse(text))
  return { ...wording, ignored: wording.ignored.toSorted((a, b) => b.length - a.length) }
}

const han = /[\u3400-\u9fff]/u
const runs = /[\u3400-\u9fff]+|[a-z][a-z&-]*|\d+(?:\.\d+)?/gu
const longestPhrase = 3

/** Text → features. One for building and asking, so that both see the same. */
export class Tokens {
  private readonly typos: [string, string][]
  private readonly slang: [string, string[]][]
  private readonly english: Map<string, string[]>
  private readonly ignored: readonly string[]

  constructor(wording: Wording) {
    this.typos = Object.entries(wording.typos)
    this.slang = Object.entries(wording.slang).map(([said, meant]) => [said, meant.split(' ')])
    this.english = new Map(
      Object.entries(wording.english).map(([said, meant]) => [said.toLowerCase(), meant.split(' ')]),
    )
    this.ignored = wording.ignored
  }

  /** Width and case folded, slips mended, what says nothing about the subject left out. */
  clean(text: string): string {
    let clean = text.normalize('NFKC').toLowerCase()
    for (const [slip, right] of this.typos) if (clean.includes(slip)) clean = clean.replaceAll(slip, right)
    for (const phrase of this.ignored) if (clean.includes(phrase)) clean = clean.replaceAll(phrase, ' ')
    return clean
  }

  /** @returns hashes, one for each occurrence */
  features(text: string): number[] {
    const clean = this.clean(text)
    const found: number[] = []
    const words: string[] = []
    for (const run of clean.match(runs) ?? []) {
      if (han.test(run)) pushHan(run, found)
      else if (/^\d/u.test(run)) found.push(hash(`#${run}`), hash('#'))
      else words.push(run)
    }
    for (const [said, meant] of this.slang) if (clean.includes(said)) for (const term of meant) pushHan(term, found)
    this.pushEnglish(words, found)
    return found
  }

  private pushEnglish(words: readonly string[], found: number[]): void {
    let previous = ''
    for (const word of words) {
      const stemmed = stem(word)
      found.push(hash(`w:${stemmed}`))
      if (previous !== '') found.push(hash(`w:${previous}_${stemmed}`))
      previous = stemmed
      if (word.length <= 4) continue
      const framed = `<${word}>`
      for (let i = 0; i + 4 <= framed.length; i++) found.push(hash(`c:${framed.slice(i, i + 4)}`))
    }
    for (let i = 0; i < words.length; ) i += this.pushTranslation(words, i, found)
  }

  /** @returns how many words the longest known phrase at that place has, 1 where none is known */
  private pushTranslation(words: readonly string[], at: number, found: number[]): number {
    for (let count = longestPhrase; count >= 1; count--) {
      const meant = at + count > words.length ? undefined : this.english.get(words.slice(at, at + count).join(' '))
      if (meant === undefined) continue
      for (const term of meant) pushHan(term, found)
      return count
    }
    return 1
  }
}

function pushHan(run: string, found: number[]): void {
  for (let i = 0; i < run.length; i++) {
    found.push(hash(run.charAt(i)))
    if (i + 1 < run.length) found.push(hash(run.slice(i, i + 2)))
  }
}

function stem(word: string): string {
  if (word.length > 4) return word.replace(/ies$/u, 'y').replace(/(?:ing|edly|ed|es|ly|s)$/u, '')
  return word.length > 3 ? word.replace(/s$/u, '') : word
}

/** FNV-1a, 32 bits, never 0: 0 marks an empty slot of the vocabulary. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  value ^= value >>> 15
  return value >>> 0 === 0 ? 1 : value >>> 0
}
