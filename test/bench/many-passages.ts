/** As many passages as are wanted, from the sentences of the measures: the same for the same number. */

import type { Law } from '#knowledge/law/load.ts'
import { passagesOf } from '#knowledge/retrieval/passages.ts'

/** The law's own passages first; then two halves of two passages each, drawn by a generator that begins the same. */
export function manyPassages(law: Law, count: number): string[] {
  const own = [...new Set(law.measures.flatMap(passagesOf).map(({ text }) => text))]
  const texts = own.slice(0, count)
  const halves = own.flatMap((text) => text.split(/(?<=[。；;,，])/u)).filter((half) => half.length >= 6)
  const draw = generator(7)
  while (texts.length < count)
    texts.push(`${halves[draw(halves.length)]}${halves[draw(halves.length)]}${halves[draw(halves.length)]}`)
  return texts
}

/** Numbers that look drawn and are the same in every run. @returns draws 0 up to the limit */
function generator(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}
