import { afterAll, describe, expect, test } from 'vitest'
import { linesOf, runCli, startCommands, unwritable } from './run.ts'

const commands = startCommands()
afterAll(commands.stop)

const thresholds = (facts: unknown, measure = 'jining-htz-2024') => ({
  tool: 'check_thresholds',
  input: { measure, facts },
})
const contract = (more: object) => ({
  tool: 'calculate_deadline',
  input: { measure: 'jining-htz-2024', deadline: 'jining.sign-contract', ...more },
})
const searched = (query: string) => ({ tool: 'search_provisions', input: { query } })
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

const good: readonly (readonly [unknown, unknown])[] = [
  [
    contract({ from: '2026-09-18' }),
    {
      due: '2026-10-09',
      calendar: 'official',
      skipped: [
        { date: '2026-09-19' },
        { date: '2026-09-25', why: expect.stringContaining('中秋') },
        { date: '2026-09-26' },
        { date: '2026-09-27' },
        { date: '2026-10-01', why: expect.stringContaining('国庆') },
        ...['02', '03', '04', '05', '06', '07'].map((date) => ({ date: `2026-10-${date}` })),
      ],
    },
  ],
  [contract({ from: '2026-12-25' }), { calendar: 'projected' }],
  [
    thresholds({ level: 'county', totalInvestmentYuan: 2_000_000 }, 'jiujiang-2024'),
    {
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: 'jiujiang.county-joint-review', status: 'ambiguous' }),
      ]),
    },
  ],
  [
    { tool: 'check_validity', input: { measure: 'zhucheng-2020', on: '2025-11-24' } },
    { validity: [{ status: 'expired' }] },
  ],
  [{ tool: 'list_deadlines', input: { measure: 'jilin-2020' } }, { deadlines: expect.any(Array) }],
  [{ tool: 'get_article', input: { measure: 'jiujiang-2024', article: 'annex-2' } }, { article: 'annex-2' }],
  [searched('合同备案'), { hits: expect.any(Array) }],
  [
    { tool: 'plan_timeline', input: { measure: 'jining-htz-2024', dates: { 'award-notice-sent': '2026-09-18' } } },
    { entries: expect.any(Array) },
  ],
]

/** What is typed, the code, the path, and what would be right. */
const bad: readonly (readonly [unknown, string, string | undefined, string])[] = [
  [{ tool: 'guess', input: {} }, 'unknown-tool', 'tool', 'known are search_provisions'],
  [{ tool: 5, input: {} }, 'bad-input', 'tool', 'must be a tool’s name'],
  [{ input: {} }, 'bad-input', 'tool', 'is missing'],
  [{ tool: 'check_validity' }, 'bad-input', 'input', 'is missing'],
  [{ tool: 'check_validity', input: 'zhucheng-2020' }, 'bad-input', undefined, 'object'],
  [
    { tool: 'check_validity', input: { measure: 'zhucheng', on: '2026-01-01' } },
    'unknown-measure',
    'measure',
    'zhucheng-2020',
  ],
  [
    { tool: 'check_validity', input: { measure: '__proto__', on: '2026-01-01' } },
    'unknown-measure',
    'measure',
    'known are',
  ],
  [
    { tool: 'check_validity', input: { measure: 'zhucheng-2020', on: '2026-02-30' } },
    'bad-input',
    'on',
    'a day that exists',
  ],
  [
    { tool: 'check_validity', input: { measure: 'zhucheng-2020', on: '2026-01-01', in: 1 } },
    'bad-input',
    'in',
    'no field «in»',
  ],
  [contract({ from: '2026-02-30' }), 'bad-input', 'from', 'a day that exists'],
  [contract({}), 'missing-date', 'from', 'award-notice-sent'],
  [
    contract({ deadline: 'zhucheng.quarterly-report', from: '2026-09-18' }),
    'other-measure',
    'deadline',
    'belongs to zhucheng-2020',
  ],
  [contract({ deadline: 'constructor', from: '2026-09-18' }), 'unknown-deadline', 'deadline', 'jining.sign-contract'],
  [contract({ from: '2100-01-01' }), 'no-calendar', 'from', '2100'],
  [thresholds({ totalInvestmentYuan: 0 }), 'bad-input', 'facts.totalInvestmentYuan', 'from 1 to'],
  [thresholds({ totalInvestmentYuan: -1 }), 'bad-input', 'facts.totalInvestmentYuan', 'whole number of yuan'],
  [thresholds({ totalInvestmentYuan: 0.5 }), 'bad-input', 'facts.totalInvestmentYuan', 'whole number of yuan'],
  [thresholds({ totalInvestmentYuan: 1e13 }), 'bad-input', 'facts.totalInvestmentYuan', '1000000000000'],
  [thresholds({ totalInvestmentYuan: '300万' }), 'bad-input', 'facts.totalInvestmentYuan', 'e.g. 3000000'],
  [thresholds({ securityBudgetYuan: -1 }), 'bad-input', 'facts.securityBudgetYuan', 'from 0'],
  [thresholds({ newBuild: 'yes' }), 'bad-input', 'facts.newBuild', 'true or false'],
  [thresholds({ colour: 1 }), 'bad-input', 'facts.colour', 'no field «colour»'],
  [
    thresholds({ confirmed: ['jining.party-decision'], grounds: ['jining.party-decision'] }),
    'contradiction',
    'facts.confirmed.0',
    'grounds too',
  ],
  [thresholds({ grounds: ['zhucheng.cloud'] }), 'unknown-rule', 'facts.grounds.0', 'no rule of jining-htz-2024'],
  [searched(''), 'bad-input', 'query', 'at least one word'],
  [searched('长'.repeat(2001)), 'bad-input', 'query', '2,000'],
  [searched('长'.repeat(350_000)), 'bad-input', 'query', '2,000'],
  [
    { tool: 'get_article', input: { measure: 'jining-htz-2024', article: 48 } },
    'unknown-article',
    'article',
    '1 to 47',
  ],
  [
    { tool: 'get_article', input: { measure: 'jining-htz-2024', article: 'annex-0' } },
    'bad-input',
    'article',
    'annex-2',
  ],
  [
    { tool: 'plan_timeline', input: { measure: 'jining-htz-2024', dates: { 'no-event': '2026-01-01' } } },
    'bad-input',
    'dates.no-event',
    'no field',
  ],
]

