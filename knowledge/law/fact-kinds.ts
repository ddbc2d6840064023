/** What kinds of things are known of a project, and how each is checked at the door. */
import { z } from 'zod'

export type FactUnit = 'yuan' | 'months' | 'working-days' | 'count' | 'day' | 'yes-no' | 'choice' | 'rules'

export interface FactOption {
  readonly value: string | number
  readonly zh: string
  readonly en: string
}

/** One thing that may be known of a project. */
export interface FactDefinition<S extends z.ZodType = z.ZodType> {
  readonly zh: string
  readonly en: string
  readonly unit: FactUnit
  /** What the interview asks, and in brackets why. */
  readonly ask: { readonly zh: string; readonly en: string }
  /** The values of a choice, in the order they are offered. */
  readonly options?: readonly FactOption[]
  readonly schema: S
}

type Words = readonly [zh: string, en: string, askZh: string, askEn: string]

/** The largest sum that is taken for a sum: 一万亿元. */
export const mostYuan = 1_000_000_000_000
const mostMonths = 1200
const mostCounted = 100_000
const mostIds = 200

const head = ([zh, en, askZh, askEn]: Words) => ({ zh, en, ask: { zh: askZh, en: askEn } })

function integer(least: number, most: number, of: string, example: number) {
  const error = `must be a whole number of ${of} from ${least} to ${most}, e.g. ${example}`
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error })
}

/** A whole sum: more than 0. */
export const total = (...words: Words) => ({
  ...head(words),
  unit: 'yuan' as const,
  schema: integer(1, mostYuan, 'yuan', 3_000_000),
})

/** A part of a sum: 0 or more. */
export const part = (...words: Words) => ({
  ...head(words),
  unit: 'yuan' as const,
  schema: integer(0, mostYuan, 'yuan', 200_000),
})

export const months = (...words: Words) => ({
  ...head(words),
  unit: 'months' as const,
  schema: integer(0, mostMonths, 'months', 24),
})

export const workingDays = (...words: Words) => ({
  ...head(words),
  unit: 'working-days' as const,
  schema: integer(0, mostCounted, 'working days', 30),
})

export const count = (...words: Words) => ({
  ...head(words),
  unit: 'count' as const,
  schema: integer(0, mostCounted, 'things counted', 3),
})

const dayError = 'must be a day that exists, from 1990-01-01 to 2100-12-31, written YYYY-MM-DD, e.g. 2026-09-18'

export const day = (...words: Words) => ({
  ...head(words),
  unit: 'day' as const,
  schema: z.iso
    .date({ error: dayError })
    .refine((text) => text >= '1990-01-01' && text <= '2100-12-31', { error: dayError }),
})

export const yesNo = (...words: Words) => ({
  ...head(words),
  unit: 'yes-no' as const,
  schema: z.boolean({ error: 'must be true or false' }),
})

export function choice<const V extends string | number>(
  options: readonly { readonly value: V; readonly zh: string; readonly en: string }[],
  ...words: Words
) {
  const values = options.map((option) => option.value)
  const error = `must be one of ${values.map((value) => JSON.stringify(value)).join(', ')}`
  return { ...head(words), unit: 'choice' as const, options, schema: z.literal(values, { error }) }
}

export const ruleIds = (...words: Words) => ({
  ...head(words),
  unit: 'rules' as const,
  schema: z
    .array(z.string({ error: 'must be a rule id, e.g. "jining.party-decision"' }), {
      error: 'must be a list of rule ids',
    })
    .max(mostIds, { error: `must hold at most ${mostIds} rule ids` }),
})
