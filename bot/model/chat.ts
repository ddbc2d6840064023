/** LangChain's client of an OpenAI-compatible chat endpoint, and its agent with our tools. Loaded when first asked. */
import type { ChatOpenAI } from '@langchain/openai'
import type { ModelBrief } from '#dialogs/ports.ts'
import { ModelError } from './patience.ts'
import { adaptTools, toolsForModels } from './tools.ts'

export interface ModelSettings {
  /** `http://localhost:8080/v1` */
  readonly baseUrl: string
  readonly model: string
  readonly apiKey?: string | undefined
  /** Instead of Node's own; for a server without a network. */
  readonly fetch?: typeof fetch
}

/** Look-ups a draft may make before it must write. */
const lookUpsAtMost = 2
const tokensAtMost = 900

export async function openChat(settings: ModelSettings): Promise<ChatOpenAI> {
  // The agent as well: a first answer must not wait for it.
  const [{ ChatOpenAI }] = await Promise.all([import('@langchain/openai'), import('langchain')])
  const send = settings.fetch ?? fetch
  return new ChatOpenAI({
    model: settings.model,
    // Never undefined: LangChain would send another service's OPENAI_API_KEY from the environment.
    apiKey: settings.apiKey ?? 'none',
    temperature: 0,
    maxTokens: tokensAtMost,
    maxRetries: 0,
    streamUsage: false,
    useResponsesApi: false,
    configuration: {
      baseURL: settings.baseUrl,
      organization: null,
      project: null,
      fetch: (input, init) => {
        const headers = new Headers(init?.headers)
        if (settings.apiKey === undefined) headers.delete('authorization')
        return send(input, { ...init, headers, redirect: 'error' })
      },
    },
  })
}

/** With function calls: LangChain's agent asks, our tools answer, and it writes. */
export async function* writeWithTools(chat: ChatOpenAI, brief: ModelBrief, signal: AbortSignal): AsyncIterable<string> {
  const { lookUp } = brief
  if (lookUp === undefined) return yield* writeAlone(chat, brief, signal)
  const { createAgent } = await import('langchain')
  const tools = await adaptTools(toolsForModels, (tool, input) => lookUp(tool.name, input))
  const agent = createAgent({ model: chat, tools })
  const stream = await agent.stream(
    // As plain text: the agent’s own system prompt is sent in parts, which plain servers do not read.
    {
      messages: [
        { role: 'system', content: brief.task },
        { role: 'user', content: brief.data },
      ],
    },
    { streamMode: 'messages', signal, recursionLimit: 2 * lookUpsAtMost + 2 },
  )
  // Plain servers leave the role out of a piece: it is then of no type, but still what the model says.
  for await (const [message] of stream)
    if (message.type !== 'tool' && message.type !== 'human' && message.text !== '') yield message.text
}

const askInJson = `

需要另查条文或测算时，先只回一行 JSON：{"tool": "工具名", "input": {…}}，可用工具：${toolsForModels.map((tool) => tool.name).join('、')}。不需要就直接写答复。`

const mayBeCall = /^\s*(?:$|[{`])/u

/** Without function calls: a reply that is one JSON object asks for a tool. */
export async function* writeWithJson(chat: ChatOpenAI, brief: ModelBrief, signal: AbortSignal): AsyncIterable<string> {
  const { lookUp } = brief
  if (lookUp === undefined) return yield* writeAlone(chat, brief, signal)
  const messages: [string, string][] = [
    ['system', brief.task + askInJson],
    ['user', brief.data],
  ]
  for (let looked = 0; ; looked++) {
    let text = ''
    let told = 0
    for await (const piece of streamText(chat, messages, signal)) {
      text += piece
      if (mayBeCall.test(text)) continue
      yield text.slice(told)
      told = text.length
    }
    const asked = told === 0 && looked < lookUpsAtMost ? readCall(text) : undefined
    if (asked === undefined) {
      if (told < text.length) yield text.slice(told)
      return
    }
    messages.push(['assistant', text], ['user', await lookUp(asked.tool, asked.input)])
  }
}

async function* writeAlone(chat: ChatOpenAI, brief: ModelBrief, signal: AbortSignal): AsyncIterable<string> {
  const messages: [string, string][] = [
    ['system', brief.task],
    ['user', brief.data],
  ]
  yield* streamText(chat, messages, signal)
}

async function* streamText(chat: ChatOpenAI, messages: [string, string][], signal: AbortSignal): AsyncIterable<string> {
  for await (const message of await chat.stream(messages, { signal })) if (message.text !== '') yield message.text
}

/** @returns undefined where the text asks for no tool */
function readCall(text: string): { tool: string; input: unknown } | undefined {
  const value = readJson(text)
  if (typeof value !== 'object' || value === null || !('tool' in value) || typeof value.tool !== 'string')
    return undefined
  return { tool: value.tool, input: 'input' in value ? value.input : {} }
}

/** The JSON object in a reply, whatever words or fences stand around it. @returns undefined where there is none */
function readJson(text: string): unknown {
  const words = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)
  try {
    return JSON.parse(words)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** One JSON object. @throws ModelError where the reply holds none */
export async function askForJson(chat: ChatOpenAI, brief: ModelBrief, signal: AbortSignal): Promise<unknown> {
  const reply = await chat.invoke(
    [
      ['system', brief.task],
      ['user', brief.data],
    ],
    { signal },
  )
  const value = readJson(reply.text)
  if (value === undefined) throw new ModelError('unreadable', 'answered what is no JSON')
  return value
}
