/** A document as data: what each part says, where each value comes from, and what is missing. Rendered last. */
import type { FactName } from '#knowledge/law/facts.ts'
import type { ProjectField } from '#knowledge/law/filing-sources.ts'
import type { ArticleRef, Citation } from '#knowledge/law/measure.ts'
import type { EventId } from '#knowledge/law/rule.ts'

/** Where a value was taken from. */
export type Trace =
  | { readonly kind: 'field'; readonly name: ProjectField }
  | { readonly kind: 'fact'; readonly name: FactName }
  | { readonly kind: 'event'; readonly name: EventId }
  | { readonly kind: 'finding'; readonly rule: string }
  | { readonly kind: 'deadline'; readonly deadline: string }

/** Words of the outline or of the measure. */
export interface OutlineWords {
  readonly kind: 'words'
  readonly text: string
}
export interface Value {
  readonly kind: 'value'
  readonly text: string
  readonly from: Trace
}
/** What is not known, printed as 【待填:…】. */
export interface Gap {
  readonly kind: 'gap'
  /** What would fill it: a project field, facts, an event, rule ids; for what no field holds, the words of the outline. */
  readonly names: readonly string[]
  readonly hint: string
}
export type Piece = OutlineWords | Value | Gap

/** One printed paragraph. */
export type Line = readonly Piece[]

export type ParagraphStyle = 'body' | 'guidance' | 'addressee'

export interface FormCellFilled {
  readonly kind: 'label' | 'value' | 'seal'
  readonly span: number
  readonly down: number
  readonly lines: readonly Line[]
}
export interface FormRow {
  readonly height: 'line' | 'low' | 'tall'
  readonly cells: readonly FormCellFilled[]
}

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly chapter?: boolean; readonly text: string }
  | { readonly kind: 'paragraph'; readonly style: ParagraphStyle; readonly line: Line }
  | {
      readonly kind: 'table'
      readonly caption?: string
      readonly head: readonly string[]
      /** Shares of the width, one a column; a column of numbers takes what it needs. */
      readonly widths: readonly number[]
      /** Row → cell → its paragraphs. */
      readonly rows: readonly (readonly (readonly Line[])[])[]
    }
  | {
      readonly kind: 'form'
      readonly columns: number
      readonly above: readonly Line[]
      readonly rows: readonly FormRow[]
    }
  | { readonly kind: 'signature'; readonly lines: readonly Line[] }

export interface FilingSection {
  /** As printed, with its number. */
  readonly heading: string
  /** From 1. */
  readonly level: number
  /** The article whose words head or fill it. */
  readonly article?: ArticleRef
  readonly basis: 'measure' | 'custom'
  /** `fact`: filled from the project; `rule`: words and findings of the measure alone; `model`: written by a model. */
  readonly origin: 'rule' | 'fact' | 'model'
  readonly citation?: Citation
  /** Names it was filled from, and names it waits for; what stands in the sections inside it is theirs. */
  readonly filled: readonly string[]
  readonly open: readonly string[]
}

export interface Filing {
  readonly filing: string
  readonly title: string
  /** The whole document in order, under its title. */
  readonly blocks: readonly Block[]
  /** Its sections in order, those inside others too. */
  readonly sections: readonly FilingSection[]
}

/** Said beside the document, never in it: that the measure it is made with is not in force. */
export interface CoverNote {
  readonly title: string
  readonly paragraphs: readonly string[]
}

/** The text of a line as it is printed. */
export function textOf(line: Line): string {
  return line.map((piece) => (piece.kind === 'gap' ? `【待填:${piece.hint}】` : piece.text)).join('')
}

/** Every paragraph of a block, in the order it is printed. */
export function linesOf(block: Block): Line[] {
  switch (block.kind) {
    case 'heading':
      return [[words(block.text)]]
    case 'paragraph':
      return [block.line]
    case 'table': {
      const caption = block.caption === undefined ? [] : [[words(block.caption)]]
      return [...caption, ...block.head.map((each) => [words(each)]), ...block.rows.flat(2)]
    }
    case 'form':
      return [...block.above, ...block.rows.flatMap((row) => row.cells.flatMap((cell) => [...cell.lines]))]
    case 'signature':
      return [...block.lines]
  }
}

export function words(text: string): OutlineWords {
  return { kind: 'words', text }
}
