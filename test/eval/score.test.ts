import { expect, test } from 'vitest'
import { practiceSchema, score } from './score.ts'

const question = practiceSchema.parse({
  id: 'q',
  lang: 'zh',
  measure: 'jining-htz-2024',
  question: '备案多久',
  names_place: false,
  kind: 'deadline',
  gold_any: [['jining-htz-2024', 28]],
  gold_all: [['jining-htz-2024-en', 28]],
  must_contain: [['10个工作日', '十个工作日']],
  must_not_contain: ['15个'],
  answer: '',
})
const citation = { measure: 'jining-htz-2024', article: 28 }

test('white space and commas do not matter, and either language version of a measure counts', () => {
  expect(
    score(question, { kind: 'answer', conclusion: '10 个,工作日', text: '10 个工作日', citations: [citation] }),
  ).toMatchObject({ top1: true, cover: true, facts: true, concl: true, correct: true })
})

test('a word that must not stand there spoils the facts', () => {
  expect(
    score(question, { kind: 'answer', conclusion: '10个工作日', text: '10个工作日或15个', citations: [citation] }),
  ).toMatchObject({ facts: false, correct: false })
})

test('asking back is no answer, and counted apart', () => {
  expect(score(question, { kind: 'clarify', conclusion: '哪里？', text: '10个工作日', citations: [] })).toMatchObject({
    facts: false,
    askedBack: true,
    correct: false,
  })
})

test('an unanswerable question is right when it is not answered', () => {
  const unanswerable = { ...question, gold_any: [], gold_all: [], must_contain: [] }
  expect(score(unanswerable, { kind: 'not-covered', conclusion: '', text: '', citations: [] }).correct).toBe(true)
  expect(score(unanswerable, { kind: 'answer', conclusion: '', text: '', citations: [citation] }).correct).toBe(false)
})

test('a conclusion over 200 characters is told', () => {
  expect(score(question, { kind: 'answer', conclusion: '十'.repeat(201), text: '', citations: [] }).tooLong).toBe(true)
})
