/** The assistant as it starts, its index kept between test runs beside the other caches. */
import { join } from 'node:path'
import { type Assistant, openAssistant } from '#bot/assistant.ts'

export const indexCache = join(import.meta.dirname, '../../node_modules/.cache/assistant')

let opened: Promise<Assistant> | undefined

export function sharedAssistant(): Promise<Assistant> {
  opened ??= openAssistant(indexCache)
  return opened
}
