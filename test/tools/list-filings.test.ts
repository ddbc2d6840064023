import { describe, expect, test } from 'vitest'
import { InputError } from '#tools/input-error.ts'
import type { FilingList } from '#tools/list-filings.ts'
import { runTool } from '#tools/toolbox.ts'
import { measuresWithFilings, toolContext } from './filing/made.ts'

const list = async (input: unknown) => (await runTool('list_filings', input, toolContext)) as FilingList
const jining = async (facts: object, events: object[] = [], today = '2026-11-24') => {
  const { filings } = await list({ measure: 'jining-htz-2024', facts, events, today })
  return (id: string) => {
    const found = filings.find(({ filing }) => filing === `jining.${id}`)
    return found === undefined ? undefined : [found.due, found.missing]
  }
}

test.each(measuresWithFilings)(
  'every filing of $id is listed once with the article that demands it',
  async (measure) => {
    const { filings, validity } = await list({ measure: measure.id })
    expect(filings.map(({ filing }) => filing)).toEqual(measure.filings.map(({ id }) => id))
    expect(filings.every(({ citation }) => citation.measure === measure.id && citation.quote.length > 3)).toBe(true)
    expect(filings.filter(({ due, missing }) => due === 'unknown' && missing.length === 0)).toEqual([])
    expect(validity).toMatchObject([{ measure: measure.id, on: '2026-11-24', why: 'today' }])
  },
)

describe('due is told from the rule that asks for the document', () => {
  test.each([
    [{ totalInvestmentYuan: 4_999_999 }, ['not-due', []]],
    [{ totalInvestmentYuan: 5_000_000 }, ['now', []]],
    [{ totalInvestmentYuan: 5_000_001 }, ['now', []]],
    [{}, ['unknown', ['totalInvestmentYuan']]],
    [{ totalInvestmentYuan: 5_000_000, reviewed: true }, ['not-due', []]],
    [{ totalInvestmentYuan: 5_000_000, classified: true }, ['not-due', []]],
  ])('a feasibility study with %j: %j', async (facts, expected) => {
    expect((await jining(facts))('feasibility-study')).toEqual(expected)
  })
  test('and from the fact that shows its time', async () => {
    expect((await jining({ completionAccepted: true }))('acceptance-record')).toEqual(['now', []])
    expect((await jining({ completionAccepted: false }))('acceptance-record')).toEqual(['later', []])
    expect((await jining({}))('acceptance-record')).toEqual(['unknown', ['completionAccepted', 'completion-accepted']])
  })
})

describe('due is told from events', () => {
  const signed = { event: 'contract-signed', on: '2026-11-24' }
  test.each([
    [[], ['unknown', ['contract-signed']]],
    [[signed], ['now', []]],
    [[{ ...signed, on: '2026-11-25' }], ['later', []]],
    [[{ ...signed, planned: true }], ['later', []]],
  ])('a contract record with %j: %j', async (events, expected) => {
    expect((await jining({}, events))('contract-record')).toEqual(expected)
  })
  test('its time is over once a later event has happened', async () => {
    const award = { event: 'award-notice-sent', on: '2026-11-01' }
    expect((await jining({}, [award]))('contract-checklist')).toEqual(['now', []])
    expect((await jining({}, [award, signed]))('contract-checklist')).toEqual(['not-due', []])
  })
})

test('what is asked for only if something happens comes later until it has', async () => {
  expect((await jining({}))('rectification-plan')).toEqual(['later', []])
  const failed = [{ event: 'acceptance-failed', on: '2026-10-01' }]
  expect((await jining({}, failed))('rectification-plan')).toEqual(['now', []])
  expect((await jining({}))('extension-application')).toEqual(['later', []])
  const change = async (facts: object) => {
    const { filings } = await list({ measure: 'zhucheng-2020', facts })
    return filings.find(({ filing }) => filing === 'zhucheng.change-application')
  }
  expect(await change({ objectivesChanged: true })).toMatchObject({
    due: 'later',
    occasion: '建设内容等确需调整的，才需要',
  })
})

test('the translation lists the same filings in English', async () => {
  const { filings } = await list({ measure: 'jining-htz-2024-en' })
  expect(filings[0]).toMatchObject({
    filing: 'jining.demand-review-declaration',
    title: 'Declaration for the demand review',
  })
  const zh = await list({ measure: 'jining-htz-2024-en', lang: 'zh' })
  expect(zh.filings[0]?.title).toBe('政务信息化项目需求评审申报书')
})

describe('a wrong input names its field', () => {
  test.each([
    [{ measure: 'nowhere' }, 'measure'],
    [{ measure: 'jining-htz-2024', facts: { totalInvestmentYuan: -1 } }, 'facts.totalInvestmentYuan'],
    [{ measure: 'jining-htz-2024', facts: { confirmed: ['zhucheng.cloud'] } }, 'facts.confirmed.0'],
    [{ measure: 'jining-htz-2024', events: [{ event: 'contract-signed', on: '2026-02-30' }] }, 'events.0.on'],
    [{ measure: 'jining-htz-2024', events: [{ event: 'any', on: '2026-02-03' }] }, 'events.0.event'],
    [{ measure: 'jining-htz-2024', project: {} }, 'project'],
  ])('%j: %s', async (input, path) => {
    await expect(list(input)).rejects.toMatchObject({ path } satisfies Partial<InputError>)
    await expect(list(input)).rejects.toBeInstanceOf(InputError)
  })
})
