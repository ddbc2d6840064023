/** Answer → Reply: the same words as text and as a card with the quote, the validity line and what can be pressed. */
import { findMeasure, type Law } from '#knowledge/law/load.ts'
import type { ArticleRef, Citation, MeasureId } from '#knowledge/law/measure.ts'
import { notesOf, placeOf, validityLine, worthTelling } from './compose.ts'
import type { Answer, AnswerCard, Reply, ReplyLink, ReplyOption } from './conversation.ts'
import { wordsIn } from './wording/words-in.ts'

/** Where an article is read: `/measures/jining-htz-2024#article-28` */
export function articlePath(measure: MeasureId, article: ArticleRef): string {
  return `/measures/${measure}#${typeof article === 'number' ? `article-${article}` : article}`
}

/** @param votes 👍 and 👎, where the answer may be voted on */
export function replyOfAnswer(
  answer: Answer,
  question: string,
  lang: 'zh' | 'en',
  law: Law,
  votes: readonly ReplyOption[] = [],
): Reply {
  if (answer.citations.length === 0 && answer.near.length === 0 && votes.length === 0) {
    const options = answer.options.length > 0 ? { options: answer.options } : {}
    return { text: answer.text, summary: answer.conclusion, ...options }
  }
  const card = { ...cardOf(answer, question, lang, law), ...(votes.length === 0 ? {} : { votes }) }
  const composed = answer.composedBy === undefined ? {} : { composedBy: answer.composedBy }
  // Where only the summary is shown it must tell as well who wrote it.
  const summary =
    answer.composedBy === undefined ? answer.conclusion : `${answer.conclusion}${wordsIn(lang).composedByModel}`
  return { text: answer.text, summary, card, citations: answer.citations, ...composed }
}

function cardOf(answer: Answer, question: string, lang: 'zh' | 'en', law: Law): AnswerCard {
  const words = wordsIn(lang)
  const shown = answer.citations.length > 0 ? answer.citations : answer.near
  const first = shown[0]
  return {
    kind: 'answer',
    conclusion:
      answer.composedBy === undefined &&
      answer.validity.length > 1 &&
      answer.details !== undefined &&
      answer.tools.some((tool) => tool.name === 'compare_measures')
        ? wordsIn(lang).compared
        : answer.conclusion,
    ...(answer.details === undefined || answer.details === '' ? {} : { details: answer.details }),
    quotes: shown.map((citation) => quoteOf(citation, answer.citations.length === 0, lang, law)),
    validity: validityOf(answer, lang, law),
    ...nextOf(answer, lang, law),
    ...(answer.composedBy === undefined ? {} : { label: words.composedByModel }),
    links: first === undefined ? [] : [linkTo(first, lang)],
    options: [
      ...answer.options,
      ...(first === undefined
        ? []
        : [relatedOption(first, words.buttons.related), otherPlaceOption(question, words.buttons.otherPlace)]),
    ],
  }
}

function quoteOf(citation: Citation, isNear: boolean, lang: 'zh' | 'en', law: Law): AnswerCard['quotes'][number] {
  const notes = notesOf(citation, lang, law)
  const place = placeOf(citation, lang, law)
  return {
    place: isNear ? `${wordsIn(lang).labels.nearest}：${place}` : place,
    quote: citation.quote,
    path: articlePath(citation.measure, citation.article),
    ...(notes.length === 0 ? {} : { note: notes.join('；') }),
    ...(citation.translation === undefined ? {} : { translation: citation.translation }),
  }
}

/** One measure's life in full; of several compared, a short line for each that is not in force. */
function validityOf(answer: Answer, lang: 'zh' | 'en', law: Law): AnswerCard['validity'] {
  const told = worthTelling(answer.validity)
  if (new Set(told.map((each) => each.measure)).size <= 1)
    return told.map((each) => ({ text: validityLine(each, lang, law), status: each.status }))
  return told.map((each) => ({
    text: wordsIn(lang).validityShort(each, findMeasure(law, each.measure)?.jurisdiction[lang] ?? each.measure),
    status: each.status,
  }))
}

function nextOf(answer: Answer, lang: 'zh' | 'en', law: Law): { next?: string } {
  const compared = new Set(answer.validity.map((each) => each.measure)).size > 1
  const expired = compared ? undefined : answer.validity.find((each) => each.status === 'expired')
  const measure = expired === undefined ? undefined : findMeasure(law, expired.measure)
  return measure === undefined || answer.kind !== 'answer'
    ? {}
    : { next: wordsIn(lang).confirmExtension(measure.contact[lang]) }
}

function linkTo(citation: Citation, lang: 'zh' | 'en'): ReplyLink {
  return { title: wordsIn(lang).buttons.original, path: articlePath(citation.measure, citation.article) }
}

function relatedOption(citation: Citation, title: string): ReplyOption {
  return { title, payload: { v: 1, verb: 'related', args: { measure: citation.measure, article: citation.article } } }
}

function otherPlaceOption(question: string, title: string): ReplyOption {
  return { title, payload: { v: 1, verb: 'other-place', args: { question } } }
}
