/** What the command lines share: unusable arguments end with status 2 and one line that says what would be right. */
import { createInterface } from 'node:readline'
import { type IsoDate, parseDay, shanghaiDay } from '#knowledge/law/units.ts'

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
      (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    process.exitCode = unusable ? 2 : 1
  }
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
