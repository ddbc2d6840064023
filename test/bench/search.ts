/** The search alone: how soon and how often it finds the right article first, and how its vectors do among many passages. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Assistant } from '#bot/assistant.ts'
import { withoutPlaces } from '#dialogs/places.ts'
import { authoritative } from '#knowledge/law/load.ts'
import { LocalIndex } from '#knowledge/retrieval/local-index.ts'
import { passagesOf } from '#knowledge/retrieval/passages.ts'
import { builtInVectors, type Vectors } from '#knowledge/retrieval/vectors.ts'
import { practiceSchema } from '../eval/score.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { latency, median } from './figures.ts'
import { manyPassages } from './many-passages.ts'
import type { Options, Row } from './part.ts'
import { exactScan, miniSearch, plainHnsw } from './rivals.ts'
import { amongMany } from './search-many.ts'

const file = join(import.meta.dirname, '../questions/practice.jsonl')

interface Asked {
  readonly words: string
  readonly measure: string
  readonly articles: readonly (number | string)[]
}

export async function run(options: Options): Promise<Row[]> {
  const assistant = await sharedAssistant()
  const { search } = assistant
  if (!(search instanceof LocalIndex)) throw new Error('The search index is not the local one.')
  const vectors = builtInVectors(search)
  const questions = readQuestions(assistant)
  const rows = await firstHits(assistant, search, vectors, questions, options)
  const words = questions.map((asked) => asked.words)
  const sizes = options.quick ? [300, 10_000] : [300, 10_000, 100_000]
  options.progress.begin('sizes of many passages', sizes.length)
  for (const size of sizes) {
    rows.push(...(await amongMany(manyPassages(assistant.law, size), vectors, words, options.folder)))
    options.progress.step()
  }
  return rows
}

/** Those that one measure answers, asked by themselves. */
function readQuestions({ law }: Assistant): Asked[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => practiceSchema.parse(JSON.parse(line)))
    .flatMap(({ question, measure, kind, gold_any: gold }) => {
      const found = measure === null ? undefined : authoritative(law, measure)
      if (found === undefined || gold.length === 0 || kind === 'followup') return []
      return [{ words: withoutPlaces(law, question), measure: found.id, articles: gold.map(([, article]) => article) }]
    })
}

type Find = (asked: Asked) => Promise<number | string | undefined>

async function firstHits(
  { law }: Assistant,
  search: LocalIndex,
  vectors: Vectors,
  questions: readonly Asked[],
  { quick, progress }: Options,
): Promise<Row[]> {
  const rivals = new Map<string, Map<string, Find>>()
  for (const measure of law.measures) {
    const passages = passagesOf(measure)
    const texts = passages.map(({ text }) => text)
    const made = await vectors.embedDocuments(texts)
    for (const engine of [exactScan(made, vectors), miniSearch(texts), await plainHnsw(texts, made, vectors)]) {
      const finds = rivals.get(engine.name) ?? new Map<string, Find>()
      finds.set(measure.id, async ({ words }) => passages[(await engine.search(words, 1))[0] ?? -1]?.article)
      rivals.set(engine.name, finds)
    }
  }
  const rounds = quick ? 5 : 30
  progress.begin('rounds of searches', rounds)
  const ours: Find = async ({ words, measure }) => search.search(words, { measure }).hits[0]?.article
  const found = new Map<string, Tried[]>()
  for (let i = 0; i < rounds; i += 1) {
    for (const [name, finds] of [['ours', undefined] as const, ...rivals])
      found.set(name, [...(found.get(name) ?? []), await tryAll(questions, finds ?? ours)])
    progress.step()
  }
  const mine = found.get('ours') ?? []
  return [...rivals.keys()].map((name) => {
    const theirs = found.get(name) ?? []
    return {
      what: `search alone, ${questions.length} practice questions, passages of one measure`,
      ours: describe(mine),
      beside: `${name}: ${describe(theirs)}`,
      ratio: median(mine.map(({ times }, i) => median(theirs[i]?.times ?? []) / median(times))),
    }
  })
}

interface Tried {
  readonly times: readonly number[]
  readonly firstHit: number
}

async function tryAll(questions: readonly Asked[], find: Find | ReadonlyMap<string, Find>): Promise<Tried> {
  const times: number[] = []
  let right = 0
  for (const asked of questions) {
    const finding = typeof find === 'function' ? find : find.get(asked.measure)
    const begun = performance.now()
    const article = await finding?.(asked)
    times.push(performance.now() - begun)
    if (article !== undefined && asked.articles.includes(article)) right += 1
  }
  return { times, firstHit: right / questions.length }
}

function describe(tried: readonly Tried[]): string {
  const hit = median(tried.map(({ firstHit }) => firstHit))
  return `${latency(tried.flatMap(({ times }) => times))}, first hit ${Math.round(hit * 100)} %`
}
