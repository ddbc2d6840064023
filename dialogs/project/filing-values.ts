/** What a document was filled with, kept small; and what has changed when it is made again. */
import { isFactName } from '#knowledge/law/facts.ts'
import { projectFields } from '#knowledge/law/filing-sources.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import { formatShort } from '#knowledge/law/money-words.ts'
import { shanghaiDay } from '#knowledge/law/units.ts'
import type { FilledValue } from '#tools/filing/contents.ts'
import { budgetTotal } from '#tools/filing/values.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { writeDayIn } from '../wording/words-in.ts'
import { isEvent } from './fill-first.ts'
import { factsOf, type MadeFiling, type ProjectRecord } from './record.ts'
import { sayValue } from './say.ts'

type Lang = 'zh' | 'en'

/** A longer text is kept as its digest: that it has changed is told, not how. */
const longestKept = 40

/** @returns one short text a name: a fact as JSON, a field or a day in its words, the rest as a digest */
export function keptValues(values: readonly FilledValue[], record: ProjectRecord): Record<string, string> {
  const facts = factsOf(record)
  const total = budgetTotal(record.project)
  const kept = values.map(({ name, text }): [string, string] => {
    if (isFactName(name)) return [name, JSON.stringify(facts[name])]
    const isShort = (isSource(name) && name !== 'budget' && [...text].length <= longestKept) || isEvent(name)
    return [name, isShort ? text : `fnv:${digest(text)}`]
  })
  const isBudget = kept.some(([name]) => name.startsWith('budget'))
  return Object.fromEntries([
    ...kept,
    ...(isBudget && total !== undefined ? [['budget.total', formatShort(total)]] : []),
  ])
}

/** The newest of its kind, last. */
export function withMade(record: ProjectRecord, made: MadeFiling): ProjectRecord {
  return { ...record, made: [...(record.made ?? []).filter(({ filing }) => filing !== made.filing), made] }
}

/** «较上次（11月24日）生成的：总投资 300万元→520万元；新填：承建单位。» @returns nothing where it was not made before */
export function changedLines(
  before: MadeFiling | undefined,
  now: Readonly<Record<string, string>>,
  measure: Measure,
  lang: Lang,
): string[] {
  if (before === undefined) return []
  const words = filingWordsIn(lang)
  const names = [...new Set([...Object.keys(before.values), ...Object.keys(now)])]
  const changed = names.filter((name) => before.values[name] !== now[name])
  const ofProject = changed.filter(isSource)
  const isToldByTotal = changed.includes('budget.total') && before.values['budget.total'] !== undefined
  const parts = ofProject.flatMap((name) => {
    const [was, is] = [before.values[name], now[name]]
    if (was === undefined || is === undefined || (name === 'budget' && isToldByTotal)) return []
    return [sayChange(words.nameOf(name), shown(name, was, measure, lang), shown(name, is, measure, lang), lang)]
  })
  const labels = (which: readonly string[]) => [...new Set(which.map((name) => words.nameOf(name)))].join(words.comma)
  const added = ofProject.filter((name) => before.values[name] === undefined && name !== 'budget.total')
  const removed = ofProject.filter((name) => now[name] === undefined && name !== 'budget.total')
  const judged = changed.filter((name) => !isSource(name)).map((name) => titleOf(name, measure, lang))
  const all = [
    ...parts,
    ...(added.length === 0 ? [] : [words.newlyFilled(labels(added))]),
    ...(removed.length === 0 ? [] : [words.noLongerFilled(labels(removed))]),
    ...(judged.length === 0 ? [] : [words.judgedAnew(judged.join(words.comma))]),
  ]
  const day = writeDayIn(lang)(shanghaiDay(new Date(before.at)))
  return [all.length === 0 ? words.sameAsLast(day) : words.changedSince(day, all.join(words.semicolon))]
}

function sayChange(label: string, was: string | undefined, is: string | undefined, lang: Lang): string {
  return was === undefined || is === undefined ? filingWordsIn(lang).rewritten(label) : `${label} ${was}→${is}`
}

/** @returns undefined where only a digest was kept */
function shown(name: string, kept: string, measure: Measure, lang: Lang): string | undefined {
  if (kept.startsWith('fnv:')) return undefined
  return isFactName(name) ? sayValue(name, JSON.parse(kept), measure, lang) : kept
}

function isSource(name: string): boolean {
  return isFactName(name) || isEvent(name) || Object.hasOwn(projectFields, name)
}

function titleOf(name: string, { rules, deadlines }: Measure, lang: Lang): string {
  return [...rules, ...deadlines].find(({ id }) => id === name)?.title[lang] ?? name
}

/** FNV-1a, 32 bits: tells one text from another, no more. */
function digest(text: string): string {
  let hash = 0x811c_9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x0100_0193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
