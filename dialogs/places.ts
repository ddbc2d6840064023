/** Which jurisdictions a sentence names, by any name staff give them. */
import type { Law } from '#knowledge/law/load.ts'
import type { Measure, MeasureId } from '#knowledge/law/measure.ts'

const everywhere =
  /四个?(?:地方|地区|办法|地|家)|各地|几个?地方|三省|哪个地方|哪些地方|all four|four (?:places|jurisdictions|measures)|each (?:place|jurisdiction|city)/iu

/** @returns authoritative measures in the order they are named, each once; all of them for «四个地方» */
export function placesNamed(law: Law, text: string): MeasureId[] {
  const found: { at: number; measure: MeasureId }[] = []
  for (const measure of bindingMeasures(law)) {
    const at = firstAlias(measure, text)
    if (at !== -1) found.push({ at, measure: measure.id })
  }
  if (found.length === 0 && everywhere.test(text)) return bindingMeasures(law).map((measure) => measure.id)
  return found.sort((a, b) => a.at - b.at).map((each) => each.measure)
}

/** Measures that bind: translations left out. */
export function bindingMeasures(law: Law): Measure[] {
  return law.measures.filter((measure) => measure.translationOf === undefined)
}

/** The words without the place names, which say where and not what. */
export function withoutPlaces(law: Law, text: string): string {
  let pattern = everyAlias.get(law)
  if (pattern === undefined) {
    const aliases = bindingMeasures(law).flatMap((measure) => measure.jurisdiction.aliases)
    pattern = anyOf(aliases.sort((a, b) => b.length - a.length))
    everyAlias.set(law, pattern)
  }
  return text.replaceAll(pattern, ' ').trim()
}

function firstAlias(measure: Measure, text: string): number {
  let pattern = ownAliases.get(measure)
  if (pattern === undefined) {
    pattern = anyOf(measure.jurisdiction.aliases)
    ownAliases.set(measure, pattern)
  }
  return text.search(pattern)
}

const everyAlias = new WeakMap<Law, RegExp>()
const ownAliases = new WeakMap<Measure, RegExp>()

/** A Latin name must stand as a word of its own; a Chinese one stands anywhere. Where several begin at one place the first given is met. */
function anyOf(aliases: readonly string[]): RegExp {
  const each = aliases.map((alias) => {
    const escaped = alias.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&')
    return /^[\x20-\x7e]+$/.test(alias) ? `\\b${escaped}\\b` : escaped
  })
  return new RegExp(each.join('|'), 'giu')
}
