/** A project as it is kept: what is known of it, where each thing came from, and how far its interview has come. */
import type { FactName, Facts } from '#knowledge/law/facts.ts'
import type { MeasureId } from '#knowledge/law/measure.ts'
import type { Project } from '#tools/project.ts'
import type { Roles } from './roles.ts'

export type ProjectStatus = 'draft' | 'active' | 'archived'

/** The questions that ask no single fact. `roles`: which of a measure's two roles the unit has; `counterpart`: who has the other. */
export const plainKeys = [
  'place',
  'name',
  'roles',
  'counterpart',
  'nature',
  'circumstances',
  'checklist',
  'review',
] as const
/** One of those, or `fact:` and a fact's name. */
export type QuestionKey = (typeof plainKeys)[number] | `fact:${FactName}`

/** What may befall a project after its approval, with a rule of its own: a change, a delay, an incident. */
export const topics = ['change', 'delay', 'incident'] as const
export type Topic = (typeof topics)[number]

export interface Interview {
  /** The question that is open; absent once the project is confirmed and nothing more is asked. */
  readonly asking?: QuestionKey
  /** Questions answered, oldest first: what «back» goes through. */
  readonly trail: readonly QuestionKey[]
  /** Questions passed over: not asked again unless the person returns to them. */
  readonly skipped: readonly QuestionKey[]
  /** What was said of a fact but not exactly («500来万»): asked back when the fact's turn comes. */
  readonly heard?: Readonly<Partial<Record<FactName, string>>>
  /** What befell the project and is being asked about, before anything else. */
  readonly about?: Topic
}

/** One change, with the day and hour, who and which message. */
export interface Change {
  readonly at: string
  readonly by: string
  readonly message: string
  /** A fact, a field of the project, `roles`, `event:` and an event's id, or `status`. */
  readonly what: string
  readonly before?: unknown
  readonly after?: unknown
}

/** A project somebody may see, and what they may do with it. */
export interface KnownProject {
  readonly record: ProjectRecord
  readonly access: 'owner' | 'edit' | 'read'
}

export interface ProjectRecord {
  readonly shape: typeof recordShape
  readonly id: string
  readonly status: ProjectStatus
  readonly project: Project
  /** Where the measure divides a project between two units. */
  readonly roles?: Roles
  readonly interview: Interview
  readonly changes: readonly Change[]
  /** Deadlines said to be met that no event shows met, with the day told; `due`: which of those that come again. */
  readonly closed: readonly { readonly deadline: string; readonly on: string; readonly due?: string }[]
  /** Group conversations in which the owner allows the project to be shown. */
  readonly shownIn: readonly string[]
  /** Documents made of it, each filing once, the newest last; absent where none was. */
  readonly made?: readonly MadeFiling[]
}

/** What a document was made of the last time, to say what has changed when it is made again. */
export interface MadeFiling {
  readonly filing: string
  readonly at: string
  /** By the names it was filled from (`filing-values.ts`). */
  readonly values: Readonly<Record<string, string>>
}

/** The shape a record has today; others are taken over when they are read (`read-record.ts`). */
export const recordShape = 1

/** Changes kept; older ones go, the newest stay. */
const changesKept = 500

const fields = ['name', 'unit', 'contact', 'place', 'summary', 'basis', 'objectives'] as const
/** What is told of a project in words of its own. */
export type Field = (typeof fields)[number]

export function isField(name: string): name is Field {
  return fields.some((field) => field === name)
}

/** What a message tells of a project. */
export interface Told {
  readonly facts: Facts
  readonly fields?: Partial<Record<Field, string>>
  readonly roles?: Roles
}

/** Who says it, when and in which words. */
export interface Source {
  readonly from: 'said' | 'profile' | 'derived'
  readonly at: string
  readonly by: string
  /** The words themselves, or the title of the button. */
  readonly words: string
  readonly messageId: string
}

export function newRecord(id: string, measure: MeasureId | undefined): ProjectRecord {
  return {
    shape: recordShape,
    id,
    status: 'draft',
    project: { id, ...(measure === undefined ? {} : { measure }), facts: {}, origins: {}, events: [] },
    interview: { trail: [], skipped: [] },
    changes: [],
    closed: [],
    shownIn: [],
  }
}

