/** What cannot be undone is asked for once more. */
import { createInterface } from 'node:readline/promises'
import { UsageError } from './arguments.ts'

/** @returns whether it is meant @throws UsageError where nobody can be asked */
export async function confirm(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true
  if (!process.stdin.isTTY) throw new UsageError(`${question} Nobody is here to answer; add --yes where it is meant.`)
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^(?:y|yes|是)$/iu.test((await lines.question(`${question} (yes/no) `)).trim())
  } finally {
    lines.close()
  }
}
