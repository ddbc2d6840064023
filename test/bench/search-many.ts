/** How vectors do among many passages. */
import { mkdtempSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openVectorIndex } from '#knowledge/retrieval/vector-index.ts'
import type { Vectors } from '#knowledge/retrieval/vectors.ts'
import { latency, median, round } from './figures.ts'
import { atLeast, type Row } from './part.ts'
import { type Engine, exactScan, miniSearch, plainHnsw } from './rivals.ts'

const neighbours = 10
const recallAim = 0.99

/** Build, size, latency, recall: our graph beside the exact scan, plain HNSWLib and MiniSearch over the same texts. */
export async function amongMany(
  texts: readonly string[],
  vectors: Vectors,
  questions: readonly string[],
  folder: string,
): Promise<Row[]> {
  const made = await vectors.embedDocuments([...texts])
  const known = new Map(texts.map((text, i) => [text, made[i] ?? []]))
  const given: Vectors = { ...vectors, embedDocuments: async (all) => all.map((text) => [...(known.get(text) ?? [])]) }
  const exact = exactScan(made, vectors)
  const kept = mkdtempSync(join(folder, 'vectors-'))
  const begun = performance.now()
  const graph = await openVectorIndex(
    texts.map((text, at) => ({ text, at })),
    given,
    kept,
  )
  const built = performance.now() - begun
  const ours: Engine = {
    name: 'ours',
    search: async (words, count) => (await graph.nearest(words, count)).map(({ item }) => item.at),
  }
  const rivals = [exact, await plainHnsw(texts, made, given), miniSearch(texts)]
  const truth = await Promise.all(questions.map((words) => exact.search(words, neighbours)))
  const mine = await recallOf(ours, questions, truth)
  const told = `built in ${round(built / 1000)} s, ${round(megabytesOf(kept))} MB kept, ${latency(mine.times)}, recall ${round(mine.recall)}`
  const rows: Row[] = []
  for (const rival of rivals) {
    const theirs = await recallOf(rival, questions, truth)
    rows.push({
      what: `vectors among ${texts.length.toLocaleString('en-US')} passages, ${neighbours} nearest`,
      ours: told,
      beside: `${rival.name}: ${latency(theirs.times)}${rival.name === 'MiniSearch' ? '' : `, recall ${round(theirs.recall)}`}`,
      ratio: median(theirs.times) / median(mine.times),
      ...(rival === exact ? { aim: { ...atLeast(mine.recall, recallAim), words: `recall ≥ ${recallAim}` } } : {}),
    })
  }
  return rows
}

async function recallOf(engine: Engine, questions: readonly string[], truth: readonly (readonly number[])[]) {
  const times: number[] = []
  let [found, wanted] = [0, 0]
  for (const [i, words] of questions.entries()) {
    const begun = performance.now()
    const places = await engine.search(words, neighbours)
    times.push(performance.now() - begun)
    found += (truth[i] ?? []).filter((place) => places.includes(place)).length
    wanted += truth[i]?.length ?? 0
  }
  return { times, recall: found / wanted }
}

function megabytesOf(folder: string): number {
  const bytes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
  return bytes / 2 ** 20
}
