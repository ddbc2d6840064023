import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { buildIndex } from '#knowledge/retrieval/build-index.ts'
import { LocalIndex } from '#knowledge/retrieval/local-index.ts'
import { passagesOf } from '#knowledge/retrieval/passages.ts'
import { nearestExactly, openVectorIndex } from '#knowledge/retrieval/vector-index.ts'
import { builtInVectors } from '#knowledge/retrieval/vectors.ts'
import { smallLaw } from './small-law.ts'

vi.setConfig({ testTimeout: 60_000 })
const law = smallLaw()
const vectors = builtInVectors(new LocalIndex(buildIndex(law)))
const passages = law.measures.flatMap(passagesOf)
const directory = mkdtempSync(join(tmpdir(), 'vectors-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const asked = (law.measures[0]?.questions ?? []).filter((_, i) => i % 3 === 0).map(({ q }) => q)

test('the graph finds what an exact comparison finds: recall@10 at least 0.99', async () => {
  const index = await openVectorIndex(passages, vectors)
  let found = 0
  for (const question of asked) {
    const exact = new Set((await nearestExactly(question, passages, vectors, 10)).map(({ item }) => item))
    for (const { item } of await index.nearest(question, 10)) if (exact.has(item)) found++
  }
  expect(asked.length).toBeGreaterThan(50)
  expect(found / (asked.length * 10)).toBeGreaterThanOrEqual(0.99)
})

test('a stored index answers the same; a damaged one is made again', async () => {
  const first = await (await openVectorIndex(passages, vectors, directory)).nearest('能拉专线吗', 5)
  const refuses = { ...vectors, embedDocuments: () => Promise.reject(new Error('made again')) }
  expect(await (await openVectorIndex(passages, refuses, directory)).nearest('能拉专线吗', 5)).toEqual(first)
  const [folder = ''] = readdirSync(directory)
  writeFileSync(join(directory, folder, 'hnswlib.index'), 'cut')
  expect(await (await openVectorIndex(passages, vectors, directory)).nearest('能拉专线吗', 5)).toEqual(first)
  expect(readdirSync(directory)).toEqual([folder])
})

test('a stored index whose dimension is not the model’s is made again, though hnswlib would read it', async () => {
  const index = await openVectorIndex(passages, vectors, directory)
  const settings = join(directory, index.folder, 'args.json')
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('64', '32'))
  const again = await openVectorIndex(passages, vectors, directory)
  expect(await again.nearest('能拉专线吗', 5)).toEqual(await index.nearest('能拉专线吗', 5))
  expect(JSON.parse(readFileSync(settings, 'utf8'))).toMatchObject({ numDimensions: 64 })
})

test('vectors of another model are another index', async () => {
  const other = {
    ...vectors,
    name: 'other',
    dimensions: 3,
    embedDocuments: async (texts: string[]) => texts.map(() => [1, 0, 0]),
  }
  await openVectorIndex(passages, other, directory)
  expect(readdirSync(directory)).toHaveLength(2)
})

test('words nobody has used find nothing, and more is asked for than there is', async () => {
  const index = await openVectorIndex(passages.slice(0, 3), vectors)
  expect(await index.nearest('𠮷', 5)).toEqual([])
  expect(await index.nearest('验收', 5)).toHaveLength(3)
})

test('where the folder cannot be written the index lives in memory', async () => {
  const taken = join(directory, 'a-file')
  writeFileSync(taken, '')
  const index = await openVectorIndex(passages.slice(0, 3), vectors, taken)
  expect(await index.nearest('验收', 2)).toHaveLength(2)
})
