/** One folder → one measure. Faults are collected, never thrown, so that all are told at once. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { aimPattern, aimsIn, findAimFaults } from './aims.ts'
import { readSegments, type Segment } from './articles.ts'
import { readAnnexBody, readArticleBody } from './blocks.ts'
import { linesOfList, type ParsedTexts, readJsonLines, readText, readYaml } from './data-file.ts'
import { findDeadlineFaults } from './deadline-check.ts'
import { type CorrectedSource, correctSource } from './errata.ts'
import type { Fault } from './errors.ts'
import { type FilingOutline, filingSchema } from './filing.ts'
import { type FilingGround, findFilingFaults } from './filing-check.ts'
import type { Article, ArticleRef, Doubt, Erratum, Life, Measure, Silence, StaffQuestion } from './measure.ts'
import { findQuote } from './quotes.ts'
import { type DeadlineRule, deadlineSchema, type Rule, ruleSchema } from './rule.ts'
import { findRuleFaults } from './rule-check.ts'
import { findStageFaults, type Stage, stageSchema } from './stage.ts'
import { parseDay } from './units.ts'

const articleRef = z.union([z.number().int().positive(), z.templateLiteral(['annex-', z.number().int().positive()])])
const day = z.string().transform((text, context) => {
  const parsed = parseDay(text)
  if (parsed === undefined) context.addIssue({ code: 'custom', message: `${text} is no day; write YYYY-MM-DD` })
  return parsed ?? z.NEVER
})
const bilingual = z.strictObject({ zh: z.string(), en: z.string() })

const measureSchema = z.strictObject({
  title: z.string(),
  titleEn: z.string(),
  documentNumber: z.string().optional(),
  issuedOn: day.optional(),
  language: z.enum(['zh', 'en']),
  translationOf: z.string().optional(),
  lines: z.enum(['hard-wrapped', 'paragraph-per-line']),
  jurisdiction: z.strictObject({ id: z.string(), zh: z.string(), en: z.string(), aliases: z.array(z.string()).min(1) }),
  contact: z.strictObject({ zh: z.string(), en: z.string(), article: articleRef }),
  inForce: z.strictObject({ from: day, to: day.nullable(), article: articleRef, note: bilingual.optional() }),
  doubts: z.array(z.strictObject({ article: articleRef, note: z.string() })),
  furniture: z.array(z.string()),
})

const errataSchema = z.array(
  z.strictObject({ old: z.string().min(1), new: z.string(), why: z.string().min(1), inferred: z.boolean().optional() }),
)
const questionSchema = z.strictObject({
  article: articleRef,
  q: z.string().min(1),
  aims: z.array(z.string().regex(aimPattern, 'must be like rule:jining.security-budget')).min(1).optional(),
})
const silenceSchema = z.strictObject({
  q: z.string().min(1),
  class: z.enum(['near', 'adjacent', 'outside', 'manipulation']),
  near: z.array(articleRef),
  silent_on: z.string(),
})

export function loadMeasure(folder: string, id: string, faults: Fault[], known?: ParsedTexts): Measure | undefined {
  const found: Fault[] = []
  const measure = readMeasure(folder, id, found, known)
  faults.push(...found.map((fault) => withLine(folder, fault)))
  return measure
}

function readMeasure(folder: string, id: string, faults: Fault[], known?: ParsedTexts): Measure | undefined {
  const head = readYaml(folder, 'measure.yaml', measureSchema, faults, known)
  const errata = (readYaml(folder, 'errata.yaml', errataSchema, faults, known) ?? []).map(dropUndefined) as Erratum[]
  const source = readText(folder, 'source.txt', faults)
  if (head === undefined || source === undefined) return undefined
  const corrected = correctSource(source, errata, faults)
  const segments = readSegments(
    corrected,
    { language: head.language, lines: head.lines, furniture: head.furniture },
    faults,
  )
  const annexTitles = readAnnexTitles(segments)
  const articles = segments.flatMap((segment) => articleOf(id, segment, corrected, head.doubts, annexTitles))
  if (articles.length === 0)
    faults.push({
      file: 'source.txt',
      problem: 'holds no article.',
      fix: 'An article opens a line: «第一条 …» or «Article 1 …».',
    })
  const has = (ref: ArticleRef) => articles.some((article) => article.ref === ref)
  checkRef(has, head.inForce.article, 'measure.yaml', 'inForce.article', faults)
  checkRef(has, head.contact.article, 'measure.yaml', 'contact.article', faults)
  for (const doubt of head.doubts) checkRef(has, doubt.article, 'measure.yaml', 'doubts', faults)
  const { lines: _lines, furniture: _furniture, doubts: _doubts, inForce, ...identity } = head
  const rules = readRules(folder, articles, faults, known)
  const deadlines = readDeadlines(folder, articles, faults, known)
  const filings = readFilings(folder, { articles, rules, deadlines }, faults, known)
  return dropUndefined({
    id,
    ...identity,
    life: dropUndefined(inForce) as Life,
    titleBlock: segments.filter((segment) => segment.kind === 'title').flatMap((segment) => segment.lines),
    articles,
    chapters: segments.flatMap((segment) =>
      segment.kind === 'chapter' && segment.chapter !== undefined ? [segment.chapter] : [],
    ),
    errata,
    rules,
    deadlines,
    filings,
    stages: readStages(folder, { articles, rules, deadlines }, faults, known),
    questions: readQuestions(folder, head.language, { has, aims: aimsIn({ rules, deadlines, filings }) }, faults),
    silences: readSilences(folder, has, faults),
  }) as Measure
}

/** The source as it came, corrected, and its parts in order: what tests compare with each other. */
export function segmentsOf(folder: string): { raw: string; source: CorrectedSource; segments: Segment[] } {
  const faults: Fault[] = []
  const head = readYaml(folder, 'measure.yaml', measureSchema, faults)
  const errata = (readYaml(folder, 'errata.yaml', errataSchema, faults) ?? []) as Erratum[]
  if (head === undefined) throw new Error(`${folder}: measure.yaml does not load`)
  const raw = readText(folder, 'source.txt', faults) ?? ''
  const source = correctSource(raw, errata, faults)
  return {
    raw,
    source,
    segments: readSegments(source, { language: head.language, lines: head.lines, furniture: head.furniture }, faults),
  }
}

