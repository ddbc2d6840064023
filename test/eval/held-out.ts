/**
 * `npm run -s eval:held-out -- [--write NAME]`: finding and refusing, measured on questions that the index has not seen.
 * Each third of every article's questions and of every class of silences is held back once, and whatever is nearly the
 * same is left out of what is learned from. A minute or two. What is printed is worse than what users meet: the product
 * learns from all three thirds.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Law, loadLaw } from '#knowledge/law/load.ts'
import type { ArticleRef, MeasureId } from '#knowledge/law/measure.ts'
import { buildIndex } from '#knowledge/retrieval/build-index.ts'
import { LocalIndex } from '#knowledge/retrieval/local-index.ts'

const folds = 3
/** Shared pairs of characters from which two questions count as nearly the same (Jaccard). */
const nearlySame = 0.4
const points = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7]

interface Held {
  readonly measure: MeasureId
  readonly question: string
  /** Absent where the measure is silent. */
  readonly article?: ArticleRef
}

interface Asked extends Held {
  readonly rank: number
  readonly answerable: number
}

const { values } = parseArgs({ options: { write: { type: 'string' } } })
const law = loadLaw()
const asked = Array.from({ length: folds }, (_, fold) => askFold(law, fold)).flat()
const report = [describeFinding(), describeCurve()].join('\n\n')
process.stdout.write(`${report}\n`)
if (values.write !== undefined) {
  const folder = join(import.meta.dirname, '../results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${values.write}.txt`), `${report}\n`)
}

function askFold(law: Law, fold: number): Asked[] {
  const held: Held[] = []
  const measures = law.measures.map((measure) => {
    const id = measure.translationOf ?? measure.id
    const questions = splitBy(measure.questions, fold, ({ article, q }) => `${article} ${isChinese(q)}`)
    const silences = splitBy(measure.silences, fold, ({ class: kind, q }) => `${kind} ${isChinese(q)}`)
    const away = [...questions.held, ...silences.held].map(({ q }) => pairsOf(q))
    const isFar = ({ q }: { q: string }) => !away.some((other) => likeness(other, pairsOf(q)) > nearlySame)
    held.push(...questions.held.map(({ q, article }) => ({ measure: id, question: q, article })))
    held.push(...silences.held.map(({ q }) => ({ measure: id, question: q })))
    return { ...measure, questions: questions.kept.filter(isFar), silences: silences.kept.filter(isFar) }
  })
  const index = new LocalIndex(buildIndex({ ...law, measures }))
  return held.map((each) => {
    const { hits, answerable } = index.search(each.question, { measure: each.measure, limit: 1000 })
    return { ...each, answerable, rank: hits.findIndex(({ article }) => article === each.article) + 1 }
  })
}

/** A run of each group is held back: neighbours were written together and are alike. */
function splitBy<T>(list: readonly T[], fold: number, groupOf: (item: T) => string): { held: T[]; kept: T[] } {
  const groups = Map.groupBy(list, groupOf)
  const held = new Set(
    [...groups.values()].flatMap((group) => group.filter((_, i) => Math.floor((i * folds) / group.length) === fold)),
  )
  return { held: [...held], kept: list.filter((item) => !held.has(item)) }
}

function describeFinding(): string {
  const rows = [
    ['Chinese', asked.filter((each) => each.article !== undefined && isChinese(each.question))],
    ['English', asked.filter((each) => each.article !== undefined && !isChinese(each.question))],
  ] as const
  const lines = rows.map(([name, all]) => {
    const first = all.filter(({ rank }) => rank === 1).length / all.length
    const three = all.filter(({ rank }) => rank >= 1 && rank <= 3).length / all.length
    const mean = all.reduce((sum, { rank }) => sum + (rank === 0 ? 0 : 1 / rank), 0) / all.length
    return `${name.padEnd(10)}${String(all.length).padStart(7)}${[first, three, mean].map(inColumn).join('')}`
  })
  return ['held back       n   first     in3     MRR', ...lines].join('\n')
}

/** What a threshold keeps of what a measure answers, and catches of what it does not. */
function describeCurve(): string {
  const kept = (from: number, of: readonly Asked[]) =>
    of.filter(({ answerable }) => answerable >= from).length / of.length
  const answered = asked.filter(({ article }) => article !== undefined)
  const silent = asked.filter(({ article }) => article === undefined)
  const lines = points.map(
    (point) => `${point.toFixed(2).padEnd(8)}${inColumn(kept(point, answered))}${inColumn(1 - kept(point, silent))}`,
  )
  return [`answerable: ${answered.length}, not: ${silent.length}`, 'from        kept  caught', ...lines].join('\n')
}

function inColumn(share: number): string {
  return share.toFixed(3).padStart(8)
}

function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text)
}

function pairsOf(text: string): Set<string> {
  return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)))
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0
  for (const pair of a) if (b.has(pair)) shared++
  return shared / Math.max(1, a.size + b.size - shared)
}
