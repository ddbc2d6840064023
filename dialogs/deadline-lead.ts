/** «合同签完多久内要备案»: the period first, in one line made of the deadline itself. */
import type { Article, Measure } from '#knowledge/law/measure.ts'
import type { DeadlineRule } from '#knowledge/law/rule.ts'
import { gramsOf } from '#knowledge/retrieval/telling.ts'
import { describePeriod } from '#tools/deadline-period.ts'
import { eventNames } from '#tools/event-names.ts'
import type { Question } from './understand.ts'

/** How much of a deadline's title and event a question must share with it. */
const sharedFrom = 0.2

/** @returns undefined where no period is asked for, or the article carries no deadline whose words the question has */
export function deadlineLead(question: Question, measure: Measure, article: Article): string | undefined {
  if (question.lang === 'en' || !(question.seeks.has('duration') || question.seeks.has('day'))) return undefined
  const asked = gramsOf(question.query)
  const nearest = measure.deadlines
    .filter((rule) => rule.cites.article === article.ref)
    .map((rule) => ({ rule, score: shareOf(asked, rule) }))
    .sort((a, b) => b.score - a.score)[0]
  return nearest === undefined || nearest.score < sharedFrom ? undefined : leadOf(nearest.rule)
}

function shareOf(asked: ReadonlySet<string>, rule: DeadlineRule): number {
  const own = [...gramsOf(`${rule.title.zh}${rule.event === 'any' ? '' : eventNames[rule.event].zh}`)].filter(
    (gram) => gram.length > 1,
  )
  return own.filter((gram) => asked.has(gram)).length / Math.max(1, own.length)
}

function leadOf(rule: DeadlineRule): string {
  const to =
    rule.recipient === undefined ? '' : `，${rule.recipient.zh.includes('系统') ? '在' : '报'}${rule.recipient.zh}`
  const period = describePeriod(rule.reckoning)
  const when =
    rule.event === 'any' ? period : `${eventNames[rule.event].zh}后${period}${/[前内底末]$/u.test(period) ? '' : '内'}`
  return `${rule.title.zh}：${when}（${rule.actor.zh}${to}）。`
}