function articleOf(
  measure: string,
  segment: Segment,
  source: CorrectedSource,
  doubts: readonly Doubt[],
  annexTitles: ReadonlyMap<ArticleRef, string>,
): Article[] {
  if (segment.ref === undefined) return []
  const listedTitle = annexTitles.get(segment.ref)
  const body =
    segment.kind === 'annex'
      ? { ...(listedTitle === undefined ? {} : { title: listedTitle }), ...readAnnexBody(segment.lines) }
      : readArticleBody(segment.lines)
  const errata = source.places
    .filter((place) => place.start < segment.end && place.end > segment.start)
    .map((place) => place.erratum)
  return [
    {
      measure,
      ref: segment.ref,
      label: segment.heading,
      ...(segment.chapter === undefined || segment.kind === 'annex' ? {} : { chapter: segment.chapter }),
      ...body,
      text: body.blocks.map((block) => block.text).join('\n'),
      errata,
      doubts: doubts.filter((doubt) => doubt.article === segment.ref),
    },
  ]
}

/** The list of annexes behind the last article («附件:1.… 2.…») names them, also one whose picture is lost. */
function readAnnexTitles(segments: readonly Segment[]): Map<ArticleRef, string> {
  const lines = segments.filter((segment) => segment.kind === 'annex-list').flatMap((segment) => segment.lines)
  const titles = new Map<ArticleRef, string>()
  for (const line of lines) {
    const match = /^(?:附件[:：])?(\d+)[.．、](.+)$/u.exec(line)
    if (match?.[1] !== undefined && match[2] !== undefined) titles.set(`annex-${Number(match[1])}`, match[2])
  }
  return titles
}

function readRules(folder: string, articles: readonly Article[], faults: Fault[], known?: ParsedTexts): Rule[] {
  const rules = readCited(folder, 'rules.yaml', ruleSchema, articles, faults, known)
  for (const { rule, ...fault } of findRuleFaults(rules)) faults.push({ file: 'rules.yaml', about: rule, ...fault })
  return rules
}

function readDeadlines(
  folder: string,
  articles: readonly Article[],
  faults: Fault[],
  known?: ParsedTexts,
): DeadlineRule[] {
  const deadlines = readCited(folder, 'deadlines.yaml', deadlineSchema, articles, faults, known)
  const found = findDeadlineFaults(deadlines)
  const lines = found.length === 0 ? [] : linesOfList(folder, 'deadlines.yaml')
  for (const { deadline, ...fault } of found) {
    const line = lines[deadlines.findIndex((rule) => rule.id === deadline)] ?? 1
    faults.push({ file: 'deadlines.yaml', line, about: deadline, ...fault })
  }
  return deadlines
}

