/** A checklist with a box to tick; a rule that decides an item ticks its box and says why. */
import type { FilingPart } from '#knowledge/law/filing.ts'
import type { FillContext } from './context.ts'
import { type Block, type Line, words } from './filing.ts'
import { missingOf, traceOf } from './fill-findings.ts'
import { labelOf, valueIn } from './values.ts'

type Checklist = Extract<FilingPart, { checklist: unknown }>
type Item = Checklist['checklist'][number]

const boxes = { open: '□', ticked: '√', crossed: '×' } as const

export function fillChecklist({ checklist, caption }: Checklist, context: FillContext): Block[] {
  const told = checklist.some((item) => item.rule !== undefined || item.value !== undefined)
  const rows = checklist.flatMap((item, i) => [
    row(String(i + 1), itemWords(item, context), boxOf(item, context), told ? stateOf(item, context) : undefined),
    ...(item.parts ?? []).map((part, j) =>
      // A sub-item at the head of a page still tells whose it is.
      row(`${i + 1}.${j + 1}`, part, [words(boxes.open)], told ? [[words('由编制人核对')]] : undefined),
    ),
  ])
  return [
    {
      kind: 'table',
      ...(caption === undefined ? {} : { caption }),
      head: told ? ['序号', '内容', '勾选', '情况'] : ['序号', '内容', '勾选'],
      widths: told ? [2, 9, 2, 9] : [2, 18, 2],
      rows,
    },
  ]
}

function row(number: string, text: string, box: Line, state: readonly Line[] | undefined): (readonly Line[])[] {
  return [[[words(number)]], [[words(text)]], [box], ...(state === undefined ? [] : [state])]
}

function itemWords({ item, cites }: Item, context: FillContext): string {
  return cites === undefined ? item : `${item}（${context.articleLabel(cites.article)}）`
}

function boxOf({ rule }: Item, context: FillContext): Line {
  if (rule === undefined) return [words(boxes.open)]
  const finding = context.finding(rule)
  const { status } = finding
  if (status === 'complies' || status === 'applies')
    return [{ kind: 'value', text: boxes.ticked, from: traceOf(finding) }]
  if (status === 'violates') return [{ kind: 'value', text: boxes.crossed, from: traceOf(finding) }]
  return [words(boxes.open)]
}

/** What the project says of the item, then what the rule says of that. */
function stateOf({ rule, value }: Item, context: FillContext): Line[] {
  if (rule === undefined && value === undefined) return [[words('由编制人核对')]]
  const known: Line[] = value === undefined ? [] : [[words(`${labelOf(value)}：`), valueIn(context.project, value)]]
  if (rule === undefined) return known
  const finding = context.finding(rule)
  if (finding.status !== 'unknown')
    return [...known, [{ kind: 'value', text: finding.outcome.zh, from: traceOf(finding) }]]
  // The value's own gap says already what is missing.
  const further = finding.missing.filter((name) => name !== value)
  return further.length === 0 ? known : [...known, [missingOf(finding)]]
}
