/** What a schema cannot see of filings: that words stand in the measure, and that rules, deadlines, facts and sources exist. */
import { facts as factList, isFactName } from './facts.ts'
import type { FilingOutline, FilingPart, FilingSectionOutline, FormCell } from './filing.ts'
import { readSentence, readSource } from './filing-sources.ts'
import type { Article } from './measure.ts'
import { findQuote } from './quotes.ts'
import type { Condition, DeadlineRule, Rule } from './rule.ts'
import { squeeze } from './whitespace.ts'

export interface FilingFault {
  readonly filing: string
  readonly problem: string
  readonly fix: string
}

/** What the filings of a measure lean on. */
export interface FilingGround {
  readonly articles: readonly Article[]
  readonly rules: readonly Rule[]
  readonly deadlines: readonly DeadlineRule[]
}

type Place = FilingOutline['cites']
type Problem = Omit<FilingFault, 'filing'>

/** Every section of an outline, each before those inside it. */
export function sectionsOf(sections: readonly FilingSectionOutline[]): FilingSectionOutline[] {
  return sections.flatMap((section) => [section, ...sectionsOf(section.sections ?? [])])
}

/** @returns every fault of a measure's filings; quotes of the filing itself are checked where it is read */
export function findFilingFaults(filings: readonly FilingOutline[], ground: FilingGround): FilingFault[] {
  return filings.flatMap((filing) => problemsOf(filing, ground).map((problem) => ({ filing: filing.id, ...problem })))
}

function problemsOf(filing: FilingOutline, ground: FilingGround): Problem[] {
  const places = [filing.cites, ...(filing.alsoCites ?? [])]
  const { due, addressee } = filing
  const conditions = [due.when, due.once, due.until].filter((condition) => condition !== undefined)
  return [
    ...(addressee === undefined || places.some((place) => standsIn(ground, place, addressee.zh))
      ? []
      : [wordsAbsent('addressee', addressee.zh, places)]),
    ...conditions.flatMap((condition) => checkCondition(condition, ground)),
    ...(due.deadline === undefined ? [] : checkDeadline(due.deadline, ground)),
    ...[filing.opening, filing.closing].flatMap((sentence) => checkSentence(sentence ?? '')),
    ...sectionProblems(filing.sections, filing.basis, filing.cites, ground),
  ]
}

/** A section without a place of its own stands on that of the section around it. */
function sectionProblems(
  sections: readonly FilingSectionOutline[],
  outerBasis: FilingOutline['basis'],
  outerPlace: Place,
  ground: FilingGround,
): Problem[] {
  return sections.flatMap((section) => {
    const basis = section.basis ?? outerBasis
    const place = section.cites ?? outerPlace
    const own = section.fill ?? []
    const words = [section.heading, ...own.flatMap(wordsOfMeasure)]
    return [
      ...(section.cites === undefined ? [] : checkQuote(section.cites, ground)),
      ...(basis === 'measure'
        ? words.filter((each) => !standsIn(ground, place, each)).map((each) => wordsAbsent('words', each, [place]))
        : []),
      ...(section.given === undefined ? [] : checkCondition(section.given.when, ground)),
      ...own.flatMap((part) => checkPart(part, ground)),
      ...sectionProblems(section.sections ?? [], basis, place, ground),
    ]
  })
}

/** What a part of basis `measure` prints as the measure's own: labels of a form, items of a checklist. */
function wordsOfMeasure(part: FilingPart): string[] {
  if ('checklist' in part)
    return part.checklist.flatMap((item) => (item.cites === undefined ? [item.item, ...(item.parts ?? [])] : []))
  if ('form' in part)
    return part.form.rows.flatMap((row) => row.cells.flatMap((cell) => ('label' in cell ? [cell.label] : [])))
  return []
}

function checkPart(part: FilingPart, ground: FilingGround): Problem[] {
  if ('field' in part) return checkSource(part.field)
  if ('text' in part) return checkSource(part.text)
  if ('words' in part) return checkSentence(part.words)
  if ('findings' in part) return part.findings.flatMap((id) => checkRule(id, ground))
  if ('deadlines' in part) return part.deadlines.flatMap((id) => checkDeadline(id, ground))
  if ('checklist' in part)
    return part.checklist.flatMap((item) => [
      ...(item.cites === undefined ? [] : checkQuote(item.cites, ground)),
      ...(item.rule === undefined ? [] : checkRule(item.rule, ground)),
      ...(item.value === undefined ? [] : checkSource(item.value)),
    ])
  if ('form' in part)
    return [
      ...(part.form.above ?? []).flatMap(checkSentence),
      ...part.form.rows.flatMap((row) => row.cells.flatMap(checkCell)),
      ...checkGrid(part.form),
    ]
  return []
}

