import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { buildIndex } from '#knowledge/retrieval/build-index.ts'
import { LocalIndex } from '#knowledge/retrieval/local-index.ts'
import { passagesOf } from '#knowledge/retrieval/passages.ts'
import { nearestExactly, openVectorIndex } from '#knowledge/retrieval/vector-index.ts'
import { builtInVectors, endpointVectors } from '#knowledge/retrieval/vectors.ts'
import { smallLaw } from './small-law.ts'

vi.setConfig({ testTimeout: 60_000 })
const law = smallLaw()
const vectors = builtInVectors(new LocalIndex(buildIndex(law)))
const passages = law.measures.flatMap(passagesOf)
const directory = mkdtempSync(join(tmpdir(), 'vectors-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const asked = (law.measures[0]?.questions ?? []).filter((_, i) => i % 4 === 0).map(({ q }) => q)

test('the graph finds what an exact comparison finds: recall@10 at least 0.99', async () => {
  const index = await openVectorIndex(passages, vectors)
  let found = 0
  for (const question of asked) {
    const exact = new Set((await nearestExactly(question, passages, vectors, 10)).map(({ passage }) => passage))
    for (const { passage } of await index.nearest(question, 10)) if (exact.has(passage)) found++
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

test('an endpoint’s vectors are counted and measured before they are used', async () => {
  const answering = (answer: number[][]) =>
    endpointVectors({ name: 'endpoint', dimensions: 2, fetchVectors: async () => answer })
  expect(await answering([[1, 2]]).embedQuery('a')).toEqual([1, 2])
  await expect(answering([]).embedQuery('a')).rejects.toThrow('endpoint answered 0 vectors for 1 texts')
  await expect(answering([[1]]).embedQuery('a')).rejects.toThrow('not 2 numbers')
  await expect(answering([[1, Number.NaN]]).embedQuery('a')).rejects.toThrow('not 2 numbers')
})
