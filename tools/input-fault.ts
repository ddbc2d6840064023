/** Says which field of an input is wrong and what would be right. */
import { z } from 'zod'

type Issue = z.core.$ZodIssue

export interface InputFault {
  /** `facts.totalInvestmentYuan`; empty where the whole input is wrong. */
  readonly path: string
  readonly message: string
}

const mostNamesTold = 12
const mostSuggestions = 3

/** @param input the whole input, to tell what is absent from what is wrong */
export function describeIssue(schema: z.ZodType, issue: Issue, input: unknown): InputFault {
  if (issue.code !== 'unrecognized_keys') {
    const absent = issue.code === 'invalid_type' && issue.path.length > 0 && valueAt(input, issue.path) === undefined
    return { path: issue.path.join('.'), message: absent ? `is missing; ${issue.message}` : issue.message }
  }
  const key = issue.keys[0] ?? ''
  const known = namesAt(schema, issue.path)
  return { path: [...issue.path, key].join('.'), message: `there is no field «${key}»${rightNames(key, known)}` }
}

function rightNames(key: string, known: readonly string[]): string {
  if (known.length === 0) return ''
  if (known.length <= mostNamesTold) return `; there are ${known.join(', ')}`
  const near = known
    .map((name) => ({ name, distance: editDistance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostSuggestions)
  return `; the nearest of ${known.length} are ${near.map(({ name }) => name).join(', ')}`
}

/** The names an object of the schema may have, at a place inside it. */
function namesAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  for (const step of path)
    at = typeof step === 'number' ? member(at, 'items') : member(member(at, 'properties'), String(step))
  const properties = member(at, 'properties')
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, step) => member(at, String(step)), input)
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return Reflect.get(value, key)
}

/** How many letters must be put in, taken out or changed. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change))
    }
    row = next
  }
  return row[b.length] ?? 0
}
