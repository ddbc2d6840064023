/** Lines of an article or annex → headings, paragraphs 款, items 项, sub-items. */
import type { Block, Item, Paragraph } from './measure.ts'
import { readOrdinal } from './numerals.ts'

const itemLabel = /^[（(]([一二三四五六七八九十]+)[）)]\s*/u
const digitLabel = /^(\d+)\s*[.．、]\s*(?=\P{Nd})/u
const bracketDigitLabel = /^[（(](\d+)[）)]\s*/u
const chapterHeading = /^第([一二三四五六七八九十]+)章/u
const sectionHeading = /^([一二三四五六七八九十]+)、/u
const listHeading = /^附件[:：](?!\s*\d+[.．、])/u
const longestTitle = 25

export interface Body {
  readonly title?: string
  readonly blocks: readonly Block[]
  readonly paragraphs: readonly Paragraph[]
}

interface OpenParagraph {
  number: number
  under: readonly string[]
  text: string
  items: { number: number; label: string; text: string; subItems: string[] }[]
}

/** An article has no headings inside: each line is a paragraph or an item of the one before. */
export function readArticleBody(lines: readonly string[]): Body {
  const builder = new BodyBuilder()
  for (const line of lines) {
    if (itemLabel.test(line)) builder.item(line, itemLabel)
    else if (builder.hasItems && bracketDigitLabel.test(line)) builder.subItem(line)
    else builder.paragraph(line)
  }
  return builder.finish()
}

/** An annex: its title comes first, then headings, paragraphs, items, lists. */
export function readAnnexBody(lines: readonly string[]): Body {
  const all = splitListHeadings(lines).map(spaceChapterTitle)
  const first = all.findIndex((line) => isHeading(line) || itemLabel.test(line))
  const titleLines = first === -1 ? all : all.slice(0, first)
  const builder = new BodyBuilder()
  const rest = first === -1 ? [] : all.slice(first)
  rest.forEach((line, i) => {
    const next = rest[i + 1]
    if (isHeading(line)) builder.heading(line)
    else if (isTitledItem(line, next)) builder.minorHeading(line)
    else if (itemLabel.test(line)) builder.item(line, itemLabel)
    else if (bracketDigitLabel.test(line)) builder.subItem(line)
    else if (digitLabel.test(line) && builder.hasLetteredItems) builder.subItem(line)
    else if (digitLabel.test(line)) builder.item(line, digitLabel)
    else builder.paragraph(line)
  })
  const title = titleLines.join('')
  return { ...builder.finish(), ...(title === '' ? {} : { title }) }
}

function isHeading(line: string): boolean {
  return chapterHeading.test(line) || sectionHeading.test(line) || listHeading.test(line)
}

/** «(一)项目概况。» over a paragraph of its own is a heading, not an item. */
function isTitledItem(line: string, next: string | undefined): boolean {
  if (!itemLabel.test(line) || line.length > longestTitle || next === undefined) return false
  return !isHeading(next) && !itemLabel.test(next) && !digitLabel.test(next) && !bracketDigitLabel.test(next)
}

/** «第一章项目简介» reads better as «第一章 项目简介». */
function spaceChapterTitle(line: string): string {
  return line.replace(/^(第[一二三四五六七八九十]+章)(?=\S)/u, '$1 ')
}

/** «附件：1.项目软硬件配置清单» is a heading and its first item on one line. */
function splitListHeadings(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const match = /^(附件[:：])\s*(\d+[.．、].*)$/u.exec(line)
    return match?.[1] === undefined || match[2] === undefined ? [line] : [match[1], match[2]]
  })
}

class BodyBuilder {
  private readonly blocks: Block[] = []
  private readonly paragraphs: OpenParagraph[] = []
  private major: { number: number; text: string }[] = []
  private minor: string | undefined
  private childless = false
  private lettered = false

  get hasItems(): boolean {
    return !this.childless && (this.current?.items.length ?? 0) > 0
  }

  get hasLetteredItems(): boolean {
    return this.hasItems && this.lettered
  }

  heading(line: string): void {
    const number = readOrdinal((chapterHeading.exec(line) ?? sectionHeading.exec(line))?.[1] ?? '') ?? 0
    // 一、 again under 二、: a list of its own inside that heading.
    const nests = number === 1 && this.major.length > 0
    // A heading with nothing under it still counts: «第五章 环保…等措施» is all the outline says.
    if (this.childless && !nests) this.open()
    const level = nests
      ? this.major.length
      : Math.max(
          0,
          this.major.findLastIndex((heading) => heading.number === number - 1),
        )
    this.major = [...this.major.slice(0, level), { number, text: line }]
    this.minor = undefined
    this.pushHeading(line)
  }

  minorHeading(line: string): void {
    if (this.childless && this.minor !== undefined) this.open()
    this.minor = line
    this.pushHeading(line)
  }

  paragraph(line: string): void {
    const paragraph = this.open()
    paragraph.text = line
    this.blocks.push({ kind: 'paragraph', text: line, paragraph: paragraph.number })
  }

  item(line: string, label: RegExp): void {
    const paragraph = this.childless || this.current === undefined ? this.open() : this.current
    this.lettered = label === itemLabel
    const printed = (label.exec(line)?.[0] ?? '').trim()
    const item = { number: paragraph.items.length + 1, label: printed, text: line, subItems: [] }
    paragraph.items.push(item)
    this.blocks.push({ kind: 'item', text: line, paragraph: paragraph.number, item: item.number })
  }

  subItem(line: string): void {
    const paragraph = this.current ?? this.open()
    const item = paragraph.items.at(-1)
    if (item === undefined) {
      this.item(line, bracketDigitLabel.test(line) ? bracketDigitLabel : digitLabel)
      return
    }
    item.subItems.push(line)
    this.blocks.push({ kind: 'sub-item', text: line, paragraph: paragraph.number, item: item.number })
  }

  finish(): { blocks: Block[]; paragraphs: Paragraph[] } {
    if (this.childless) this.open()
    return {
      blocks: this.blocks,
      paragraphs: this.paragraphs as { number: number; under: readonly string[]; text: string; items: Item[] }[],
    }
  }

  private get current(): OpenParagraph | undefined {
    return this.paragraphs.at(-1)
  }

  private open(): OpenParagraph {
    this.childless = false
    const under = [...this.major.map((heading) => heading.text), ...(this.minor === undefined ? [] : [this.minor])]
    const paragraph: OpenParagraph = { number: this.paragraphs.length + 1, under, text: '', items: [] }
    this.paragraphs.push(paragraph)
    return paragraph
  }

  private pushHeading(line: string): void {
    this.childless = true
    this.blocks.push({ kind: 'heading', text: line, paragraph: this.paragraphs.length + 1 })
  }
}
