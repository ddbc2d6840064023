/** «合同签完多久内要备案»: the period first, in one line made of the deadline itself. */
import type { Article, Measure } from '#knowledge/law/measure.ts'
import type { DeadlineRule } from '#knowledge/law/rule.ts'
import { describePeriod } from '#tools/deadline-period.ts'
import { eventsOf } from '#tools/event-names.ts'
import { fitOfDeadline } from './deadline-fit.ts'
import { deadlineWords, metBy } from './deadline-words.ts'
import { gistOfDeadline } from './english-gist.ts'
import type { Question } from './understand.ts'

/** How much of a deadline's title and event a question must share with it. */
const sharedFrom = 0.2
/** Less where it is plainly that office's period for that act: «财政批预算要多久» has few words of «批复项目预算、确定招标控制价». */
const sharedIfPlain = 0.1
/** Of two that share as much, the one whose act is named comes before the one whose event is; more so where the question tells the two apart. */
const actWeight = { apart: 0.3, together: 0.1 }
/** What the turn before named («可研») counts half: of several deadlines that fit the new turn it tells which. */
const beforeWeight = 0.5

const asksPeriod = /多久|多长时间|几天|几个?(?:工作日|月)|多少个?(?:工作日|天|日|月)|什么时候|啥时候|哪天/u

/** @returns undefined where no period is asked for, or the article carries no deadline whose words the question has */
export function deadlineLead(question: Question, measure: Measure, article: Article): string | undefined {
  if (!(question.seeks.has('duration') || question.seeks.has('day'))) return undefined
  const clauses = question.bare.split(/[，,；;？?。]/u).filter((clause) => asksPeriod.test(clause))
  const own = measure.deadlines.filter((rule) => rule.cites.article === article.ref)
  if (clauses.length < 2) {
    const rule = nearestOf(own, { asked: question.query, own: question.bare, before: question.before }, question.lang)
    return rule === undefined ? undefined : leadOf(rule, question.lang)
  }
  // Two periods are asked for: both are told, or the article itself.
  const rules = clauses.map((clause) =>
    nearestOf(own, { asked: clause, own: clause, before: question.query }, question.lang),
  )
  const leads = rules.flatMap((rule) => (rule === undefined ? [] : [leadOf(rule, question.lang)]))
  return leads.length === clauses.length && new Set(leads).size === leads.length ? leads.join('') : undefined
}

function nearestOf(
  deadlines: readonly DeadlineRule[],
  words: { readonly asked: string; readonly own: string; readonly before: string },
  lang: Question['lang'],
): DeadlineRule | undefined {
  const asked = deadlineWords(words.asked)
  const before = deadlineWords(words.before)
  const nearest = deadlines
    .map((rule) => {
      const { met, own, ofAct } = metBy(asked, rule, lang)
      const earlier = metBy(before, rule, lang)
      const shared = met / own + beforeWeight * (earlier.met / earlier.own)
      const rank = shared + ofAct * (asked.areApart ? actWeight.apart : actWeight.together)
      return { rule, fit: fitOfDeadline(words.own, rule), shared, rank }
    })
    .filter(({ fit }) => fit !== 'no')
    .sort((a, b) => b.rank - a.rank)[0]
  if (nearest === undefined) return undefined
  return nearest.shared >= (nearest.fit === 'plainly' ? sharedIfPlain : sharedFrom) ? nearest.rule : undefined
}

function leadOf(rule: DeadlineRule, lang: Question['lang']): string {
  if (lang === 'en') return `${gistOfDeadline(rule)}.`
  const to =
    rule.recipient === undefined ? '' : `，${rule.recipient.zh.includes('系统') ? '在' : '报'}${rule.recipient.zh}`
  const period = describePeriod(rule.reckoning)
  const when =
    rule.event === 'any' ? period : `${eventsOf(rule, 'zh')}后${period}${/[前内底末]$/u.test(period) ? '' : '内'}`
  return `${rule.title.zh}：${when}（${rule.actor.zh}${to}）。`
}
