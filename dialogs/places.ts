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
  const aliases = bindingMeasures(law)
    .flatMap((measure) => measure.jurisdiction.aliases)
    .sort((a, b) => b.length - a.length)
  return aliases.reduce((rest, alias) => rest.replaceAll(aliasPattern(alias), ' '), text).trim()
}

function firstAlias(measure: Measure, text: string): number {
  const places = measure.jurisdiction.aliases.map((alias) => text.search(aliasPattern(alias))).filter((at) => at !== -1)
  return places.length === 0 ? -1 : Math.min(...places)
}

const patterns = new Map<string, RegExp>()

/** A Latin name must stand as a word of its own; a Chinese one stands anywhere. */
function aliasPattern(alias: string): RegExp {
  const known = patterns.get(alias)
  if (known !== undefined) return known
  const escaped = alias.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&')
  const pattern = /^[\x20-\x7e]+$/.test(alias) ? new RegExp(`\\b${escaped}\\b`, 'giu') : new RegExp(escaped, 'gu')
  patterns.set(alias, pattern)
  return pattern
}
