import { expect, test } from 'vitest'
import { fitConclusion } from '#dialogs/compose.ts'

test('a conclusion that is too long is cut at a mark', () => {
  expect(fitConclusion('一二三四五六，七八九十。', 9)).toBe('一二三四五六…')
  expect(fitConclusion('一二三四五六，七八。', 10)).toBe('一二三四五六，七八。')
})

test.each([
  ['not more than 5,000,000 yuan in total', 20, 'not more than…'],
  ['it costs, not more than 5,000,000 yuan', 30, 'it costs, not more than…'],
  ['总投资不超过500万元', 8, '总投资不超过…'],
])('a number is never cut: %s', (text, most, told) => {
  expect(fitConclusion(text, most)).toBe(told)
})
