/**
 * Many more random talks than the suite takes: `npm run random-talks -- [runs] [seed]`. What came of it is written to
 * `test/results/` under the day, so that a run can be compared with the one before.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { shanghaiDay } from '#knowledge/law/units.ts'
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
const folder = join(import.meta.dirname, '../results')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, `${shanghaiDay(new Date())}-random-talks.json`), text)
process.stdout.write(text)
process.exitCode = result.failed ? 1 : 0
