/** An annex is shown by its sections: a heading and all that stands under it. */
import type { Article, Block } from '#knowledge/law/measure.ts'

export interface Section {
  /** `第五章 环保、消防…等措施`, `四、竣工验收具备条件` */
  readonly heading: string
  readonly blocks: readonly Block[]
  readonly paragraph: number
}

/** The section a paragraph belongs to: from its innermost shared heading to the next one. */
export function sectionOf(article: Article, number: number): Section {
  const paragraph = article.paragraphs.find((each) => each.number === number)
  const heading = paragraph?.under.at(-1) ?? article.title ?? article.label
  const same = article.paragraphs
    .filter((each) => each.under.at(-1) === paragraph?.under.at(-1) && each.under.length === paragraph?.under.length)
    .map((each) => each.number)
  const blocks = article.blocks.filter(
    (block) => same.includes(block.paragraph) && (block.kind !== 'heading' || block.text === heading),
  )
  return { heading, blocks, paragraph: same[0] ?? number }
}

/** The headings of an annex in order: what an outline asks for. */
export function headingsOf(article: Article): string[] {
  return article.blocks.filter((block) => block.kind === 'heading').map((block) => block.text)
}

/** A section's items, or its lines where it has none: what is listed under a conclusion. */
export function linesOf(section: Section): string[] {
  const body = section.blocks.filter((block) => block.kind !== 'heading')
  return body.map((block) => (block.kind === 'sub-item' ? `  ${block.text}` : block.text))
}
