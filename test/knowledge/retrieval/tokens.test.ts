import { expect, test } from 'vitest'
import { hash, parseWording, readWordingText, Tokens } from '#knowledge/retrieval/tokens.ts'

const tokens = new Tokens(parseWording(readWordingText()))
const holds = (text: string, word: string) => tokens.features(text).includes(hash(word))

test('what staff say is joined by what the measures say', () => {
  expect(holds('密评多久一次', '密码')).toBe(true)
  expect(holds('密评多久一次', '密评')).toBe(true)
  expect(holds('三级系统要做等宝吗', '等级')).toBe(true)
})

test('English words are joined by Chinese ones, the longest phrase first', () => {
  expect(holds('When is final acceptance?', '竣工')).toBe(true)
  expect(holds('the trial run', '试运')).toBe(true)
})

test('width, case, slips and words without a subject make no difference', () => {
  expect(tokens.clean('请问ＡＰＰ峻工在济宁高新区')).toBe(' app竣工在 ')
  expect(tokens.features('Contracts')).toEqual(tokens.features('CONTRACTS'))
})

test('no slip is another word’s right spelling', () => {
  const { typos } = parseWording(readWordingText())
  for (const right of Object.values(typos))
    expect(Object.keys(typos).filter((slip) => right.includes(slip))).toEqual([])
})

test('a row that is no words is refused', () => {
  expect(() => parseWording('typos: { 峻工: 3 }')).toThrow()
})
