/** Which way a project goes where the measure has several, and what that leaves out. */
import type { Condition, EventId } from '#knowledge/law/rule.ts'
import { calculate, type DeadlineContext, standingOf } from './calculate-deadline.ts'
import { evaluate } from './conditions.ts'
import { eventNames } from './event-names.ts'
import { type Chain, isLeftOut, type KnownEvent, type RunningRule } from './timeline-chain.ts'

/** The rules that the reached deadlines' routes turn on and that apply. */
export function describeRoute(reached: readonly RunningRule[], context: DeadlineContext): string {
  const conditions = reached
    .flatMap((rule) => [rule.given?.when, rule.mayBeSkipped?.when])
    .filter((when) => when !== undefined)
  const ids = [...new Set(conditions.flatMap(rulesIn))]
  if (ids.length === 0) return 'standard'
  const judged = ids.map((id) => ({
    id,
    value: evaluate({ rule: id }, context.facts, { today: context.today, rules: context.measure.rules }).value,
  }))
  const applying = judged.filter(({ value }) => value === true)
  if (applying.length > 0) return applying.map(({ id }) => id).join('+')
  if (reached.some((rule) => standingOf(rule, context).given === false)) return 'not-applicable'
  return judged.some(({ value }) => value === undefined) ? 'undecided' : 'full'
}

/** What the route leaves out, and why: the measure sets no period there, so none is invented. */
export function routeNotes(
  reached: readonly RunningRule[],
  chain: Chain,
  known: ReadonlyMap<EventId, KnownEvent>,
  context: DeadlineContext,
): string[] {
  const { lang } = context
  const dropped = reached.filter((rule) => !chain.entries.some((entry) => entry.deadline === rule.id))
  const leftOut = dropped.filter((rule) => isLeftOut(rule, chain.days, context))
  const notes = [...Map.groupBy(leftOut, (rule) => reasonOf(rule, context))].map(([reason, rules]) => {
    const titles = rules.map((rule) => rule.title[lang])
    return lang === 'zh'
      ? `不推算：${titles.join('、')}。${reason}；办法在此没有另定期限，不作推算`
      : `Not reckoned: ${titles.join(', ')}. ${reason}; the measure sets no other period there and none is invented`
  })
  const waiting = dropped.filter(
    (rule) => !leftOut.includes(rule) && rule.given !== undefined && !chain.days.has(rule.event),
  )
  return [
    ...notes,
    ...keptNotes(dropped, known, context),
    ...waitingNotes(waiting, context),
    ...undecidedNotes(reached, context),
  ]
}

function reasonOf(rule: RunningRule, context: DeadlineContext): string {
  const words = standingOf(rule, context).given === false ? rule.given?.words : rule.mayBeSkipped?.words
  return words?.[context.lang] ?? ''
}

/** Stages that stay on the route but hang on a day that the route does not produce. */
function waitingNotes(waiting: readonly RunningRule[], { lang }: DeadlineContext): string[] {
  const produced = new Set(waiting.map((rule) => rule.leadsTo))
  const needed = [...new Set(waiting.map((rule) => rule.event))].filter((event) => !produced.has(event))
  if (needed.length === 0) return []
  const titles = waiting.map((rule) => rule.title[lang])
  const events = needed.map(
    (event) => `${eventNames[event][lang]}${lang === 'zh' ? `（dates.${event}）` : ` (dates.${event})`}`,
  )
  return [
    lang === 'zh'
      ? `补充日期后可继续推算：${titles.join('、')}；需要：${events.join('、')}`
      : `Can be planned once the days are told: ${titles.join(', ')}; needed: ${events.join(', ')}`,
  ]
}

/** Where the stage may be left out but the unit keeps it, its period is known: told, not planned. */
function keptNotes(
  dropped: readonly RunningRule[],
  known: ReadonlyMap<EventId, KnownEvent>,
  context: DeadlineContext,
): string[] {
  return dropped.flatMap((rule) => {
    const start = known.get(rule.event)
    const { given, skipped } = standingOf(rule, context)
    if (start === undefined || given === false || skipped !== true) return []
    const { due } = calculate(rule, { from: start.on }, context)
    if (due === null) return []
    return [
      context.lang === 'zh'
        ? `如不合并、仍办理“${rule.title.zh}”的，其期限照常适用，截止${due}`
        : `Where «${rule.title.en}» is done all the same, its period holds: due ${due}`,
    ]
  })
}

function undecidedNotes(reached: readonly RunningRule[], context: DeadlineContext): string[] {
  const missing = new Set(reached.flatMap((rule) => standingOf(rule, context).missing))
  if (missing.size === 0) return []
  const paths = [...missing].map((fact) => `facts.${fact}`).join(', ')
  return [
    context.lang === 'zh'
      ? `路线未定，按完整流程推算；请补充：${paths}`
      : `The route is open, so the full one is planned; tell: ${paths}`,
  ]
}

function rulesIn(condition: Condition): string[] {
  if ('rule' in condition) return [condition.rule]
  if ('all' in condition) return condition.all.flatMap(rulesIn)
  if ('any' in condition) return condition.any.flatMap(rulesIn)
  return 'not' in condition ? rulesIn(condition.not) : []
}
