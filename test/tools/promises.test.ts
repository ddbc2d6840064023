/** What was promised against what is reckoned now: each day that moves is told from where and why, and no other. */
import { describe, expect, test } from 'vitest'
import type { IsoDate } from '#knowledge/law/units.ts'
import { type KeptPromise, type ReckonedPromise, type Reconciling, reconcile } from '#tools/promises.ts'

const day = (text: string) => text as IsoDate
const year2026 = { year: 2026, notice: '国办发明电〔2025〕7号', digest: 'a' }
const contract: ReckonedPromise = {
  deadline: 'jining.record-contract',
  due: day('2026-05-21'),
  advised: day('2026-05-21'),
  event: 'contract-signed',
  from: day('2026-05-08'),
  basis: { rule: 'jining.record-contract 10个工作日', calendar: [year2026] },
}
const report: ReckonedPromise = {
  deadline: 'jiujiang.om-funds',
  due: day('2026-08-31'),
  advised: day('2026-08-31'),
  event: 'any',
  from: null,
  recurs: 'year',
  basis: { rule: 'jiujiang.om-funds 每年8月底前', calendar: [year2026] },
}
const how: Reconciling = { now: '2026-05-12T02:00:00.000Z', today: day('2026-05-12'), isClosed: () => false }
const kept = (promise: ReckonedPromise): KeptPromise => ({ ...promise, since: '2026-05-11T02:00:00.000Z' })
const moved = (before: ReckonedPromise, now: ReckonedPromise, more: Partial<Reconciling> = {}) =>
  reconcile([kept(before)], [now], { ...how, ...more })

describe('a day that moves', () => {
  const later = { ...contract, due: day('2026-05-28'), advised: day('2026-05-28') }

  test.each([
    [
      'by the calendar of a year that has its notice now',
      { basis: { ...contract.basis, calendar: [{ ...year2026, notice: '国办发明电〔2026〕1号', digest: 'b' }] } },
      { by: 'calendar', year: 2026, notice: '国办发明电〔2026〕1号' },
    ],
    ['by the rule', { basis: { rule: 'jining.record-contract 15个工作日', calendar: [year2026] } }, { by: 'rule' }],
    ['by what is known of the project', {}, { by: 'facts' }],
  ])('%s', (_name, change, why) => {
    const now = { ...later, ...change } as ReckonedPromise
    expect(moved(contract, now)).toEqual([{ ...now, since: how.now, moved: { from: '2026-05-21', why } }])
  })

  test('by a calendar where none was known of its year', () => {
    const before = { ...contract, basis: { rule: 'jining.record-contract 10个工作日', calendar: [] } }
    expect(moved(before, later)[0]?.moved?.why).toEqual({ by: 'calendar', year: 2026, notice: year2026.notice })
  })

  test('by another day of the event: news only to whom did not tell it', () => {
    const now = { ...later, from: day('2026-05-15') }
    expect(moved(contract, now)[0]?.moved).toBeUndefined()
    expect(moved(contract, now, { byOther: true })[0]?.moved).toEqual({ from: '2026-05-21', why: { by: 'event' } })
  })

  test('of what comes again, where the rule sets another day before this one has come', () => {
    const now = {
      ...report,
      due: day('2026-06-30'),
      basis: { rule: 'jiujiang.om-funds 每年6月底前', calendar: [year2026] },
    }
    expect(moved(report, now)[0]?.moved).toEqual({ from: '2026-08-31', why: { by: 'rule' } })
    expect(moved(report, now, { isClosed: ({ due }) => due === report.due })[0]?.moved).toBeUndefined()
  })

  test('no more than planned, or made known by a planned day: told by its own notice', () => {
    expect(moved({ ...contract, planned: true }, later)[0]?.moved).toBeUndefined()
    expect(moved(contract, { ...later, planned: true })[0]?.moved).toBeUndefined()
  })
})

describe('a day that does not move', () => {
  test('keeps since when it is known, and that it had moved before', () => {
    const before: KeptPromise = { ...kept(contract), moved: { from: day('2026-05-20'), why: { by: 'rule' } } }
    const calendar = [{ ...year2026, digest: 'b' }]
    const now = { ...contract, basis: { rule: 'jining.record-contract 10个工作日', calendar } }
    expect(reconcile([before], [now], how)).toEqual([{ ...now, since: before.since, moved: before.moved }])
  })

  test('goes with its deadline, unless it comes again and was never met', () => {
    expect(reconcile([kept(contract)], [], how)).toEqual([])
    const [last, next] = [{ ...report, due: day('2025-08-31') }, report]
    expect(reconcile([kept(last)], [next], how).map(({ due }) => due)).toEqual(['2025-08-31', '2026-08-31'])
    const isClosed = ({ due }: { due: IsoDate }) => due === last.due
    expect(reconcile([kept(last)], [next], { ...how, isClosed }).map(({ due }) => due)).toEqual(['2026-08-31'])
  })
})
