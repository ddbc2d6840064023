/** What stands in a document that its outline does not say: the names it was filled from, and those it waits for. */
import { type Block, linesOf, type Piece, type Trace } from './filing.ts'

/** A value of the document by the name it came from: a project field, a fact, an event, a rule or a deadline. */
export interface FilledValue {
  readonly name: string
  /** As printed; several in one document, as the lines of a budget are, one after another. */
  readonly text: string
}

/** @returns each name once, in the order it is printed first */
export function valuesIn(blocks: readonly Block[]): FilledValue[] {
  const texts = new Map<string, Set<string>>()
  for (const piece of piecesOf(blocks)) {
    if (piece.kind !== 'value') continue
    const name = nameOf(piece.from)
    texts.set(name, (texts.get(name) ?? new Set()).add(piece.text))
  }
  return [...texts].map(([name, told]) => ({ name, text: [...told].join('；') }))
}

/** @returns the names that gaps wait for, each once */
export function openIn(blocks: readonly Block[]): string[] {
  return [...new Set(piecesOf(blocks).flatMap((piece) => (piece.kind === 'gap' ? piece.names : [])))]
}

function piecesOf(blocks: readonly Block[]): Piece[] {
  return blocks.flatMap(linesOf).flat()
}

function nameOf(from: Trace): string {
  if (from.kind === 'finding') return from.rule
  return from.kind === 'deadline' ? from.deadline : from.name
}
