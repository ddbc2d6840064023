/** A tool's input as JSON Schema, in the form that OpenAI-compatible function calls take. */
import { z } from 'zod'
import type { Tool } from './tool.ts'

export interface InputSchema {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
  readonly additionalProperties: false
}

/**
 * @param without fields that are not offered, e.g. those of the command line alone
 * @throws Error where the tool takes anything but named fields
 */
export function inputSchemaOf(tool: Tool, without: readonly string[] = []): InputSchema {
  const { type, properties, required, additionalProperties } = z.toJSONSchema(tool.schema, { io: 'input' })
  if (type !== 'object' || properties === undefined || additionalProperties !== false)
    throw new Error(`${tool.name} must take an object of named fields and no others`)
  const offered = Object.entries(properties).filter(([name]) => !without.includes(name))
  const needed = (required ?? []).filter((name) => !without.includes(name))
  return {
    type,
    properties: Object.fromEntries(offered),
    ...(needed.length === 0 ? {} : { required: needed }),
    additionalProperties,
  }
}
