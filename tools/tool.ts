import type { z } from 'zod'
import type { WorkCalendar } from '#knowledge/calendar/calendar.ts'
import type { Law } from '#knowledge/law/load.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { SearchIndex } from '#knowledge/retrieval/index-types.ts'
import { InputError } from './input-error.ts'
import { describeIssue } from './input-fault.ts'

/** What a tool may lean on: the law and the day. Handed in, never fetched. */
export interface ToolContext {
  readonly law: Law
  readonly search: SearchIndex
  readonly calendar: WorkCalendar
  /** The day in Asia/Shanghai, taken once at the edge. */
  readonly today: IsoDate
}

/** A name, a schema, a function: the same object for the command line, the dialogs and a language model. */
export interface Tool {
  readonly name: string
  readonly description: string
  readonly schema: z.ZodType
  /** @param input checked here by the schema; a mistake throws {@link InputError} */
  run(input: unknown, context: ToolContext): Promise<unknown>
}

/** A tool as its own file makes it: whoever imports it there knows what it takes and gives. */
export interface TypedTool<Input, Output> extends Omit<Tool, 'run'> {
  run(input: Input, context: ToolContext): Promise<Output>
}

/** Makes a tool of a typed function: the schema is applied once, before it runs. */
export function defineTool<S extends z.ZodType, Output>(definition: {
  name: string
  description: string
  schema: S
  run: (input: z.output<S>, context: ToolContext) => Output | Promise<Output>
}): TypedTool<z.input<S>, Output> & { readonly schema: S } {
  return {
    name: definition.name,
    description: definition.description,
    schema: definition.schema,
    async run(input, context) {
      return definition.run(parseInput(definition.schema, input), context)
    },
  }
}

/** @throws InputError naming the first wrong field and what would be right */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const { path, message } =
    issue === undefined ? { path: '', message: 'unreadable' } : describeIssue(schema, issue, input)
  throw new InputError('bad-input', path === '' ? message : `${path}: ${message}`, path === '' ? undefined : path)
}
