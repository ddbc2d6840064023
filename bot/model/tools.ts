/** Our tools as LangChain's: the one place where a language model meets them. Nothing here calls a model. */
import type { StructuredToolInterface } from '@langchain/core/tools'
import { InputError } from '#tools/input-error.ts'
import { inputSchemaOf } from '#tools/json-schema.ts'
import type { Tool } from '#tools/tool.ts'
import { tools } from '#tools/toolbox.ts'

/** Fields that write to the machine: for the command line, never offered to a model nor taken from one. */
const commandLineOnly = ['out']

/** Makes documents; everything else only reads. A model gets what reads. */
const neverOffered = ['generate_filing']

export const toolsForModels: readonly Tool[] = tools.filter((tool) => !neverOffered.includes(tool.name))

/**
 * LangChain is loaded here, when it is first asked for: a start without a model does without it.
 *
 * @param run runs one of them; an output that is no text is told as JSON
 * @returns tools that answer a wrong input with the words of its {@link InputError}
 */
export async function adaptTools(
  tools: readonly Tool[],
  run: (tool: Tool, input: unknown) => Promise<unknown>,
): Promise<StructuredToolInterface[]> {
  const { DynamicStructuredTool, ToolInputParsingException } = await import('@langchain/core/tools')
  const { ToolMessage } = await import('@langchain/core/messages')

  /** LangChain throws at an input that its own check refuses; ours says which field and what would be right. */
  class ToldTool extends DynamicStructuredTool {
    override async invoke(input: unknown, config?: unknown) {
      try {
        return await super.invoke(input as never, config as never)
      } catch (error) {
        if (!(error instanceof ToolInputParsingException)) throw error
        const call = toolCallOf(input)
        const content = await this.func(call === undefined ? input : call.args)
        if (call === undefined) return content
        return new ToolMessage({ content, name: this.name, tool_call_id: call.id, status: 'error' })
      }
    }
  }

  return tools.map(
    (tool) =>
      new ToldTool({
        name: tool.name,
        description: tool.description,
        schema: inputSchemaOf(tool, commandLineOnly) as never,
        func: (input: unknown) => runForModel(() => run(tool, input), input),
      }),
  )
}

async function runForModel(run: () => Promise<unknown>, input: unknown): Promise<string> {
  try {
    refuseCommandLineFields(input)
    const output = await run()
    return typeof output === 'string' ? output : JSON.stringify(output)
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
}

function refuseCommandLineFields(input: unknown): void {
  if (typeof input !== 'object' || input === null) return
  const field = commandLineOnly.find((name) => Object.hasOwn(input, name))
  if (field !== undefined) throw new InputError('bad-input', `${field}: is not taken here; leave it out`, field)
}

/** A model's call carries its arguments and an id to answer to. */
function toolCallOf(input: unknown): { args: unknown; id: string } | undefined {
  if (typeof input !== 'object' || input === null || !('type' in input) || input.type !== 'tool_call') return undefined
  const id = 'id' in input && typeof input.id === 'string' ? input.id : ''
  return { args: 'args' in input ? input.args : undefined, id }
}
