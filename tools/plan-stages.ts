/** The stages of a project under its measure: which are on its route, which are done, which comes next. */
import type { Facts } from '#knowledge/law/facts.ts'
import { findArticle } from '#knowledge/law/load.ts'
import type { Citation, Measure } from '#knowledge/law/measure.ts'
import { cite } from '#knowledge/law/quotes.ts'
import type { EventId } from '#knowledge/law/rule.ts'
import { type Phase, phases, type Stage } from '#knowledge/law/stage.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { evaluate } from './conditions.ts'

export interface StageFound {
  readonly stage: Stage
  /** `undecided`: a missing fact decides whether the route has it. */
  readonly status: 'done' | 'next' | 'later' | 'undecided' | 'left-out'
  /** The day it was done, where told. */
  readonly doneOn?: IsoDate
  readonly citation: Citation
}

/** The phase a project is in once the event has happened. */
const phaseAfter: Readonly<Record<EventId, Phase>> = {
  'library-entered': 'prepare',
  'launch-notice-received': 'approve',
  'proposal-submitted': 'approve',
  'proposal-approved': 'approve',
  'feasibility-submitted': 'approve',
  'technical-opinion-issued': 'approve',
  'feasibility-approved': 'approve',
  'design-submitted': 'approve',
  'design-approved': 'approve',
  'revision-requested': 'approve',
  'budget-submitted': 'approve',
  'budget-approved': 'procure',
  'feedback-requested': 'approve',
  'award-notice-sent': 'procure',
  'contract-signed': 'build',
  'construction-started': 'build',
  'construction-due': 'build',
  'construction-completed': 'accept',
  'trial-started': 'accept',
  'trial-ended': 'accept',
  'trial-stable': 'accept',
  'preliminary-accepted': 'accept',
  'final-accepted': 'accept',
  'acceptance-failed': 'accept',
  'completion-accepted': 'evaluate',
  'in-operation': 'operate',
}

/** A day told, or only planned. */
export interface DatedEvent {
  readonly event: EventId
  readonly on: string
  readonly planned?: boolean | undefined
}

/** The furthest phase that the events told have reached; `prepare` where none is told. */
export function phaseReached(events: readonly DatedEvent[]): Phase {
  const reached = events.filter((told) => told.planned !== true).map((told) => phases.indexOf(phaseAfter[told.event]))
  return phases[Math.max(0, ...reached)] ?? 'prepare'
}

/** Every stage of the measure, in its order. What lies before a stage that is done counts as done too. */
export function stagesOf(measure: Measure, facts: Facts, events: readonly DatedEvent[], today: IsoDate): StageFound[] {
  const told = new Map(events.filter((each) => each.planned !== true).map((each) => [each.event, each.on as IsoDate]))
  const routes = measure.stages.map((stage) =>
    stage.when === undefined ? true : evaluate(stage.when, facts, { today, rules: measure.rules }).value,
  )
  const reached = phases.indexOf(phaseReached(events))
  const dones = measure.stages.map((stage) => (stage.done ?? []).map((event) => told.get(event)).find(Boolean))
  const lastDone = dones.findLastIndex((on) => on !== undefined)
  // Evaluation and operation go on side by side, so neither ends because the other has begun.
  const isPast = (stage: Stage, i: number) =>
    i <= lastDone || (phases.indexOf(stage.phase) < reached && stage.phase !== 'evaluate')
  const next = measure.stages.findIndex((stage, i) => routes[i] === true && !isPast(stage, i))
  return measure.stages.map((stage, i) => {
    const doneOn = dones[i]
    const citation = citationOf(measure, stage)
    if (routes[i] === false) return { stage, status: 'left-out', citation }
    if (isPast(stage, i)) return { stage, status: 'done', ...(doneOn === undefined ? {} : { doneOn }), citation }
    if (routes[i] === undefined) return { stage, status: 'undecided', citation }
    return { stage, status: i === next ? 'next' : 'later', citation }
  })
}

/** The ids of the rules that belong to the stages up to a phase. */
export function rulesUpTo(measure: Measure, last: Phase): Set<string> {
  const upTo = phases.indexOf(last)
  return new Set(
    measure.stages.filter((stage) => phases.indexOf(stage.phase) <= upTo).flatMap((stage) => stage.rules ?? []),
  )
}

function citationOf(measure: Measure, stage: Stage): Citation {
  const article = findArticle(measure, stage.cites.article)
  if (article === undefined) throw new Error(`${stage.id} cites article ${stage.cites.article}, which is not there`)
  return cite(article, stage.cites.quote)
}
