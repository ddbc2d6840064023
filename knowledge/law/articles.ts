/**
 * Reads a corrected source into title block, chapters, articles and annexes. Nothing is dropped: every line of the
 * source is page furniture, title, chapter heading, article, annex list or annex (`Segment`).
 */
import type { CorrectedSource } from './errata.ts'
import type { Fault } from './errors.ts'
import type { ArticleRef, Chapter } from './measure.ts'
import { readEnglishNumber, readOrdinal } from './numerals.ts'
import { SqueezedText, tidy } from './whitespace.ts'

export interface Layout {
  readonly language: 'zh' | 'en'
  /** `hard-wrapped`: the page's line breaks fall inside sentences; a paragraph ends where a line ends in 。or ：. */
  readonly lines: 'hard-wrapped' | 'paragraph-per-line'
  /** Words of the web page or the print run around the regulation, in order. */
  readonly furniture: readonly string[]
}

/** A run of the source, in order. `lines` are whole paragraphs, tidied. */
export interface Segment {
  readonly kind: 'furniture' | 'title' | 'chapter' | 'article' | 'annex-list' | 'annex'
  /** The heading as printed: `第十八条`, `附件2`, `第三章 立项管理`. */
  readonly heading: string
  readonly ref?: ArticleRef
  readonly chapter?: Chapter
  readonly lines: readonly string[]
  /** Offsets in the corrected text. */
  readonly start: number
  readonly end: number
}

interface Line {
  readonly text: string
  readonly start: number
  readonly end: number
}

interface Heading {
  readonly kind: 'chapter' | 'article' | 'annex' | 'annex-list'
  readonly heading: string
  readonly number: number
  readonly rest: string
}

const headings: Record<
  'zh' | 'en',
  { chapter: RegExp; article: RegExp; number: (text: string) => number | undefined }
> = {
  zh: {
    chapter: /^第([一二三四五六七八九十]+)章(?:\s+(.*))?$/u,
    article: /^第([一二三四五六七八九十]+)条\s+(.*)$/u,
    number: readOrdinal,
  },
  en: {
    chapter: /^Chapter\s+([IVXL]+|\d+)\s+(.*)$/u,
    article: /^Article\s+([IVXL]+|\d+)\s+(.*)$/u,
    number: readEnglishNumber,
  },
}

/** @param faults what cannot be read is added here: headings out of order, furniture that is not there */
export function readSegments(source: CorrectedSource, layout: Layout, faults: Fault[]): Segment[] {
  const furniture = findFurniture(source.text, layout.furniture, faults)
  const segments: Segment[] = furniture.map(([start, end]) => {
    return { kind: 'furniture', heading: '', lines: [tidy(source.text.slice(start, end))], start, end }
  })
  let open:
    | {
        kind: Segment['kind']
        heading: string
        ref?: ArticleRef
        chapter?: Chapter
        lines: string[]
        start: number
        end: number
      }
    | undefined
  let chapter: Chapter | undefined
  let lastArticle = 0
  let lastAnnex = 0
  const close = () => {
    if (open !== undefined) segments.push(open)
    open = undefined
  }
  for (const line of linesOf(source.text, furniture)) {
    const heading = headingOf(line.text, layout.language, {
      inAnnex: lastAnnex > 0,
      articles: lastArticle,
      previous: open?.lines.at(-1),
    })
    if (heading?.kind === 'chapter') {
      close()
      chapter = { number: heading.number, title: tidy(heading.rest) }
      open = { kind: 'chapter', heading: tidy(heading.heading), chapter, lines: [], start: line.start, end: line.end }
      continue
    }
    if (heading?.kind === 'article') {
      close()
      checkNext(heading, lastArticle, source.lineOf(line.start), faults)
      lastArticle = heading.number
      open = {
        kind: 'article',
        heading: heading.heading,
        ref: heading.number,
        lines: [tidy(heading.rest)],
        start: line.start,
        end: line.end,
        ...(chapter === undefined ? {} : { chapter }),
      }
      continue
    }
    if (heading !== undefined) {
      close()
      if (heading.kind === 'annex') {
        checkNext(heading, lastAnnex, source.lineOf(line.start), faults)
        lastAnnex = heading.number
      }
      const ref = heading.kind === 'annex' ? ({ ref: `annex-${heading.number}` } as const) : {}
      open = {
        kind: heading.kind,
        heading: heading.heading,
        ...ref,
        lines: heading.rest === '' ? [] : [tidy(heading.rest)],
        start: line.start,
        end: line.end,
      }
      continue
    }
    open ??= { kind: 'title', heading: '', lines: [], start: line.start, end: line.end }
    appendLine(open.lines, line.text, layout.lines === 'hard-wrapped' && open.kind === 'article')
    open.end = line.end
  }
  close()
  return segments.sort((a, b) => a.start - b.start)
}

