/** Tables: the project's budget, contents and days; and tables the writer fills. */
import type { FilingPart } from '#knowledge/law/filing.ts'
import { formatYuan } from '#knowledge/law/money-words.ts'
import { eventNames } from '../event-names.ts'
import type { Project } from '../project.ts'
import { type Block, type Gap, type Line, type Piece, words } from './filing.ts'
import { budgetTotal, dayOfEvent, formatSum, gapOf, paragraphsOf, valueIn, valuesIn } from './values.ts'

type PartWith<K extends string> = Extract<FilingPart, Record<K, unknown>>
type Table = Extract<Block, { kind: 'table' }>
/** The paragraphs of one cell. */
type Cell = readonly Line[]

const dash = words('—')
const cell = (piece: Piece): Cell => [[piece]]
const number = (i: number): Cell => cell(words(String(i + 1)))

/** What no field of a project holds. */
export function blankOf(what: string, hint = what): Gap {
  return { kind: 'gap', names: [what], hint }
}

export function fillProjectTable(part: PartWith<'table'>, project: Project): Table {
  const caption = part.caption === undefined ? {} : { caption: part.caption }
  if (part.table === 'budget') return { kind: 'table', ...caption, ...budgetTable(project) }
  if (part.table === 'contents') {
    const rows = valuesIn(project, 'contents').map((value, i) => [number(i), cell(value)])
    return { kind: 'table', ...caption, head: ['序号', '建设内容'], widths: [1, 9], rows }
  }
  const rows = part.events.map((event, i) => [
    number(i),
    cell(words(eventNames[event].zh)),
    cell(valueIn(project, event)),
    cell(dayOfEvent(project, event)?.planned === true ? words('计划') : dash),
  ])
  return { kind: 'table', ...caption, head: ['序号', '事项', '日期', '备注'], widths: [1, 4, 3, 2], rows }
}

function budgetTable(project: Project): Pick<Table, 'head' | 'widths' | 'rows'> {
  const budget = project.budget?.length ? project.budget : [{}]
  const rows = budget.map(({ item, yuan, note }: BudgetLine, i) => [
    number(i),
    cell(budgetPiece(paragraphsOf(item ?? '').join('；'), '预算项目')),
    cell(budgetPiece(yuan === undefined ? '' : formatYuan(yuan), '金额')),
    cell(note === undefined ? dash : budgetPiece(paragraphsOf(note).join('；'), '备注')),
  ])
  const total = budgetTotal(project)
  const sum = budgetPiece(total === undefined ? '' : formatSum(total), '预算合计')
  return {
    head: ['序号', '预算项目', '金额', '备注'],
    widths: [1, 4, 4, 3],
    rows: [...rows, [cell(dash), cell(words('合计')), cell(sum), cell(dash)]],
  }
}

type BudgetLine = NonNullable<Project['budget']>[number]

function budgetPiece(text: string, hint: string): Piece {
  if (text === '') return { ...gapOf({ kind: 'field', name: 'budget' }), hint }
  return { kind: 'value', text, from: { kind: 'field', name: 'budget' } }
}

/** Rows that the outline names keep their names; every other cell is to be written, and says what belongs into it. */
export function fillWrittenTable({ columns, caption, rows, blank }: PartWith<'columns'>): Table {
  const numbered = columns[0] === '序号'
  const filled = (rows ?? [undefined]).map((row, i) => {
    const head = [...(numbered ? [number(i)] : []), ...(row === undefined ? [] : [cell(words(row))])]
    const open = columns.slice(head.length).map((column) => cell(column === '备注' ? dash : blankOf(blank, column)))
    return [...head, ...open]
  })
  return {
    kind: 'table',
    ...(caption === undefined ? {} : { caption }),
    head: columns,
    widths: columns.map((column) => (column === '序号' ? 1 : 3)),
    rows: filled,
  }
}
