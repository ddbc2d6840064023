/** Reads every folder of `measures/`, checks everything, and reports all faults together. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type ParsedTexts, readJsonLines } from './data-file.ts'
import { type Fault, MeasureError } from './errors.ts'
import { loadMeasure } from './load-measure.ts'
import type { Article, ArticleRef, Measure, MeasureId, Topic } from './measure.ts'

export interface Law {
  /** Authoritative measures and translations, by id. */
  readonly measures: readonly Measure[]
  readonly topics: readonly Topic[]
  /** SHA-256 of everything read: an index or an answer made from other words is not made from these. */
  readonly digest: string
}

const knowledgeFolder = join(import.meta.dirname, '..')

const articleList = z.record(
  z.string(),
  z.array(z.union([z.number().int().positive(), z.templateLiteral(['annex-', z.number().int().positive()])])),
)
const topicSchema = z.strictObject({
  topic: z.string(),
  zh: z.string(),
  en: z.string(),
  synonyms: z.array(z.string()),
  articles: articleList,
  gist: z.record(z.string(), z.string()),
})

/**
 * @param folder holds `measures/` and `topics.jsonl`; the product's own by default
 * @param known what YAML texts were parsed to at an earlier start; everything is checked all the same
 * @throws MeasureError with every fault of every measure
 */
export function loadLaw(folder: string = knowledgeFolder, known?: ParsedTexts): Law {
  const faults = new Map<string, Fault[]>()
  const digest = createHash('sha256')
  const measures: Measure[] = []
  for (const entry of readdirSync(join(folder, 'measures'), { withFileTypes: true }).sort((a, b) =>
    a.name.localeCompare(b.name),
  )) {
    if (!entry.isDirectory()) continue
    const own: Fault[] = []
    const measure = loadMeasure(join(folder, 'measures', entry.name), entry.name, own, known)
    if (measure !== undefined) measures.push(measure)
    if (own.length > 0) faults.set(entry.name, own)
    digestFolder(digest, join(folder, 'measures', entry.name))
  }
  const topicFaults: Fault[] = []
  const topics = readJsonLines(folder, 'topics.jsonl', topicSchema, topicFaults)
  digest.update(readFileSync(join(folder, 'topics.jsonl')))
  checkTranslations(measures, faults)
  if (faults.size === 0) checkTopics(topics, measures, topicFaults)
  if (topicFaults.length > 0) faults.set('topics', topicFaults)
  if (faults.size > 0) throw new MeasureError(faults)
  return { measures, topics, digest: digest.digest('hex') }
}

/** A measure by id. @returns undefined where there is none */
export function findMeasure(law: Law, id: MeasureId): Measure | undefined {
  return law.measures.find((measure) => measure.id === id)
}

/** The measure that binds: a translation's original, any other measure itself. */
export function authoritative(law: Law, id: MeasureId): Measure | undefined {
  const measure = findMeasure(law, id)
  return measure?.translationOf === undefined ? measure : findMeasure(law, measure.translationOf)
}

export function translationOf(law: Law, id: MeasureId): Measure | undefined {
  return law.measures.find((measure) => measure.translationOf === id)
}

export function findArticle(measure: Measure, ref: ArticleRef): Article | undefined {
  return measure.articles.find((article) => article.ref === ref)
}

function digestFolder(digest: ReturnType<typeof createHash>, folder: string): void {
  for (const file of readdirSync(folder).sort()) digest.update(file).update(readFileSync(join(folder, file)))
}

function checkTranslations(measures: readonly Measure[], faults: Map<string, Fault[]>): void {
  for (const measure of measures) {
    if (measure.translationOf === undefined || measures.some((other) => other.id === measure.translationOf)) continue
    const fault: Fault = {
      file: 'measure.yaml',
      about: 'translationOf',
      problem: `names ${measure.translationOf}, which is no measure here.`,
      fix: 'Write the folder name of the original.',
    }
    faults.set(measure.id, [...(faults.get(measure.id) ?? []), fault])
  }
}

function checkTopics(topics: readonly Topic[], measures: readonly Measure[], faults: Fault[]): void {
  topics.forEach((topic, i) => {
    for (const [id, refs] of Object.entries(topic.articles)) {
      const measure = measures.find((candidate) => candidate.id === id)
      const unknown = measure === undefined ? [id] : refs.filter((ref) => findArticle(measure, ref) === undefined)
      for (const what of unknown) {
        faults.push({
          file: 'topics.jsonl',
          line: i + 1,
          about: topic.topic,
          problem: `names ${id} ${what}, which does not exist.`,
          fix: 'Write a measure’s folder name and an article it has.',
        })
      }
      if (!(id in topic.gist))
        faults.push({
          file: 'topics.jsonl',
          line: i + 1,
          about: topic.topic,
          problem: `has no gist for ${id}.`,
          fix: 'Add one line, or «未作规定».',
        })
    }
  })
}
