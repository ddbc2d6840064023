/**
 * The closed set of forms in which a provision is written as data: conditions, rules, deadlines and filings.
 * Words are the law's own: 以上 `at-least`, 超过 `more-than`, 以下 `at-most`, 不满 `less-than`.
 */
import { z } from 'zod'

const articleRef = z.union([z.number().int().positive(), z.templateLiteral(['annex-', z.number().int().positive()])])

/** Where a rule comes from: words that stand in that article, white space aside. */
export const cites = z.strictObject({
  article: articleRef,
  paragraph: z.number().int().positive().optional(),
  item: z.number().int().positive().optional(),
  quote: z.string().min(4),
})

const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })

export const comparisons = ['at-least', 'more-than', 'at-most', 'less-than'] as const

/** A number as the law writes it: `200万`, `5%`, `3年`, `30个工作日`, `三家`. It must stand so in one of the rule's quotes. */
const asWritten = z.string().min(1)

export type Comparison = (typeof comparisons)[number]

/** `word` is the law's own word where it is not the usual 以上, 超过, 以下, 不满: 不低于, 及以上, 不超过, 小于, 未满. */
export interface Compare {
  fact: string
  is: Comparison
  value: string
  word?: string | undefined
}
/** A yes-or-no or a choice: `{ fact: inLibrary, equals: true }`; a list means any of them. */
export interface Is {
  fact: string
  equals: boolean | string | number | (string | number)[]
}
/** One sum as a share of another: `{ ratio: securityBudgetYuan, of: totalBudgetYuan, is: at-least, value: 5% }`. */
export interface Ratio {
  ratio: string
  of: string
  is: Comparison
  value: string
  word?: string | undefined
}
/** Time gone since a day: 未满一年 `{ since: lastAcceptedOn, is: less-than, value: 一年 }`; `today` ends it. The anniversary itself is ambiguous. */
export interface Since {
  since: string
  is: Comparison
  value: string
  word?: string | undefined
}
export interface All {
  all: Condition[]
}
export interface AnyOf {
  any: Condition[]
}
export interface Not {
  not: Condition
}
/** Another rule of the same measure, a trigger, `applies`. */
export interface RuleApplies {
  rule: string
}
export type Condition = Compare | Is | Ratio | Since | All | AnyOf | Not | RuleApplies

const measured = { is: z.enum(comparisons), value: asWritten, word: z.string().min(1).optional() }

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ fact: z.string(), ...measured }),
    z.strictObject({
      fact: z.string(),
      equals: z.union([z.boolean(), z.string(), z.number(), z.array(z.union([z.string(), z.number()])).min(1)]),
    }),
    z.strictObject({ ratio: z.string(), of: z.string(), ...measured }),
    z.strictObject({ since: z.string(), ...measured }),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ not: condition }),
    z.strictObject({ rule: z.string() }),
  ]),
)

const ruleHead = {
  id: z.string().regex(/^[a-z]+\.[a-z0-9.-]+$/),
  title: bilingual,
  cites,
  /** Further places that carry the rule. */
  alsoCites: z.array(cites).optional(),
  /** Told with every result of this rule: 原则上, 一般, what the text leaves open. */
  note: bilingual.optional(),
  /** Told only where the condition holds: an overlap at exactly the limit, another article that takes over. */
  remarks: z.array(z.strictObject({ when: condition, note: bilingual })).optional(),
  /** Where it fails the rule does not apply. */
  given: condition.optional(),
  /** The outcome where `given` fails; without it a plain «does not apply» is told. */
  notGiven: bilingual.optional(),
}

const branch = z.strictObject({ id: z.string(), when: condition, outcome: bilingual, cites: cites.optional() })

export const ruleSchema = z.discriminatedUnion('kind', [
  /** Applies or not. `given` and `when` must both hold. */
  z.strictObject({
    kind: z.literal('trigger'),
    ...ruleHead,
    when: condition,
    applies: bilingual,
    otherwise: bilingual,
    /** Where two provisions claim the same number: `when` and `alsoWhen` both true makes the rule ambiguous. `stricter` is the advice. */
    alsoWhen: z.strictObject({ when: condition, reads: bilingual, stricter: bilingual, cites }).optional(),
    /** The advice where a day leaves the result open (an anniversary); without it the reading that binds more is advised. */
    stricter: bilingual.optional(),
  }),
  /** A number or state that must hold: complies or violates; does-not-apply where `given` fails. */
  z.strictObject({
    kind: z.literal('limit'),
    ...ruleHead,
    requires: condition,
    complies: bilingual,
    violates: bilingual,
  }),
  /** Something to be done or left undone; `variants` word it for a project of which more is known (the first that holds). */
  z.strictObject({
    kind: z.literal('duty'),
    ...ruleHead,
    duty: bilingual,
    variants: z.array(z.strictObject({ when: condition, duty: bilingual })).optional(),
  }),
  /** A ground of refusal or of losing funds; `when` where facts can show it. */
  z.strictObject({
    kind: z.literal('ground'),
    ...ruleHead,
    when: condition.optional(),
    /** What the ground is, as a statement the user can say yes or no to. */
    ground: bilingual,
    consequence: bilingual,
    /** The advice where a day leaves the result open (an anniversary). */
    stricter: bilingual.optional(),
  }),
  /** One of several ways, listed from the shortest on: the first that holds is advised, all that hold are named. `otherwise`: none does. */
  z.strictObject({
    kind: z.literal('choice'),
    ...ruleHead,
    branches: z.array(branch).min(1),
    otherwise: bilingual.optional(),
  }),
])

