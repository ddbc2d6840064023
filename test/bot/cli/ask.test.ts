import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { indexCache } from '../../support/assistant.ts'
import { linesOf, runCli, startCommands, unwritable } from './run.ts'

const commands = startCommands()
afterAll(commands.stop)

const keys = ['id', 'kind', 'conclusion', 'text', 'citations', 'near', 'tools', 'validity', 'ms']
const contract = '合同签订后多久内要备案'

const answered: readonly (readonly [object, object])[] = [
  [
    { id: 1, question: contract, measure: 'jining-htz-2024' },
    {
      kind: 'answer',
      citations: expect.arrayContaining([expect.objectContaining({ measure: 'jining-htz-2024', article: 28 })]),
    },
  ],
  [{ id: 'two', question: contract }, { kind: 'clarify' }],
  [{ id: 3, question: contract, measure: null }, { kind: 'clarify' }],
  [
    { id: 4, question: 'Which projects need the municipal review?', measure: 'jining-htz-2024-en' },
    {
      citations: expect.arrayContaining([expect.objectContaining({ measure: 'jining-htz-2024' })]),
      text: expect.stringMatching(/[a-z]{4} /u),
    },
  ],
  [
    { id: 5, question: contract, measure: 'jilin-2020', history: ['我们是诸城市的单位', '谢谢'] },
    { validity: expect.arrayContaining([expect.objectContaining({ measure: 'zhucheng-2020' })]) },
  ],
  [
    { question: '今天天气怎么样', measure: 'jilin-2020' },
    { id: null, citations: [] },
  ],
]

const refused: readonly (readonly [string, string | number | null, string, string])[] = [
  ['not json', null, 'not-json', 'not JSON'],
  ['[1]', null, 'bad-input', 'must be an object'],
  ['{"id":"m","question":"验收","measure":"beijing"}', 'm', 'unknown-measure', 'jining-htz-2024'],
  ['{"id":9,"measure":"jilin-2020"}', 9, 'bad-input', 'question: is missing'],
  ['{"id":10,"question":"  "}', 10, 'bad-input', 'question: must hold a question'],
  [`{"id":11,"question":"${'长'.repeat(4001)}"}`, 11, 'bad-input', 'question: must be at most 4000 characters'],
  [`{"id":12,"question":"${'长'.repeat(350_000)}"}`, 12, 'bad-input', 'question: must be at most'],
  ['{"id":13,"question":5}', 13, 'bad-input', 'question: must be text'],
  ['{"id":14,"question":"验收","history":"诸城"}', 14, 'bad-input', 'history: must be a list'],
  ['{"id":15,"question":"验收","lang":"fr"}', 15, 'bad-input', 'lang: must be "zh" or "en"'],
  ['{"id":{"a":1},"question":"验收"}', null, 'bad-input', 'id: must be text or a number'],
]

describe('many lines in one run', () => {
  const given = [...refused.map(([line]) => line), ...answered.map(([line]) => JSON.stringify(line))]
  const ran = runCli('ask', ['--jsonl', '--today', '2026-09-18'], `${given.join('\n')}\n`)

  test('each gives one line, in order, and the run ends well', async () => {
    const { status, out, err } = await ran
    expect([status, err]).toEqual([0, ''])
    expect(linesOf(out)).toHaveLength(given.length)
  })

  test.each(refused.map(([line, ...rest], i) => [i, line.slice(0, 60), ...rest] as const))(
    'line %i tells what is wrong: %s',
    async (i, _, id, code, right) => {
      const line = linesOf((await ran).out)[i]
      expect(line).toEqual({ id, error: { code, message: expect.stringContaining(right) } })
    },
  )

  test.each(answered.map(([line, answer], i) => [i, line, answer] as const))(
    'answer %i: %j',
    async (i, asked, answer) => {
      const line = linesOf((await ran).out)[refused.length + i]
      expect(line).toMatchObject({ id: null, ...('id' in asked ? { id: asked.id } : {}), ...answer })
      expect(Object.keys(line ?? {})).toEqual(keys)
      expect(line?.ms).toBeGreaterThan(0)
      expect(String(line?.conclusion).length).toBeLessThanOrEqual(200)
      expect(String(line?.text).length).toBeLessThanOrEqual(2000)
    },
  )
})

test('--json gives one object, and without it the text is read', async () => {
  const args = ['--measure', 'jining-htz-2024', '--today', '2026-09-18']
  const json = await commands.run('ask', [...args, '--json', contract])
  const text = await commands.run('ask', [...args, contract])
  const [object] = linesOf(json.out)
  expect(linesOf(json.out)).toHaveLength(1)
  expect(object).toMatchObject({ kind: 'answer', citations: expect.any(Array) })
  expect(text.out).toBe(`${object?.text}\n`)
  expect([json.status, text.status]).toEqual([0, 0])
})

test('a data folder that cannot be written is no hindrance, and the arguments stand in for what a line leaves open', async () => {
  const lines = [
    { id: 1, question: contract },
    { id: 2, question: contract, measure: null },
  ]
  const input = lines.map((line) => JSON.stringify(line)).join('\n')
  const own = mkdtempSync(join(tmpdir(), 'no-data-'))
  const kept = join(own, `govit-assistant-${userInfo().uid}`)
  mkdirSync(kept, { mode: 0o700 })
  symlinkSync(join(indexCache, 'index'), join(kept, 'index'))
  const args = ['--jsonl', '--measure', 'jining-htz-2024']
  const { status, out } = await runCli('ask', args, input, unwritable, { TMPDIR: own })
  expect(status).toBe(0)
  expect(linesOf(out)).toMatchObject([
    { id: 1, kind: 'answer' },
    { id: 2, kind: 'clarify' },
  ])
})

const unusable: readonly (readonly [readonly string[], string])[] = [
  [[], 'ask wants a question'],
  [['--jsonl', contract], 'ask wants a question'],
  [['--measure', 'beijing', contract], '--measure: there is no measure «beijing»'],
  [['--measure', 'beijing', '--jsonl'], '--measure: there is no measure «beijing»'],
  [['--today', '2026-02-30', contract], '--today: «2026-02-30» is no day'],
  [['--lang', 'fr', contract], '--lang: «fr» is not zh or en'],
  [['--fast', contract], '--fast'],
  [['长'.repeat(4001)], 'question: must be at most 4000 characters'],
]

test.each(unusable.map(([args, said]) => [args.join(' ').slice(0, 40), args, said] as const))(
  'unusable arguments «%s» end with status 2',
  async (_, args, said) => {
    const { status, out, err } = await commands.run('ask', args)
    expect([status, out]).toEqual([2, ''])
    expect(err).toContain(said)
    expect(err).not.toContain('    at ')
  },
)
