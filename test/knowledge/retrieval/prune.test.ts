import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pruneIndexes, pruneVectors } from '#knowledge/retrieval/prune.ts'

const [kept, old, building] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)] as const
const [keptVectors, oldVectors] = [`vectors-${'a'.repeat(32)}`, `vectors-${'b'.repeat(32)}`] as const
let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'prune-'))
  for (const name of [kept, old, building, keptVectors, oldVectors, 'notes']) {
    mkdirSync(join(directory, name))
    writeFileSync(join(directory, name, 'file'), '')
  }
  writeFileSync(join(directory, `${building}.lock`), '')
})
afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})

test('indexes of other texts go; the present one, one being built, vectors and foreign folders stay', () => {
  pruneIndexes(directory, kept)
  expect(readdirSync(directory).sort()).toEqual(
    [kept, building, `${building}.lock`, keptVectors, oldVectors, 'notes'].sort(),
  )
})

test('stores of other vectors go, nothing else', () => {
  pruneVectors(directory, new Set([keptVectors]))
  expect(readdirSync(directory).sort()).toEqual([kept, old, building, `${building}.lock`, keptVectors, 'notes'].sort())
})

test('a folder that is not there has nothing to remove', () => {
  const missing = join(directory, 'missing')
  pruneIndexes(missing, kept)
  pruneVectors(missing, new Set())
  expect(readdirSync(directory)).not.toContain('missing')
})
