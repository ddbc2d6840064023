/** What a language model and the command line are told of each tool: its name, its purpose, every field it takes. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { InputError } from '#tools/input-error.ts'
import type { ToolContext } from '#tools/tool.ts'
import { runTool, tools } from '#tools/toolbox.ts'

/** Fields whose name says it all. */
const plain = ['query', 'limit', 'topic']

test('each tool stands once, under the name it is called by', () => {
  const names = tools.map((tool) => tool.name)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(
    expect.arrayContaining([
      'search_provisions',
      'get_article',
      'check_thresholds',
      'calculate_deadline',
      'list_deadlines',
      'plan_timeline',
      'check_validity',
      'compare_measures',
    ]),
  )
})

test.each(tools.map((tool) => [tool.name, tool] as const))(
  '%s says in both languages what it is for',
  (_name, tool) => {
    expect(tool.description).toMatch(/^\p{Lu}.*\p{Script=Han}/u)
  },
)

test.each(tools.map((tool) => [tool.name, tool] as const))('%s says what each field holds', (_name, tool) => {
  const schema = z.toJSONSchema(tool.schema, { io: 'input' })
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => !plain.includes(name))
  for (const [name, field] of fields) {
    expect(field, `${tool.name} ${name}`).toMatchObject({ description: expect.stringMatching(/\S/u) })
  }
})

test('a language is Chinese or English', () => {
  for (const tool of tools) {
    const field = z.toJSONSchema(tool.schema, { io: 'input' }).properties?.lang
    if (field !== undefined) expect(field).toMatchObject({ enum: ['zh', 'en'] })
  }
})

test('a tool that is not there is refused with the names of those that are', async () => {
  const notReached = new Proxy({} as ToolContext, {
    get() {
      throw new Error('no tool was called')
    },
  })
  const error: unknown = await runTool('check_tresholds', {}, notReached).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(InputError)
  expect(error).toMatchObject({ code: 'unknown-tool', path: 'tool' })
  expect(String(error)).toContain('check_thresholds, calculate_deadline')
})
