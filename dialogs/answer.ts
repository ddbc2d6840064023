/** Question → Answer: tools first, then the article itself; or the one question back, or an honest end. */
import { findArticle, findMeasure, translationOf } from '#knowledge/law/load.ts'
import type { Article, Citation, Measure, Validity } from '#knowledge/law/measure.ts'
import type { ArticleHit, SearchResult } from '#knowledge/retrieval/index-types.ts'
import { type Asked, tellingWords } from '#knowledge/retrieval/telling.ts'
import { validityOn } from '#tools/check-validity.ts'
import { answerByDeadline, type ReckonedAnswer } from './answer-by-deadline.ts'
import { answerByRules, type RuledAnswer } from './answer-by-rules.ts'
import { answerComparison } from './answer-comparison.ts'
import { composeText, fitConclusion } from './compose.ts'
import type { Answer, ReplyOption, ToolUse } from './conversation.ts'
import { bindingMeasures } from './places.ts'
import type { Ports } from './ports.ts'
import { citeWhole, quoteArticle } from './quoting.ts'
import { type Question, type Told, understand } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

/** Below this the measure is taken not to answer: chosen on the curve of answerable kept against unanswerable caught. */
const answerableFrom = 0.5
/** A second article is cited beside the first when it scores at least this share of it. */
const alsoFrom = 0.72
const longestConclusion = 200

export async function answerTold(told: Told, ports: Ports): Promise<Answer> {
  return answerQuestion(understand(ports.law, told), ports)
}

async function answerQuestion(question: Question, ports: Ports): Promise<Answer> {
  if (question.intent === 'small-talk') return plainEnd('answer', wordsIn(question.lang).smallTalk)
  if (question.measures.length === 0) return askPlace(question, ports)
  if (question.intent === 'compare') return answerComparison(question, ports)
  const measure = findMeasure(ports.law, question.measures[0] ?? '')
  if (measure === undefined) return askPlace(question, ports)
  if (question.intent === 'validity') return answerValidity(question, measure, ports)
  if (question.intent === 'article' && question.article !== undefined) {
    const article = findArticle(measure, question.article.ref)
    if (article !== undefined) return answerFromArticle(question, measure, article, [], ports)
  }
  return answerBySearch(question, measure, ports)
}

async function answerBySearch(question: Question, measure: Measure, ports: Ports): Promise<Answer> {
  const result = ports.search.search(question.query, { measure: measure.id, limit: 5 })
  const searched: ToolUse = {
    name: 'search_provisions',
    input: { query: question.query, measure: measure.id },
    output: {
      hits: result.hits.map((hit) => ({ article: hit.article, score: hit.score })),
      answerable: result.answerable,
    },
  }
  const first = result.hits[0]
  const article = first === undefined ? undefined : findArticle(measure, first.article)
  if (first === undefined || article === undefined || result.answerable < answerableFrom)
    return notCovered(question, measure, result, searched, ports)
  const reckoned = await answerByDeadline(question, measure, result.hits, ports)
  if (reckoned !== undefined) return answerReckoned(question, measure, reckoned, searched, ports)
  const ruled = await answerByRules(question, measure, result.hits, ports)
  if (ruled !== undefined) return answerRuled(question, measure, ruled, searched, ports)
  const others = result.hits.slice(1, 3).filter((hit) => hit.score >= first.score * alsoFrom)
  return { ...answerFromArticle(question, measure, article, [first, ...others], ports), tools: [searched] }
}

/** The day first, then how it was reckoned, then the words it rests on. */
function answerReckoned(
  question: Question,
  measure: Measure,
  reckoned: ReckonedAnswer,
  searched: ToolUse,
  ports: Ports,
): Answer {
  const article = findArticle(measure, reckoned.citation.article)
  const place = {
    paragraph: reckoned.citation.paragraph ?? 1,
    ...(reckoned.citation.item === undefined ? {} : { item: reckoned.citation.item }),
  }
  const citations =
    article === undefined
      ? [reckoned.citation]
      : quoteArticle(ports.law, article, [{ text: reckoned.citation.quote, ...place, index: 0 }], [], question.lang)
  const validity =
    reckoned.validity.length > 0 ? reckoned.validity : [validityOn(measure, ports.today, 'today', question.lang)]
  return finish(question, ports, {
    kind: 'answer',
    conclusion: fitConclusion(reckoned.conclusion),
    details: reckoned.details,
    citations,
    near: [],
    validity,
    tools: [searched, ...reckoned.tools],
    options: [],
  })
}

/** What the rules decided first, then the whole words they rest on. */
function answerRuled(
  question: Question,
  measure: Measure,
  ruled: RuledAnswer,
  searched: ToolUse,
  ports: Ports,
): Answer {
  const articles = [...new Set(ruled.citations.map((citation) => citation.article))].flatMap(
    (ref) => findArticle(measure, ref) ?? [],
  )
  const citations = articles.flatMap((article) => {
    const own = ruled.citations.filter((citation) => citation.article === article.ref)
    const telling = own.map((citation, index) => ({
      text: citation.quote,
      paragraph: citation.paragraph ?? 1,
      ...(citation.item === undefined ? {} : { item: citation.item }),
      index,
    }))
    return quoteArticle(ports.law, article, telling, [], question.lang)
  })
  const validity = [validityOn(measure, ports.today, 'today', question.lang)]
  return finish(question, ports, {
    kind: 'answer',
    conclusion: fitConclusion(ruled.conclusion),
    citations,
    near: [],
    validity,
    tools: [searched, ...ruled.tools],
    options: ruled.options,
  })
}

