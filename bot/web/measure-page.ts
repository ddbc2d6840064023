/** A measure typeset to be read: `/measures/jining-htz-2024#article-18`. */
import type { Article, Chapter, Measure } from '#knowledge/law/measure.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { validityOn } from '#tools/check-validity.ts'
import { type Html, html } from './html.ts'
import { anchorOf, renderArticle, renderErratum } from './measure-article.ts'
import { type MeasureWords, measureWords } from './measure-words.ts'
import { readPromulgation } from './promulgation.ts'
import { renderShell, type Surroundings } from './shell.ts'

/**
 * @param today the day its validity is judged on
 * @returns the whole page. Nothing of the measure is trusted as markup
 */
export function renderMeasurePage(measure: Measure, today: IsoDate, around: Surroundings): string {
  const words = measureWords(measure.language)
  const main = html`<div class="reading" lang="${measure.language === 'zh' ? 'zh-Hans' : 'en'}">
${renderContents(measure, words)}
<main id="main" class="sheet">
${renderHead(measure, today, words, around)}
${chaptersOf(measure).map((part) => [part.chapter === undefined ? undefined : renderChapter(part.chapter, words), part.articles.map((article) => renderArticle(article, words))])}
${measure.articles.filter(isAnnex).map((article) => renderArticle(article, words))}
${renderOtherErrata(measure, words)}
</main>
</div>`
  return renderShell({ title: titleOf(measure), main, current: measure.id, styles: ['measure.css'], around })
}

function renderHead(measure: Measure, today: IsoDate, words: MeasureWords, around: Surroundings): Html {
  const validity = validityOn(measure, today, 'today', measure.language)
  const title = titleOf(measure)
  const notice = readPromulgation(measure.titleBlock, title)
  const hasNotice = notice.heading.length + notice.body.length > 0
  const note = validity.note === undefined ? undefined : html`<span class="life-note">${validity.note}</span>`
  const corrected = measure.errata.length === 0 ? undefined : html`<p class="about">${words.aboutCorrections}</p>`
  return html`<header class="title-block">
${hasNotice ? renderNotice(notice, words) : undefined}
<h1>${title}</h1>
<p class="life ${validity.status}"><b>${words.status[validity.status]}</b> <span>${words.life(validity)}</span>${note}</p>
${renderTwin(measure, around)}
${corrected}
</header>`
}

function renderNotice(notice: ReturnType<typeof readPromulgation>, words: MeasureWords): Html {
  const lines = (kind: string, all: readonly string[]) => all.map((line) => html`<p class="${kind}">${line}</p>`)
  return html`<section class="notice" aria-label="${words.promulgation}">
${lines('centred', notice.heading)}${lines('paragraph', notice.body)}${lines('signed', notice.signature)}${lines('remark', notice.remarks)}
</section>`
}

/** From the original to its translation and back. */
function renderTwin(measure: Measure, { law }: Surroundings): Html | undefined {
  const translation = law.measures.find((other) => other.translationOf === measure.id)
  if (translation !== undefined)
    return html`<p class="twin"><a href="/measures/${translation.id}" lang="en" hreflang="en">English translation</a></p>`
  if (measure.translationOf === undefined) return undefined
  return html`<p class="twin"><a href="/measures/${measure.translationOf}" lang="zh-Hans" hreflang="zh-Hans">中文原文（以此为准）</a></p>`
}

function renderContents(measure: Measure, words: MeasureWords): Html {
  const chapters = chaptersOf(measure).flatMap(({ chapter, articles }) => {
    const first = articles[0]
    const last = articles.at(-1)
    if (chapter === undefined || first === undefined || last === undefined) return []
    return [
      html`<li><a href="#chapter-${chapter.number}">${words.chapter(chapter)}<small>${words.range(first.label, last.label)}</small></a></li>
`,
    ]
  })
  const annexes = measure.articles.filter(isAnnex).map(
    (annex) => html`<li><a href="#${anchorOf(annex)}">${annex.label}<small>${annex.title}</small></a></li>
`,
  )
  return html`<nav class="contents" aria-label="${words.contents}"><h2>${words.contents}</h2><ol>
${chapters}${annexes}</ol></nav>`
}

function renderChapter(chapter: Chapter, words: MeasureWords): Html {
  return html`<h2 class="chapter" id="chapter-${chapter.number}">${words.chapter(chapter)}</h2>
`
}

/** Corrections of chapter headings and the like, which belong to no article. */
function renderOtherErrata(measure: Measure, words: MeasureWords): Html | undefined {
  const told = new Set(measure.articles.flatMap((article) => article.errata))
  const others = measure.errata.filter((erratum) => !told.has(erratum))
  if (others.length === 0) return undefined
  return html`<section class="other-errata"><h2>${words.otherCorrections}</h2>
<ul class="notes">${others.map((erratum) => html`<li>${renderErratum(erratum, words)}</li>`)}</ul></section>`
}

function chaptersOf(measure: Measure): { chapter: Chapter | undefined; articles: Article[] }[] {
  const parts: { chapter: Chapter | undefined; articles: Article[] }[] = []
  for (const article of measure.articles.filter((each) => !isAnnex(each))) {
    const last = parts.at(-1)
    if (last !== undefined && last.chapter?.number === article.chapter?.number) last.articles.push(article)
    else parts.push({ chapter: article.chapter, articles: [article] })
  }
  return parts
}

/** A translation goes by the name we give it; its source's own title stands above. */
function titleOf(measure: Measure): string {
  return measure.language === 'zh' ? measure.title : measure.titleEn
}

function isAnnex(article: Article): boolean {
  return typeof article.ref === 'string'
}
