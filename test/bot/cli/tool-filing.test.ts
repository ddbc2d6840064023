/** A document by command: written where it was told, its cover note beside it, and told as JSON. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runCli } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'filing-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('many lines in one run: each document in its place, each mistake on its line', { timeout: 60_000 }, async () => {
  const out = join(folder, 'record.docx')
  const filing = 'zhucheng.contract-record'
  const inputs = [
    { filing, project: { name: '平台' }, out },
    { filing, project: {} },
    { filing, project: {}, out: join(folder, 'nowhere/record.docx') },
    { filing, project: {}, out: join(folder, 'record.txt') },
  ]
  const lines = inputs.map((input, id) => JSON.stringify({ id, tool: 'generate_filing', input })).join('\n')
  const ran = await runCli('tool', ['--jsonl', '--today', '2026-09-18'], `${lines}\n`)
  const [written, kept, nowhere, wrong] = ran.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(ran.status).toBe(0)
  expect(readdirSync(folder).toSorted()).toEqual(['record-效力说明.docx', 'record.docx'])
  expect(written.output).toMatchObject({ filing, path: out, bytes: readFileSync(out).length })
  expect(written.output.files[1].path).toBe(join(folder, 'record-效力说明.docx'))
  expect(kept.output).toMatchObject({ path: null, missing: expect.arrayContaining(['name']) })
  expect(nowhere).toMatchObject({ ok: false, error: { code: 'bad-input', path: 'out' } })
  expect(wrong).toMatchObject({ ok: false, error: { code: 'bad-input', path: 'out' } })
})
