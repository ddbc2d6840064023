import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { buildIndex } from '#knowledge/retrieval/build-index.ts'
import { FusedIndex } from '#knowledge/retrieval/fused-index.ts'
import { LocalIndex } from '#knowledge/retrieval/local-index.ts'
import { builtInVectors, openEndpointVectors, type VectorEndpoint } from '#knowledge/retrieval/vectors.ts'
import { smallLaw } from './small-law.ts'

vi.setConfig({ testTimeout: 60_000 })
const law = smallLaw()
const local = new LocalIndex(buildIndex(law))
const measure = 'zhucheng-2020'
const question = '能拉专线吗'
let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fused-'))
})
afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})

/** Vectors by a text's characters: of no meaning, but like texts lie near each other. */
function byCharacters(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0)
  for (const character of text) {
    const at = (character.codePointAt(0) ?? 0) % dimensions
    vector[at] = (vector[at] ?? 0) + 1
  }
  return vector
}

function fake(dimensions = 97, name = 'fake') {
  const state = { calls: 0, broken: undefined as Error | undefined }
  const endpoint: VectorEndpoint = {
    name,
    fetchVectors: async (texts) => {
      state.calls += 1
      if (state.broken !== undefined) throw state.broken
      return texts.map((text) => byCharacters(text, dimensions))
    },
  }
  return { state, endpoint, open: () => openEndpointVectors(endpoint) }
}

test('the neighbours move the score of an article asked about, not how sure the answer is', async () => {
  const fused = new FusedIndex(local, law, fake().open)
  await fused.prepare()
  const alone = local.search(question, { measure, limit: 99 })
  const together = await fused.search(question, { measure, limit: 99 })
  expect(together.answerable).toBe(alone.answerable)
  expect(together.hits.map(({ article }) => String(article)).sort()).toEqual(
    alone.hits.map(({ article }) => String(article)).sort(),
  )
  expect(together.hits.map(({ score }) => score)).not.toEqual(alone.hits.map(({ score }) => score))
  expect(together.hits).toEqual(together.hits.toSorted((a, b) => b.score - a.score))
  expect((await fused.search(question, { measure, limit: 2 })).hits).toEqual(together.hits.slice(0, 2))
})

test('a question stands nearest to itself: its article gains most', async () => {
  const fused = new FusedIndex(local, law, fake().open)
  await fused.prepare()
  const stored = law.measures[0]?.questions[7]
  const before = new Map(
    local.search(stored?.q ?? '', { measure, limit: 99 }).hits.map(({ article, score }) => [article, score]),
  )
  const { hits } = await fused.search(stored?.q ?? '', { measure, limit: 99 })
  const gains = hits.map(({ article, score }) => ({ article, gain: score - (before.get(article) ?? 0) }))
  expect(gains.sort((a, b) => b.gain - a.gain)[0]?.article).toBe(stored?.article)
})

test('until the vectors are made the local result is given, at once', async () => {
  const opening = Promise.withResolvers<never>()
  const fused = new FusedIndex(local, law, () => opening.promise)
  expect(fused.search(question, { measure, limit: 3 })).toEqual(local.search(question, { measure, limit: 3 }))
  opening.reject(new Error('never came'))
  await fused.prepare()
})

test('an endpoint that goes down gives the local result, is told of, and is asked again at the next question', async () => {
  const { state, open } = fake()
  const onFailure = vi.fn()
  const fused = new FusedIndex(local, law, open, { onFailure })
  await fused.prepare()
  const well = await fused.search(question, { measure })
  state.broken = new Error('down')
  expect(await fused.search(question, { measure })).toEqual(local.search(question, { measure }))
  expect(onFailure.mock.calls).toEqual([['asking', state.broken]])
  state.broken = undefined
  expect(await fused.search(question, { measure })).toEqual(well)
})

test('an endpoint that is down at the start is told of, and prepared once a later question finds it up', async () => {
  const { state, open } = fake()
  state.broken = new Error('down')
  const onFailure = vi.fn()
  const fused = new FusedIndex(local, law, open, { onFailure })
  await fused.prepare()
  expect(onFailure.mock.calls).toEqual([['preparing', state.broken]])
  state.broken = undefined
  expect(await fused.search(question, { measure })).toEqual(local.search(question, { measure }))
  await fused.prepare()
  const { hits } = await fused.search(question, { measure })
  expect(hits[0]?.score).not.toBe(local.search(question, { measure }).hits[0]?.score)
})

test('stores are opened again without asking for texts; another model or dimension makes its own, the old one goes', async () => {
  const first = fake()
  const fused = new FusedIndex(local, law, first.open, { directory })
  await fused.prepare()
  const folders = readdirSync(directory)
  expect(folders).toHaveLength(1)

  const second = fake()
  const reopened = new FusedIndex(local, law, second.open, { directory })
  await reopened.prepare()
  expect(second.state.calls).toBe(1)
  expect(await reopened.search(question, { measure })).toEqual(await fused.search(question, { measure }))

  for (const other of [fake(98), fake(97, 'other')]) {
    await new FusedIndex(local, law, other.open, { directory }).prepare()
    expect(other.state.calls).toBeGreaterThan(1)
    expect(readdirSync(directory)).toHaveLength(1)
    expect(readdirSync(directory)).not.toEqual(folders)
  }
})

test('the built-in vectors fit the same place; unknown words leave the local result', async () => {
  const fused = new FusedIndex(local, law, async () => builtInVectors(local))
  await fused.prepare()
  const { hits } = await fused.search(question, { measure })
  expect(hits[0]?.article).toBe(local.search(question, { measure }).hits[0]?.article)
  expect(await fused.search('𠮷', { measure })).toEqual(local.search('𠮷', { measure }))
})

test('a measure that is not in the index is the caller’s slip here too', () => {
  expect(() => new FusedIndex(local, law, fake().open).search(question, { measure: 'nowhere' })).toThrow(
    'nowhere is not in the index',
  )
})