/** A heading opens a line, is followed by a gap, and stands where a sentence has ended: «参照第二十五条执行» is none. */
function headingOf(
  text: string,
  language: 'zh' | 'en',
  state: { inAnnex: boolean; articles: number; previous: string | undefined },
): Heading | undefined {
  const trimmed = text.trim()
  const annex = /^附件\s*(\d+)$/u.exec(trimmed)
  if (annex?.[1] !== undefined) return { kind: 'annex', heading: tidy(trimmed), number: Number(annex[1]), rest: '' }
  if (state.inAnnex) return undefined
  if (state.articles > 0 && /^附件\s*[:：]/u.test(trimmed))
    return { kind: 'annex-list', heading: '', number: 0, rest: trimmed }
  if (state.previous !== undefined && !endsSentence(state.previous) && state.articles > 0) return undefined
  for (const kind of ['chapter', 'article'] as const) {
    const match = headings[language][kind].exec(trimmed)
    const number = match?.[1] === undefined ? undefined : headings[language].number(match[1])
    if (match === null || number === undefined) continue
    const rest = match[2] ?? ''
    const heading = kind === 'chapter' ? trimmed : trimmed.slice(0, trimmed.length - rest.length).trim()
    return { kind, heading, number, rest }
  }
  return undefined
}

function endsSentence(text: string): boolean {
  return /[。：:;；.!?！？”"）)]$/u.test(text.trim())
}

function checkNext(heading: Heading, last: number, line: number, faults: Fault[]): void {
  if (heading.number === last + 1) return
  faults.push({
    file: 'source.txt',
    line,
    about: heading.heading,
    problem: `follows number ${last}, so number ${last + 1} is missing or stands twice.`,
    fix: 'If the source is damaged here, list the correction in errata.yaml.',
  })
}

function appendLine(lines: string[], text: string, hardWrapped: boolean): void {
  const last = lines.at(-1)
  if (hardWrapped && last !== undefined && !/[。：]$/u.test(last))
    lines[lines.length - 1] = tidy(`${last} ${text.trim()}`)
  else lines.push(tidy(text))
}

function findFurniture(text: string, furniture: readonly string[], faults: Fault[]): [number, number][] {
  const squeezed = new SqueezedText(text)
  return furniture.flatMap((words) => {
    const found = squeezed.findAll(words)
    if (found.length === 1) return found
    const problem = found.length === 0 ? 'stands nowhere in source.txt.' : `stands ${found.length} times in source.txt.`
    faults.push({
      file: 'measure.yaml',
      about: `furniture «${words.slice(0, 24)}»`,
      problem,
      fix: 'Copy it from source.txt with as many lines around it as make it unique.',
    })
    return []
  })
}

function linesOf(text: string, furniture: readonly [number, number][]): Line[] {
  const lines: Line[] = []
  let start = 0
  for (const raw of text.split('\n')) {
    const end = start + raw.length
    const kept = [...raw].length === 0 ? '' : blank(text, start, end, furniture)
    if (kept.trim() !== '') lines.push({ text: kept, start, end })
    start = end + 1
  }
  return lines
}

function blank(text: string, start: number, end: number, furniture: readonly [number, number][]): string {
  let line = text.slice(start, end)
  for (const [from, to] of furniture) {
    if (to <= start || from >= end) continue
    const left = Math.max(from, start) - start
    const right = Math.min(to, end) - start
    line = line.slice(0, left) + ' '.repeat(right - left) + line.slice(right)
  }
  return line
}