/** The article's decisive words first, then its quote, its validity and what to do next. */
function answerFromArticle(
  question: Question,
  measure: Measure,
  article: Article,
  hits: readonly ArticleHit[],
  ports: Ports,
): Answer {
  const { lang } = question
  const passages = hits[0]?.passages ?? []
  const spoken = lang === 'en' ? (translated(measure, article, ports) ?? article) : article
  const telling = tellingWords(article, asked(question, hits[0]), longestConclusion)
  const said = spoken === article ? telling : tellingWords(spoken, asked(question, hits[0]), longestConclusion)
  const words = wordsIn(lang)
  const conclusion =
    article.text === ''
      ? words.lostPicture(words.articleLabel(article.ref))
      : fitConclusion(said.map((sentence) => sentence.text).join(lang === 'en' ? ' ' : ''))
  const own =
    question.intent === 'article' ? [citeWhole(article)] : quoteArticle(ports.law, article, telling, passages, lang)
  const also = hits.slice(1).flatMap((hit) => {
    const other = findArticle(measure, hit.article)
    return other === undefined || other.text === ''
      ? []
      : quoteArticle(
          ports.law,
          other,
          tellingWords(other, asked(question, hit), longestConclusion),
          hit.passages,
          lang,
        ).slice(0, 1)
  })
  const validity = [validityOn(measure, ports.today, 'today', lang)]
  return finish(question, ports, {
    kind: 'answer',
    conclusion,
    citations: [...own, ...also],
    near: [],
    validity,
    tools: [],
    options: [],
  })
}

function answerValidity(question: Question, measure: Measure, ports: Ports): Answer {
  const validity = validityOn(measure, ports.today, 'today', question.lang)
  const article = findArticle(measure, measure.life.article)
  const words = wordsIn(question.lang)
  const title = titleOf(measure, question.lang)
  const citations = article === undefined ? [] : quoteArticle(ports.law, article, [], [], question.lang)
  const tools: ToolUse[] = [
    { name: 'check_validity', input: { measure: measure.id, on: ports.today }, output: { validity: [validity] } },
  ]
  return finish(question, ports, {
    kind: 'answer',
    conclusion: fitConclusion(words.validityAnswer(validity, title)),
    citations,
    near: [],
    validity: [validity],
    tools,
    options: [],
  })
}

function notCovered(
  question: Question,
  measure: Measure,
  result: SearchResult,
  searched: ToolUse,
  ports: Ports,
): Answer {
  const words = wordsIn(question.lang)
  const base = { citations: [] as Citation[], tools: [searched], options: [] as ReplyOption[] }
  if (result.silence?.class === 'manipulation')
    return finish(question, ports, { ...base, kind: 'refused', conclusion: words.refused, near: [], validity: [] })
  if (result.silence?.class === 'outside')
    return finish(question, ports, {
      ...base,
      kind: 'not-covered',
      conclusion: words.outOfScope,
      near: [],
      validity: [],
    })
  const nearest = result.hits.slice(0, 1).flatMap((hit) => {
    const article = findArticle(measure, hit.article)
    if (article === undefined) return []
    return quoteArticle(
      ports.law,
      article,
      tellingWords(article, asked(question, hit), longestConclusion),
      hit.passages,
      question.lang,
    ).slice(0, 1)
  })
  const conclusion = `${words.notCovered(titleOf(measure, question.lang), undefined)}${words.askContact(measure.contact[question.lang])}`
  const validity: Validity[] = [validityOn(measure, ports.today, 'today', question.lang)]
  return finish(question, ports, {
    ...base,
    kind: 'not-covered',
    conclusion: fitConclusion(conclusion),
    near: nearest,
    validity,
  })
}

function askPlace(question: Question, ports: Ports): Answer {
  const words = wordsIn(question.lang)
  const options = bindingMeasures(ports.law).map((measure) => ({
    title: measure.jurisdiction[question.lang],
    payload: { v: 1 as const, verb: 'ask-in', args: { measure: measure.id, question: question.text } },
  }))
  const text = `${words.whichPlace}\n\n${options.map((option, i) => `${i + 1}. ${option.title}`).join('\n')}`
  return {
    kind: 'clarify',
    conclusion: words.whichPlace,
    text,
    citations: [],
    near: [],
    tools: [],
    validity: [],
    options,
  }
}

function plainEnd(kind: Answer['kind'], text: string): Answer {
  return { kind, conclusion: text, text, citations: [], near: [], tools: [], validity: [], options: [] }
}

function finish(question: Question, ports: Ports, answer: Omit<Answer, 'text'>): Answer {
  return { ...answer, text: composeText(answer, question.lang, ports.law) }
}

function translated(measure: Measure, article: Article, ports: Ports): Article | undefined {
  const translation = translationOf(ports.law, measure.id)
  return translation === undefined ? undefined : findArticle(translation, article.ref)
}

function titleOf(measure: Measure, lang: 'zh' | 'en'): string {
  return lang === 'zh' ? measure.title : measure.titleEn
}

function asked(question: Question, hit: ArticleHit | undefined): Asked {
  return { query: question.query, seeks: question.seeks, passages: hit?.passages ?? [] }
}