/** Lines that JSON.stringify would not write. */
const raw: readonly (readonly [string, string, string | undefined, string])[] = [
  ['not json', 'not-json', undefined, 'not JSON'],
  ['{"id": 7, "tool":', 'not-json', undefined, 'not JSON'],
  ['[]', 'bad-input', undefined, 'must be an object'],
  ['null', 'bad-input', undefined, 'must be an object'],
  [`{"id":"d","tool":"check_validity","input":${deep(50_000)}}`, 'bad-input', undefined, 'object'],
  [
    `{"tool":"check_thresholds","input":{"measure":"jining-htz-2024","facts":{"grounds":${deep(5000)}}}}`,
    'bad-input',
    'facts.grounds.0',
    'rule id',
  ],
  [
    '{"tool":"check_thresholds","input":{"measure":"jining-htz-2024","facts":{"__proto__":{"classified":true}}}}',
    'bad-input',
    'facts.__proto__',
    'no field',
  ],
  [
    '{"tool":"check_validity","input":{"measure":"jilin-2020","on":"2026-01-01","__proto__":1}}',
    'bad-input',
    '__proto__',
    'no field',
  ],
]

describe('many lines in one run', () => {
  const given = [
    ...good.map(([line], i) => JSON.stringify({ id: i, ...(line as object) })),
    ...bad.map(([line], i) => JSON.stringify({ id: `bad-${i}`, ...(line as object) })),
    ...raw.map(([line]) => line),
  ]
  const ran = runCli('tool', ['--jsonl', '--today', '2026-09-18'], `\uFEFF${given.join('\n')}\n\n`)

  test('each gives one line, in order, and the run ends well', async () => {
    const { status, out, err } = await ran
    expect(linesOf(out)).toHaveLength(given.length)
    expect([status, err]).toEqual([0, ''])
  })

  test.each(good.map(([line, output], i) => [i, line, output] as const))(
    'line %i is answered: %j',
    async (i, _, output) => {
      expect(linesOf((await ran).out)[i]).toMatchObject({ id: i, ok: true, output })
    },
  )

  test.each(bad.map(([line, ...rest], i) => [i, JSON.stringify(line).slice(0, 120), ...rest] as const))(
    'bad line %i names its field: %s',
    async (i, _, code, path, right) => {
      const line = linesOf((await ran).out)[good.length + i]
      const error = { code, message: expect.stringContaining(right), ...(path === undefined ? {} : { path }) }
      expect(line).toEqual({ id: `bad-${i}`, ok: false, error })
    },
  )

  test.each(raw.map(([line, ...rest], i) => [i, line.slice(0, 60), ...rest] as const))(
    'raw line %i: %s',
    async (i, _, code, path, right) => {
      const line = linesOf((await ran).out)[good.length + bad.length + i]
      const error = { code, message: expect.stringContaining(right), ...(path === undefined ? {} : { path }) }
      expect(line).toMatchObject({ ok: false, error })
      expect(line?.id).toBe(i === 4 ? 'd' : null)
    },
  )
})

test('one call prints its output', async () => {
  const { status, out } = await runCli('tool', ['check_validity', '{"measure":"jilin-2020","on":"2026-01-01"}'])
  expect(status).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ validity: [{ measure: 'jilin-2020', status: 'in-force' }] })
})

test('a data folder that cannot be written is no hindrance', async () => {
  const line = JSON.stringify({ id: 1, tool: 'check_validity', input: { measure: 'jilin-2020', on: '2026-01-01' } })
  const { status, out } = await runCli('tool', ['--jsonl'], line, unwritable)
  expect(status).toBe(0)
  expect(linesOf(out)).toMatchObject([{ id: 1, ok: true }])
})

test.each([
  [[], 'tool wants a name and its input'],
  [['check_validity'], 'tool wants a name and its input'],
  [['check_validity', '{}', '{}'], 'tool wants a name and its input'],
  [['--jsonl', 'check_validity'], 'tool wants a name and its input'],
  [['--jsonl', '--today', '2026-02-30'], '2026-02-30'],
  [['--fast'], '--fast'],
  [['check_validity', 'nonsense'], 'not JSON'],
  [['guess', '{}'], 'no tool «guess»'],
  [['check_validity', '{"measure":"jilin-2020","on":"2026-02-30"}'], 'on: must be a day that exists'],
])('unusable arguments %j end with status 2', async (args, said) => {
  const { status, out, err } = await commands.run('tool', args)
  expect([status, out]).toEqual([2, ''])
  expect(err).toContain(said)
  expect(err).not.toContain('    at ')
})
