/** What a change of facts changes in what the measure asks. */

import type { Facts } from '#knowledge/law/facts.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { type Finding, findingsOf } from '#tools/check-thresholds.ts'
import { stagesOf } from '#tools/plan-stages.ts'

export interface Difference {
  readonly before: Finding
  readonly after: Finding
}

/** Rules whose result is another one now; a result that was open before and is open still says nothing. */
export function differences(measure: Measure, before: Facts, after: Facts, today: IsoDate): Difference[] {
  const was = findingsOf(measure, before, today)
  const is = findingsOf(measure, after, today)
  return was.flatMap((finding, i) => {
    const now = is[i]
    if (now === undefined || finding.kind === 'duty' || finding.status === 'unknown') return []
    const same = finding.status === now.status && finding.outcome.zh === now.outcome.zh
    return same ? [] : [{ before: finding, after: now }]
  })
}

export interface RouteChange {
  readonly added: readonly string[]
  readonly dropped: readonly string[]
}

/** Stages that come onto the route, or fall from it. */
export function routeChange(measure: Measure, before: Facts, after: Facts, today: IsoDate): RouteChange {
  const on = (facts: Facts) =>
    stagesOf(measure, facts, [], today).map((found) => ({
      title: found.stage.title.zh,
      state: found.status === 'left-out' ? 'off' : found.status === 'undecided' ? 'open' : 'on',
    }))
  const [was, is] = [on(before), on(after)]
  const turned = (from: string, to: string) =>
    was.flatMap((each, i) => (each.state === from && is[i]?.state === to ? [each.title] : []))
  return { added: turned('off', 'on'), dropped: turned('on', 'off') }
}
