/** All that is known of a project, each with where it came from, before anything is made of it. */
import { type FactName, facts as factList, factNames } from '#knowledge/law/facts.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { Reply, ReplyOption, ReviewCard } from '../conversation.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { mannerOf } from './manners.ts'
import { factsOf, type ProjectRecord, type QuestionKey } from './record.ts'
import { sayRoles } from './roles.ts'
import { sayValue } from './say.ts'

export function reviewReply(record: ProjectRecord, measure: Measure): Reply {
  const rows = rowsOf(record, measure)
  const skipped = record.interview.skipped.length
  const notes = [...(skipped === 0 ? [] : [zh.reviewOpen(skipped)]), zh.reviewBasis(measure.title)]
  const options = [
    button(zh.confirm, 'confirm', record.id),
    button(zh.back, 'back', record.id),
    button(zh.confirmCancelOptions.keep, 'keep', record.id),
  ]
  const card: ReviewCard = { kind: 'review', title: zh.reviewTitle, rows, notes, options }
  const lines = rows.map((row) => `- ${row.label}：${row.value}${row.origin === undefined ? '' : `（${row.origin}）`}`)
  const text = [`**${zh.reviewTitle}**`, lines.join('\n'), ...notes].join('\n\n')
  return { text, summary: zh.reviewTitle, card }
}

function rowsOf(record: ProjectRecord, measure: Measure): ReviewCard['rows'] {
  const facts = factsOf(record)
  const named =
    record.project.name === undefined ? [] : [row(record, 'name', zh.nameLabel, record.project.name, 'name')]
  const isIdle = (name: FactName) => mannerOf[name] === 'circumstance' && facts[name] === false
  const told = factNames.filter((name) => facts[name] !== undefined && !isIdle(name))
  return [
    ...named,
    ...rolesRow(record),
    ...told.map((name) => row(record, name, factList[name].zh, sayValue(name, facts[name], measure), keyOf(name))),
    ...idleRow(record, factNames.filter(isIdle)),
  ]
}

/** What is not so is told in one line: five times «no» says no more. */
function idleRow(record: ProjectRecord, names: readonly FactName[]): ReviewCard['rows'] {
  const [first] = names
  if (first === undefined) return []
  const value = names.map((name) => factList[name].zh.replace(/^是否/u, '')).join('、')
  return [row(record, first, zh.idle, value, 'circumstances')]
}

function rolesRow({ id, roles }: ProjectRecord): ReviewCard['rows'] {
  if (roles === undefined) return []
  const origin = roles.said === undefined ? {} : { origin: `${zh.from.said}：“${clip(roles.said)}”` }
  return [{ label: zh.rolesLabel, value: sayRoles(roles), ...origin, edit: editButton(zh.rolesShort, id, 'roles') }]
}

function editButton(label: string, project: string, key: QuestionKey): ReplyOption {
  return { title: zh.edit(label), payload: { v: 1, verb: 'project-edit', args: { project, key } } }
}

/** Enough to know the message again. */
const wordsShown = 16

function clip(words: string): string {
  const characters = [...words]
  return characters.length <= wordsShown ? words : `${characters.slice(0, wordsShown - 1).join('')}…`
}

function row(
  record: ProjectRecord,
  what: FactName | 'name',
  label: string,
  value: string,
  key: QuestionKey,
): ReviewCard['rows'][number] {
  const origin = record.project.origins?.[what]
  const words =
    origin === undefined
      ? undefined
      : origin.message === undefined
        ? zh.from[origin.from]
        : `${zh.from[origin.from]}：“${clip(origin.message)}”`
  return { label, value, ...(words === undefined ? {} : { origin: words }), edit: editButton(label, record.id, key) }
}

/** The question that asks a fact. */
export function keyOf(name: FactName): QuestionKey {
  if (name === 'confirmed' || name === 'grounds') return 'checklist'
  const manner = mannerOf[name]
  if (manner === 'nature') return 'nature'
  if (manner === 'circumstance') return 'circumstances'
  return manner === 'state' || manner === 'count' ? 'checklist' : `fact:${name}`
}

function button(title: string, verb: string, project: string): ReplyOption {
  return { title, payload: { v: 1, verb: `project-${verb}`, args: { project } } }
}
