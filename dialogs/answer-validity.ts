/** «这个办法现在还有效吗»: from when to when, on the day asked about, by the article that says so. */
import { findDays } from '#knowledge/law/days-in-words.ts'
import { findArticle } from '#knowledge/law/load.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
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
  return draftOf('answer', fitConclusion(words.validityAnswer(validity, title)), {
    citations: article === undefined ? [] : quoteArticle(ports.law, article, [], [], question.lang),
    validity: [validity],
    tools: [{ name: 'check_validity', input: { measure: measure.id, on }, output: { validity: [validity] } }],
  })
}

/** The day in the question, or the first day of the time it names; today where it names none. */
function dayAsked(question: Question, today: IsoDate): IsoDate {
  const [said] = findDays(question.text, today)
  if (said === undefined) return today
  return said.kind === 'day' ? said.day : (said.candidates[0] ?? today)
}
