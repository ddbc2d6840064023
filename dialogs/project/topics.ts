/** What befalls a project after its approval: which rules of its measure speak of it, and what they still ask. */
import { readWhole } from '#knowledge/law/chinese-number.ts'
import { type FactName, isFactName } from '#knowledge/law/facts.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { type Finding, findingsOf } from '#tools/check-thresholds.ts'
import { factsOf, type ProjectRecord, type Topic } from './record.ts'

const rulesOn: Readonly<Record<Topic, RegExp>> = {
  change: /\.(?:self-adjustment|change-reapproval|special-fund-increase|no-unauthorised-change)$/u,
  delay: /\.delay-no-funding$/u,
  incident: /\.incident-report$/u,
}

/** Told anew with each change; what is left of an earlier one says nothing of this one. */
const ofOneTime: Readonly<Record<Topic, readonly FactName[]>> = {
  change: [
    'adjustmentYuan',
    'withinApprovedEstimate',
    'objectivesChanged',
    'changeGround',
    'majorChange',
    'investmentIncreased',
  ],
  delay: ['delayWorkingDays', 'delayCausedByUnit'],
  incident: ['seriousIncident'],
}

/** What is asked of a change: what often decides it alone comes first, the sum it is a share of before the share. */
const order: readonly FactName[] = [
  'majorChange',
  'objectivesChanged',
  'withinApprovedEstimate',
  'changeGround',
  'approvedEstimateYuan',
  'adjustmentYuan',
  'specialFund',
  'investmentIncreased',
  'fundPlanIssued',
]

export function staleFacts(topic: Topic): readonly FactName[] {
  return ofOneTime[topic]
}

export function findingsOn(topic: Topic, record: ProjectRecord, measure: Measure, today: IsoDate): Finding[] {
  const ids = measure.rules.filter((rule) => rulesOn[topic].test(rule.id)).map((rule) => rule.id)
  return ids.length === 0 ? [] : findingsOf(measure, factsOf(record), today, ids)
}

/** What the rules on it still need, the next first. */
export function factsMissingOn(topic: Topic, record: ProjectRecord, measure: Measure, today: IsoDate): FactName[] {
  const missing = new Set(
    findingsOn(topic, record, measure, today).flatMap((finding) => finding.missing.filter(isFactName)),
  )
  // «调了16%» tells the sum once the estimate is known.
  if (isShareHeard(record) && missing.has('approvedEstimateYuan')) missing.delete('adjustmentYuan')
  const place = (name: FactName) => (order.includes(name) ? order.indexOf(name) : order.length)
  return [...missing].sort((a, b) => place(a) - place(b))
}

/** `16%`, `百分之十六`, `一成六`: as a share of one. */
export function shareSaid(text: string): number | undefined {
  const percent = /(\d+(?:\.\d+)?)\s*(?:%|％|个百分点|percent)/iu.exec(text) ?? /百分之\s*(\d+(?:\.\d+)?)/u.exec(text)
  if (percent?.[1] !== undefined) return Number(percent[1]) / 100
  const spoken = /百分之([一二两三四五六七八九十]{1,3})/u.exec(text)?.[1]
  const read = spoken === undefined ? undefined : readWhole(spoken)
  return read === undefined ? undefined : read / 100
}

function isShareHeard(record: ProjectRecord): boolean {
  return shareSaid(record.interview.heard?.adjustmentYuan ?? '') !== undefined
}
