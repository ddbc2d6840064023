/** What a filing can be filled from: fields of a project, facts, days of events. */
import { type FactName, facts, isFactName } from './facts.ts'
import { type EventId, eventIds } from './rule.ts'

export interface SourceWords {
  readonly zh: string
  readonly en: string
  /** The question that fills it. */
  readonly ask: { readonly zh: string; readonly en: string }
}

function field(zh: string, en: string, askZh: string, askEn: string): SourceWords {
  return { zh, en, ask: { zh: askZh, en: askEn } }
}

const definitions = {
  name: field('项目名称', 'project name', '项目全称是什么？', 'What is the project’s full name?'),
  unit: field('项目建设单位', 'unit', '项目建设（申报）单位的全称是什么？', 'Which unit builds (declares) it?'),
  'owner.name': field('项目负责人', 'person in charge', '项目负责人是谁？', 'Who is in charge of it?'),
  'owner.title': field('负责人职务', 'title', '项目负责人的职务是什么？', 'What is that person’s title?'),
  contact: field('联系方式', 'contact', '联系方式（电话等）是什么？', 'How can they be reached?'),
  place: field('建设地点', 'place', '项目建设地点在哪里？', 'Where is it built?'),
  summary: field('项目概况', 'summary', '请用几句话概述项目。', 'What is the project, in a few sentences?'),
  basis: field(
    '建设依据和必要性',
    'basis and need',
    '建设依据和必要性是什么？',
    'What is it based on, and why is it needed?',
  ),
  objectives: field('建设目标', 'objectives', '项目建设目标是什么？', 'What are its objectives?'),
  contents: field('建设内容', 'contents', '主要建设内容有哪些？（可分条）', 'What is to be built? (One by one.)'),
  budget: field(
    '预算明细',
    'budget lines',
    '各项预算是多少？（分项写明金额）',
    'What are the budget lines, with their sums?',
  ),
  'budget.total': field(
    '预算合计',
    'budget total',
    '各项预算是多少？（分项写明金额）',
    'What are the budget lines, with their sums?',
  ),
  'parties.builder': field('承建单位', 'builder', '承建单位是哪家？', 'Who builds it under contract?'),
  'parties.supplier': field('供应商', 'supplier', '中标（成交）供应商是哪家？', 'Who is the supplier?'),
  'parties.supervisor': field('监理单位', 'supervisor', '监理单位是哪家？', 'Who supervises the works?'),
} as const satisfies Record<string, SourceWords>

export type ProjectField = keyof typeof definitions

/** Every field of a project that a filing may name. */
export const projectFields: Readonly<Record<ProjectField, SourceWords>> = definitions

export type FilingSource =
  | { readonly kind: 'field'; readonly name: ProjectField }
  | { readonly kind: 'fact'; readonly name: FactName }
  | { readonly kind: 'event'; readonly name: EventId }

/** @returns undefined where there is no such source */
export function readSource(name: string): FilingSource | undefined {
  if (Object.hasOwn(definitions, name)) return { kind: 'field', name: name as ProjectField }
  if (isFactName(name) && facts[name].unit !== 'rules') return { kind: 'fact', name }
  const event = eventIds.find((id) => id === name)
  return event === undefined ? undefined : { kind: 'event', name: event }
}

export type SentencePiece = { readonly words: string } | { readonly source: string }

/** A sentence cut at its sources: `我单位建设的{name}已…` */
export function readSentence(sentence: string): SentencePiece[] {
  return sentence.split(/(\{[^{}]*\})/u).flatMap((piece): SentencePiece[] => {
    if (piece === '') return []
    return [piece.startsWith('{') ? { source: piece.slice(1, -1) } : { words: piece }]
  })
}
