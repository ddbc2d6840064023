import { expect, test } from 'vitest'
import { compareFractions, readWritten, type WrittenUnit } from '#knowledge/law/written-number.ts'

test.each<[string, WrittenUnit, bigint, bigint?]>([
  ['200万', 'yuan', 2_000_000n],
  ['1000万元', 'yuan', 10_000_000n],
  ['0.5亿元', 'yuan', 50_000_000n],
  ['1,234元', 'yuan', 1234n],
  ['500 万元', 'yuan', 5_000_000n],
  ['5%', 'share', 5n, 100n],
  ['12.5％', 'share', 125n, 1000n],
  ['3年', 'months', 36n],
  ['一年', 'months', 12n],
  ['两年', 'months', 24n],
  ['6个月', 'months', 6n],
  ['30个工作日', 'working-days', 30n],
  ['三十个工作日', 'working-days', 30n],
  ['三家', 'count', 3n],
  ['三种', 'count', 3n],
  ['3', 'count', 3n],
  ['0.25万元', 'yuan', 2500n],
  ['1.25亿', 'yuan', 125_000_000n],
  ['12.25%', 'share', 1225n, 10_000n],
  ['24个月', 'months', 24n],
  ['十二个月', 'months', 12n],
  ['12年', 'months', 144n],
  ['12个', 'count', 12n],
  ['十二个', 'count', 12n],
])('%s as %s', (text, unit, numerator, denominator = 1n) => {
  const found = readWritten(text, unit)
  expect(found === undefined ? undefined : compareFractions(found, { numerator, denominator })).toBe(0)
})

test.each<[string, WrittenUnit]>([
  ['200', 'share'],
  ['200万', 'months'],
  ['两百万', 'yuan'],
  ['0.00001万', 'yuan'],
  ['-5万', 'yuan'],
  ['5', 'months'],
  ['30日', 'working-days'],
  ['', 'count'],
  ['1e6', 'yuan'],
  ['约5%', 'share'],
  ['5%以上', 'share'],
  ['满3年', 'months'],
  ['3年内', 'months'],
  ['三十十个工作日', 'working-days'],
  ['30个工作日内', 'working-days'],
  ['第三家', 'count'],
  ['三家以上', 'count'],
  ['十十', 'count'],
  ['超过200万', 'yuan'],
  ['200万以上', 'yuan'],
])('«%s» is no %s', (text, unit) => {
  expect(readWritten(text, unit)).toBeUndefined()
})

test('fractions are compared exactly', () => {
  const third = { numerator: 333_333_333_333n, denominator: 1_000_000_000_000n }
  expect(compareFractions(third, { numerator: 1n, denominator: 3n })).toBe(-1)
  expect(compareFractions({ numerator: 1n, denominator: 3n }, third)).toBe(1)
  expect(compareFractions({ numerator: 2n, denominator: 6n }, { numerator: 1n, denominator: 3n })).toBe(0)
})
