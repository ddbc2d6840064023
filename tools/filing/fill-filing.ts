/** Outline and project → the document as data. Nothing is invented: what is not known leaves a gap. */
import type { FilingOutline, FilingSectionOutline } from '#knowledge/law/filing.ts'
import { evaluate } from '../conditions.ts'
import { openIn, valuesIn } from './contents.ts'
import type { FillContext } from './context.ts'
import { type Block, type Filing, type FilingSection, type Line, linesOf, words } from './filing.ts'
import { fillPart, fillSentence } from './fill-part.ts'
import { headingNumber, type Numbering } from './numbering.ts'
import { valueIn } from './values.ts'

/** What is handed down from the section around. */
interface Around {
  readonly basis: FilingOutline['basis']
  readonly place: FilingOutline['cites']
  readonly numbering: Numbering
  readonly level: number
}

interface Filled {
  readonly blocks: readonly Block[]
  readonly sections: readonly FilingSection[]
}

export function fillFiling(outline: FilingOutline, context: FillContext): Filing {
  const around: Around = {
    basis: outline.basis,
    place: outline.cites,
    numbering: outline.numbering ?? 'official',
    level: 1,
  }
  const body = fillSections(outline.sections, around, context)
  return {
    filing: outline.id,
    title: outline.title.zh,
    blocks: [...openingOf(outline, context), ...body.blocks, ...endOf(outline, context)],
    sections: body.sections,
  }
}

function fillSections(outlines: readonly FilingSectionOutline[], around: Around, context: FillContext): Filled {
  const wanted = outlines.filter(({ given }) => given === undefined || holdsOrMay(given.when, context))
  const shown = wanted.filter(({ showHeading }) => showHeading !== false).length
  // A single heading beside a form is not counted: there is no 二、 to come.
  const own = around.level === 1 && shown === 1 ? { ...around, numbering: 'none' as const } : around
  let numbered = 0
  const filled = wanted.map((outline) => {
    if (outline.showHeading !== false) numbered += 1
    return fillSection(outline, numbered, own, context)
  })
  return {
    blocks: filled.flatMap(({ blocks }) => blocks),
    sections: filled.flatMap(({ sections }) => sections),
  }
}

/** Left out only where it is known not to apply. */
function holdsOrMay(when: NonNullable<FilingSectionOutline['given']>['when'], context: FillContext): boolean {
  const { facts, today, measure } = context
  return evaluate(when, facts, { today, rules: measure.rules }).value !== false
}

function fillSection(outline: FilingSectionOutline, number: number, around: Around, context: FillContext): Filled {
  const { level, numbering } = around
  const basis = outline.basis ?? around.basis
  const place = outline.cites ?? around.place
  const shown = outline.showHeading !== false
  const text = shown ? `${headingNumber(numbering, level, number)}${outline.heading}` : outline.heading
  const own = (outline.fill ?? []).flatMap((part) => fillPart(part, context))
  const inner = fillSections(outline.sections ?? [], { basis, place, numbering, level: level + 1 }, context)
  const section: FilingSection = {
    heading: text,
    level,
    basis,
    origin: hasProjectValue(own) ? 'fact' : 'rule',
    ...(outline.cites === undefined && basis === 'custom' ? {} : { article: place.article }),
    ...(outline.cites === undefined ? {} : { citation: context.citation(outline.cites) }),
    filled: valuesIn(own).map(({ name }) => name),
    open: openIn(own),
  }
  const chapter = numbering === 'chapters' && level === 1
  const heading: Block[] = shown ? [{ kind: 'heading', level, ...(chapter ? { chapter } : {}), text }] : []
  return {
    blocks: [...heading, ...guidanceOf(outline, basis, context), ...own, ...inner.blocks],
    sections: [section, ...inner.sections],
  }
}

/** What the section must hold, in the measure's words; what we suggest is said to be ours. */
function guidanceOf(outline: FilingSectionOutline, basis: FilingOutline['basis'], context: FillContext): Block[] {
  const { cites, given, hint } = outline
  const what = basis === 'measure' ? '编写要求' : '相关规定'
  const told = [
    ...(cites === undefined ? [] : [`${what}（${placeOf(cites, context)}）：${closed(cites.quote)}`]),
    ...(given === undefined ? [] : [`适用范围：${closed(given.words.zh)}`]),
    ...(hint === undefined ? [] : [`编写提示：${closed(hint)}`]),
  ]
  return told.map((text) => ({ kind: 'paragraph', style: 'guidance', line: [words(`〔${text}〕`)] }))
}

/** 第三十九条; words that are corrected are said to be. */
function placeOf(cites: FilingOutline['cites'], context: FillContext): string {
  const label = context.articleLabel(cites.article)
  return context.citation(cites).corrected ? `${label}，原文有误，已更正` : label
}

function closed(sentence: string): string {
  return /[。；;.]$/u.test(sentence) ? sentence : `${sentence}。`
}

function openingOf(outline: FilingOutline, context: FillContext): Block[] {
  if (outline.opening === undefined) return []
  const line = fillSentence(outline.opening, context)
  const to = outline.addressee?.zh
  const addressee: Block[] =
    to === undefined ? [] : [{ kind: 'paragraph', style: 'addressee', line: [words(`${to}：`)] }]
  return [...addressee, { kind: 'paragraph', style: 'body', line }]
}

function endOf(outline: FilingOutline, context: FillContext): Block[] {
  const closing: Block[] =
    outline.closing === undefined
      ? []
      : [{ kind: 'paragraph', style: 'body', line: fillSentence(outline.closing, context) }]
  const attachments = outline.attachments ?? []
  const enclosed = attachments.map((attachment, i): Block => {
    const text =
      attachments.length === 1 ? `附件：${attachment}` : `${i === 0 ? '附件：' : '　　　'}${i + 1}.${attachment}`
    return { kind: 'paragraph', style: 'body', line: [words(text)] }
  })
  const signs = outline.signs ?? []
  if (signs.length === 0) return [...closing, ...enclosed]
  const lines = [...signs.map((who) => signatureOf(who, context)), [words('年　　月　　日')]]
  return [...closing, ...enclosed, { kind: 'signature', lines }]
}

const signatories = {
  unit: ['unit', '', '（盖章）'],
  owner: ['owner.name', '项目责任人：', '（签字）'],
  builder: ['parties.builder', '承建单位：', '（盖章）'],
  supplier: ['parties.supplier', '供应商：', '（盖章）'],
  supervisor: ['parties.supervisor', '监理单位：', '（盖章）'],
} as const

function signatureOf(who: keyof typeof signatories, { project }: FillContext): Line {
  const [source, before, after] = signatories[who]
  return [...(before === '' ? [] : [words(before)]), valueIn(project, source), words(after)]
}

function hasProjectValue(blocks: readonly Block[]): boolean {
  const pieces = blocks.flatMap(linesOf).flat()
  return pieces.some((piece) => piece.kind === 'value' && ['field', 'fact', 'event'].includes(piece.from.kind))
}
