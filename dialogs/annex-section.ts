/** An annex is shown by its sections: a heading and all that stands under it. */
import type { Article, Block } from '#knowledge/law/measure.ts'
import { readOrdinal } from '#knowledge/law/numerals.ts'
import type { Passage } from '#knowledge/retrieval/index-types.ts'
import { scoreWords } from '#knowledge/retrieval/telling.ts'
import type { Question } from './understand.ts'

export interface Section {
  /** `第五章 环保、消防…等措施`, `四、竣工验收具备条件` */
  readonly heading: string
  readonly blocks: readonly Block[]
  readonly paragraph: number
}

/** A section with its sub-sections is shown whole up to this length. */
const wholeUpTo = 800

/** The section that answers: the one named («第三章»), else the one whose heading and words meet most of the question. */
export function nearestSection(
  article: Article,
  question: Question,
  passages: readonly Passage[],
): Section | undefined {
  const sections = article.paragraphs.map((paragraph) => sectionAt(article, paragraph.number, paragraph.under.length))
  const named = numberNamed(question.text)
  const texts = sections.map((section) => `${section.heading} ${section.heading} ${textOf(section)}`)
  const scores = scoreWords(texts, { query: question.query, seeks: question.seeks, passages })
  const ranked = sections
    .map((section, i) => {
      const rank = passages.findIndex((passage) => passage.paragraph === article.paragraphs[i]?.number)
      const isNamed = named !== undefined && chapterNumber(section.heading) === named
      return { section, i, score: (scores[i] ?? 0) + (rank === -1 ? 0 : 0.8 / (1 + rank)) + (isNamed ? 100 : 0) }
    })
    .sort((a, b) => b.score - a.score)
  const best = ranked[0]
  return best === undefined ? undefined : widen(article, article.paragraphs[best.i]?.number ?? 1)
}

/** A sub-section is told with its neighbours where all of them together are short enough. */
function widen(article: Article, number: number): Section {
  const depth = article.paragraphs.find((each) => each.number === number)?.under.length ?? 0
  for (let wider = 1; wider < depth; wider++) {
    const section = sectionAt(article, number, wider)
    if (textOf(section).length <= wholeUpTo) return section
  }
  return sectionAt(article, number, depth)
}

/** All that shares the first `depth` headings of a paragraph. */
function sectionAt(article: Article, number: number, depth: number): Section {
  const under = article.paragraphs.find((each) => each.number === number)?.under ?? []
  const path = under.slice(0, depth).join('\n')
  const same = article.paragraphs
    .filter((each) => each.under.slice(0, depth).join('\n') === path)
    .map((each) => each.number)
  const heading = under[depth - 1] ?? article.title ?? article.label
  const first = same[0] ?? number
  const from = article.blocks.findIndex(
    (block) => block.kind === 'heading' && block.text === heading && block.paragraph === first,
  )
  const blocks = article.blocks.slice(Math.max(0, from)).filter((block) => same.includes(block.paragraph))
  return { heading, blocks, paragraph: first }
}

/** A section's lines under its heading: what is listed under a conclusion. */
export function linesOf(section: Section): string[] {
  return section.blocks.filter((block) => block.text !== section.heading).map((block) => block.text)
}

function textOf(section: Section): string {
  return section.blocks.map((block) => block.text).join('')
}

/** «第三章», «chapter 3» */
function numberNamed(text: string): number | undefined {
  const match = /第\s*([一二三四五六七八九十]+|\d+)\s*[章张部]|\bchapter\s*(\d+)/iu.exec(text)
  const said = match?.[1] ?? match?.[2]
  if (said === undefined) return undefined
  return /^\d+$/u.test(said) ? Number(said) : readOrdinal(said)
}

function chapterNumber(heading: string): number | undefined {
  return readOrdinal(
    /^第([一二三四五六七八九十]+)章/u.exec(heading)?.[1] ?? /^([一二三四五六七八九十]+)、/u.exec(heading)?.[1] ?? '',
  )
}
