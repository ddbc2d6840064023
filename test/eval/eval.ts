/**
 * `npm run -s eval -- [--file FILE] [--today DAY] [--failures] [--write NAME] [--model fake:NAME|fake:all|none]`:
 * how well questions are answered, as it is; with a model, also what reaches the user of what it makes up.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openAssistant } from '#bot/assistant.ts'
import type { ModelTrace } from '#dialogs/conversation.ts'
import { withoutPlaces } from '#dialogs/places.ts'
import { authoritative, loadLaw } from '#knowledge/law/load.ts'
import { type IsoDate, parseDay } from '#knowledge/law/units.ts'
import { askAll } from './all-models.ts'
import { askPractice } from './ask-practice.ts'
import { countsForConclusion, type PracticeQuestion, practiceSchema, type Score, score } from './score.ts'
import { openRun } from './with-model.ts'

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    today: { type: 'string' },
    failures: { type: 'boolean' },
    write: { type: 'string' },
    model: { type: 'string' },
  },
})
const file = values.file ?? join(import.meta.dirname, '../questions/practice.jsonl')
const today = parseDay(values.today ?? '2026-11-23')
if (today === undefined) throw new Error(`--today: «${values.today}» is no day; write YYYY-MM-DD`)

const questions = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => practiceSchema.parse(JSON.parse(line)))
const law = loadLaw()
const assistant = await openAssistant(process.env.DATA_DIR ?? './data', law)
const isAll = values.model === 'fake:all'
const run = values.model === undefined || isAll ? undefined : openRun(values.model, questions, law)

interface Row extends Score {
  readonly ms: number
  /** Where the search alone had the first right article, from 1; 0 where it did not find it. */
  readonly rank: number
}

const rows: Row[] = []
const failures: string[] = []
const report = isAll ? await askAll(questions, assistant, today) : await askEach(today)
process.stdout.write(`${report}\n`)
if (values.failures === true) process.stdout.write(`\n${failures.join('\n')}\n`)
if (values.write !== undefined) {
  const folder = join(import.meta.dirname, '../results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, `${values.write}.txt`),
    `${today} ${values.file ?? 'test/questions/practice.jsonl'}\n\n${report}\n`,
  )
}

async function askEach(from: IsoDate): Promise<string> {
  const [warming] = questions
  if (run === undefined && warming !== undefined) await askPractice(warming, assistant, from)
  for (const question of questions) {
    const started = performance.now()
    const worded = await askPractice(question, assistant, from, run?.ports)
    const ms = performance.now() - started
    const { answer: given } = worded
    const judged = run?.judge(worded)
    for (const { kind, words } of judged?.unheld ?? [])
      failures.push(`${question.id} ${kind} held by no source: ${words}`)
    for (const lie of judged?.lies ?? []) failures.push(`${question.id} got through: ${lie}`)
    if (worded.trace !== undefined && worded.trace.outcome !== 'worded')
      failures.push(describeLost(question.id, worded.trace))
    const row = { ...score(question, given), ms, rank: await rankOf(question) }
    rows.push(row)
    if (row.correct && row.concl && row.cover) continue
    const missed = ['top1', 'cover', 'facts', 'concl', 'correct'].filter((each) => !row[each as 'top1'])
    failures.push(
      `${row.id} ${row.kind} ${question.measure} missed ${missed.join(',')}\n  Q ${[...(question.history ?? []), question.question].join(' ⏎ ')}\n  A ${given.kind} ${given.conclusion}\n  cites ${given.citations.map((each) => each.article).join(',')} wants ${JSON.stringify(question.gold_all)} ${JSON.stringify(question.must_contain)}`,
    )
  }

  return [
    table('all', () => true),
    table('by kind', undefined, (row) => row.kind),
    table('by measure', undefined, (row) => row.measure),
    speed(),
    ...(run === undefined ? [] : [run.report()]),
  ].join('\n\n')
}

/** Why a draft did not go out, with what was struck out of it. */
function describeLost(id: string, { outcome, why, draft, struck }: ModelTrace): string {
  const lines = struck.map((each) => `\n  ${each.why} «${each.what ?? ''}» in ${each.text}`)
  return `${id} ${outcome} ${why ?? ''}${lines.length === 0 ? `\n  ${draft}` : lines.join('')}`
}

async function rankOf(question: PracticeQuestion): Promise<number> {
  const measure = question.measure === null ? undefined : authoritative(assistant.law, question.measure)?.id
  if (measure === undefined || question.gold_any.length === 0) return 0
  const { hits } = await assistant.search.search(withoutPlaces(assistant.law, question.question), {
    measure,
    limit: 50,
  })
  return hits.findIndex((hit) => question.gold_any.some(([, article]) => article === hit.article)) + 1
}

function table(
  title: string,
  every: ((row: Row) => boolean) | undefined,
  by: (row: Row) => string = () => 'all',
): string {
  const groups = Map.groupBy(every === undefined ? rows : rows.filter(every), by)
  const head = [
    title.padEnd(18),
    'n',
    'first',
    'in3',
    'MRR',
    'top1',
    'cover',
    'facts',
    'concl',
    'asked',
    'correct',
    'refused',
    'long',
  ]
    .map((each) => each.padStart(8))
    .join('')
  const lines = [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([name, group]) => line(name, group))
  return [head, ...lines].join('\n')
}

function line(name: string, group: readonly Row[]): string {
  const answerable = group.filter((row) => row.answerable)
  const searched = answerable.filter((row) => row.measure !== 'comparison' && row.kind !== 'followup')
  const silent = group.filter((row) => !row.answerable)
  const cells = [
    String(group.length),
    share(searched, (row) => row.rank === 1),
    share(searched, (row) => row.rank >= 1 && row.rank <= 3),
    searched.length === 0
      ? '-'
      : (searched.reduce((sum, row) => sum + (row.rank === 0 ? 0 : 1 / row.rank), 0) / searched.length).toFixed(3),
    share(answerable, (row) => row.top1),
    share(answerable, (row) => row.cover),
    share(answerable, (row) => row.facts),
    share(answerable.filter(countsForConclusion), (row) => row.concl),
    share(answerable, (row) => row.askedBack),
    share(answerable, (row) => row.correct),
    share(silent, (row) => row.correct),
    String(group.filter((row) => row.tooLong).length),
  ]
  return name.padEnd(18) + cells.map((cell) => cell.padStart(8)).join('')
}

function share(group: readonly Row[], holds: (row: Row) => boolean): string {
  return group.length === 0 ? '-' : (group.filter(holds).length / group.length).toFixed(3)
}

function speed(): string {
  const times = rows.map((row) => row.ms).sort((a, b) => a - b)
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))]?.toFixed(2)
  return `milliseconds an answer: median ${at(0.5)}, 99th percentile ${at(0.99)}`
}
