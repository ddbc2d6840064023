/** Reviews and checklists → Adaptive Card 1.5: rows with a button to change each, lists to tick, numbers to fill in. Pure. */
import type { ChecklistCard, ReviewCard } from '#dialogs/conversation.ts'
import { type Attachment, type Element, renderOption, text, wrapCard } from './adaptive-card.ts'

export function renderReviewCard(card: ReviewCard, summary: string): Attachment {
  const rows = card.rows.map(
    (row): Element => ({
      type: 'ColumnSet',
      spacing: 'small',
      columns: [
        {
          type: 'Column',
          width: 'stretch',
          items: [
            text(`**${row.label}**：${row.value}`),
            ...(row.origin === undefined ? [] : [text(row.origin, { size: 'small', isSubtle: true, spacing: 'none' })]),
          ],
        },
        ...(row.edit === undefined ? [] : [editColumn(row.edit)]),
      ],
    }),
  )
  const notes = card.notes.map((note) => text(note, { size: 'small', isSubtle: true }))
  return wrapCard([heading(card.title), ...rows, ...notes], card.options.map(renderOption), summary)
}

/** Small words beside the row: some platforms draw no more than six buttons. */
function editColumn(edit: NonNullable<ReviewCard['rows'][number]['edit']>): Element {
  return {
    type: 'Column',
    width: 'auto',
    items: [text(edit.title, { size: 'small', color: 'accent' })],
    selectAction: renderOption(edit),
  }
}

export function renderChecklistCard(card: ChecklistCard, summary: string): Attachment {
  const lists = card.lists.map(
    (list): Element => ({
      type: 'Input.ChoiceSet',
      id: list.id,
      label: list.title,
      isMultiSelect: true,
      style: 'expanded',
      wrap: true,
      value: list.items.flatMap((item) => (item.ticked ? [item.id] : [])).join(','),
      choices: list.items.map((item) => ({ title: item.title, value: item.id })),
    }),
  )
  const numbers = card.numbers.map(
    (number): Element => ({
      type: 'Input.Number',
      id: number.id,
      label: number.title,
      min: 0,
      ...(number.value === undefined ? {} : { value: number.value }),
    }),
  )
  return wrapCard(
    [heading(card.title), ...lists, ...numbers],
    [card.submit, ...card.options].map(renderOption),
    summary,
  )
}

function heading(words: string): Element {
  return text(words, { size: 'medium', weight: 'bolder' })
}
