/** «这个办法现在还有效吗»: from when to when, on the day asked about, by the article that says so. */
import { findDays } from '#knowledge/law/days-in-words.ts'
import { findArticle } from '#knowledge/law/load.ts'
import { type IsoDate, parseDay } from '#knowledge/law/units.ts'
import { validityOn } from '#tools/check-validity.ts'
import { fitConclusion } from './compose.ts'
import { type Draft, draftOf, type Found } from './draft.ts'
import type { Ports } from './ports.ts'
import { quoteArticle } from './quoting.ts'
import type { Question } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

/** @returns undefined where the question is not about the life of the measure */
export function answerValidity(question: Question, { measure, result }: Found, ports: Ports): Draft | undefined {
  const ranks = result.hits.slice(0, 2).map((hit) => hit.article)
  const isNearest = ranks[0] === measure.life.article
  if (
    !(question.asksValidity === 'plainly'
      ? ranks.includes(measure.life.article)
      : question.asksValidity === 'perhaps' && isNearest)
  )
    return undefined
  const on = dayAsked(question, ports.today)
  const validity = validityOn(measure, on, on === ports.today ? 'today' : 'event', question.lang)
  const article = findArticle(measure, measure.life.article)
  const words = wordsIn(question.lang)
  const title = question.lang === 'zh' ? measure.title : measure.titleEn
  const period =
    article === undefined ? undefined : /[^。，,；]*有效期[一二两三四五六七八九十]+年/u.exec(article.text)?.[0]
  const stated = period === undefined || question.lang === 'en' ? '' : words.asWritten(period)
  return draftOf('answer-validity', fitConclusion(`${words.validityAnswer(validity, title)}${stated}`), {
    citations: article === undefined ? [] : quoteArticle(ports.law, article, [], [], question.lang),
    validity: [validity],
    tools: [{ name: 'check_validity', input: { measure: measure.id, on }, output: { validity: [validity] } }],
  })
}

/** The day in the question, or the first day of the time it names; today where it names none. */
function dayAsked(question: Question, today: IsoDate): IsoDate {
  const [said] = findDays(question.text, today)
  const month = /(\d{4})年(\d{1,2})月(?!\d{1,2}[日号])/u.exec(question.text)
  if (month?.[1] !== undefined && month[2] !== undefined)
    return parseDay(`${month[1]}-${month[2].padStart(2, '0')}-01`) ?? today
  if (said === undefined) return today
  return said.kind === 'day' ? said.day : (said.candidates[0] ?? today)
}
