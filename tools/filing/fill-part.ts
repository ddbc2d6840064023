/** One part of an outline → the paragraphs and tables it is printed as. */
import type { FilingPart } from '#knowledge/law/filing.ts'
import { readSentence } from '#knowledge/law/filing-sources.ts'
import type { FillContext } from './context.ts'
import { type Block, type Line, type Piece, words } from './filing.ts'
import { fillChecklist } from './fill-checklist.ts'
import { deadlineLine, findingLine } from './fill-findings.ts'
import { fillForm } from './fill-form.ts'
import { blankOf, fillProjectTable, fillWrittenTable } from './fill-table.ts'
import { calledSo, labelOf, valueIn, valuesIn } from './values.ts'

export function fillPart(part: FilingPart, context: FillContext): Block[] {
  if ('field' in part) {
    const label = part.label ?? labelOf(part.field)
    const value = calledSo(valueIn(context.project, part.field), label)
    return [{ kind: 'paragraph', style: 'body', line: [words(`${label}：`), value] }]
  }
  if ('text' in part) return textParagraphs(part.text, context).map(body)
  if ('words' in part) return [body(fillSentence(part.words, context))]
  if ('blank' in part && !('columns' in part)) return [body([blankOf(part.blank)])]
  if ('findings' in part) return part.findings.map((rule) => body(findingOf(rule, context, part.requirement)))
  if ('deadlines' in part) return part.deadlines.map((id) => body(deadlineOf(id, context)))
  if ('checklist' in part) return fillChecklist(part, context)
  if ('form' in part) return [fillForm(part.form, context.project, (sentence) => fillSentence(sentence, context))]
  if ('table' in part) return [fillProjectTable(part, context.project)]
  return [fillWrittenTable(part)]
}

/** A sentence of the outline with its sources filled. */
export function fillSentence(sentence: string, { project }: FillContext): Line {
  let before = ''
  return readSentence(sentence).map((piece): Piece => {
    if (!('words' in piece)) return calledSo(valueIn(project, piece.source), labelAtEnd.exec(before)?.[1])
    before = piece.words
    return words(piece.words)
  })
}

/** «申报单位（盖章）：» before a source */
const labelAtEnd = /([^，。；、：]{2,10}?)(?:（盖章）|（签字）)?：$/u

export function body(line: Line): Block {
  return { kind: 'paragraph', style: 'body', line }
}

/** The contents of a project are told one by one, with numbers. */
function textParagraphs(source: string, { project }: FillContext): Line[] {
  const values = valuesIn(project, source)
  const numbered = source === 'contents' && values.length > 1
  return values.map((value, i) => (numbered ? [words(`${i + 1}.`), value] : [value]))
}

function findingOf(rule: string, context: FillContext, requirement: boolean | undefined): Line {
  // A plan says what has to be done: that it was ticked as done elsewhere does not make it so here.
  const finding = requirement === true ? context.requirement(rule) : context.finding(rule)
  return findingLine(finding, context.articleLabel(finding.citation.article), requirement)
}

function deadlineOf(id: string, context: FillContext): Line {
  const rule = context.measure.deadlines.find((each) => each.id === id)
  if (rule === undefined) throw new Error(`${id} is no deadline of ${context.measure.id}`)
  return deadlineLine(rule, context)
}
