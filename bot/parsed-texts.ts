/** What the law's YAML was parsed to at an earlier start, kept in one file: reading it anew is a quarter of a start. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { ParsedTexts } from '#knowledge/law/data-file.ts'

export interface KeptTexts extends ParsedTexts {
  /** To be called once all is read: writes down what was asked for since the opening, where any of it is new, and lets all go. */
  save(): void
}

/** Values by the digest of their text. */
const stored = z.record(z.string(), z.unknown())

/** @param file where they are kept; one that cannot be read counts as empty, one that cannot be written is left */
export function openParsedTexts(file: string): KeptTexts {
  let before = read(file)
  let used: Record<string, unknown> = {}
  let isNew = false
  return {
    find(text) {
      const digest = digestOf(text)
      const value = before[digest]
      if (value !== undefined) used[digest] = value
      return value
    },
    keep(text, value) {
      used[digestOf(text)] = value
      isNew = true
    },
    save() {
      if (isNew) write(file, JSON.stringify(used))
      // They are kept in the file for the next start; nobody asks again in this one.
      before = {}
      used = {}
      isNew = false
    },
  }
}

function read(file: string): Readonly<Record<string, unknown>> {
  try {
    const parsed = stored.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return parsed.success ? parsed.data : {}
  } catch (error) {
    if (error instanceof SyntaxError || isFileError(error)) return {}
    throw error
  }
}

/** Written beside, then renamed: a reader sees all of it or nothing. */
function write(file: string, text: string): void {
  const beside = `${file}.${process.pid}`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(beside, text)
    renameSync(beside, file)
  } catch (error) {
    if (!isFileError(error)) throw error
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
