/** `npm run -s tool -- NAME 'JSON'`, `--jsonl` for many, `--schemas` for every tool's JSON Schema. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { IsoDate } from '#knowledge/law/units.ts'
import { InputError } from '#tools/input-error.ts'
import { parseInput } from '#tools/tool.ts'
import { runTool, tools } from '#tools/toolbox.ts'
import { type Assistant, openAssistant } from '../assistant.ts'
import { eachLine, readToday, runCommand, UsageError } from './arguments.ts'

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  tool: z.string({ error: 'must be a tool’s name' }),
  input: z.unknown(),
})

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { today: { type: 'string' }, jsonl: { type: 'boolean' }, schemas: { type: 'boolean' } },
  })
  if (values.schemas === true) {
    process.stdout.write(`${JSON.stringify(schemas(), null, 2)}\n`)
    return
  }
  const today = readToday(values.today)
  const [name, json] = positionals
  if (values.jsonl !== true && (name === undefined || json === undefined))
    throw new UsageError(
      `tool wants a name and its input: npm run -s tool -- check_validity '{"measure":"zhucheng-2020","on":"2026-01-01"}'`,
    )
  const assistant = await openAssistant(process.env.DATA_DIR ?? './data')
  if (values.jsonl === true) return eachLine((line) => answerLine(line, assistant, today))
  const result = await answerLine(JSON.stringify({ tool: name, input: parseArgument(json ?? '') }), assistant, today)
  if ('output' in result) process.stdout.write(`${JSON.stringify(result.output, null, 2)}\n`)
  else {
    process.stderr.write(`${JSON.stringify(result)}\n`)
    process.exitCode = 1
  }
})

function schemas(): object[] {
  return tools.map((tool) => ({
    name: tool.name,
    description: tool.description,
    parameters: z.toJSONSchema(tool.schema, { io: 'input' }),
  }))
}

async function answerLine(
  line: string,
  assistant: Assistant,
  today: IsoDate,
): Promise<{ id: string | number | null; ok: boolean; output?: unknown; error?: object }> {
  let id: string | number | null = null
  try {
    const request = parseInput(lineSchema, parseArgument(line))
    id = request.id ?? null
    return { id, ok: true, output: await runTool(request.tool, request.input, assistant.toolContext(today)) }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return {
      id,
      ok: false,
      error: { code: error.code, message: error.message, ...(error.path === undefined ? {} : { path: error.path }) },
    }
  }
}

function parseArgument(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InputError('not-json', `the input is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
