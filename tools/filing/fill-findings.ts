/** What the rules and the deadlines say of this project, as sentences with their article. */
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { DeadlineRule } from '#knowledge/law/rule.ts'
import { calculate } from '../calculate-deadline.ts'
import type { Finding } from '../check-thresholds.ts'
import { sayDay } from '../deadline-words.ts'
import { eventNames } from '../event-names.ts'
import { InputError } from '../input-error.ts'
import type { FillContext } from './context.ts'
import { type Gap, type Line, words } from './filing.ts'
import { dayOfEvent } from './values.ts'

/**
 * 市级审核：须提交市级审核。总投资6,000,000元，超过200万元（第十八条）。
 *
 * @param requirement whether a duty is done is not asked
 */
export function findingLine(finding: Finding, articleLabel: string, requirement = false): Line {
  const { status, title, outcome, because, kind } = finding
  if (status === 'unknown') {
    if (kind !== 'duty') return [words(`${title.zh}（${articleLabel}）：`), missingOf(finding)]
    // The measure’s demand, not a report: duties are worded as things done (已经集体研究).
    const told = words(`${title.zh}：应做到“${outcome.zh}”（${articleLabel}）。`)
    const open = requirement ? finding.missing.filter((name) => name !== finding.rule) : finding.missing
    return open.length === 0 ? [told] : [told, missingOf({ ...finding, missing: open })]
  }
  const reason = because === '' || because === outcome.zh ? '' : `。${because}`
  return [{ kind: 'value', text: `${title.zh}：${outcome.zh}${reason}（${articleLabel}）。`, from: traceOf(finding) }]
}

/** What is not known of a finding: facts by their names, and whether the duty is done or the ground holds. */
export function missingOf({ rule, kind, title, missing }: Finding): Gap {
  const own = `“${title.zh}”${kind === 'duty' ? '是否已做到' : '是否属实'}`
  const hints = missing.map((name) => (isFactName(name) ? factList[name].zh : name === rule ? own : name))
  return { kind: 'gap', names: missing, hint: [...new Set(hints)].join('、') }
}

export function traceOf(finding: Finding): { readonly kind: 'finding'; readonly rule: string } {
  return { kind: 'finding', rule: finding.rule }
}

/** The last day of a deadline, reckoned from the project's events; a gap where the event or a fact is not known. */
export function deadlineLine(rule: DeadlineRule, context: FillContext): Line {
  const label = words(`${rule.title.zh}的期限：`)
  const events = [rule.event, ...(rule.andEvent === undefined ? [] : [rule.andEvent])].filter(
    (event) => event !== 'any',
  )
  const days = events.map((event) => ({ event, day: dayOfEvent(context.project, event) }))
  const unknown = days.filter(({ day }) => day === undefined).map(({ event }) => event)
  if (unknown.length > 0)
    return [
      label,
      { kind: 'gap', names: unknown, hint: unknown.map((event) => `${eventNames[event].zh}日期`).join('、') },
    ]
  const from = days
    .flatMap(({ day }) => day?.on ?? [])
    .toSorted()
    .at(-1)
  try {
    const deadline = calculate(rule, from === undefined ? {} : { from }, { ...context, lang: 'zh' })
    const text = sayDeadline(deadline, context.articleLabel(rule.cites.article))
    return [label, { kind: 'value', text, from: { kind: 'deadline', deadline: rule.id } }]
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const fact = error.path?.replace(/^facts\./u, '') ?? rule.id
    return [label, { kind: 'gap', names: [isFactName(fact) ? fact : rule.id], hint: hintOf(fact) }]
  }
}

function hintOf(name: string): string {
  return isFactName(name) ? factList[name].zh : '截止日（该年的放假安排无从知道）'
}

function sayDeadline(deadline: ReturnType<typeof calculate>, article: string): string {
  const { due, earliest, calendar, notes } = deadline
  const estimated = calendar === 'projected' ? '（放假安排尚未公布，为暂估）' : ''
  const first = earliest === undefined ? '' : `最早为${sayDay(earliest, 'zh')}`
  if (due === null) return `依${article}，${first === '' ? notes.join('；') : first}。`
  return `依${article}，${first === '' ? '' : `${first}，`}最迟为${sayDay(due, 'zh')}${estimated}。`
}
