/** The answer that stands in an article: its decisive words first, then its quote. */
import { findArticle, translationOf } from '#knowledge/law/load.ts'
import type { Article, Citation, Measure } from '#knowledge/law/measure.ts'
import type { ArticleHit } from '#knowledge/retrieval/index-types.ts'
import { holdsSought } from '#knowledge/retrieval/sought.ts'
import { type Asked, bestLines, nearestClauses, sentencesOf, tellingWords } from '#knowledge/retrieval/telling.ts'
import { linesOf, nearestSection } from './annex-section.ts'
import { fitConclusion } from './compose.ts'
import { deadlineLead } from './deadline-lead.ts'
import { type Draft, draftOf, type Found } from './draft.ts'
import { englishGists } from './english-gist.ts'
import { falseFigure } from './false-figure.ts'
import type { Ports } from './ports.ts'
import { quoteArticle, quoteSection } from './quoting.ts'
import type { Question } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

export const longestConclusion = 200
/** An English line is at most so long, so that two fit. */
const longestLine = 150
/** Another article is cited beside the first where its score is at most this far below (natural logarithm, summed over rankers). */
const alsoWithin = 2.5
const alsoAtMost = 2

export function answerFromArticle(
  question: Question,
  { measure, result, tool }: Found,
  article: Article,
  ports: Ports,
): Draft {
  const first = result.hits.find((hit) => hit.article === article.ref)
  const also = result.hits
    .filter((hit) => hit !== first && first !== undefined && hit.score >= first.score - alsoWithin)
    .slice(0, alsoAtMost)
  const own =
    typeof article.ref === 'string'
      ? fromAnnex(question, article, first)
      : fromNumbered(question, measure, article, first, ports)
  const others = also.flatMap((hit) => {
    const other = findArticle(measure, hit.article)
    return other === undefined || other.text === '' ? [] : quoteOf(question, other, hit, ports).slice(0, 1)
  })
  return draftOf(
    'answer-by-article',
    fitConclusion(`${correction(question, article)}${pointedAt(question, article, own.conclusion)}`),
    {
      citations: [...own.citations, ...others],
      ...(own.details === undefined ? {} : { details: own.details }),
      tools: [tool],
    },
  )
}

interface Own {
  readonly conclusion: string
  readonly details?: string
  readonly citations: readonly Citation[]
}

function fromNumbered(
  question: Question,
  measure: Measure,
  article: Article,
  hit: ArticleHit | undefined,
  ports: Ports,
): Own {
  const citations = quoteOf(question, article, hit, ports)
  const lead = deadlineLead(question, measure, article)
  if (lead !== undefined) return { conclusion: lead, citations }
  if (question.lang === 'en')
    return { conclusion: englishConclusion(question, measure, article, hit, ports), citations }
  const words = tellingWords(article, askedOf(question, hit), roomOf(question) - 20)
  return { conclusion: `${vagueLead(question, article)}${words.map((sentence) => sentence.text).join('')}`, citations }
}

/** The section of an annex that answers: its heading says where, its lines what. */
function fromAnnex(question: Question, article: Article, hit: ArticleHit | undefined): Own {
  const section = nearestSection(article, question, hit?.passages ?? [])
  if (section === undefined) return { conclusion: article.title ?? article.label, citations: [] }
  const words = wordsIn(question.lang)
  const place = `${words.articleLabel(article.ref)}${question.lang === 'zh' ? '' : ' '}“${section.heading.replace(/[。：:]$/u, '')}”`
  const lines = linesOf(section)
  const told =
    lines.join('').length <= roomOf(question)
      ? lines
      : bestLines(lines, askedOf(question, hit), roomOf(question) - place.length - 2)
  return { conclusion: words.annexSays(place, told.join('')), citations: [quoteSection(article, section)] }
}

/** An English question: what the article decides in short, or the nearest words of its translation. */
function englishConclusion(
  question: Question,
  measure: Measure,
  article: Article,
  hit: ArticleHit | undefined,
  ports: Ports,
): string {
  const translation = translationOf(ports.law, measure.id)
  const translated = translation === undefined ? undefined : findArticle(translation, article.ref)
  const asked: Asked = { ...askedOf(question, hit), passages: [] }
  const sentences =
    translated === undefined
      ? []
      : sentencesOf(translated).map(({ text }) =>
          text.length <= longestLine ? text : nearestClauses(text, asked, longestLine),
        )
  const lines = [...englishGists(measure, article), ...sentences]
  if (lines.length > 0) return bestLines(lines, asked, roomOf(question)).join(' ')
  return tellingWords(article, askedOf(question, hit), roomOf(question) - 10)
    .map((sentence) => sentence.text)
    .join('')
}

function quoteOf(question: Question, article: Article, hit: ArticleHit | undefined, ports: Ports): Citation[] {
  const section = typeof article.ref === 'string' ? nearestSection(article, question, hit?.passages ?? []) : undefined
  if (section !== undefined) return [quoteSection(article, section)]
  return quoteArticle(
    ports.law,
    article,
    tellingWords(article, askedOf(question, hit), longestConclusion),
    hit?.passages ?? [],
    question.lang,
  )
}

/** «这是第几条»: the number first. */
function pointedAt(question: Question, article: Article, conclusion: string): string {
  if (!/第?几条|哪一?条|which article|what article/iu.test(question.text)) return conclusion
  const words = wordsIn(question.lang)
  return `${words.articleLabel(article.ref)}${question.lang === 'zh' ? '：' : ': '}${conclusion}`
}

/** «不是30天。»: what was taken for the rule and is not, before the rule. */
function correction(question: Question, article: Article): string {
  const figure = falseFigure(question.text, article.text)
  return figure === undefined ? '' : wordsIn(question.lang).notThat(figure)
}

/** Where the law has only 定期 or 及时, that is said before the words themselves. */
function vagueLead(question: Question, article: Article): string {
  const { holding, vagueWord } = holdsSought(question.text, article.text)
  return holding === 'vague' && vagueWord !== undefined ? wordsIn(question.lang).onlyVague(vagueWord) : ''
}

function roomOf(question: Question): number {
  return question.room ?? longestConclusion
}

export function askedOf(question: Question, hit: ArticleHit | undefined): Asked {
  return { query: question.query, seeks: question.seeks, passages: hit?.passages ?? [] }
}
