import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeProduced } from '#bot/cli/write-produced.ts'
import { ProducedFile } from '#tools/filing/produced-file.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'produced-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, text: string) => new ProducedFile(name, new TextEncoder().encode(text))

test('the document is written where it was told, the note beside it, and each is told with its path', () => {
  const path = join(folder, 'a.docx')
  const output = writeProduced({
    path,
    files: [file('申请.docx', 'one'), file('申请-效力说明.docx', 'three')],
    bytes: 3,
  })
  expect(output).toEqual({
    path,
    bytes: 3,
    files: [
      { name: '申请.docx', bytes: 3, path },
      { name: '申请-效力说明.docx', bytes: 5, path: join(folder, 'a-效力说明.docx') },
    ],
  })
  expect(readFileSync(path, 'utf8')).toBe('one')
  expect(readFileSync(join(folder, 'a-效力说明.docx'), 'utf8')).toBe('three')
})

test('an output without a path, or of another tool, is left as it is', () => {
  for (const output of [
    { path: null, files: [file('b.docx', 'x')] },
    { path: 'b', files: [{}] },
    { hits: [] },
    null,
    'words',
  ]) {
    expect(writeProduced(output)).toBe(output)
  }
  expect(existsSync('b')).toBe(false)
})

test('a place that cannot be written is named', () => {
  const path = join(folder, 'nowhere/a.docx')
  expect(() => writeProduced({ path, files: [file('a.docx', 'x')] })).toThrow(
    /^out: «.*nowhere\/a\.docx» cannot be written/u,
  )
})
