/** Our tools as LangChain's: the one place where a language model meets them. Nothing here calls a model. */
import type { StructuredToolInterface } from '@langchain/core/tools'
import { InputError } from '#tools/input-error.ts'
import { inputSchemaOf } from '#tools/json-schema.ts'
import type { Tool, ToolContext } from '#tools/tool.ts'

/** Fields that write to the machine: for the command line, never offered to a model nor taken from one. */
const commandLineOnly = ['out']

/**
 * LangChain is loaded here, when it is first asked for: a start without a model does without it.
 *
 * @param context taken anew at each call, so that a long-lived process keeps no old day
 * @returns tools that answer with JSON, and a wrong input with the words of its {@link InputError}
 */
export async function adaptTools(
  tools: readonly Tool[],
  context: () => ToolContext,
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
        func: (input: unknown) => runForModel(tool, input, context()),
      }),
  )
}

async function runForModel(tool: Tool, input: unknown, context: ToolContext): Promise<string> {
  try {
    refuseCommandLineFields(input)
    return JSON.stringify(await tool.run(input, context))
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
