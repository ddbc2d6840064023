/** The longest document of each measure on paper: as many pages as its lines come to, 22 a page, give or take one. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Block, type Filing, type Line, textOf } from '#tools/filing/filing.ts'
import { rowHeights, tableLine } from '#tools/filing/layout.ts'
import { fullProject } from '../../support/projects.ts'
import { filled, measuresWithFilings, rendered } from './made.ts'

const linesAPage = 22
/** Height of one line of the page's grid, and width of a line in characters of the body. */
const [gridLine, charactersALine] = [579, 28]
/** Width of the text in twips; a character of a table is 240 wide, of a note 280. */
const [textWidth, tableCharacter, noteCharacter] = [8845, 240, 280]
const cellPadding = 80

/** Letters and digits are half as wide as Chinese characters. */
function widthOf(line: Line): number {
  return [...textOf(line)].reduce((sum, character) => sum + (/[\x20-\x7e]/u.test(character) ? 0.5 : 1), 0)
}

function bodyLines(line: Line, characters: number, indent: number): number {
  return Math.max(1, Math.ceil((widthOf(line) + indent) / characters))
}

function cellHeight(lines: readonly Line[], width: number): number {
  const characters = Math.max(1, Math.floor((width - 160) / tableCharacter))
  return lines.reduce((sum, line) => sum + bodyLines(line, characters, 0), 0) * tableLine + cellPadding
}

function heightOf(block: Block): number {
  switch (block.kind) {
    case 'heading':
      return bodyLines([{ kind: 'words', text: block.text }], charactersALine, 2) * gridLine
    case 'paragraph': {
      const [characters, indent] = block.style === 'guidance' ? [textWidth / noteCharacter, 2.3] : [charactersALine, 2]
      return bodyLines(block.line, characters, indent) * gridLine
    }
    case 'signature':
      return (block.lines.length + 1) * gridLine
    case 'table': {
      const shares = block.widths.reduce((sum, share) => sum + share, 0)
      const widths = block.widths.map((share) => (textWidth * share) / shares)
      const rows = block.rows.map((cells) => Math.max(...cells.map((lines, i) => cellHeight(lines, widths[i] ?? 0))))
      const caption = block.caption === undefined ? 0 : tableLine + 180
      return caption + tableLine + cellPadding + rows.reduce((sum, row) => sum + row, 0) + gridLine
    }
    case 'form': {
      const column = textWidth / block.columns
      const rows = block.rows.map(({ height, cells }) =>
        Math.max(rowHeights[height], ...cells.map(({ span, lines }) => cellHeight(lines, span * column))),
      )
      return rows.reduce((sum, row) => sum + row, 0) + 2 * gridLine
    }
  }
}

function pagesOf(filing: Filing): number {
  const title = 720 + 560
  const height = filing.blocks.reduce((sum, block) => sum + heightOf(block), title)
  return Math.ceil(height / (linesAPage * gridLine))
}

const hasLibreOffice = spawnSync('soffice', ['--version']).status === 0

describe.skipIf(!hasLibreOffice)('on paper (needs LibreOffice: soffice)', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pages-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('the longest document of each measure has the pages its lines come to', { timeout: 180_000 }, async () => {
    const longest = measuresWithFilings.map((measure) => {
      const all = measure.filings.map((outline) => filled(measure, outline, fullProject))
      return all.reduce((most, each) => (pagesOf(each) > pagesOf(most) ? each : most))
    })
    const paths: string[] = []
    for (const filing of longest) {
      const path = join(folder, `${filing.filing}.docx`)
      writeFileSync(path, await rendered(filing))
      paths.push(path)
    }
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
    execFileSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...paths], {
      stdio: 'ignore',
    })
    const pages = longest.map((filing) => {
      const pdf = readFileSync(join(folder, `${filing.filing}.pdf`), 'latin1')
      return { filing: filing.filing, reckoned: pagesOf(filing), found: pdf.match(/\/Type\s*\/Page\b/gu)?.length ?? 0 }
    })
    expect(pages.filter(({ reckoned, found }) => Math.abs(reckoned - found) > 1)).toEqual([])
    expect(pages.every(({ found }) => found > 1)).toBe(true)
  })
})
