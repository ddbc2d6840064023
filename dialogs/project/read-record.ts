/**
 * A kept project → the shape of today. What a newer or older version wrote differently is taken over piece by piece:
 * every answer that still fits is kept, and only the place in the interview is found anew.
 */
import { z } from 'zod'
import { facts as factList, factNames, isFactName } from '#knowledge/law/facts.ts'
import { type Project, projectSchema } from '#tools/project.ts'
import { type ProjectRecord, plainKeys, type QuestionKey, recordShape, topics } from './record.ts'
import { type Roles, roleNames } from './roles.ts'

const questionKeys: ReadonlySet<string> = new Set<QuestionKey>([
  ...plainKeys,
  ...factNames.map((name): QuestionKey => `fact:${name}`),
])
const isQuestionKey = (value: unknown): value is QuestionKey => typeof value === 'string' && questionKeys.has(value)

const key = z.custom<QuestionKey>(isQuestionKey)
const change = z.object({
  at: z.string(),
  by: z.string(),
  message: z.string(),
  what: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
})
const closed = z.object({ deadline: z.string(), on: z.string(), due: z.string().optional() })
const made = z.object({ filing: z.string(), at: z.string(), values: z.record(z.string(), z.string()) })
const status = z.enum(['draft', 'active', 'archived'])
const roles = z.object({ mine: z.enum(roleNames), other: z.string().optional(), said: z.string().optional() })

const stored = z.strictObject({
  shape: z.literal(recordShape),
  id: z.string(),
  status,
  project: projectSchema,
  roles: roles.optional(),
  interview: z.strictObject({
    asking: key.optional(),
    trail: z.array(key),
    skipped: z.array(key),
    heard: z.record(z.string(), z.string()).optional(),
    about: z.enum(topics).optional(),
  }),
  changes: z.array(change),
  closed: z.array(closed),
  shownIn: z.array(z.string()),
  made: z.array(made).optional(),
})

/** @throws ZodError where it has not even an id */
export function readRecord(value: unknown): ProjectRecord {
  const parsed = stored.safeParse(value)
  return (parsed.success ? parsed.data : takenOver(value)) as ProjectRecord
}

function takenOver(value: unknown): ProjectRecord {
  const { id } = z.object({ id: z.string() }).parse(value)
  const interview = member(value, 'interview')
  const documents = list(member(value, 'made'), made)
  const told = roles.safeParse(member(value, 'roles'))
  return {
    shape: recordShape,
    id,
    status: status.catch('draft').parse(member(value, 'status')),
    project: { ...projectParts(member(value, 'project')), id },
    ...(told.success ? { roles: told.data as Roles } : {}),
    interview: {
      trail: list(member(interview, 'trail'), key),
      skipped: list(member(interview, 'skipped'), key),
    },
    changes: list(member(value, 'changes'), change) as ProjectRecord['changes'],
    closed: list(member(value, 'closed'), closed) as ProjectRecord['closed'],
    shownIn: list(member(value, 'shownIn'), z.string()),
    ...(documents.length === 0 ? {} : { made: documents }),
  }
}

/** Every part of a project that still fits. */
function projectParts(value: unknown): Project {
  const { facts: _facts, origins: _origins, events: _events, ...plain } = projectSchema.shape
  const parts = Object.entries(plain).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(member(value, name))
    return parsed.success && parsed.data !== undefined ? [[name, parsed.data]] : []
  })
  const facts = entries(member(value, 'facts')).filter(
    ([name, given]) => isFactName(name) && factList[name].schema.safeParse(given).success,
  )
  const one = projectSchema.shape.origins.unwrap()
  const origins = entries(member(value, 'origins')).filter(([name, given]) => one.safeParse({ [name]: given }).success)
  const event = projectSchema.shape.events.unwrap().element
  return {
    ...Object.fromEntries(parts),
    facts: Object.fromEntries(facts),
    origins: Object.fromEntries(origins),
    events: list(member(value, 'events'), event),
  }
}

function list<S extends z.ZodType>(value: unknown, schema: S): z.output<S>[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((each) => {
    const parsed = schema.safeParse(each)
    return parsed.success ? [parsed.data] : []
  })
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}
