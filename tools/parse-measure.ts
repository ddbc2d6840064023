import { findMeasure, type Law } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import { InputError } from './input-error.ts'

/** @throws InputError naming the ids there are */
export function parseMeasure(law: Law, id: string, path = 'measure'): Measure {
  const measure = findMeasure(law, id)
  if (measure !== undefined) return measure
  const known = law.measures.map((candidate) => candidate.id).join(', ')
  throw new InputError('unknown-measure', `${path}: there is no measure «${id}»; known are ${known}`, path)
}