export function factsOf(record: ProjectRecord): Facts {
  return record.project.facts ?? {}
}

/** Writes what is told and what follows from it; nothing else is touched. */
export function tell(record: ProjectRecord, told: Told, source: Source): ProjectRecord {
  const next = withRoles(write(record, told, source), told, source)
  // What is newly built is no upgrade of something, so that is not asked as well.
  const { newBuild, upgrade } = factsOf(next)
  if (newBuild === true && told.facts.newBuild === true && upgrade === undefined)
    return write(next, { facts: { upgrade: false } }, { ...source, from: 'derived', words: '' })
  return next
}

/** Where the owner turns out to be another unit, what was taken of our own kind says nothing of the owner's. */
function withRoles(record: ProjectRecord, { facts, roles }: Told, source: Source): ProjectRecord {
  if (roles === undefined || (roles.mine === record.roles?.mine && roles.other === record.roles.other)) return record
  const said = source.words === '' ? {} : { said: clip(source.words) }
  const changed = log({ ...record, roles: { ...said, ...roles } }, [changeOf(source, 'roles', record.roles, roles)])
  const isOther = roles.mine === 'applicant' && facts.ownerType === undefined && record.roles?.mine !== 'applicant'
  return isOther ? withoutFact(changed, 'ownerType', source) : changed
}

/** What is known of a fact no longer holds; the change is kept. */
export function withoutFact(record: ProjectRecord, name: FactName, source: Source): ProjectRecord {
  const { [name]: before, ...facts } = factsOf(record)
  if (before === undefined) return record
  const { [name]: _origin, ...origins } = record.project.origins ?? {}
  return log({ ...record, project: { ...record.project, facts, origins } }, [changeOf(source, name, before, undefined)])
}

/** Equal values leave the first origin as it is. */
function write(record: ProjectRecord, told: Told, source: Source): ProjectRecord {
  const before = factsOf(record)
  const names = (Object.keys(told.facts) as FactName[]).filter(
    (name) => told.facts[name] !== undefined && !isSame(before[name], told.facts[name]),
  )
  const fields = (Object.keys(told.fields ?? {}) as Field[]).filter(
    (field) => told.fields?.[field] !== undefined && record.project[field] !== told.fields[field],
  )
  if (names.length === 0 && fields.length === 0) return record
  const origin = { from: source.from, at: source.at, ...(source.words === '' ? {} : { message: clip(source.words) }) }
  const newFacts = Object.fromEntries(names.map((name) => [name, told.facts[name]]))
  const newFields = Object.fromEntries(fields.map((field) => [field, told.fields?.[field]]))
  const project: Project = {
    ...record.project,
    ...newFields,
    facts: { ...before, ...newFacts },
    origins: {
      ...record.project.origins,
      ...Object.fromEntries([...names, ...fields].map((name) => [name, origin])),
    },
  }
  const changes = [
    ...names.map((name) => changeOf(source, name, before[name], told.facts[name])),
    ...fields.map((field) => changeOf(source, field, record.project[field], told.fields?.[field])),
  ]
  return log({ ...record, project }, changes)
}

export function log(record: ProjectRecord, changes: readonly Change[]): ProjectRecord {
  return { ...record, changes: [...record.changes, ...changes].slice(-changesKept) }
}

export function changeOf(source: Source, what: string, before: unknown, after: unknown): Change {
  return {
    at: source.at,
    by: source.by,
    message: source.messageId,
    what,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }
}

export function withInterview(record: ProjectRecord, change: Partial<Interview>): ProjectRecord {
  return { ...record, interview: { ...record.interview, ...change } }
}

/** What a person is likely to share between projects: level and kind of the unit, and its name. */
export function profileOf(record: ProjectRecord): Told {
  const { level, ownerType } = factsOf(record)
  const { unit } = record.project
  return {
    facts: { ...(level === undefined ? {} : { level }), ...(ownerType === undefined ? {} : { ownerType }) },
    ...(unit === undefined ? {} : { fields: { unit } }),
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function clip(words: string): string {
  const characters = [...words.trim()]
  return characters.length <= 120 ? characters.join('') : `${characters.slice(0, 119).join('')}…`
}

export function mayChange({ access }: KnownProject): boolean {
  return access !== 'read'
}
