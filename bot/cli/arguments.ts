/** What the command lines share: unusable arguments end with status 2 and one line that says what would be right. */
import { createInterface } from 'node:readline'
import { type IsoDate, parseDay, shanghaiDay } from '#knowledge/law/units.ts'
import { InputError } from '#tools/input-error.ts'

/** Unusable arguments: said on standard error, status 2. */
export class UsageError extends Error {}

/** @throws UsageError where the day does not exist */
export function readToday(text: string | undefined, now = new Date()): IsoDate {
  if (text === undefined) return shanghaiDay(now)
  const day = parseDay(text)
  if (day === undefined) throw new UsageError(`--today: «${text}» is no day; write YYYY-MM-DD, e.g. 2026-09-18`)
  return day
}

/** Runs a command line: its mistakes are told without a stack trace. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    const unusable =
      error instanceof UsageError ||
      error instanceof InputError ||
      (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    process.exitCode = unusable ? 2 : 1
  }
}

/** A line's own name, given back with its answer. */
export type LineId = string | number | null

/** One JSON value as it was typed. @throws InputError where it is none */
export function readJson(text: string, what: string): unknown {
  try {
    // Some editors and shells begin a file with a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/u, ''))
  } catch (cause) {
    throw new InputError('not-json', `${what} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

/** The id of a line that was read, also where the rest of it is wrong. */
export function idOf(line: unknown): LineId {
  if (typeof line !== 'object' || line === null || !('id' in line)) return null
  return typeof line.id === 'string' || typeof line.id === 'number' ? line.id : null
}

/** What a line's error looks like. A fault of the house is told too, so that one line never costs the others. */
export function errorOf(error: unknown): { code: string; message: string; path?: string } {
  if (error instanceof InputError)
    return { code: error.code, message: error.message, ...(error.path === undefined ? {} : { path: error.path }) }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}

/** Every line of standard input gives one line out, in order; a broken pipe ends quietly. */
export async function eachLine(answer: (line: string) => Promise<object>): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    process.stdout.write(`${JSON.stringify(await answer(line))}\n`)
  }
}