export type Rule = z.output<typeof ruleSchema>
export type RuleKind = Rule['kind']
export type RuleOf<K extends RuleKind> = Extract<Rule, { kind: K }>

/** One line of `cases.yaml`: what a lawyer expects of the rules named, by reading the article alone. */
export const caseSchema = z.strictObject({
  name: z.string().min(4),
  /** Ends the periods counted from a day; needed only where a condition counts time. */
  today: z.iso.date().optional(),
  facts: z.record(z.string(), z.unknown()),
  expect: z.record(z.string(), z.enum(['applies', 'does-not-apply', 'complies', 'violates', 'ambiguous', 'unknown'])),
  /** Rule → branch a choice advises. */
  branch: z.record(z.string(), z.string()).optional(),
  /** Rule → exactly what is missing. */
  missing: z.record(z.string(), z.array(z.string())).optional(),
})

/** What an event id may be; `any` where a deadline runs from none. */
export const eventIds = [
  'award-notice-sent',
  'contract-signed',
  'completion-accepted',
  'in-operation',
  'construction-completed',
  'library-entered',
  'launch-notice-received',
  'proposal-submitted',
  'proposal-approved',
  'feasibility-submitted',
  'technical-opinion-issued',
  'feasibility-approved',
  'design-submitted',
  'design-approved',
  'revision-requested',
  'budget-submitted',
  'budget-approved',
  'feedback-requested',
  'trial-started',
  'trial-ended',
  'trial-stable',
  'preliminary-accepted',
  'final-accepted',
  'acceptance-failed',
  'construction-started',
  'construction-due',
] as const
export type EventId = (typeof eventIds)[number]
const event = z.enum(eventIds)

/** The words of the quote that hold the period: `10个工作日`, `12至24个月`, `5月底`. They stand in it as written here. */
const period = z.string().min(1)

const simpleReckonings = [
  /** A number of working days after the event: `10个工作日`. */
  z.strictObject({ by: z.literal('working-days'), period }),
  /** Months or years after the event, rolled to a working day (民法典 第203条): `3个月`. */
  z.strictObject({ by: z.literal('months'), period }),
  /** A duration or an expiry: months or years, never rolled. */
  z.strictObject({ by: z.literal('duration'), period }),
] as const

/** How a deadline is reckoned. */
const reckoning = z.discriminatedUnion('by', [
  ...simpleReckonings,
  /** Earliest and latest, the latest rolled: `12至24个月`. */
  z.strictObject({ by: z.literal('window'), period }),
  /** The last day of a month, each year: `5月底`. Never rolled. */
  z.strictObject({ by: z.literal('yearly-day'), period }),
  /** The last day of each calendar quarter. Never rolled. */
  z.strictObject({ by: z.literal('quarter-end'), period }),
  /** Each anniversary of the event; our reminder, never rolled. */
  z.strictObject({ by: z.literal('anniversary'), period }),
  /** The end of each year from the event to the end event. Never rolled. */
  z.strictObject({ by: z.literal('year-end-within'), period, until: event }),
  /** The event's own day is the limit. Never rolled. */
  z.strictObject({ by: z.literal('given-day'), period }),
  /** Not before: `due` is null. */
  z.strictObject({ by: z.literal('not-before'), period }),
  /** One of two periods, by a condition; each under the law's own name for its case. */
  z.strictObject({
    by: z.literal('depends'),
    on: condition,
    // biome-ignore lint/suspicious/noThenProperty: an object, never a function, so nothing can take it for a promise
    then: z.strictObject({ case: bilingual, is: z.discriminatedUnion('by', simpleReckonings) }),
    otherwise: z.strictObject({ case: bilingual, is: z.discriminatedUnion('by', simpleReckonings) }),
  }),
])

/** When a deadline is there at all, and the words that say so. */
const proviso = z.strictObject({ when: condition, words: bilingual })

export const deadlineSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+\.[a-z0-9-]+$/),
  title: bilingual,
  /** The event it runs from, or `any`. */
  event: z.enum(['any', ...eventIds]),
  /** A further event that must have happened too; the later counts. */
  andEvent: event.optional(),
  /** The event is not named by the text but inferred. */
  eventInferred: bilingual.optional(),
  reckoning,
  binds: z.enum(['unit', 'authority']),
  actor: bilingual,
  recipient: bilingual.optional(),
  /** Where it fails, the measure sets no such period. */
  given: proviso.optional(),
  /** Where it holds, the route may leave the stage out: timelines then do. */
  mayBeSkipped: proviso.optional(),
  /** Times the measure leaves out (需求确认、编修文本 …): counted only when given. */
  excluded: bilingual.optional(),
  /** The event this deadline's completion brings about, for timelines. */
  leadsTo: event.optional(),
  note: bilingual.optional(),
  cites,
  alsoCites: z.array(cites).optional(),
})

export type DeadlineRule = z.output<typeof deadlineSchema>
export type DeadlineReckoning = DeadlineRule['reckoning']
export type SimpleReckoning = Extract<DeadlineReckoning, { by: 'working-days' | 'months' | 'duration' }>