function checkCell(cell: FormCell): Problem[] {
  if ('value' in cell) return checkSource(cell.value)
  return 'values' in cell ? cell.values.flatMap(checkSource) : []
}

/** Every row must be filled from side to side, cells from rows above counted in. */
function checkGrid(form: Extract<FilingPart, { form: unknown }>['form']): Problem[] {
  const hanging = new Array<number>(form.rows.length).fill(0)
  return form.rows.flatMap((row, i) => {
    let width = hanging[i] ?? 0
    for (const { span = 1, down = 1 } of row.cells) {
      width += span
      for (let below = i + 1; below < i + down; below++) hanging[below] = (hanging[below] ?? 0) + span
    }
    if (width === form.columns) return []
    return [{ problem: `row ${i + 1} of its form is ${width} wide.`, fix: `Make it ${form.columns} columns.` }]
  })
}

function checkSentence(sentence: string): Problem[] {
  return readSentence(sentence).flatMap((piece) => ('source' in piece ? checkSource(piece.source) : []))
}

function checkSource(name: string): Problem[] {
  if (readSource(name) !== undefined) return []
  return [{ problem: `names «${name}», which is no source.`, fix: 'Name a project field, a fact or an event.' }]
}

function checkRule(id: string, { rules }: FilingGround): Problem[] {
  if (rules.some((rule) => rule.id === id)) return []
  return [{ problem: `names ${id}, which is no rule of this measure.`, fix: 'Name a rule of rules.yaml.' }]
}

function checkDeadline(id: string, { deadlines }: FilingGround): Problem[] {
  if (deadlines.some((deadline) => deadline.id === id)) return []
  return [{ problem: `names ${id}, which is no deadline of this measure.`, fix: 'Name one of deadlines.yaml.' }]
}

/** Numbers stand in rules, where their quote is checked; a filing leans on the rule. */
function checkCondition(condition: Condition, ground: FilingGround): Problem[] {
  if ('all' in condition) return condition.all.flatMap((inner) => checkCondition(inner, ground))
  if ('any' in condition) return condition.any.flatMap((inner) => checkCondition(inner, ground))
  if ('not' in condition) return checkCondition(condition.not, ground)
  if ('rule' in condition) {
    if (ground.rules.some((rule) => rule.id === condition.rule && rule.kind === 'trigger')) return []
    return [{ problem: `leans on ${condition.rule}, which is no trigger of this measure.`, fix: 'Name a trigger.' }]
  }
  if (!('equals' in condition))
    return [{ problem: 'holds a number in a condition.', fix: 'Write { rule: … }: numbers stand in rules.yaml.' }]
  const { fact, equals } = condition
  if (!isFactName(fact)) return [{ problem: `asks «${fact}», which is no fact.`, fix: 'Name a fact of facts.ts.' }]
  const wrong = [equals].flat().find((value) => !factList[fact].schema.safeParse(value).success)
  if (wrong === undefined) return []
  return [{ problem: `${fact} is never ${JSON.stringify(wrong)}.`, fix: 'Write one of its values.' }]
}

function checkQuote(place: Place, { articles }: FilingGround): Problem[] {
  const article = articles.find((candidate) => candidate.ref === place.article)
  if (article !== undefined && findQuote(article, place.quote) !== undefined) return []
  return [
    {
      problem: `the quote «${place.quote}» is not in article ${place.article}.`,
      fix: 'Copy it from source.txt, or list the correction in errata.yaml.',
    },
  ]
}

function wordsAbsent(what: string, words: string, places: readonly Place[]): Problem {
  const where = places.map((place) => place.article).join(', ')
  return {
    problem: `its ${what} «${words}» cannot be found in article ${where}.`,
    fix: 'Use the measure’s words, cite the article that has them, or say basis: custom.',
  }
}

function standsIn({ articles }: FilingGround, place: Place, words: string): boolean {
  const article = articles.find((candidate) => candidate.ref === place.article)
  return article !== undefined && likePrinted(article.text).includes(likePrinted(words))
}

/** Words are compared without white space, wide and narrow punctuation alike. */
function likePrinted(text: string): string {
  return squeeze(text.normalize('NFKC'))
}
