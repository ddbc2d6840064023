/** `npm run -s tool -- NAME 'JSON'`, `--jsonl` for many, `--schemas` for every tool's JSON Schema. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { inputSchemaOf } from '#tools/json-schema.ts'
import type { ToolContext } from '#tools/tool.ts'
import { parseInput } from '#tools/tool.ts'
import { runTool, tools } from '#tools/toolbox.ts'
import { openToolContext } from '../assistant.ts'
import { eachLine, errorOf, idOf, type LineId, readJson, readToday, runCommand, UsageError } from './arguments.ts'
import { writeProduced } from './write-produced.ts'

const lineSchema = z.object(
  {
    id: z.union([z.string(), z.number()], { error: 'must be text or a number' }).nullish(),
    tool: z.string({ error: 'must be a tool’s name, e.g. "check_validity"' }),
    input: z.unknown(),
  },
  { error: 'a line must be an object, {"id": 1, "tool": "check_validity", "input": {…}}' },
)

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
  if (values.jsonl === true ? positionals.length > 0 : positionals.length !== 2)
    throw new UsageError(
      `tool wants a name and its input: npm run -s tool -- check_validity '{"measure":"zhucheng-2020","on":"2026-01-01"}', or --jsonl and lines on standard input`,
    )
  const contextFor = openToolContext(process.env.DATA_DIR ?? './data', today)
  if (values.jsonl === true) return eachLine((line) => answerLine(line, contextFor))
  const tool = name ?? ''
  const output = writeProduced(await runTool(tool, readJson(json ?? '', 'the input'), await contextFor(tool)))
  process.stdout.write(`${JSON.stringify(output, null, 2)}\n`)
})

function schemas(): object[] {
  return tools.map((tool) => ({
    name: tool.name,
    description: tool.description,
    parameters: inputSchemaOf(tool),
  }))
}

async function answerLine(text: string, contextFor: (tool: string) => Promise<ToolContext>): Promise<object> {
  let id: LineId = null
  try {
    const line = readJson(text, 'the line')
    id = idOf(line)
    const request = parseInput(lineSchema, line)
    return {
      id,
      ok: true,
      output: writeProduced(await runTool(request.tool, request.input, await contextFor(request.tool))),
    }
  } catch (error) {
    return { id, ok: false, error: errorOf(error) }
  }
}
