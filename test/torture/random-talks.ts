/**
 * Many more random talks than the suite takes: `node test/torture/random-talks.ts [runs] [seed]`. What came of it is
 * written beside this file, so that a run can be compared with the one before.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sharedAssistant } from '../support/assistant.ts'
import { randomTalk, takeRandomTalk } from '../support/random-talk.ts'

const runs = Number(process.argv[2] ?? 5_000)
const seed = Number(process.argv[3] ?? 20_261_124)
const assistant = await sharedAssistant()
let acts = 0
const result = await fc.check(
  fc.asyncProperty(randomTalk(30), async (talk) => {
    acts += await takeRandomTalk(assistant, talk)
  }),
  { numRuns: runs, seed },
)
const told = { runs: result.numRuns, seed, acts, failed: result.failed, counterexample: result.counterexample }
const text = `${JSON.stringify(told, null, 2)}\n`
writeFileSync(join(import.meta.dirname, 'random-talks.json'), text)
process.stdout.write(text)
process.exitCode = result.failed ? 1 : 0
