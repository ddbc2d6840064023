/** A part of what `npm run eval -- --model fake:all` measures, at every run of the tests. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { askPractice } from './ask-practice.ts'
import { practiceSchema, score } from './score.ts'
import { openRun } from './with-model.ts'

const assistant = await sharedAssistant()
const today = '2026-11-23' as IsoDate
const every = 6
const questions = readFileSync(join(import.meta.dirname, '../questions/practice.jsonl'), 'utf8')
  .split('\n')
  .filter((line, i) => line.trim() !== '' && i % every === 0)
  .map((line) => practiceSchema.parse(JSON.parse(line)))

async function run(name: string) {
  const own = openRun(name, questions, assistant.law)
  let facts = 0
  for (const question of questions) {
    const worded = await askPractice(question, assistant, today, own.ports)
    own.judge(worded)
    if (score(question, worded.answer).facts) facts++
  }
  return { ...own.counts(), facts }
}

const plain = await run('none')

test('an honest model words nearly all answers', async () => {
  const { asked, worded, unheld, facts } = await run('fake:honest')
  expect(asked).toBeGreaterThan(10)
  expect(worded / asked).toBeGreaterThan(0.9)
  expect(unheld).toBe(0)
  expect(facts).toBeGreaterThanOrEqual(plain.facts)
})

test.each(['wrong-numbers', 'flipped'])('of a model of %s nothing false goes out', async (name) => {
  const { unheld, lies, facts } = await run(`fake:${name}`)
  expect({ unheld, lies }).toEqual({ unheld: 0, lies: 0 })
  expect(facts).toBeGreaterThanOrEqual(plain.facts)
})
