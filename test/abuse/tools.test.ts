/** Tools and their command lines, given anything: an answer, or a named mistake of the caller. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { IsoDate } from '#knowledge/law/units.ts'
import { InputError } from '#tools/input-error.ts'
import { inputSchemaOf } from '#tools/json-schema.ts'
import { runTool, tools } from '#tools/toolbox.ts'
import { linesOf, runCli } from '../bot/cli/run.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { runs } from './support/runs.ts'

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('__proto__', 'constructor', '\u0000', '\ud800', '\u202e1', '１００', '1e999', '../../etc/passwd', ''),
  fc.constantFrom('jining-htz-2024', 'zhucheng-2020', 'jining.record-contract', '第二十八条', 28, 'contract-signed'),
)
const amount = fc.oneof(
  fc.constantFrom(
    -1,
    -0,
    0.5,
    1e21,
    Number.MAX_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER + 2,
    4_999_999,
    5_000_000,
    '5000000',
  ),
  fc.integer(),
  fc.double(),
)
const day = fc.oneof(
  fc.constantFrom(
    '2026-02-29',
    '2024-02-29',
    '0000-01-01',
    '9999-12-31',
    '2026-13-01',
    '2026-1-1',
    '２０２６-01-01',
    '2026-01-01T00:00:00Z',
    '\u202e10-10-6202',
  ),
  fc.date({ noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10)),
)
const facts = fc.dictionary(
  fc.constantFrom('totalInvestmentYuan', 'adjustmentYuan', 'level', 'lastAcceptedOn', 'newBuild', '__proto__'),
  fc.oneof(amount, day, strange),
  { maxKeys: 4 },
)

/** Inputs with the tool's own fields, filled with anything. */
function inputOf(tool: (typeof tools)[number]): fc.Arbitrary<unknown> {
  const { properties = {} } = inputSchemaOf(tool) as { properties?: object }
  const fields = Object.keys(properties).map((name) => [
    name,
    /^(?:on|today|from|event|date|asOf)/u.test(name) ? fc.oneof(day, strange) : fc.oneof(strange, facts, amount, day),
  ])
  return fc.oneof(fc.record(Object.fromEntries(fields), { requiredKeys: [] }), strange)
}

it.each(tools.map((tool) => [tool.name, tool] as const))('%s names what is wrong, or answers', async (name, tool) => {
  const { toolContext } = await sharedAssistant()
  const context = toolContext('2026-11-24' as IsoDate)
  await fc.assert(
    fc.asyncProperty(inputOf(tool), async (input) => {
      const given: unknown = JSON.parse(JSON.stringify(input))
      const output = await runTool(name, given, context).catch((error: unknown) => error)
      if (!(output instanceof Error)) return
      expect([given, output]).toEqual([given, expect.any(InputError)])
      expect(output.message.length).toBeLessThan(2_000)
    }),
    runs(60),
  )
})

const lines = [
  '',
  'null',
  '[]',
  '"x"',
  '{',
  '{"id":1}',
  '{"id":{},"question":"x","tool":"check_validity"}',
  '{"__proto__":{"question":"x"},"id":2}',
  '{"id":3,"question":"\\u0000","tool":"constructor","input":{}}',
  '{"id":4,"question":7,"tool":7}',
  `{"id":5,"question":"${'问'.repeat(5000)}","tool":"check_validity","input":"${'x'.repeat(5000)}"}`,
  `{"id":6,"question":"${'a'.repeat(1_000_000)}"}`,
  `{"id":7,"tool":"check_validity","question":"x","measure":"../../x","input":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  '\ufeff{"id":8,"question":"谁组织竣工验收","measure":"__proto__","tool":"__proto__","input":{}}',
  '{"id":9,"question":"\\ud800\\u202e","tool":"generate_filing","input":{"filing":"../../../etc/passwd"}}',
]

it.each(['ask', 'tool'] as const)(
  '`%s --jsonl` answers each line with a line, and goes on after the worst',
  async (command) => {
    const good = {
      ask: '{"id":"last","question":"合同签完多久内要备案","measure":"jining-htz-2024"}',
      tool: '{"id":"last","tool":"check_validity","input":{"measure":"zhucheng-2020","on":"2026-01-01"}}',
    }
    const { status, out, err } = await runCli(
      command,
      ['--jsonl', '--today', '2026-11-24'],
      `${[...lines, good[command]].join('\n')}\n`,
    )
    expect([status, err]).toEqual([0, ''])
    const answers = linesOf(out)
    expect(answers.length).toBeGreaterThanOrEqual(lines.length)
    for (const answer of answers.slice(0, -1)) if (command === 'tool') expect(answer).toMatchObject({ ok: false })
    expect(answers.at(-1)).toMatchObject({ id: 'last' })
    expect(answers.at(-1)).not.toHaveProperty('error')
  },
)
