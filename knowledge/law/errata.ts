import type { Fault } from './errors.ts'
import type { Erratum } from './measure.ts'
import { SqueezedText } from './whitespace.ts'

/** A source with its corrections made, able to say where each word stood. */
export interface CorrectedSource {
  readonly text: string
  /** Offsets `[start, end)` in `text` where each erratum now stands. */
  readonly places: readonly { readonly erratum: Erratum; readonly start: number; readonly end: number }[]
  /** The line of `source.txt`, from 1, that an offset of `text` came from. */
  lineOf(offset: number): number
}

interface Edit {
  readonly erratum: Erratum
  readonly start: number
  readonly end: number
}

/**
 * Makes the listed corrections. The old words of each must stand in the source exactly once (white space aside):
 * one that is not found, or found twice, is a fault and is left out.
 */
export function correctSource(source: string, errata: readonly Erratum[], faults: Fault[]): CorrectedSource {
  const squeezed = new SqueezedText(source)
  const edits: Edit[] = []
  for (const erratum of errata) {
    const found = squeezed.findAll(erratum.old)
    const place = found[0]
    if (place === undefined || found.length > 1) {
      const problem =
        place === undefined ? 'stands nowhere in source.txt.' : `stands ${found.length} times in source.txt.`
      faults.push({
        file: 'errata.yaml',
        about: `«${erratum.old}»`,
        problem: `the old text ${problem}`,
        fix: 'Copy more of the words around it, exactly as the source has them.',
      })
      continue
    }
    edits.push({ erratum, start: place[0], end: place[1] })
  }
  edits.sort((a, b) => a.start - b.start)
  return splice(
    source,
    edits.filter((edit, i) => !overlapsEarlier(edit, edits[i - 1], faults)),
  )
}

function overlapsEarlier(edit: Edit, earlier: Edit | undefined, faults: Fault[]): boolean {
  if (earlier === undefined || edit.start >= earlier.end) return false
  faults.push({
    file: 'errata.yaml',
    about: `«${edit.erratum.old}»`,
    problem: `overlaps the correction of «${earlier.erratum.old}».`,
    fix: 'Make one erratum of the two.',
  })
  return true
}

function splice(source: string, edits: readonly Edit[]): CorrectedSource {
  const places: { erratum: Erratum; start: number; end: number; sourceEnd: number; sourceStart: number }[] = []
  let text = ''
  let at = 0
  for (const edit of edits) {
    text += source.slice(at, edit.start)
    const start = text.length
    text += edit.erratum.new
    places.push({ erratum: edit.erratum, start, end: text.length, sourceStart: edit.start, sourceEnd: edit.end })
    at = edit.end
  }
  text += source.slice(at)
  const lineOf = (offset: number): number => {
    let sourceOffset = offset
    for (const place of places) {
      if (place.end <= offset) sourceOffset = place.sourceEnd + (offset - place.end)
      else if (place.start <= offset) return countLines(source, place.sourceStart)
    }
    return countLines(source, sourceOffset)
  }
  return { text, places, lineOf }
}

function countLines(source: string, offset: number): number {
  let lines = 1
  for (let i = source.indexOf('\n'); i !== -1 && i < offset; i = source.indexOf('\n', i + 1)) lines += 1
  return lines
}
