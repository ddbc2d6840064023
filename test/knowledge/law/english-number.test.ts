import { expect, it } from 'vitest'
import { findAmounts } from '#knowledge/law/amounts.ts'
import { readNumberWords } from '#knowledge/law/english-number.ts'

const ones =
  ' one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = '  twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

function write(value: number): string {
  if (value >= 100) {
    const rest = value % 100 === 0 ? '' : ` and ${write(value % 100)}`
    return `${ones[Math.floor(value / 100)]} hundred${rest}`
  }
  if (value < 20) return ones[value] ?? ''
  return value % 10 === 0 ? (tens[value / 10] ?? '') : `${tens[Math.floor(value / 10)]}-${ones[value % 10]}`
}

it('reads every number up to 999 as it is written out', () => {
  for (let value = 1; value <= 999; value++) expect(numberOf(write(value)), write(value)).toBe(value)
})

it.each([
  ['two and a half', 2.5],
  ['half a', 0.5],
  ['a', 1],
  ['three point five', 3.5],
  ['two point oh', undefined],
  ['six seven', undefined],
  ['hundred', undefined],
  ['and', undefined],
])('«%s» is %s', (words, value) => {
  expect(numberOf(words)).toBe(value)
})

it.each([
  ['a project of two and a half million yuan', 2_500_000],
  ['six million yuan new build', 6_000_000],
  ['half a million yuan', 500_000],
  ['two hundred and fifty thousand yuan', 250_000],
  ['five thousand users', undefined],
])('«%s» holds %s yuan', (text, yuan) => {
  expect(findAmounts(text).map((amount) => (amount.kind === 'money' ? amount.yuan : amount.kind))).toEqual(
    yuan === undefined ? [] : [yuan],
  )
})

function numberOf(words: string): number | undefined {
  const read = readNumberWords(words)
  return read === undefined ? undefined : Number(read.numerator) / Number(read.denominator)
}
