/** A form cell by cell: labels as they are printed, values of the project, places for a seal. */
import type { FilingPart, FormCell } from '#knowledge/law/filing.ts'
import type { Project } from '../project.ts'
import { type Block, type FormCellFilled, type Line, words } from './filing.ts'
import { blankOf } from './fill-table.ts'
import { calledSo, valueIn, valuesIn } from './values.ts'

type FormOutline = Extract<FilingPart, { form: unknown }>['form']

/** @param fillSentence fills the sources of a line above the form */
export function fillForm(form: FormOutline, project: Project, fillSentence: (sentence: string) => Line): Block {
  return {
    kind: 'form',
    columns: form.columns,
    above: aboveLine((form.above ?? []).map(fillSentence)),
    rows: form.rows.map(({ height = 'line', cells }) => {
      const labels = cells.flatMap((cell) => ('label' in cell ? [cell.label] : []))
      return { height, cells: cells.map((cell, i) => fillCell(cell, project, labels, cells[i - 1])) }
    }),
  }
}

/** Two sentences above a form share a line, one at each end. */
function aboveLine([left, right]: readonly Line[]): Line[] {
  if (left === undefined) return []
  return [right === undefined ? left : [...left, words('\t'), ...right]]
}

function fillCell(cell: FormCell, project: Project, labels: readonly string[], before?: FormCell): FormCellFilled {
  const { span = 1, down = 1 } = cell
  const kind = 'label' in cell ? 'label' : 'seal' in cell ? 'seal' : 'value'
  return { kind, span, down, lines: cellLines(cell, project, labels, before) }
}

function cellLines(cell: FormCell, project: Project, labels: readonly string[], before?: FormCell): Line[] {
  const label = before !== undefined && 'label' in before ? before.label : undefined
  if ('label' in cell) return [[words(cell.label)]]
  if ('seal' in cell) return sealLines(cell.seal, labels)
  const added: Line[] = cell.blank === undefined ? [] : [[blankOf(cell.blank)]]
  if ('value' in cell) return [...valuesIn(project, cell.value).map((piece) => [calledSo(piece, label)]), ...added]
  if (!('values' in cell)) return added
  const separated = cell.values.flatMap((source, i) => [...(i === 0 ? [] : [words('，')]), valueIn(project, source)])
  return [separated, ...added]
}

/** Written and sealed by hand: what the label beside it says is not said again. */
function sealLines(who: string, labels: readonly string[]): Line[] {
  const told = labels.includes(who) ? [] : [[words(`（${who}）`)]]
  return [...told, [words('（盖章）')], [words('年　　月　　日')]]
}
