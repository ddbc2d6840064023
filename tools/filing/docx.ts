/** A filing as data → a Word document in the layout of GB/T 9704-2012. The one place where the docx writer is met. */
import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  HeightRule,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import type { IsoDate } from '#knowledge/law/units.ts'
import { type Block, type FormCellFilled, type Line, type ParagraphStyle, type Piece, textOf } from './filing.ts'
import { character, fonts, line, margins, numberColumn, page, rowHeights, sizes, textWidth } from './layout.ts'
import { stylesXml } from './styles.ts'
import { coreProperties } from './xml.ts'
import { withFixedTimes } from './zip.ts'

/** @param madeOn written into the file's properties: the same filing gives the same bytes on the same day */
export async function renderDocument(title: string, blocks: readonly Block[], madeOn: IsoDate): Promise<Uint8Array> {
  const document = new Document({
    evenAndOddHeaderAndFooters: true,
    externalStyles: stylesXml(),
    sections: [
      {
        properties: {
          page: { size: page, margin: { ...margins, header: margins.footer, gutter: 0 } },
          grid: { type: 'lines', linePitch: line.gridPitch },
        },
        footers: { default: pageNumber('right'), even: pageNumber('left') },
        children: [titleParagraph(title), ...blocks.flatMap((block, i) => renderBlock(block, blocks[i + 1]))],
      },
    ],
  })
  const core = { path: 'docProps/core.xml', data: coreProperties(title, madeOn) }
  return withFixedTimes(new Uint8Array(await Packer.toArrayBuffer(document, undefined, [core])))
}

const exactLine = { line: line.exact, lineRule: LineRuleType.EXACT, before: 0, after: 0 }
const twoCharacters = { firstLine: 2 * character }
/** — 1 —, on the outer side of the page, one character in. */
function pageNumber(side: 'left' | 'right'): Footer {
  const run: IRunOptions = {
    font: fonts.pageNumber,
    size: sizes.note,
    children: ['— ', PageNumber.CURRENT, ' —'],
  }
  const indent = side === 'left' ? { left: sizes.note * 10 } : { right: sizes.note * 10 }
  return new Footer({ children: [new Paragraph({ alignment: side, indent, children: [new TextRun(run)] })] })
}

function titleParagraph(title: string): Paragraph {
  return new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(title)] })
}

const headings = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3, HeadingLevel.HEADING_4]

/** @param next what follows: a signature never stands alone on a page */
function renderBlock(block: Block, next: Block | undefined): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          heading: headings[block.level - 1] ?? HeadingLevel.HEADING_4,
          ...(block.chapter === true ? { alignment: AlignmentType.CENTER, indent: { firstLine: 0 } } : {}),
          children: [new TextRun(block.text)],
        }),
      ]
    case 'paragraph':
      return [
        paragraph(block.line, {
          ...paragraphStyles[block.style],
          ...(next?.kind === 'signature' ? { keepNext: true } : {}),
        }),
      ]
    case 'signature':
      return block.lines.map((signed, i) =>
        paragraph(signed, {
          style: 'Body',
          alignment: AlignmentType.RIGHT,
          // Spaces at the end of a right-aligned line are lost: the four characters are an indent.
          indent: { right: 4 * character },
          ...(i < block.lines.length - 1 ? { keepNext: true } : {}),
          ...(i === 0 ? { spacing: { ...exactLine, before: line.exact } } : {}),
        }),
      )
    case 'table':
      return [...(block.caption === undefined ? [] : [caption(block.caption)]), table(block), gapAfterTable()]
    case 'form':
      return [...block.above.map(aboveForm), form(block), gapAfterTable()]
  }
}

const paragraphStyles: Readonly<Record<ParagraphStyle, IParagraphOptions>> = {
  body: { style: 'Body', indent: twoCharacters },
  guidance: { style: 'Guidance' },
  addressee: { style: 'Body' },
}

function paragraph(words: Line, options: IParagraphOptions): Paragraph {
  return new Paragraph({ ...options, children: words.map(run) })
}

function run(piece: Piece): TextRun {
  const text = textOf([piece])
  if (piece.kind === 'gap') return new TextRun({ text, highlight: 'yellow' })
  return text === '\t' ? new TextRun({ children: [new Tab()] }) : new TextRun(text)
}

