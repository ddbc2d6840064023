/**
 * `npm run bench -- [PART…] [--quick] [--minutes N] [--profile FOLDER]`: how fast it is, beside a reference of the same
 * run wherever there is one. Parts: answers, search, turns, start, calls, reminders, soak; all but the soak without one.
 * What is not a `--quick` run is kept under `test/results`. `--profile`: CPU profiles of our servers are put there.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { shanghaiDay } from '#knowledge/law/units.ts'
import type { RunPart } from './part.ts'
import { createProgress } from './progress.ts'
import { keep, machine, type Section, table } from './report.ts'

/** Loaded when their turn comes: what one part loads must not stand in the memory of another. */
const parts: Readonly<Record<string, () => Promise<{ readonly run: RunPart }>>> = {
  answers: () => import('./answers.ts'),
  search: () => import('./search.ts'),
  turns: () => import('./turns.ts'),
  start: () => import('./start.ts'),
  calls: () => import('./calls.ts'),
  reminders: () => import('./reminders.ts'),
  soak: () => import('./soak.ts'),
}
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '10' },
    profile: { type: 'string' },
  },
})
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new Error(`--minutes: «${values.minutes}» is no number of minutes`)
const unknown = positionals.filter((name) => parts[name] === undefined)
if (unknown.length > 0)
  throw new Error(`There is no part «${unknown.join(', ')}»; there are ${Object.keys(parts).join(', ')}.`)
const isWhole = positionals.length === 0
const wanted = isWhole ? Object.keys(parts).filter((name) => name !== 'soak') : positionals

const profiles = values.profile === undefined ? undefined : resolve(values.profile)
if (profiles !== undefined) mkdirSync(profiles, { recursive: true })
const before = machine()
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const sections: Section[] = []
try {
  for (const part of wanted) {
    const begun = performance.now()
    const loaded = await parts[part]?.()
    const options = { quick: values.quick, minutes, folder: mkdtempSync(join(folder, 'part-')), profiles }
    const rows = (await loaded?.run({ ...options, progress: createProgress() })) ?? []
    sections.push({ part, rows, seconds: (performance.now() - begun) / 1000 })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.stdout.write(`\n${before}\n\n${table(sections)}\n`)
if (!values.quick) process.stdout.write(`\nKept: ${keep(shanghaiDay(new Date()), before, sections, isWhole)}\n`)
process.exit(0)
