/** Signs that cannot be seen or are not what they seem: a sum or a day is read as it is seen, or not at all. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readableText } from '#dialogs/plain-text.ts'
import { readAnswer } from '#dialogs/project/read-answer.ts'
import { understand } from '#dialogs/understand.ts'
import { findDays } from '#knowledge/law/days-in-words.ts'
import { findMoney } from '#knowledge/law/money.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { runs } from './support/runs.ts'

const today = '2026-11-24' as IsoDate
const hidden = [
  '\u200b',
  '\u200d',
  '\u200f',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u061c',
  '\u180e',
  '\u202a',
  '\u202c',
  '\u2066',
  '\u2069',
  '\u{e0031}',
  '\ufe0f',
  '\u0007',
]
const alphabets = ['０', '٠', '۰', '०', '০', '๐', '\u{1d7ce}', '\u{1d7d8}', '\u{1d7f6}']
const pretenders = ['З', 'О', 'ο', 'O', 'l', 'I', '③', '²', '⓪', 'ㅤ', '3\u0305', '〡', 'Ⅲ', '·', '٫', '٬', '⁄', '․']

const sumsIn = (text: string) => findMoney(readableText(text)).map((sum) => (sum.kind === 'money' ? sum.yuan : 'asked'))
const daysIn = (text: string) =>
  findDays(readableText(text), today).map((day) => (day.kind === 'day' ? day.day : 'asked'))

/** Signs put between all characters, as many as there are. */
const strewn = (text: string) =>
  fc
    .array(fc.constantFrom('', '', ...hidden), { minLength: text.length, maxLength: text.length })
    .map((signs) => [...text].map((character, i) => (signs[i] ?? '') + character).join(''))

it('reads a sum and a day as if the hidden signs among their digits were not there', () => {
  const wan = fc.integer({ min: 1, max: 99_999 })
  fc.assert(
    fc.property(
      wan.chain((sum) => fc.tuple(fc.constant(sum), strewn(`${sum}万元`))),
      ([sum, text]) => {
        expect(sumsIn(`总投资${text}`)).toEqual([sum * 10_000])
      },
    ),
    runs(300),
  )
  fc.assert(
    fc.property(strewn('2026年5月10日'), (text) => {
      expect(daysIn(`合同${text}签订`)).toEqual(['2026-05-10'])
    }),
    runs(300),
  )
})

it.each(alphabets)('reads the digits that begin with «%s» as the digits they are', (nought) => {
  const first = nought.codePointAt(0) ?? 0
  const written = (digits: string) => [...digits].map((digit) => String.fromCodePoint(first + Number(digit))).join('')
  expect(sumsIn(`${written('300')}万元`)).toEqual([3_000_000])
  expect(sumsIn(`3${written('0')}0万元`)).toEqual([3_000_000])
  expect(daysIn(`${written('2026')}年${written('5')}月${written('10')}日`)).toEqual(['2026-05-10'])
})

it.each(pretenders)('reads no sum of which «%s» may be a digit or a point', (sign) => {
  for (const text of [`${sign}00万元`, `3${sign}0万元`, `1${sign}5万元`, `1${sign}500元`])
    expect([text, sumsIn(text)]).toEqual([text, []])
})

it.each([
  ['\u202e元万003', [3_000_000]],
  ['总投资\u202e万003\u202c元', [3_000_000]],
  ['1\u00a0000\u00a0000元', [1_000_000]],
  ['3\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e3万', [3_000_000]],
  ['1 000 000元', []],
  ['00万', []],
  ['3，000万', []],
])('reads %j as it is seen: %j', (text, sums) => {
  expect(sumsIn(text)).toEqual(sums)
})

it.each(['2026-05-1O', '2026-05-\u202e01', '2026年5月1O日', '2026年5月③日', '2O26年5月10日', '2026年5月З0日'])(
  'reads no wrong day in %j',
  (text) => {
    expect(daysIn(text).filter((day) => day !== '2026-05-10' && day !== 'asked')).toEqual([])
  },
)

it('reads any words at all without breaking, and sums only within what can be', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...hidden,
      ...pretenders,
      ...alphabets,
      '万',
      '亿',
      '元',
      '点',
      ',',
      '.',
      '-',
      '年',
      '月',
      '日',
      '多',
      '%',
      ' ',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.nat().map(String),
    fc.constantFrom('1e999', '9'.repeat(400), '0x10', 'NaN', '-0', '一二三亿亿万'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = readableText(pieces.join(''))
      for (const sum of findMoney(text))
        if (sum.kind === 'money') expect([text, Number.isSafeInteger(sum.yuan) && sum.yuan >= 0]).toEqual([text, true])
      for (const day of findDays(text, today)) if (day.kind === 'day') expect(day.day).toMatch(/^\d{4}-\d\d-\d\d$/u)
      for (const fact of ['totalInvestmentYuan', 'implementationMonths', 'vendorQuotes', 'lastAcceptedOn'] as const)
        readAnswer(fact, text, today)
    }),
    runs(500),
  )
})

it('understands a question the same with hidden signs in it', async () => {
  const { law } = await sharedAssistant()
  const asked = '济宁300万元的项目要不要市级审核？'
  const told = (question: string) => ({ question, measure: undefined, history: [], lang: undefined })
  const plain = understand(law, told(asked), today)
  fc.assert(
    fc.property(strewn(asked), (question) => {
      expect(understand(law, told(question), today)).toEqual(plain)
    }),
    runs(20),
  )
})

it.each(['9', '一', '9万', '零', '百', '1,000,', '20', '一点', '9人', '个万', 'one hundred ', '¥', '几十'])(
  'is not held up by a message full of «%s»',
  (sign) => {
    for (const tail of ['', '人', '元', 'x']) {
      const text = readableText(sign.repeat(4_000 / sign.length)) + tail
      const begun = performance.now()
      findMoney(text)
      findDays(text, today)
      expect(performance.now() - begun).toBeLessThan(1_000)
    }
  },
)
