/** One article or annex as it is read: its anchor, its words with corrections marked, and the notes on it. */
import type { Article, Block, Erratum } from '#knowledge/law/measure.ts'
import { tidy } from '#knowledge/law/whitespace.ts'
import { findCorrections } from './corrections.ts'
import { type Html, html } from './html.ts'
import type { MeasureWords } from './measure-words.ts'

/** `article-18`, `annex-4`: what citations link to. */
export function anchorOf(article: Article): string {
  return typeof article.ref === 'number' ? `article-${article.ref}` : article.ref
}

export function renderArticle(article: Article, words: MeasureWords): Html {
  const anchor = anchorOf(article)
  const permalink = html`<a class="permalink" href="#${anchor}" aria-label="${words.permalink(article.label)}">¶</a>`
  const isAnnex = typeof article.ref === 'string'
  const heading = isAnnex
    ? html`<h2 class="label annex-label">${article.label}${titleOf(article)} ${permalink}</h2>`
    : html`<h3 class="label">${article.label} ${permalink}</h3>`
  return html`<section class="${isAnnex ? 'annex' : 'article'}" id="${anchor}">
${heading}
<div class="words">
${article.blocks.map((block) => renderBlock(block, article, words))}${renderNotes(article, words)}</div>
</section>
`
}

function renderBlock({ kind, text }: Block, article: Article, words: MeasureWords): Html {
  const marked = markCorrections(text, article, words)
  return kind === 'heading'
    ? html`<h3 class="heading">${marked}</h3>
`
    : html`<p class="${kind}">${marked}</p>
`
}

/** Each corrected run leads to the note that explains it. */
function markCorrections(text: string, article: Article, words: MeasureWords): Html[] {
  const pieces: Html[] = []
  let at = 0
  for (const { start, end, old, erratum } of findCorrections(text, article.errata, article.label)) {
    const note = noteAnchor(article, article.errata.indexOf(erratum))
    const marked = html`<a class="corrected" href="#${note}" title="${words.sourceReads(old)}">${text.slice(start, end)}</a>`
    pieces.push(html`${text.slice(at, start)}${marked}`)
    at = end
  }
  return [...pieces, html`${text.slice(at)}`]
}

function titleOf(article: Article): Html | undefined {
  return article.title === undefined ? undefined : html`　${article.title}`
}

function noteAnchor(article: Article, i: number): string {
  return `${anchorOf(article)}-note-${i + 1}`
}

function renderNotes(article: Article, words: MeasureWords): Html | undefined {
  if (article.errata.length + article.doubts.length === 0) return undefined
  const errata = article.errata.map(
    (erratum, i) => html`<li id="${noteAnchor(article, i)}">${renderErratum(erratum, words)}</li>`,
  )
  const doubts = article.doubts.map((doubt) => html`<li class="doubt"><b>${words.doubt}</b> ${doubt.note}</li>`)
  return html`<ul class="notes">${errata}${doubts}</ul>
`
}

export function renderErratum(erratum: Erratum, words: MeasureWords): Html {
  const told = words.correction(tidy(erratum.old), tidy(erratum.new), erratum.inferred === true)
  return html`<b>${words.correctionLabel}</b> ${told}${erratum.why}`
}
