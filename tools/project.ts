/** A project as dialogs keep it and filings are filled from it. Every key optional, an unknown one is an error, nothing is filled in. */
import { z } from 'zod'
import { mostYuan } from '#knowledge/law/fact-kinds.ts'
import { factNames, factsSchema } from '#knowledge/law/facts.ts'
import { eventIds } from '#knowledge/law/rule.ts'
import { day } from './schemas.ts'

const longestLine = 200
const longestText = 5_000
const longestList = 200

function text(longest: number) {
  // Written when it is asked for: the first number written so costs a start 15 ms.
  const error = () => `must be text of 1 to ${longest.toLocaleString('en-US')} characters`
  return z.string({ error }).trim().min(1, { error }).max(longest, { error })
}

const line = text(longestLine)
const prose = text(longestText)

function listOf<S extends z.ZodType>(member: S) {
  const error = `must be a list of at most ${longestList}`
  return z.array(member, { error }).max(longestList, { error })
}

const yuanError = `must be a whole number of yuan from 0 to ${mostYuan}, e.g. 200000`
const yuan = z
  .number({ error: yuanError })
  .int({ error: yuanError })
  .min(0, { error: yuanError })
  .max(mostYuan, { error: yuanError })

const budgetLine = z.strictObject({ item: line.optional(), yuan: yuan.optional(), note: prose.optional() })

const projectEvent = z.strictObject({
  event: z.enum(eventIds, { error: `must be an event id: ${eventIds.join(', ')}` }),
  on: day,
  planned: z.boolean({ error: 'must be true or false' }).optional(),
  note: prose.optional(),
})

/** What is known in words, beside the facts that rules ask. */
const textFields = {
  name: line.optional(),
  unit: line.optional(),
  owner: z.strictObject({ name: line.optional(), title: line.optional() }).optional(),
  contact: line.optional(),
  place: line.optional(),
  summary: prose.optional(),
  basis: prose.optional(),
  objectives: prose.optional(),
  contents: listOf(prose).optional(),
  budget: listOf(budgetLine).optional(),
  parties: z
    .strictObject({ builder: line.optional(), supplier: line.optional(), supervisor: line.optional() })
    .optional(),
} as const

/** What has happened to a project or is planned, each with its day. */
export const projectEvents = listOf(projectEvent)

const fieldNames = Object.keys(textFields) as (keyof typeof textFields)[]

/** Where a fact or a field comes from: said in a message, taken from the person's profile, or derived from others. */
const origin = z.strictObject({
  from: z.enum(['said', 'profile', 'derived'], { error: 'must be "said", "profile" or "derived"' }),
  at: z
    .union([z.iso.datetime({ offset: true, local: true }), z.iso.date()], {
      error: 'must be an instant, e.g. 2026-09-18T10:30:00+08:00',
    })
    .optional(),
  message: prose.optional(),
})

/** Written out name by name: a model's function call takes no open keys. */
const origins = z.strictObject(
  Object.fromEntries([...factNames, ...fieldNames].map((name) => [name, origin.optional()])) as Record<
    (typeof factNames)[number] | (typeof fieldNames)[number],
    z.ZodOptional<typeof origin>
  >,
)

export const projectSchema = z.strictObject({
  id: line.optional(),
  measure: line.optional(),
  ...textFields,
  facts: factsSchema.optional(),
  origins: origins.optional(),
  events: projectEvents.optional(),
})

export type Project = z.output<typeof projectSchema>
