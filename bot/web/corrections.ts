/** Where a correction stands in the words as they are now, so that a reader sees which words are not the source's. */
import type { Erratum } from '#knowledge/law/measure.ts'
import { SqueezedText, squeeze } from '#knowledge/law/whitespace.ts'

/** Corrected words as offsets `[start, end)` in the text; `old` is what the source has in their place. */
export interface Mark {
  readonly start: number
  readonly end: number
  readonly old: string
  readonly erratum: Erratum
}

/**
 * @param text one block of an article, as corrected
 * @param label the article's heading, which an erratum may include and the block does not: `第三十八条`
 * @returns marks in order, none overlapping. A correction that only took words away leaves nothing to mark
 */
export function findCorrections(text: string, errata: readonly Erratum[], label: string): Mark[] {
  const marks = errata.flatMap((erratum) => {
    const mark = findOne(text, erratum, squeeze(label))
    return mark === undefined ? [] : [mark]
  })
  marks.sort((a, b) => a.start - b.start)
  return marks.filter((mark, i) => i === 0 || mark.start >= (marks[i - 1]?.end ?? 0))
}

function findOne(text: string, erratum: Erratum, label: string): Mark | undefined {
  const now = squeeze(erratum.new)
  const changed = changedWords(squeeze(erratum.old), now, wordStarts(erratum.new))
  if (changed.start === changed.end) return undefined
  const skipped = now.startsWith(label) ? label.length : 0
  for (const drop of new Set([0, skipped])) {
    const place = new SqueezedText(text).findAll(now.slice(drop))[0]
    if (place === undefined) continue
    const start = advance(text, place[0], Math.max(0, changed.start - drop))
    const end = advance(text, place[0], Math.max(0, changed.end - drop - 1)) + 1
    return changed.end <= drop ? undefined : { start, end, old: changed.old, erratum }
  }
  return undefined
}

/**
 * What is left of old and new when their common head and tail are taken off; a number or a Latin word stays whole.
 *
 * @param starts offsets in `now` before which white space was squeezed out
 */
function changedWords(old: string, now: string, starts: ReadonlySet<number>) {
  const shorter = Math.min(old.length, now.length)
  const splitsWord = (at: number) => !starts.has(at) && isWordCharacter(now[at - 1]) && isWordCharacter(now[at])
  let head = 0
  while (head < shorter && old[head] === now[head]) head++
  let tail = 0
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++
  while (head > 0 && splitsWord(head)) head--
  while (tail > 0 && splitsWord(now.length - tail)) tail--
  return { start: head, end: now.length - tail, old: old.slice(head, old.length - tail) }
}

function wordStarts(text: string): Set<number> {
  return new Set([...text.matchAll(/\s+/gu)].map((gap) => squeeze(text.slice(0, gap.index)).length))
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\dA-Za-z]/u.test(character)
}

/** The offset of the character that stands `count` printed characters after `from`. */
function advance(text: string, from: number, count: number): number {
  let at = from
  for (let left = count; left > 0 || /\s/u.test(text.charAt(at)); at++) if (!/\s/u.test(text.charAt(at))) left--
  return at
}
