/** Which line of the sources a clause rewords. */
import { squeeze } from '#knowledge/law/whitespace.ts'
import { figuresIn, isSameFigure } from './figures.ts'

/** A comma inside a number ends nothing. */
export const clauseEnds = /(?:[，。；;：:！!？?\n]|(?<!\d),|,(?!\d))+/u

export function linesOf(source: string): string[] {
  return source.split(clauseEnds).filter((line) => line.trim() !== '')
}

export interface Near {
  readonly line: string
  /** The same with its neighbours. */
  readonly wide: string
  /** Those of its neighbours that the clause rewords too. */
  readonly beside: readonly string[]
  /** Pairs of characters, or words, in common. */
  readonly shared: number
  readonly score: number
}

/** The line of the sources that a clause rewords; of lines with the clause's own figure where there are any. */
export function nearestLine(clause: string, sources: readonly (readonly string[])[]): Near | undefined {
  const wanted = pairsOf(clause)
  const near = sources.flatMap((lines) =>
    lines.flatMap((line, i): Near[] => {
      const own = pairsOf(line)
      const shared = [...wanted].filter((pair) => own.has(pair)).length
      const next = [lines[i - 1] ?? '', lines[i + 1] ?? '']
      const wide = [next[0], line, next[1]].join('，')
      const beside = next.filter(
        (other) => [...pairsOf(other)].filter((pair) => wanted.has(pair) && !own.has(pair)).length >= 2,
      )
      return shared < 2 ? [] : [{ line, wide, beside, shared, score: shared / Math.sqrt(own.size + 4) }]
    }),
  )
  const figures = figuresIn(clause)
  const sameFigure = near.filter(({ line }) =>
    figuresIn(line).some((held) => figures.some((own) => isSameFigure(own, held) && own.bound === held.bound)),
  )
  const from = sameFigure.length > 0 ? sameFigure : near
  const best = bestOf(from)
  // A short line scores high for little: a longer one that holds more of the clause is the one reworded.
  return best === undefined
    ? undefined
    : (bestOf(from.filter((each) => each.shared > best.shared && each.score >= best.score * longerFrom)) ?? best)
}

const longerFrom = 0.7

function bestOf(near: readonly Near[]): Near | undefined {
  return near.reduce<Near | undefined>(
    (best, each) => (best === undefined || each.score > best.score ? each : best),
    undefined,
  )
}

export function pairsOf(text: string): Set<string> {
  const han = text.match(/\p{Script=Han}+/gu) ?? []
  const pairs = han.flatMap((run) =>
    [...run].flatMap((character, i, all) => (i === 0 ? [] : [`${all[i - 1]}${character}`])),
  )
  return new Set([...pairs, ...(text.toLowerCase().match(/[a-z]{4,}/gu) ?? []).map((word) => word.slice(0, 6))])
}

/** How far below the sentence that shares most with a clause another may be, and still be about the same. */
const nearlyAsMuch = 0.5
/** Fewer pairs tell nothing of what a clause is about. */
const pairsAtLeast = 4

/**
 * Whether a thing that some sentences of the sources hold is one of the matter a text speaks of: an office or a figure of
 * another sentence is held too, and still wrong.
 */
export function isOfThisMatter(
  thing: string,
  text: string,
  sources: readonly string[],
  holds: (sentence: string) => boolean,
  /** An office named once does what stands behind the next marks too. */
  marks = /[。；;]/u,
): boolean {
  const wanted = pairsOf(text.replaceAll(thing, '，'))
  if (wanted.size < pairsAtLeast) return true
  const near = sources
    .flatMap((source) => sentencesOf(source, marks))
    .map((sentence) => {
      const own = pairsOf(sentence)
      return { sentence, shared: [...wanted].filter((pair) => own.has(pair)).length }
    })
  const most = Math.max(...near.map(({ shared }) => shared))
  return near.some(({ sentence, shared }) => shared >= most * nearlyAsMuch && holds(sentence))
}

function sentencesOf(source: string, marks: RegExp): string[] {
  return /\p{Script=Han}/u.test(source) ? squeeze(source).split(marks) : source.split(/[.;]\s|\n/u)
}

export function groundOf(text: string, sources: readonly string[]): number {
  const wanted = pairsOf(text)
  const held = new Set(sources.flatMap((source) => [...pairsOf(source)]))
  return wanted.size === 0 ? 1 : [...wanted].filter((pair) => held.has(pair)).length / wanted.size
}
