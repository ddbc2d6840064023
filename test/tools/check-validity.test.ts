/** Whether a measure binds on a day: the day before its first, its first, its last, and the day after. */
import { describe, expect, test } from 'vitest'
import { findMeasure } from '#knowledge/law/load.ts'
import { dayOf } from '#knowledge/law/units.ts'
import { checkValidity, validityOn } from '#tools/check-validity.ts'
import { InputError } from '#tools/input-error.ts'
import type { ToolContext } from '#tools/tool.ts'
import { openLaw } from '../support/law.ts'

const law = openLaw()
const context: ToolContext = {
  law,
  today: dayOf(2026, 1, 15),
  get search(): never {
    throw new Error('validity needs no search')
  },
  get calendar(): never {
    throw new Error('validity needs no calendar')
  },
}

describe.each([
  ['jining-htz-2024', '2024-04-29', 'not-yet'],
  ['jining-htz-2024', '2024-04-30', 'in-force'],
  ['jining-htz-2024', '2099-12-31', 'in-force'],
  ['zhucheng-2020', '2020-11-23', 'not-yet'],
  ['zhucheng-2020', '2020-11-24', 'in-force'],
  ['zhucheng-2020', '2025-11-23', 'in-force'],
  ['zhucheng-2020', '2025-11-24', 'expired'],
  ['jiujiang-2024', '2024-05-23', 'not-yet'],
  ['jiujiang-2024', '2024-05-24', 'in-force'],
  ['jiujiang-2024', '2026-05-24', 'in-force'],
  ['jiujiang-2024', '2026-05-25', 'expired'],
  ['jilin-2020', '2020-09-30', 'not-yet'],
  ['jilin-2020', '2020-10-01', 'in-force'],
])('%s', (measure, on, status) => {
  test(`on ${on} is ${status}`, async () => {
    const { validity } = await checkValidity.run({ measure, on }, context)
    expect(validity).toMatchObject([{ measure, on, status, why: 'event' }])
  })
})

test('the day asked about may be today, and that is said', async () => {
  const { validity } = await checkValidity.run({ measure: 'zhucheng-2020', on: '2026-01-15' }, context)
  expect(validity).toEqual([
    {
      measure: 'zhucheng-2020',
      on: '2026-01-15',
      why: 'today',
      status: 'expired',
      from: '2020-11-24',
      to: '2025-11-23',
      note: '来源网页页眉仍写“有效”，以第三十八条为准',
    },
  ])
})

test('a translation stands for the text that binds', async () => {
  const { validity } = await checkValidity.run({ measure: 'jining-htz-2024-en', on: '2024-04-30' }, context)
  expect(validity).toMatchObject([{ measure: 'jining-htz-2024', status: 'in-force', to: null }])
})

test('what is doubtful of a measure’s life is told in the language asked for', () => {
  const [jiujiang, jilin] = [findMeasure(law, 'jiujiang-2024'), findMeasure(law, 'jilin-2020')]
  if (jiujiang === undefined || jilin === undefined) throw new Error('a measure is missing')
  expect(validityOn(jiujiang, context.today, 'today').note).toContain('印发日期不在文本中')
  expect(validityOn(jiujiang, context.today, 'today', 'en').note).toContain('which is not in the text')
  expect(validityOn(jilin, context.today, 'today')).not.toHaveProperty('note')
})

test.each([
  [{ measure: 'zhucheng', on: '2026-01-15' }, 'measure'],
  [{ measure: 'zhucheng-2020', on: '2026-02-30' }, 'on'],
])('%j is refused by its field', async (input, path) => {
  const error: unknown = await checkValidity.run(input, context).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(InputError)
  expect(error).toMatchObject({ path })
})
