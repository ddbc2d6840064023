/** The honest ends: which place, not provided for, refused. Each is a good answer. */
import { findArticle } from '#knowledge/law/load.ts'
import type { Article, Measure } from '#knowledge/law/measure.ts'
import { tellingWords } from '#knowledge/retrieval/telling.ts'
import { validityOn } from '#tools/check-validity.ts'
import { askedOf, longestConclusion } from './answer-article.ts'
import { fitConclusion } from './compose.ts'
import type { Answer, ReplyOption } from './conversation.ts'
import { type Draft, draftOf, type Found } from './draft.ts'
import { bindingMeasures } from './places.ts'
import type { Ports } from './ports.ts'
import { quoteArticle } from './quoting.ts'
import type { Question } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

/** The measure does not provide: said so, with the nearest article as near and whom the measure names to ask. */
export function notCovered(question: Question, { measure, result, tool }: Found, ports: Ports): Draft {
  const words = wordsIn(question.lang)
  if (result.silentKind === 'manipulation') return draftOf('refused-manipulation', words.refused, { tools: [tool] })
  if (result.silentKind === 'outside') return draftOf('not-covered-outside', words.outOfScope, { tools: [tool] })
  const [hit] = result.hits
  const article = hit === undefined ? undefined : findArticle(measure, hit.article)
  if (article?.text === '') return lostPicture(question, measure, article, { measure, result, tool }, ports)
  const near =
    article === undefined
      ? []
      : quoteArticle(
          ports.law,
          article,
          tellingWords(article, askedOf(question, hit), longestConclusion),
          hit?.passages ?? [],
          question.lang,
        ).slice(0, 1)
  const title = question.lang === 'zh' ? measure.title : measure.titleEn
  return draftOf(
    'not-covered-silent',
    fitConclusion(`${words.notCovered(title)}${words.askContact(measure.contact[question.lang])}`),
    { near, tools: [tool], validity: [validityOn(measure, ports.today, 'today', question.lang)] },
  )
}

/** An article that is a picture the source has lost: said so, and whom to ask. */
export function lostPicture(
  question: Question,
  measure: Measure,
  article: Article,
  { tool }: Found,
  ports: Ports,
): Draft {
  const words = wordsIn(question.lang)
  const lost = words.lostPicture(words.articleLabel(article.ref))
  return draftOf('not-covered-lost-picture', `${lost}${words.askContact(measure.contact[question.lang])}`, {
    tools: [tool],
    validity: [validityOn(measure, ports.today, 'today', question.lang)],
  })
}

/** No place known, and the places differ: one question back, with the places to press. */
export function askPlace(question: Question, ports: Ports): Answer {
  const words = wordsIn(question.lang)
  const options: ReplyOption[] = bindingMeasures(ports.law).map((measure) => ({
    title: measure.jurisdiction[question.lang],
    payload: { v: 1, verb: 'ask-in', args: { measure: measure.id, question: question.text } },
  }))
  const text = `${words.whichPlace}\n\n${options.map((option, i) => `${i + 1}. ${option.title}`).join('\n')}`
  return { ...draftOf('clarify-place', words.whichPlace, { options }), text }
}

/** The measure has no such article: how many it has. */
export function noSuchArticle(question: Question, { measure, tool }: Found): Draft {
  const count = measure.articles.filter((article) => typeof article.ref === 'number').length
  const annexes = measure.articles.length - count
  const title = question.lang === 'zh' ? measure.title : measure.titleEn
  return draftOf('not-covered-missing-article', wordsIn(question.lang).noSuchArticle(title, count, annexes), {
    tools: [tool],
  })
}

/** A project said to be classified: nothing is reckoned or kept of it; the article and whom to turn to are named. */
export function classifiedEnd(question: Question, measure: Measure, ports: Ports): Draft {
  const rule =
    measure.rules.find((each) => each.id.endsWith('.classified')) ??
    measure.rules.find((each) => each.id.endsWith('.scope'))
  const article = rule === undefined ? undefined : findArticle(measure, rule.cites.article)
  const citations = article === undefined ? [] : quoteArticle(ports.law, article, [], [], question.lang).slice(0, 1)
  return draftOf('refused-classified', wordsIn(question.lang).classified, { near: citations })
}
