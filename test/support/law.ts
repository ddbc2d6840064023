/** The law of this repository for tests, its YAML parsed once and kept: loading it anew costs most of a test file's time. */
import { join } from 'node:path'
import { openParsedTexts } from '#bot/parsed-texts.ts'
import { type Law, loadLaw } from '#knowledge/law/load.ts'

const kept = join(import.meta.dirname, '../../node_modules/.cache/assistant/parsed-in-tests.json')

/** Everything is checked all the same; a text that changed is parsed anew. */
export function openLaw(): Law {
  const parsed = openParsedTexts(kept)
  const law = loadLaw(undefined, parsed)
  parsed.save()
  return law
}