function caption(text: string): Paragraph {
  return new Paragraph({ style: 'TableCaption', children: [new TextRun(text)] })
}

/** Two tables that touch become one, and the last one needs a paragraph after it. */
function gapAfterTable(): Paragraph {
  return new Paragraph({ spacing: { line: 240, lineRule: LineRuleType.EXACT, before: 0, after: 0 }, children: [] })
}

function table({ head, widths, rows }: Extract<Block, { kind: 'table' }>): Table {
  const columnWidths = sharedWidths(head, widths)
  const cellOf = (lines: readonly Line[], style: string, i: number) =>
    new TableCell({
      width: { size: columnWidths[i] ?? 0, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      children: lines.map((each) =>
        paragraph(each, { style, ...(narrowColumns.has(head[i] ?? '') ? { alignment: AlignmentType.CENTER } : {}) }),
      ),
    })
  const headRow = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: head.map((text, i) => cellOf([[{ kind: 'words', text }]], 'TableHead', i)),
  })
  const body = rows.map(
    (cells) => new TableRow({ cantSplit: true, children: cells.map((lines, i) => cellOf(lines, 'TableText', i)) }),
  )
  return new Table({
    layout: TableLayoutType.FIXED,
    width: tableWidth,
    columnWidths,
    margins: cellMargins,
    rows: [headRow, ...body],
  })
}

const tableWidth = { size: textWidth, type: WidthType.DXA }
const cellMargins = { left: 80, right: 80, top: 40, bottom: 40, marginUnitType: WidthType.DXA }

/** Numbers and boxes to tick stand in the middle of their column. */
const narrowColumns: ReadonlySet<string> = new Set(['序号', '勾选'])

/** Numbers need as much room as they need, whatever the number of columns; the others share what is left. */
function sharedWidths(head: readonly string[], shares: readonly number[]): number[] {
  const isNumber = (i: number) => head[i] === '序号'
  const whole = shares.reduce((sum, share, i) => sum + (isNumber(i) ? 0 : share), 0)
  const left = textWidth - (head.includes('序号') ? numberColumn : 0)
  return shares.map((share, i) => (isNumber(i) ? numberColumn : Math.floor((left * share) / whole)))
}

function aboveForm(words: Line): Paragraph {
  return paragraph(words, {
    style: 'TableText',
    keepNext: true,
    tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
  })
}

function form({ columns, rows }: Extract<Block, { kind: 'form' }>): Table {
  const columnWidths = columnWidthsOf(columns)
  return new Table({
    layout: TableLayoutType.FIXED,
    width: tableWidth,
    columnWidths,
    margins: cellMargins,
    rows: rows.map(
      ({ height, cells }) =>
        new TableRow({
          cantSplit: true,
          height: { value: rowHeights[height], rule: HeightRule.ATLEAST },
          children: cells.map(formCell),
        }),
    ),
  })
}

/** Columns of labels and of values take turns; labels need less room. */
function columnWidthsOf(columns: number): number[] {
  const label = Math.floor(textWidth / (columns * 1.25))
  const labels = Math.ceil(columns / 2)
  const value = Math.floor((textWidth - label * labels) / Math.max(1, columns - labels))
  return Array.from({ length: columns }, (_, i) => (i % 2 === 0 ? label : value))
}

function formCell({ kind, span, down, lines }: FormCellFilled): TableCell {
  return new TableCell({
    columnSpan: span,
    rowSpan: down,
    verticalAlign: kind === 'seal' ? VerticalAlign.BOTTOM : VerticalAlign.CENTER,
    children: lines.map((each, i) => paragraph(each, cellParagraph(kind, i, lines.length))),
  })
}

function cellParagraph(kind: FormCellFilled['kind'], i: number, count: number): IParagraphOptions {
  if (kind === 'label') return { style: 'TableHead' }
  // The last two lines of a place for a seal are the seal and the day.
  if (kind === 'seal' && i >= count - 2)
    return { style: 'TableText', alignment: AlignmentType.RIGHT, indent: { right: 2 * sizes.table * 10 } }
  return { style: 'TableText' }
}
