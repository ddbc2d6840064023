/** What the user reads: conclusion, quote with its place, validity, what to do next. Short by rule. */
import { findArticle, findMeasure, type Law } from '#knowledge/law/load.ts'
import type { Citation, Validity } from '#knowledge/law/measure.ts'
import type { Answer } from './conversation.ts'
import { wordsIn } from './wording/words-in.ts'

const longestConclusion = 200
const longestText = 1200

/** At most 200 characters; cut at a mark where it is longer, and never inside a number. */
export function fitConclusion(text: string, most = longestConclusion): string {
  const whole = text.trim()
  if ([...whole].length <= most) return whole
  const head = [...whole].slice(0, most - 1).join('')
  // A comma between digits belongs to a number.
  const marks = [...whole.matchAll(/[。；，]|,(?!\d)/gu)].map(({ index }) => index)
  const cut = marks.findLast((index) => index < head.length) ?? 0
  return `${cut > most / 2 ? head.slice(0, cut) : head.replace(/[\d.,]+$/u, '').trimEnd()}…`
}

/** The answer's words as markdown, at most 1,200 characters: quotes give way first. */
export function composeText(answer: Omit<Answer, 'text'>, lang: 'zh' | 'en', law: Law): string {
  const words = wordsIn(lang)
  const validity = worthTelling(answer.validity).map((each) => validityLine(each, lang, law))
  const next = nextStep(answer, lang, law)
  const details = answer.details === undefined || answer.details === '' ? [] : [answer.details]
  const label = answer.composedBy === undefined ? [] : [words.composedByModel]
  const fixed = [...label, ...details, ...validity, ...next].join('\n\n').length + answer.conclusion.length + 40
  const heading = answer.citations.length > 0 ? words.labels.basis : words.labels.nearest
  const quotes: string[] = []
  let left = longestText - fixed
  for (const citation of answer.citations.length > 0 ? answer.citations : answer.near) {
    const quote = quoteLines(citation, lang, law, heading, left)
    if (quote === undefined) break
    quotes.push(quote)
    left -= quote.length + 2
  }
  return [answer.conclusion, ...label, ...details, ...quotes, ...validity, ...next].join('\n\n')
}

/** `《…办法》第二十八条第二款` */
export function placeOf(citation: Citation, lang: 'zh' | 'en', law: Law): string {
  const words = wordsIn(lang)
  const measure = findMeasure(law, citation.measure)
  const title = lang === 'zh' ? `《${measure?.title}》` : `${measure?.titleEn}, `
  const article = measure === undefined ? undefined : findArticle(measure, citation.article)
  const several = (article?.paragraphs.length ?? 0) > 1
  return title + words.articleLabel(citation.article, several ? citation.paragraph : undefined, citation.item)
}

/** The notes a quote must carry: corrected words, doubts about the source. */
export function notesOf(citation: Citation, lang: 'zh' | 'en', law: Law): string[] {
  const words = wordsIn(lang)
  const measure = findMeasure(law, citation.measure)
  const article = measure === undefined ? undefined : findArticle(measure, citation.article)
  if (article === undefined) return []
  const corrected = citation.corrected
    ? article.errata.map((erratum) => `${words.labels.corrected}：${erratum.why}`)
    : []
  return [...corrected, ...article.doubts.map((doubt) => `${words.labels.doubt}：${doubt.note}`)]
}

/** One line where the day of the event and today agree; both where they do not. */
export function worthTelling(validity: readonly Validity[]): Validity[] {
  return validity.filter(
    (each) =>
      each.why === 'today' ||
      !validity.some(
        (other) => other.why === 'today' && other.measure === each.measure && other.status === each.status,
      ),
  )
}

export function validityLine(validity: Validity, lang: 'zh' | 'en', law: Law): string {
  const measure = findMeasure(law, validity.measure)
  const words = wordsIn(lang)
  return `${words.labels.validity}：${words.validity(validity, (lang === 'zh' ? measure?.title : measure?.titleEn) ?? validity.measure)}`
}

function quoteLines(citation: Citation, lang: 'zh' | 'en', law: Law, label: string, most: number): string | undefined {
  const words = wordsIn(lang)
  const head = `${label}：${placeOf(citation, lang, law)}`
  const notes = notesOf(citation, lang, law).map((note) => `（${note}）`)
  const translation = citation.translation === undefined ? [] : [`${words.labels.translation}: ${citation.translation}`]
  const room = most - head.length - 4
  if (room < 60) return undefined
  const quote = citation.quote.length <= room ? citation.quote : `${citation.quote.slice(0, room - 1)}…`
  const lines = [head, ...quote.split('\n').map((line) => `> ${line}`)]
  for (const extra of [...notes, ...translation]) {
    if ([...lines, extra].join('\n').length <= most) lines.push(extra)
  }
  return lines.join('\n')
}

function nextStep(answer: Omit<Answer, 'text'>, lang: 'zh' | 'en', law: Law): string[] {
  const words = wordsIn(lang)
  const expired = answer.validity.find((each) => each.status === 'expired')
  const measure = expired === undefined ? undefined : findMeasure(law, expired.measure)
  if (measure === undefined || answer.kind !== 'answer') return []
  return [`${words.labels.next}：${words.confirmExtension(measure.contact[lang])}`]
}
