/** The questions data reaches everything that is decided: an index learns what it is shown, and no rule may be unheard of. */
import { describe, expect, test } from 'vitest'
import { aimsIn, findAimFaults } from '#knowledge/law/aims.ts'
import { loadLaw } from '#knowledge/law/load.ts'
import type { ArticleRef } from '#knowledge/law/measure.ts'

const fewest = 5
const law = loadLaw()
const measures = law.measures.filter((measure) => aimsIn(measure).size > 0)

test('rules, deadlines and filings are all aims, each under its own kind', () => {
  for (const measure of measures)
    expect(aimsIn(measure).size).toBe(measure.rules.length + measure.deadlines.length + measure.filings.length)
  expect(measures.length).toBeGreaterThan(0)
})

describe.each(measures.map((measure) => [measure.id, measure] as const))('%s', (_id, measure) => {
  const questions = new Map<string, Set<string>>()
  for (const { q, aims = [] } of measure.questions)
    for (const aim of aims) questions.set(aim, (questions.get(aim) ?? new Set()).add(q))

  test.each([...aimsIn(measure).keys()])(`%s is the aim of at least ${fewest} questions`, (aim) => {
    expect(questions.get(aim)?.size ?? 0).toBeGreaterThanOrEqual(fewest)
  })
})

describe('an aim', () => {
  const aims = new Map<string, readonly ArticleRef[]>([['rule:small.approval', [2, 'annex-1']]])
  const question = { q: '项目归谁批', article: 2 as const, aims: ['rule:small.approval'] }

  test('fits where it is there and in the article of the question, or in one that carries it too', () => {
    expect(findAimFaults([question, { ...question, article: 'annex-1' }, { q: '谁批', article: 3 }], aims)).toEqual([])
  })

  test('is a fault where nothing of that kind has that id', () => {
    const [fault, ...more] = findAimFaults([{ ...question, aims: ['deadline:small.approval'] }], aims)
    expect(more).toEqual([])
    expect(fault).toMatchObject({
      about: '«项目归谁批»',
      problem: 'aims at deadline:small.approval, which the measure does not have.',
    })
  })

  test('is a fault where the question is answered by another article', () => {
    const [fault] = findAimFaults([{ ...question, article: 3 }], aims)
    expect(fault?.problem).toBe(
      'aims at rule:small.approval, which stands in article 2, annex-1, and not in article 3.',
    )
  })
})