function readFilings(folder: string, ground: FilingGround, faults: Fault[], known?: ParsedTexts): FilingOutline[] {
  const filings = readCited(folder, 'filings.yaml', filingSchema, ground.articles, faults, known)
  for (const { filing, ...fault } of findFilingFaults(filings, ground))
    faults.push({ file: 'filings.yaml', about: filing, ...fault })
  return filings
}

function readStages(folder: string, ground: FilingGround, faults: Fault[], known?: ParsedTexts): Stage[] {
  const stages = readCited(folder, 'stages.yaml', stageSchema, ground.articles, faults, known)
  for (const { stage, ...fault } of findStageFaults(stages, ground.rules, ground.deadlines))
    faults.push({ file: 'stages.yaml', about: stage, ...fault })
  return stages
}

/** Rules, deadlines, filings and stages: each once, its quote verbatim in the article it names. A measure without the file has none. */
function readCited<S extends typeof ruleSchema | typeof deadlineSchema | typeof filingSchema | typeof stageSchema>(
  folder: string,
  file: string,
  schema: S,
  articles: readonly Article[],
  faults: Fault[],
  known?: ParsedTexts,
): z.output<S>[] {
  if (!existsSync(join(folder, file))) return []
  const rows = readYaml(folder, file, z.array(schema), faults, known) ?? []
  const seen = new Set<string>()
  const problems: { row: number; about: string; problem: string; fix: string }[] = []
  rows.forEach((row, i) => {
    if (seen.has(row.id))
      problems.push({ row: i, about: row.id, problem: 'stands twice.', fix: 'Give each its own id.' })
    seen.add(row.id)
    for (const place of [row.cites, ...(row.alsoCites ?? [])]) {
      const article = articles.find((candidate) => candidate.ref === place.article)
      if (article !== undefined && findQuote(article, place.quote) !== undefined) continue
      const problem = `the quote «${place.quote}» is not in article ${place.article}.`
      problems.push({
        row: i,
        about: row.id,
        problem,
        fix: 'Copy it from source.txt, or list the correction in errata.yaml.',
      })
    }
  })
  const lines = problems.length === 0 ? [] : linesOfList(folder, file)
  for (const { row, ...problem } of problems) faults.push({ file, line: lines[row] ?? 1, ...problem })
  return rows
}

function readQuestions(
  folder: string,
  language: 'zh' | 'en',
  { has, aims }: { has: (ref: ArticleRef) => boolean; aims: ReturnType<typeof aimsIn> },
  faults: Fault[],
): StaffQuestion[] {
  const files: [string, 'zh' | 'en'][] = [['questions.jsonl', language]]
  if (existsSync(join(folder, 'questions.en.jsonl'))) files.push(['questions.en.jsonl', 'en'])
  return files.flatMap(([file, lang]) => {
    const rows = readJsonLines(folder, file, questionSchema, faults) as Omit<StaffQuestion, 'lang'>[]
    for (const row of rows) checkRef(has, row.article, file, `«${row.q}»`, faults)
    for (const fault of findAimFaults(rows, aims)) faults.push({ file, ...fault })
    return rows.map((row) => ({ ...row, lang }))
  })
}

function readSilences(folder: string, has: (ref: ArticleRef) => boolean, faults: Fault[]): Silence[] {
  if (!existsSync(join(folder, 'silences.jsonl'))) return []
  return readJsonLines(folder, 'silences.jsonl', silenceSchema, faults).map((row) => {
    for (const ref of row.near) checkRef(has, ref, 'silences.jsonl', `«${row.q}»`, faults)
    return { q: row.q, class: row.class, near: row.near, silentOn: row.silent_on }
  })
}

function checkRef(
  has: (ref: ArticleRef) => boolean,
  ref: ArticleRef,
  file: string,
  about: string,
  faults: Fault[],
): void {
  if (has(ref)) return
  faults.push({
    file,
    about,
    problem: `names article ${ref}, which the measure does not have.`,
    fix: 'Write an article’s number, or annex-1.',
  })
}

/** zod leaves `key: undefined` where an optional key is absent; our types want the key gone. */
function dropUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T
}

/** A fault that was found in the data and not in the file is shown where its words stand in the file. */
function withLine(folder: string, fault: Fault): Fault {
  if (fault.line !== undefined || fault.about === undefined || !existsSync(join(folder, fault.file))) return fault
  const quoted = /«([^»\n]+)/u.exec(fault.about)?.[1]
  const words = quoted ?? (fault.file === 'measure.yaml' ? (fault.about.split('.')[0] ?? '') : fault.about)
  const line = (readText(folder, fault.file, []) ?? '').split('\n').findIndex((each) => each.includes(words))
  return line === -1 ? fault : { ...fault, line: line + 1 }
}
