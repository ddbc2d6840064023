/** The tools as a model meets them: what is offered, what comes back. No model is called. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { adaptTools } from '#bot/model/tools.ts'
import { parseDay } from '#knowledge/law/units.ts'
import { inputSchemaOf } from '#tools/json-schema.ts'
import { defineTool } from '#tools/tool.ts'
import { tools } from '#tools/toolbox.ts'
import { sharedAssistant } from '../../support/assistant.ts'

const today = parseDay('2026-09-18')
if (today === undefined) throw new Error('no day')
const assistant = await sharedAssistant()
const adapted = await adaptTools(tools, (tool, input) => tool.run(input, assistant.toolContext(today)))
const writer = defineTool({
  name: 'write',
  description: 'writes',
  schema: z.strictObject({ text: z.string(), out: z.string() }),
  run: ({ text }) => text,
})

/** For each tool an input it takes, one it does not, and the words that come back. */
const inputs: Readonly<Record<string, readonly [object, object, string]>> = {
  search_provisions: [{ query: '合同备案' }, { query: '' }, 'query: must hold at least one word'],
  get_article: [
    { measure: 'jilin-2020', article: 9 },
    { measure: 'jilin-2020', article: 99 },
    'article: jilin-2020 has no article 99; it has 1 to 38',
  ],
  check_thresholds: [
    { measure: 'jilin-2020', facts: { classified: false } },
    { measure: 'jilin-2020', facts: { totalInvestmentYuan: 0 } },
    'facts.totalInvestmentYuan: must be a whole number of yuan from 1 to',
  ],
  calculate_deadline: [
    { measure: 'jining-htz-2024', deadline: 'jining.sign-contract', from: '2026-09-18' },
    { measure: 'jining-htz-2024', deadline: 'jining.sign-contract', from: '2026-02-30' },
    'from: must be a day that exists',
  ],
  list_deadlines: [{ measure: 'jilin-2020' }, { measure: 'jilin' }, 'measure: there is no measure «jilin»'],
  plan_timeline: [
    { measure: 'jining-htz-2024', dates: { 'award-notice-sent': '2026-09-18' } },
    { measure: 'jining-htz-2024', dates: {} },
    'dates: give at least one day',
  ],
  check_validity: [
    { measure: 'jilin-2020', on: '2026-01-01' },
    { measure: 'jilin-2020', on: '2026-01-01', day: 1 },
    'day: there is no field «day»',
  ],
  list_filings: [
    { measure: 'jining-htz-2024', facts: { totalInvestmentYuan: 6_000_000 } },
    { measure: 'jining-htz-2024', events: [{ event: 'signed', on: '2026-09-18' }] },
    'events.0.event: must be an event id',
  ],
  generate_filing: [
    { filing: 'jining.contract-record', project: { name: '平台' } },
    { filing: 'jining.contract', project: {} },
    'filing: there is no filing «jining.contract»; known are jining.',
  ],
  compare_measures: [{ topic: '自评价' }, { topic: '' }, 'topic: must name a subject'],
}

describe.each(adapted.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  const [good, bad, said] = inputs[name] ?? [{}, {}, 'no input is written down for this tool']

  test('answers a good input with the JSON of the tool itself', async () => {
    const own = tools.find((each) => each.name === name)
    const output: unknown = await tool.invoke(good)
    expect(JSON.parse(String(output))).toEqual(
      JSON.parse(JSON.stringify(await own?.run(good, assistant.toolContext(today)))),
    )
  })

  test('answers a bad input with what would be right', async () => {
    expect(await tool.invoke(bad)).toContain(said)
    expect(await tool.invoke('words')).toContain('object')
  })

  test('answers a model’s call by its id', async () => {
    const call = { type: 'tool_call' as const, name, id: 'call-1' }
    expect(await tool.invoke({ ...call, args: good })).toMatchObject({ tool_call_id: 'call-1', name })
    const wrong: unknown = await tool.invoke({ ...call, args: bad })
    expect(wrong).toMatchObject({ tool_call_id: 'call-1', content: expect.stringContaining(said) })
  })
})

test('a fault of the house is not told as the caller’s', async () => {
  const broken = { ...writer, run: () => Promise.reject(new Error('broken')) }
  const [tool] = await adaptTools([broken], (tool, input) => tool.run(input, assistant.toolContext(today)))
  await expect(tool?.invoke({ text: 'x' })).rejects.toThrow('broken')
})

test('a field of the command line is neither offered to a model nor taken from one', async () => {
  const [tool] = await adaptTools([writer], (tool, input) => tool.run(input, assistant.toolContext(today)))
  expect(tool?.schema).toMatchObject({ properties: { text: {} }, required: ['text'] })
  expect(JSON.stringify(tool?.schema)).not.toContain('out')
  expect(await tool?.invoke({ text: 'x', out: '/tmp/x' })).toBe('out: is not taken here; leave it out')
  expect(inputSchemaOf(writer).required).toEqual(['text', 'out'])
})

test('a tool that takes other than named fields has no schema', () => {
  const loose = { ...writer, schema: z.looseObject({ text: z.string() }) }
  expect(() => inputSchemaOf(loose)).toThrow('write must take an object of named fields')
  expect(() => inputSchemaOf({ ...writer, schema: z.string() })).toThrow('named fields')
})

/** What function calls of OpenAI-compatible endpoints understand. */
const understood = new Set(
  'type properties required additionalProperties description enum const anyOf items default minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems pattern format'.split(
    ' ',
  ),
)

function faultsOf(schema: unknown, at: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [`${at} is no schema`]
  const { properties = {}, items, anyOf = [], ...own } = schema as Record<string, object | undefined>
  return [
    ...Object.keys(own).flatMap((keyword) => (understood.has(keyword) ? [] : [`${at} holds ${keyword}`])),
    ...(own.type === undefined && Object.keys(anyOf).length === 0 && !('enum' in own) && !('const' in own)
      ? [`${at} has no type`]
      : []),
    ...(String(own.type) === 'object' && String(own.additionalProperties) !== 'false'
      ? [`${at} takes unknown fields`]
      : []),
    ...(/\(\?[=!<]/u.test(String(own.pattern ?? '')) ? [`${at} looks around in its pattern`] : []),
    ...Object.entries(properties).flatMap(([name, member]) => faultsOf(member, `${at}.${name}`)),
    ...Object.values(anyOf).flatMap((member, i) => faultsOf(member, `${at}|${i}`)),
    ...(items === undefined ? [] : faultsOf(items, `${at}[]`)),
  ]
}

describe('the schemas', () => {
  test.each(tools.map((tool) => [tool.name, tool] as const))(
    'of %s is one that a function call takes',
    (name, tool) => {
      expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/u)
      expect(tool.description.length).toBeLessThanOrEqual(1024)
      const schema = inputSchemaOf(tool)
      expect(schema.type).toBe('object')
      expect(faultsOf(schema, name)).toEqual([])
    },
  )
  test('have names of their own', () => {
    expect(new Set(tools.map((tool) => tool.name)).size).toBe(tools.length)
  })
})
