/** A source of a filing → what the project says of it, or the gap it leaves. */
import { type FactName, facts as factList } from '#knowledge/law/facts.ts'
import { type FilingSource, type ProjectField, projectFields, readSource } from '#knowledge/law/filing-sources.ts'
import { formatYuan, toFinancialNumerals } from '#knowledge/law/money-words.ts'
import type { EventId, Rule } from '#knowledge/law/rule.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { eventNames } from '../event-names.ts'
import type { Project } from '../project.ts'
import type { Gap, Piece, Value } from './filing.ts'

/** @returns one piece a paragraph: several where the project's words have several, a gap where it says nothing */
export function valuesIn(project: Project, source: string): Piece[] {
  const read = sourceNamed(source)
  const texts = textsOf(project, read)
  if (texts.length === 0) return [gapOf(read)]
  return texts.map((text): Value => ({ kind: 'value', text, from: read }))
}

/** All on one line, for a sentence or a cell. */
export function valueIn(project: Project, source: string): Piece {
  const [first, ...more] = valuesIn(project, source)
  if (first === undefined) throw new Error(`${source} gave neither a value nor a gap`)
  if (first.kind !== 'value' || more.length === 0) return first
  return { ...first, text: [first, ...more].map(wordsOf).join('；') }
}

/** The unit is called as the document calls it: 申报单位, 项目业主单位; we say 项目建设单位. */
export function calledSo(piece: Piece, label: string | undefined): Piece {
  return piece.kind === 'gap' && label !== undefined && piece.names.join() === 'unit'
    ? { ...piece, hint: label }
    : piece
}

/** What a source is called in a document: 建设地点, 总投资, 正式采购合同签订日期. */
export function labelOf(source: string): string {
  const read = sourceNamed(source)
  if (read.kind === 'field') return projectFields[read.name].zh
  if (read.kind === 'fact') return factList[read.name].zh
  return `${eventNames[read.name].zh}日期`
}

/** The question that would fill a source or settle a duty or a ground. @returns undefined where nothing is called so */
export function askFor(name: string, rules: readonly Rule[]): { readonly zh: string; readonly en: string } | undefined {
  const rule = rules.find((each) => each.id === name)
  if (rule?.kind === 'duty') return { zh: `是否已做到：${rule.duty.zh}？`, en: `Has this been done: ${rule.duty.en}?` }
  if (rule?.kind === 'ground') return { zh: `是否属实：${rule.ground.zh}？`, en: `Does this hold: ${rule.ground.en}?` }
  const read = readSource(name)
  if (read?.kind === 'field') return projectFields[read.name].ask
  if (read?.kind === 'fact') return factList[read.name].ask
  if (read === undefined) return undefined
  const { zh, en } = eventNames[read.name]
  return { zh: `“${zh}”是哪一天？`, en: `On which day: ${en}?` }
}

export function formatDay(day: IsoDate | string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** 3,000,000元（大写：叁佰万元整） */
export function formatSum(yuan: number): string {
  return `${formatYuan(yuan)}（大写：${toFinancialNumerals(yuan)}）`
}

/** The day of an event: the one that happened, else the one planned. */
export function dayOfEvent(project: Project, event: EventId): { on: IsoDate; planned: boolean } | undefined {
  const told = (project.events ?? []).filter((each) => each.event === event)
  const last = told.findLast((each) => each.planned !== true) ?? told.at(-1)
  return last === undefined ? undefined : { on: last.on, planned: last.planned === true }
}

/** Paragraphs of a user's text: control characters out, lines apart. */
export function paragraphsOf(text: string): string[] {
  return text
    .toWellFormed()
    .split(/\r\n|[\n\r\u2028\u2029\v\f]/u)
    .map((line) => line.replace(/[\p{Cc}\uFFFE\uFFFF]+/gu, ' ').trim())
    .filter((line) => line !== '')
}

export function gapOf(source: FilingSource): Gap {
  if (source.kind === 'field') {
    const name = source.name === 'budget.total' ? 'budget' : source.name
    return { kind: 'gap', names: [name], hint: projectFields[source.name].zh }
  }
  return { kind: 'gap', names: [source.name], hint: labelOf(source.name) }
}

function sourceNamed(name: string): FilingSource {
  const read = readSource(name)
  if (read === undefined) throw new Error(`${name} is no source; the law would not have loaded`)
  return read
}

function textsOf(project: Project, source: FilingSource): string[] {
  if (source.kind === 'field') return fieldTexts(project, source.name)
  if (source.kind === 'fact') return factText(project, source.name)
  const day = dayOfEvent(project, source.name)
  return day === undefined ? [] : [`${formatDay(day.on)}${day.planned ? '（计划）' : ''}`]
}

function fieldTexts(project: Project, name: ProjectField): string[] {
  switch (name) {
    case 'owner.name':
      return paragraphsOf(project.owner?.name ?? '')
    case 'owner.title':
      return paragraphsOf(project.owner?.title ?? '')
    case 'parties.builder':
      return paragraphsOf(project.parties?.builder ?? '')
    case 'parties.supplier':
      return paragraphsOf(project.parties?.supplier ?? '')
    case 'parties.supervisor':
      return paragraphsOf(project.parties?.supervisor ?? '')
    case 'contents':
      return (project.contents ?? []).flatMap(paragraphsOf)
    case 'budget':
    case 'budget.total': {
      const total = budgetTotal(project)
      return total === undefined ? [] : [formatSum(total)]
    }
    default:
      return paragraphsOf(project[name] ?? '')
  }
}

/** @returns undefined where there are no lines or a line has no sum */
export function budgetTotal({ budget = [] }: Project): number | undefined {
  if (budget.length === 0) return undefined
  let total = 0
  for (const { yuan } of budget) {
    if (yuan === undefined) return undefined
    total += yuan
  }
  return total
}

function factText({ facts = {} }: Project, name: FactName): string[] {
  const value = facts[name]
  if (value === undefined || Array.isArray(value)) return []
  const { unit, options } = factList[name]
  if (typeof value === 'boolean') return [value ? '是' : '否']
  const option = options?.find((each) => each.value === value)
  if (option !== undefined) return [option.zh]
  if (unit === 'yuan') return [formatSum(Number(value))]
  if (unit === 'months') return [`${value}个月`]
  if (unit === 'working-days') return [`${value}个工作日`]
  return [unit === 'day' ? formatDay(String(value)) : String(value)]
}

function wordsOf(piece: Piece): string {
  return piece.kind === 'gap' ? '' : piece.text
}
