/** One fault a folder of `test/bad-measures`, laid over a small good measure, and the message it must give. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { MeasureError } from '#knowledge/law/errors.ts'
import { loadLaw } from '#knowledge/law/load.ts'

const root = join(import.meta.dirname, '../..')
const good = join(root, 'support/small-law')
const bad = join(root, 'bad-measures')
const made: string[] = []

function layOver(faults: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'law-'))
  made.push(folder)
  cpSync(good, folder, { recursive: true })
  for (const fault of faults) {
    for (const file of readdirSync(join(bad, fault))) {
      if (file === 'message.txt') continue
      if (file === 'removed.txt')
        rmSync(join(folder, 'measures/small-2024', readFileSync(join(bad, fault, file), 'utf8').trim()))
      else cpSync(join(bad, fault, file), join(folder, 'measures/small-2024', file))
    }
  }
  return folder
}

function messageOf(folder: string): string {
  try {
    loadLaw(folder)
  } catch (error) {
    if (error instanceof MeasureError) return error.message
    throw error
  }
  return 'it loads'
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true })
})

test('the small measure itself loads, and its wrapped cross-reference is no heading', () => {
  const [measure] = loadLaw(good).measures
  expect(measure?.articles.map((article) => article.text)).toEqual([
    '为规范项目管理,制定本办法。',
    '项目由市数据局审批。参照第一条执行的项目,按第一条办理。',
    '本办法自2024年1月1日起施行。',
  ])
})

describe('each fault is told with its file, its place and what to do', () => {
  test.each(readdirSync(bad))('%s', (fault) => {
    expect(existsSync(join(bad, fault, 'message.txt'))).toBe(true)
    const expected = readFileSync(join(bad, fault, 'message.txt'), 'utf8').trim()
    expect(messageOf(layOver([fault]))).toContain(expected)
  })
})

test('all faults of a measure are told together', () => {
  const message = messageOf(
    layOver(['erratum-not-found', 'furniture-not-found', 'question-not-json', 'rule-misquoted']),
  )
  expect(message).toMatch(/^small-2024 does not load:\n/u)
  for (const file of ['errata.yaml', 'measure.yaml', 'questions.jsonl:2', 'rules.yaml:1'])
    expect(message).toContain(file)
})
