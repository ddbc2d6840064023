/** A question with a day in it («9月18号发的中标通知书，合同最晚哪天签») is reckoned by the calendar. */
import { findDays } from '#knowledge/law/days-in-words.ts'
import { findArticle } from '#knowledge/law/load.ts'
import type { Citation, Measure, Validity } from '#knowledge/law/measure.ts'
import type { DeadlineRule } from '#knowledge/law/rule.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { ArticleHit } from '#knowledge/retrieval/index-types.ts'
import { gramsOf } from '#knowledge/retrieval/telling.ts'
import type { Deadline } from '#tools/calculate-deadline.ts'
import { eventNames } from '#tools/event-names.ts'
import { InputError } from '#tools/input-error.ts'
import type { ToolUse } from './conversation.ts'
import { factsSaid } from './facts-said.ts'
import type { Ports } from './ports.ts'
import type { Question } from './understand.ts'
import { writeDayIn } from './wording/words-in.ts'

export interface ReckonedAnswer {
  readonly conclusion: string
  /** The reckoning step by step, to be checked by hand. */
  readonly details: string
  readonly citation: Citation
  readonly validity: readonly Validity[]
  readonly tools: readonly ToolUse[]
}

const articlesLookedAt = 3
/** Words that ask for a last day or a number of days: without them a day in the question is only circumstance. */
const asksForDay =
  /哪天|几号|什么时候|啥时候|何时|最晚|最迟|截止|到期|之前|来得及|还有几天|还剩|期限|多久|多少天|几天|过期|超期|逾期|by when|latest|deadline|due|last day|how long|in time/iu

/** @returns undefined where no day is told, none is asked for, or no deadline runs from such an event */
export async function answerByDeadline(
  question: Question,
  measure: Measure,
  hits: readonly ArticleHit[],
  ports: Ports,
): Promise<ReckonedAnswer | undefined> {
  const [said] = findDays(question.text, ports.today)
  if (said === undefined || !asksForDay.test(question.text)) return undefined
  const rule = nearestDeadline(question, measure, hits)
  if (rule === undefined) return undefined
  if (said.kind === 'vague')
    return { conclusion: said.question, details: '', citation: citationOf(measure, rule), validity: [], tools: [] }
  return reckon(question, measure, rule, said.day, ports)
}

async function reckon(
  question: Question,
  measure: Measure,
  rule: DeadlineRule,
  from: IsoDate,
  ports: Ports,
): Promise<ReckonedAnswer | undefined> {
  const facts = { ...question.facts, ...factsSaid(question.text).facts }
  const input = { measure: measure.id, deadline: rule.id, from, facts, lang: question.lang }
  try {
    const output = (await ports.runTool('calculate_deadline', input)) as Deadline
    const tools = [{ name: 'calculate_deadline', input, output }]
    return {
      conclusion: conclude(output, rule, from, question.lang),
      details: stepsOf(output),
      citation: output.citation,
      validity: output.validity,
      tools,
    }
  } catch (error) {
    // What decides the period was not told: the article itself says both.
    if (error instanceof InputError) return undefined
    throw error
  }
}

function conclude(deadline: Deadline, rule: DeadlineRule, from: IsoDate, lang: 'zh' | 'en'): string {
  const say = (day: IsoDate) => writeDayIn(lang)(day)
  const event = eventNames[rule.event][lang]
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

function stepsOf(deadline: Deadline): string {
  return deadline.steps.map((step, i) => `${i + 1}. ${step}`).join('\n')
}

/** Among the deadlines of the articles found: the one whose title and event are nearest to the question's words. */
function nearestDeadline(question: Question, measure: Measure, hits: readonly ArticleHit[]): DeadlineRule | undefined {
  const near = hits.slice(0, articlesLookedAt).map((hit) => hit.article)
  const words = gramsOf(question.query)
  return measure.deadlines
    .filter((rule) => near.includes(rule.cites.article) && rule.event !== 'any')
    .map((rule) => {
      const own = gramsOf(`${rule.title.zh} ${rule.title.en} ${eventNames[rule.event].zh} ${eventNames[rule.event].en}`)
      const shared = [...words].filter((gram) => gram.length > 1 && own.has(gram)).length
      return { rule, score: shared / Math.sqrt(own.size) + 1 / (1 + near.indexOf(rule.cites.article)) }
    })
    .sort((a, b) => b.score - a.score)[0]?.rule
}

function citationOf(measure: Measure, rule: DeadlineRule): Citation {
  const article = findArticle(measure, rule.cites.article)
  return { measure: measure.id, article: article?.ref ?? rule.cites.article, quote: rule.cites.quote, corrected: false }
}
