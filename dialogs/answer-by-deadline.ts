/** A question with a day in it («9月18号发的中标通知书，合同最晚哪天签») is reckoned by the calendar. */
import { findArticle, type Law } from '#knowledge/law/load.ts'
import type { Citation, Measure } from '#knowledge/law/measure.ts'
import { findQuote } from '#knowledge/law/quotes.ts'
import type { DeadlineRule } from '#knowledge/law/rule.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { ArticleHit } from '#knowledge/retrieval/index-types.ts'
import type { Deadline } from '#tools/calculate-deadline.ts'
import { eventNames } from '#tools/event-names.ts'
import { InputError } from '#tools/input-error.ts'
import { fitConclusion } from './compose.ts'
import { fitOfDeadline } from './deadline-fit.ts'
import { deadlineWords, metBy } from './deadline-words.ts'
import { type Draft, draftOf, type Found } from './draft.ts'
import type { Ports } from './ports.ts'
import { quoteArticle } from './quoting.ts'
import { asksForDay, type Question } from './understand.ts'
import { writeDayIn } from './wording/words-in.ts'

const articlesLookedAt = 3
/** @returns undefined where no day is told, none is asked for, or no deadline runs from such an event */
export async function answerByDeadline(
  question: Question,
  { measure, result, tool }: Found,
  ports: Ports,
): Promise<Draft | undefined> {
  const { days } = question
  const [said] = days
  if (said === undefined || !asksForDay.test(question.text)) return undefined
  const rule = nearestDeadline(question, measure, result.hits)
  if (rule === undefined) return undefined
  const citations = quoteRule(rule, measure, ports.law, question.lang)
  if (said.kind === 'vague') return draftOf('answer-lacks-fact', said.question, { citations, tools: [tool] })
  // A period from two events runs from the later.
  const from =
    rule.andEvent === undefined
      ? said.day
      : days.reduce((latest, day) => (day.kind === 'day' && day.day > latest ? day.day : latest), said.day)
  const input = {
    measure: measure.id,
    deadline: rule.id,
    from,
    facts: { ...question.facts, ...question.said.facts },
    lang: question.lang,
  }
  try {
    const output = (await ports.runTool('calculate_deadline', input)) as Deadline
    return draftOf('answer-by-deadline', fitConclusion(conclude(output, rule, from, question.lang)), {
      details: output.steps.map((step, i) => `${i + 1}. ${step}`).join('\n'),
      citations,
      validity: output.validity,
      tools: [tool, { name: 'calculate_deadline', input, output }],
    })
  } catch (error) {
    // What decides the period was not told: the article itself says both.
    if (error instanceof InputError) return undefined
    throw error
  }
}

function conclude(deadline: Deadline, rule: DeadlineRule, from: IsoDate, lang: 'zh' | 'en'): string {
  const say = (day: IsoDate) => writeDayIn(lang)(day)
  const names = [rule.event, ...(rule.andEvent === undefined ? [] : [rule.andEvent])].map(
    (event) => eventNames[event][lang],
  )
  const event =
    lang === 'zh'
      ? `${names.join('、')}${names.length > 1 ? '（以较晚者为准）' : ''}`
      : `${names.join(' and ')}${names.length > 1 ? ', the later' : ''}`
  const projected = deadline.calendar === 'projected'
  if (lang === 'en') {
    const window = deadline.earliest === undefined ? '' : `not before ${say(deadline.earliest)}; `
    const due = deadline.due === null ? '' : `at the latest on ${say(deadline.due)}`
    return `${deadline.title}: ${window}${due} (${event} on ${say(from)}; ${rule.cites.quote}).${projected ? ' This is an estimate: the holidays of that year are not yet announced.' : ''}`
  }
  const window = deadline.earliest === undefined ? '' : `最早${say(deadline.earliest)}，`
  const due = deadline.due === null ? '' : `最迟${say(deadline.due)}`
  return `${window}${due}：${deadline.title}（${event}日${say(from)}起算）。${projected ? `${deadline.due?.slice(0, 4)}年放假安排尚未公布，按法定节假日暂估。` : ''}`
}

/** Among the deadlines of the articles found: the one whose title and event are nearest to the question's words. */
function nearestDeadline(question: Question, measure: Measure, hits: readonly ArticleHit[]): DeadlineRule | undefined {
  const near = hits.slice(0, articlesLookedAt).map((hit) => hit.article)
  const words = deadlineWords(question.query)
  return measure.deadlines
    .filter(
      (rule) =>
        near.includes(rule.cites.article) && rule.event !== 'any' && fitOfDeadline(question.bare, rule) !== 'no',
    )
    .map((rule) => {
      const { met, own } = metBy(words, rule, question.lang)
      return { rule, score: met / Math.sqrt(own) + 1 / (1 + near.indexOf(rule.cites.article)) }
    })
    .sort((a, b) => b.score - a.score)[0]?.rule
}

function quoteRule(rule: DeadlineRule, measure: Measure, law: Law, lang: 'zh' | 'en'): Citation[] {
  const article = findArticle(measure, rule.cites.article)
  const place = article === undefined ? undefined : findQuote(article, rule.cites.quote)
  if (article === undefined || place === undefined)
    throw new Error(`${rule.id} quotes words that are not in its article`)
  return quoteArticle(law, article, [{ ...place, text: rule.cites.quote, index: 0 }], [], lang)
}
