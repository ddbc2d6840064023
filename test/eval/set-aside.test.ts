/** Questions that measure are never learned from: none of them is among those that the index is built of. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLaw } from '../support/law.ts'
import { practiceSchema } from './score.ts'

const learned = new Set(
  openLaw().measures.flatMap(({ questions, silences }) => [...questions, ...silences].map(({ q }) => plain(q))),
)

test.each([
  ['practice', 98],
  ['own', 60],
  ['fresh', 128],
])('of the set «%s» the index has seen nothing', (name, count) => {
  const questions = readFileSync(join(import.meta.dirname, `../questions/${name}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => practiceSchema.parse(JSON.parse(line)))
  expect(questions).toHaveLength(count)
  expect(learned.size).toBeGreaterThan(5000)
  expect(questions.filter(({ question }) => learned.has(plain(question))).map(({ id }) => id)).toEqual([])
})

function plain(text: string): string {
  return text.replace(/[\s\p{P}]/gu, '').toLowerCase()
}
