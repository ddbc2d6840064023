/** Reads the data files of a measure; every mistake becomes a fault with its file and line. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { Fault } from './errors.ts'

/** What texts were parsed to before: reading YAML takes longer than all checks together. Kept by the caller, if at all. */
export interface ParsedTexts {
  /** @returns undefined where the text is not known */
  find(text: string): unknown
  keep(text: string, value: unknown): void
}

/** @returns undefined where the file is missing or wrong; what is wrong is added to `faults` */
export function readYaml<S extends z.ZodType>(
  folder: string,
  file: string,
  schema: S,
  faults: Fault[],
  known?: ParsedTexts,
): z.output<S> | undefined {
  const text = readText(folder, file, faults)
  if (text === undefined) return undefined
  const parsedBefore = known?.find(text)
  // Whatever does not fit is read anew from its text, so that the fault is told with its line.
  const fits = parsedBefore === undefined ? undefined : schema.safeParse(parsedBefore)
  if (fits?.success) return fits.data
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  for (const error of document.errors) {
    faults.push({
      file,
      line: lines.linePos(error.pos[0]).line,
      problem: `is not YAML: ${error.message.split('\n')[0]}.`,
      fix: 'Mend the line.',
    })
  }
  if (document.errors.length > 0) return undefined
  const value: unknown = document.toJS()
  const parsed = schema.safeParse(value)
  if (parsed.success) {
    known?.keep(text, value)
    return parsed.data
  }
  for (const issue of parsed.error.issues) {
    const node = document.getIn(issue.path, true)
    const line = isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined
    const about = issue.path.join('.')
    faults.push({
      file,
      ...(line === undefined ? {} : { line }),
      ...(about === '' ? {} : { about }),
      problem: `${issue.message}.`,
      fix: 'Write it as the other entries are written.',
    })
  }
  return undefined
}

/** The line of each entry of a YAML list, for faults found later. */
export function linesOfList(folder: string, file: string): number[] {
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(join(folder, file), 'utf8'), { lineCounter: lines })
  const contents = document.contents
  if (contents === null || !('items' in contents)) return []
  return contents.items.map((item) => (isNode(item) && item.range ? lines.linePos(item.range[0]).line : 0))
}

/** One JSON object a line. A line that is none, or none of the schema, is a fault; the others are kept. */
export function readJsonLines<S extends z.ZodType>(
  folder: string,
  file: string,
  schema: S,
  faults: Fault[],
): z.output<S>[] {
  const text = readText(folder, file, faults)
  if (text === undefined) return []
  const rows: z.output<S>[] = []
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return
    const value = parseJson(line)
    const parsed = value === undefined ? undefined : schema.safeParse(value)
    if (parsed?.success) rows.push(parsed.data)
    else {
      const issue = parsed?.error.issues[0]
      const problem = issue === undefined ? 'is not JSON.' : `${issue.path.join('.')}: ${issue.message}.`
      faults.push({ file, line: i + 1, problem, fix: 'Write one JSON object a line, as the other lines are.' })
    }
  })
  return rows
}

export function readText(folder: string, file: string, faults: Fault[]): string | undefined {
  const path = join(folder, file)
  if (existsSync(path)) return readFileSync(path, 'utf8')
  faults.push({
    file,
    problem: 'is missing.',
    fix: 'Every measure needs it; take another measure’s file as a pattern.',
  })
  return undefined
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}
