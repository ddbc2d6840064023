import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { buildIndex, digestOf } from '#knowledge/retrieval/build-index.ts'
import { DamagedIndex, decodeIndex, encodeIndex } from '#knowledge/retrieval/index-file.ts'
import { LocalIndex } from '#knowledge/retrieval/local-index.ts'
import { openOrBuildIndex } from '#knowledge/retrieval/search.ts'
import { smallLaw } from './small-law.ts'

// Each of these builds an index, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 })
const law = smallLaw()
const built = buildIndex(law)
const bytes = encodeIndex(built)
const digest = digestOf(law)
const ask = (index: { search: LocalIndex['search'] }) => index.search('能拉专线吗', { measure: 'zhucheng-2020' })
let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'index-'))
})
afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})
const file = () => join(directory, digest, 'index.bin')

test('two builds give the same bytes', () => {
  expect(Buffer.compare(encodeIndex(buildIndex(law)), bytes)).toBe(0)
})

test('a decoded index answers as the built one', () => {
  expect(ask(new LocalIndex(decodeIndex(bytes)))).toEqual(ask(new LocalIndex(built)))
})

test('bytes that do not begin on a multiple of 8 are read too', () => {
  const shifted = new Uint8Array(bytes.length + 3)
  shifted.set(bytes, 3)
  expect(ask(new LocalIndex(decodeIndex(shifted.subarray(3))))).toEqual(ask(new LocalIndex(built)))
})

test.each([
  ['cut', (whole: Uint8Array) => whole.subarray(0, whole.length - 1)],
  ['empty', () => new Uint8Array()],
  ['other', () => new TextEncoder().encode('not an index, but long enough to hold a head and a digest of one')],
  ['changed', (whole: Uint8Array) => Uint8Array.from(whole).fill(1, whole.length - 9, whole.length - 1)],
])('%s bytes are refused', (_name, damage) => {
  expect(() => decodeIndex(damage(bytes))).toThrow(DamagedIndex)
})

test('what is built is stored, opened again unchanged, and leaves neither lock nor temporary folder', async () => {
  const first = await openOrBuildIndex(law, { directory })
  const written = statSync(file()).mtimeMs
  const second = await openOrBuildIndex(law, { directory })
  expect(statSync(file()).mtimeMs).toBe(written)
  expect(ask(second)).toEqual(ask(first))
  expect(readdirSync(directory)).toEqual([digest])
})

test('a damaged file is built again', async () => {
  await openOrBuildIndex(law, { directory })
  writeFileSync(file(), bytes.subarray(0, 1000))
  expect(ask(await openOrBuildIndex(law, { directory }))).toEqual(ask(new LocalIndex(built)))
  expect(Buffer.compare(readFileSync(file()), bytes)).toBe(0)
})

test('two at once build once: the other waits for the file', async () => {
  const lock = join(directory, `${digest}.lock`)
  writeFileSync(lock, String(process.ppid))
  const waiting = openOrBuildIndex(law, { directory, lookEvery: 5 })
  expect(readdirSync(directory)).toEqual([`${digest}.lock`])
  mkdirSync(join(directory, digest))
  writeFileSync(file(), bytes)
  expect(ask(await waiting)).toEqual(ask(new LocalIndex(built)))
  expect(readdirSync(directory)).toContain(`${digest}.lock`)
})

test.each([
  ['that has ended', () => spawnSync(process.execPath, ['--version']).pid],
  // A container gives its process the same id at every start.
  ['of the same id', () => process.pid],
])('a lock of a process %s is taken over at once', async (_who, owner) => {
  writeFileSync(join(directory, `${digest}.lock`), String(owner()))
  expect(ask(await openOrBuildIndex(law, { directory }))).toEqual(ask(new LocalIndex(built)))
  expect(readdirSync(directory)).toEqual([digest])
})

test('an old lock of nobody known is taken over', async () => {
  const lock = join(directory, `${digest}.lock`)
  writeFileSync(lock, '')
  utimesSync(lock, 1, 1)
  expect(ask(await openOrBuildIndex(law, { directory, lookEvery: 5 }))).toEqual(ask(new LocalIndex(built)))
  expect(readdirSync(directory)).toEqual([digest])
})

test('without a directory, or where it cannot be written, the index lives in memory', async () => {
  expect(ask(await openOrBuildIndex(law))).toEqual(ask(new LocalIndex(built)))
  const taken = join(directory, 'a-file')
  writeFileSync(taken, '')
  expect(ask(await openOrBuildIndex(law, { directory: taken }))).toEqual(ask(new LocalIndex(built)))
})

test('another question, another silence or another line of slang is another index; a rule is not', () => {
  const [measure] = law.measures
  if (measure === undefined) throw new Error('the small law has a measure')
  const more = { ...measure, questions: [...measure.questions, { article: 1, q: '新问题', lang: 'zh' as const }] }
  expect(digestOf({ ...law, measures: [more] })).not.toBe(digest)
  expect(digestOf({ ...law, measures: [{ ...measure, silences: measure.silences.slice(1) }] })).not.toBe(digest)
  expect(digestOf(law, 'other slang')).not.toBe(digest)
  expect(digestOf({ ...law, measures: [{ ...measure, rules: [] }] })).toBe(digest)
})
