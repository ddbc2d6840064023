/** What a document still lacks, each once, with the question that would fill it. */
import type { Rule } from '#knowledge/law/rule.ts'
import { type Filing, type Gap, linesOf } from './filing.ts'
import { askFor } from './values.ts'

export interface FilingGap {
  /** Project fields, facts, events or rule ids; the outline's own words where only the writer can add it. */
  readonly names: readonly string[]
  readonly hint: string
  /** The printed heading under which it stands first. */
  readonly section?: string
  /** The questions that would fill it, one a name; none where no field of a project holds it. */
  readonly ask?: readonly { readonly zh: string; readonly en: string }[]
}

/** @param rules those of the measure, for duties and grounds that wait for a yes or no */
export function gapsOf(filing: Filing, rules: readonly Rule[]): FilingGap[] {
  const found = new Map<string, FilingGap>()
  let section: string | undefined
  for (const block of filing.blocks) {
    if (block.kind === 'heading') section = block.text
    for (const piece of linesOf(block).flat()) {
      const key = piece.kind === 'gap' ? piece.names.join(' ') : undefined
      if (piece.kind === 'gap' && key !== undefined && !found.has(key)) found.set(key, describe(piece, section, rules))
    }
  }
  return [...found.values()]
}

function describe({ names, hint }: Gap, section: string | undefined, rules: readonly Rule[]): FilingGap {
  const ask = names.flatMap((name) => askFor(name, rules) ?? [])
  return {
    names,
    hint,
    ...(section === undefined ? {} : { section }),
    ...(ask.length === 0 ? {} : { ask }),
  }
}
