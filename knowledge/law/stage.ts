/** The stages a project passes under a measure, in order: who does what, on which article, and what shows it is done. */
import { z } from 'zod'
import { cites, condition, eventIds, type Rule } from './rule.ts'
import { conditionNames } from './rule-check.ts'

/** From the first idea to the money for keeping it running. */
export const phases = ['prepare', 'approve', 'procure', 'build', 'accept', 'evaluate', 'operate'] as const
export type Phase = (typeof phases)[number]

const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })

export const stageSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+\.[a-z0-9-]+$/),
  phase: z.enum(phases),
  title: bilingual,
  actor: bilingual,
  /** What is done, with what is handed in. */
  does: bilingual,
  /** Where it fails the route has no such stage; absent: every project passes it. */
  when: condition.optional(),
  /** The rules that are looked at in this stage: their facts are asked, their duties ticked off. */
  rules: z.array(z.string()).optional(),
  /** The deadlines that belong to it. */
  deadlines: z.array(z.string()).optional(),
  /** Events that show it done; any of them. */
  done: z.array(z.enum(eventIds)).optional(),
  cites,
  alsoCites: z.array(cites).optional(),
})

export type Stage = z.output<typeof stageSchema>

export interface StageFault {
  readonly stage: string
  readonly problem: string
  readonly fix: string
}

/** Every rule stands in exactly one stage, and every name is there. A measure without stages has none of these faults. */
export function findStageFaults(
  stages: readonly Stage[],
  rules: readonly Rule[],
  deadlines: readonly { readonly id: string }[],
): StageFault[] {
  if (stages.length === 0) return []
  const faults: StageFault[] = []
  for (const stage of stages) {
    for (const id of stage.rules ?? [])
      if (rules.every((rule) => rule.id !== id))
        faults.push({ stage: stage.id, problem: `names ${id}, which is no rule.`, fix: 'Name a rule of rules.yaml.' })
    for (const id of stage.deadlines ?? [])
      if (deadlines.every((deadline) => deadline.id !== id))
        faults.push({
          stage: stage.id,
          problem: `names ${id}, which is no deadline.`,
          fix: 'Name one of deadlines.yaml.',
        })
    for (const id of stage.when === undefined ? [] : conditionNames(stage.when).rules)
      if (rules.every((rule) => rule.id !== id || rule.kind !== 'trigger'))
        faults.push({ stage: stage.id, problem: `leans on ${id}, which is no trigger.`, fix: 'Name a trigger.' })
    for (const name of stage.when === undefined ? [] : conditionNames(stage.when).unknownFacts)
      faults.push({ stage: stage.id, problem: `asks «${name}», which is no fact.`, fix: 'Name a fact of facts.ts.' })
  }
  const listed = stages.flatMap((stage) => stage.rules ?? [])
  for (const rule of rules) {
    const times = listed.filter((id) => id === rule.id).length
    if (times === 1) continue
    const stage = stages.find((each) => each.rules?.includes(rule.id))?.id ?? stages[0]?.id ?? ''
    faults.push({ stage, problem: `${rule.id} stands in ${times} stages.`, fix: 'List each rule in one stage.' })
  }
  return faults
}
