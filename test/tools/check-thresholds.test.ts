import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Facts } from '#knowledge/law/facts.ts'
import { findArticle, findMeasure } from '#knowledge/law/load.ts'
import { type IsoDate, parseDay } from '#knowledge/law/units.ts'
import { squeeze } from '#knowledge/law/whitespace.ts'
import { checkThresholds, type Finding } from '#tools/check-thresholds.ts'
import { InputError } from '#tools/input-error.ts'
import type { Tool, ToolContext } from '#tools/tool.ts'
import { openLaw } from '../support/law.ts'

function day(text: string): IsoDate {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is no day`)
  return parsed
}

const notAsked = (what: string): never => {
  throw new Error(`check_thresholds has no business with the ${what}`)
}
const law = openLaw()
const context: ToolContext = {
  law,
  today: day('2026-01-15'),
  get search() {
    return notAsked('search')
  },
  get calendar() {
    return notAsked('calendar')
  },
}

const run = (measure: string, facts: Facts, more: { today?: string } = {}) =>
  checkThresholds.run({ measure, facts, ...more }, context)

async function finding(measure: string, rule: string, facts: Facts, more: { today?: string } = {}): Promise<Finding> {
  const { findings } = await run(measure, facts, more)
  const found = findings.find((each) => each.rule === rule)
  if (found === undefined) throw new Error(`no finding for ${rule}`)
  return found
}

/** As it is called from outside, where nobody has checked what is handed in. */
const door: Tool = checkThresholds

async function mistake(input: unknown): Promise<InputError> {
  const error: unknown = await door.run(input, context).catch((thrown: unknown) => thrown)
  if (error instanceof InputError) return error
  throw new Error(`no InputError for ${JSON.stringify(input)}`)
}

const places = law.measures.filter((measure) => measure.translationOf === undefined).map((measure) => measure.id)

describe.each(places)('findings of %s', (measure) => {
  test('hold every rule once, in the measure’s order', async () => {
    const { findings } = await run(measure, {})
    expect(findings.map((each) => each.rule)).toEqual(findMeasure(law, measure)?.rules.map((rule) => rule.id))
  })

  test('quote the article they cite, white space aside', async () => {
    const loaded = findMeasure(law, measure)
    const { findings } = await run(measure, {})
    for (const { citation, alsoCited } of findings) {
      for (const place of [citation, ...(alsoCited ?? [])]) {
        const article = loaded === undefined ? undefined : findArticle(loaded, place.article)
        expect(squeeze(article?.blocks.map((block) => block.text).join('') ?? '')).toContain(squeeze(place.quote))
        expect(place).toMatchObject({ measure, paragraph: expect.any(Number), corrected: expect.any(Boolean) })
      }
    }
  })

  test('with nothing told are all unknown, each naming what it lacks', async () => {
    const { findings, missing } = await run(measure, {})
    expect(findings.filter((each) => each.status !== 'unknown').map((each) => each.rule)).toEqual([])
    expect(findings.filter((each) => each.missing.length === 0)).toEqual([])
    expect(new Set(missing)).toEqual(new Set(findings.flatMap((each) => each.missing)))
    expect(new Set(missing).size).toBe(missing.length)
  })

  test('say what to do in both languages', async () => {
    const { findings } = await run(measure, {})
    for (const { outcome, title, because, becauseEn } of findings) {
      for (const words of [outcome.zh, outcome.en, title.zh, title.en, because, becauseEn]) expect(words).not.toBe('')
      expect(`${outcome.zh}${outcome.en}`).not.toMatch(/undefined|\[object/u)
    }
  })
})

test('the English text stands for the Chinese one', async () => {
  const output = await run('jining-htz-2024-en', { totalInvestmentYuan: 5_000_001 })
  expect(output.measure).toBe('jining-htz-2024')
  expect(output.findings.find((each) => each.rule === 'jining.provincial-review')).toMatchObject({
    status: 'applies',
    citation: { measure: 'jining-htz-2024', article: 18 },
  })
})

test('validity is judged on the day asked about', async () => {
  expect((await run('zhucheng-2020', {}, { today: '2025-11-23' })).validity).toMatchObject([{ status: 'in-force' }])
  expect((await run('zhucheng-2020', {}, { today: '2025-11-24' })).validity).toMatchObject([{ status: 'expired' }])
  expect((await run('zhucheng-2020', {})).validity).toMatchObject([{ on: '2026-01-15', why: 'today' }])
})

test('a finding says why, how far the limit is, and what it cites', async () => {
  expect(await finding('jining-htz-2024', 'jining.municipal-review', { totalInvestmentYuan: 2_000_000 })).toMatchObject(
    {
      kind: 'trigger',
      status: 'does-not-apply',
      because: '总投资2,000,000元，未超过200万元（恰等于该数：“超过”不包含本数，参照民法典第一千二百五十九条）',
      counterfactual: { zh: '恰在限额，再增加1元即超过', en: 'exactly at the limit; 1 yuan more exceeds it' },
      missing: [],
      citation: {
        article: 18,
        paragraph: 1,
        quote: '投资金额超过200万的政务信息化项目需提交市级审核',
        corrected: false,
      },
    },
  )
})

test('a remark is told only where it holds', async () => {
  const above = await finding('jining-htz-2024', 'jining.municipal-review', { totalInvestmentYuan: 5_000_001 })
  const between = await finding('jining-htz-2024', 'jining.municipal-review', { totalInvestmentYuan: 5_000_000 })
  expect(above.note?.zh).toContain('还须提交省级审核')
  expect(between.note).toBeUndefined()
})

test('a duty is worded for the project it is asked of', async () => {
  const rule = 'jining.platforms.2'
  const asked = await finding('jining-htz-2024', rule, { audience: 'public' })
  expect(asked.outcome.zh).toBe('依托一体化在线政务服务平台和“爱山东”移动政务服务平台建设')
  expect((await finding('jining-htz-2024', rule, { audience: 'officials', grounds: [rule] })).outcome.zh).toBe(
    '尚未做到，请补正：依托“山东通”平台建设',
  )
})

test('where two provisions claim the same number both readings stand, with the stricter advised', async () => {
  const rule = 'jiujiang.county-joint-review'
  const found = await finding('jiujiang-2024', rule, { level: 'county', totalInvestmentYuan: 2_000_000 })
  expect(found).toMatchObject({ status: 'ambiguous', missing: [] })
  expect(found.readings).toHaveLength(2)
  expect(found.advice?.zh).not.toBe('')
})

test('outside the measure’s scope that is said above all findings', async () => {
  const outside = await run('zhucheng-2020', { classified: true })
  expect(outside.notes[0]?.zh).toContain('本办法不适用于该项目')
  expect((await run('zhucheng-2020', { classified: false })).notes).toEqual([])
  expect((await run('zhucheng-2020', {})).notes).toEqual([])
})

test('a choice names every way that is open and advises the shortest', async () => {
  const facts = { emergency: true, simpleOrEquipmentOnly: true, inPlan: true }
  const path = await finding('jilin-2020', 'jilin.approval-path', facts)
  expect(path.status).toBe('applies')
  expect(path.branches?.filter((branch) => branch.holds)).toHaveLength(3)
  expect(path.branches?.map((branch) => branch.advised).indexOf(true)).toBe(0)
  expect(path.outcome.zh).toContain('同时符合3种情形')
})

test('a choice waits for the shorter way that may still be open', async () => {
  const path = await finding('jilin-2020', 'jilin.approval-path', { simpleOrEquipmentOnly: true })
  expect(path).toMatchObject({ status: 'unknown', missing: ['emergency'] })
  expect(path.outcome.zh).toMatch(/可能为：（1）突发事件.*（2）内容单一/u)
})

test('a ground said to hold stands, and a fact against it is told', async () => {
  const rule = 'jiujiang.not-supported.7'
  const facts = { upgrade: true, lastAcceptedOn: '2020-01-01', lastPerformancePassed: true, grounds: [rule] }
  const found = await finding('jiujiang-2024', rule, facts)
  expect(found.status).toBe('applies')
  expect(found.because).toContain('与此不一致，请核对')
})

test('on the anniversary of acceptance the ground is ambiguous, the day before and after it is not', async () => {
  const rule = 'jiujiang.not-supported.7'
  const facts = { upgrade: true, lastAcceptedOn: '2025-05-10', lastPerformancePassed: true }
  const on = (today: string) => finding('jiujiang-2024', rule, facts, { today }).then((found) => found.status)
  expect(await Promise.all(['2026-05-09', '2026-05-10', '2026-05-11'].map(on))).toEqual([
    'applies',
    'ambiguous',
    'does-not-apply',
  ])
})

test('what is not told and would change nothing is named as such', async () => {
  const found = await finding('jiujiang-2024', 'jiujiang.above-limit', { totalInvestmentYuan: 4_999_999 })
  expect(found).toMatchObject({ status: 'does-not-apply', missing: [] })
  const above = await finding('jiujiang-2024', 'jiujiang.above-limit', {
    totalInvestmentYuan: 10_000_000,
    procurement: 'construction',
  })
  expect(above).toMatchObject({ status: 'applies', missing: [] })
  expect(above.because).toContain('尚未告知的项目类别不影响结论')
})

describe('a mistake names the field and what would be right', () => {
  test.each([
    [{ totalInvestmentYuan: 0 }, 'facts.totalInvestmentYuan', 'must be a whole number of yuan from 1 to 1000000000000'],
    [{ totalInvestmentYuan: -1 }, 'facts.totalInvestmentYuan', 'from 1 to'],
    [{ totalInvestmentYuan: 1.5 }, 'facts.totalInvestmentYuan', 'whole number'],
    [{ totalInvestmentYuan: 1_000_000_000_001 }, 'facts.totalInvestmentYuan', 'to 1000000000000'],
    [{ totalInvestmentYuan: '300万' }, 'facts.totalInvestmentYuan', 'e.g. 3000000'],
    [{ totalInvestmentYuan: null }, 'facts.totalInvestmentYuan', 'whole number of yuan'],
    [{ totalInvestment: 1 }, 'facts.totalInvestment', 'nearest of 56 are totalInvestmentYuan'],
    [{ category: 'big' }, 'facts.category', '"infrastructure", "cross-department", "other"'],
    [{ changeGround: 4 }, 'facts.changeGround', '0, 1, 2, 3'],
    [{ newBuild: 'yes' }, 'facts.newBuild', 'true or false'],
    [{ lastAcceptedOn: '2026-02-30' }, 'facts.lastAcceptedOn', 'must be a day that exists'],
    [{ grounds: 'none' }, 'facts.grounds', 'list of rule ids'],
    [
      { grounds: ['zhucheng.cloud'] },
      'facts.grounds.0',
      'is no rule of jining-htz-2024; grounds takes jining.party-decision',
    ],
    [{ grounds: ['jining.scope'] }, 'facts.grounds.0', 'is a trigger, decided by facts'],
    [{ confirmed: ['jining.om-funds.1'] }, 'facts.confirmed.0', 'is a ground'],
    [{ confirmed: ['constructor'] }, 'facts.confirmed.0', 'is no rule'],
    [
      { confirmed: ['jining.party-decision'], grounds: ['jining.party-decision'] },
      'facts.confirmed.0',
      'stands in grounds too',
    ],
  ])('%j', async (facts, path, message) => {
    const error = await mistake({ measure: 'jining-htz-2024', facts })
    expect(error.path).toBe(path)
    expect(error.message).toContain(message)
  })

  test.each([
    [{ facts: {} }, 'measure', 'is missing'],
    [{ measure: 'jining-htz-2024' }, 'facts', 'is missing'],
    [{ measure: 'jining', facts: {} }, 'measure', 'known are'],
    [{ measure: 'jining-htz-2024', facts: [] }, 'facts', 'object'],
    [{ measure: 'jining-htz-2024', facts: {}, today: '2026-13-01' }, 'today', 'must be a day that exists'],
    [{ measure: 'jining-htz-2024', facts: {}, day: '2026-01-01' }, 'day', 'there are measure, facts, rules, today'],
    ['jining', undefined, 'object'],
  ])('%j', async (input, path, message) => {
    const error = await mistake(input)
    expect(error.path).toBe(path)
    expect(error.message).toContain(message)
  })
})

test('the schema is told as JSON Schema, every fact with its words', () => {
  const schema = z.toJSONSchema(checkThresholds.schema, { io: 'input' })
  expect(schema).toMatchObject({
    required: ['measure', 'facts'],
    additionalProperties: false,
    properties: {
      facts: {
        additionalProperties: false,
        properties: { totalInvestmentYuan: { type: 'integer', minimum: 1, description: '总投资 total investment' } },
      },
    },
  })
})
