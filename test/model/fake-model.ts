/** An OpenAI-compatible chat endpoint of many tempers: as a `fetch` of this process, or as a server on loopback. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PracticeQuestion } from '../eval/score.ts'
import { type Behaviour, honestWords, type Personality, personalities } from './personalities.ts'
import { type ChatRequest, readSeen } from './seen.ts'
import type { SimulatedClock } from './simulated-clock.ts'

const piece = 7

export interface FakeModel {
  readonly fetch: typeof fetch
  readonly requests: { readonly headers: Headers; readonly body: ChatRequest }[]
  /** Each draft, with those of its sentences that an honest one would not have written. */
  readonly said: { readonly question: string; readonly lies: readonly string[] }[]
  /** What is asked first of everything: a turn's own script, e.g. a function call. */
  script?: (request: ChatRequest) => object | Behaviour | undefined
  /** Refuses requests that offer functions, as plain servers do. */
  refusesFunctions: boolean
}

export interface FakeWorld {
  readonly practice: readonly PracticeQuestion[]
  /** Moved on by a slow model; without one it simply never answers. */
  readonly clock?: SimulatedClock
}

export function fakeModel(name: string, world: FakeWorld): FakeModel {
  const personality = personalities[name]
  if (personality === undefined)
    throw new Error(`fake:${name} is not known; there are ${Object.keys(personalities).join(', ')}`)
  const model: FakeModel = {
    requests: [],
    said: [],
    refusesFunctions: false,
    fetch: async (_input, init) => {
      const body = JSON.parse(String(init?.body)) as ChatRequest
      model.requests.push({ headers: new Headers(init?.headers), body })
      if (model.refusesFunctions && body.tools !== undefined)
        return json(400, { error: { message: 'tools are not supported', type: 'invalid_request_error' } })
      const scripted = model.script?.(body)
      if (scripted !== undefined && !('kind' in scripted)) return message(body, scripted)
      const behaviour = scripted ?? behave(model, personality, body, world)
      return respond(behaviour as Behaviour, body, world.clock, init?.signal ?? undefined)
    },
  }
  return model
}

function behave(model: FakeModel, personality: Personality, body: ChatRequest, { practice }: FakeWorld): Behaviour {
  const seen = readSeen(body)
  if (seen === undefined) return { kind: 'words', words: '{"question": null}' }
  const gold = practice.find((question) => question.question.trim() === seen.question)
  const behaviour = personality(seen, gold)
  const honest = new Set(sentencesOf(honestWords(seen, gold)))
  const words = 'words' in behaviour ? sentencesOf(behaviour.words) : []
  model.said.push({ question: seen.question, lies: words.filter((sentence) => !honest.has(sentence)) })
  return behaviour
}

function sentencesOf(draft: string): string[] {
  return draft
    .split(/(?<=[。；;!?])|(?<=\.)\s+/u)
    .map((sentence) => sentence.replace(/\[\d+\]/gu, '').trim())
    .filter((sentence) => sentence !== '')
}

function respond(
  behaviour: Behaviour,
  body: ChatRequest,
  clock: SimulatedClock | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> | Response {
  switch (behaviour.kind) {
    case 'status':
      return json(behaviour.status, { error: { message: `cannot: ${JSON.stringify(body.messages)}` } })
    case 'slow':
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason))
        const passTime = () => {
          if (signal?.aborted !== false || clock === undefined) return
          clock.pass(100)
          setImmediate(passTime)
        }
        setImmediate(passTime)
      })
    case 'words':
      return message(body, { content: behaviour.words })
    case 'cut-off':
      return stream(body, piecesOf(behaviour.words), clock, true)
    case 'endless':
      return stream(body, forever(behaviour.words), clock, true)
  }
}

function message(body: ChatRequest, delta: { content?: string; tool_calls?: unknown }): Response {
  const whole = { role: 'assistant', content: null, ...delta }
  const reason = delta.tool_calls === undefined ? 'stop' : 'tool_calls'
  if (body.stream !== true)
    return json(200, {
      ...head(body),
      object: 'chat.completion',
      choices: [{ index: 0, message: whole, finish_reason: reason }],
    })
  const deltas =
    delta.tool_calls === undefined
      ? [...piecesOf(delta.content ?? '')].map((content) => ({ content }))
      : [{ role: 'assistant', ...delta }]
  return sse([...deltas.map((each) => chunk(body, each, null)), chunk(body, {}, reason)], true)
}

function head(body: ChatRequest) {
  return {
    id: 'chat-1',
    created: 1,
    model: body.model,
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  }
}

function chunk(body: ChatRequest, delta: object, reason: string | null): string {
  return `data: ${JSON.stringify({ id: 'chat-1', object: 'chat.completion.chunk', created: 1, model: body.model, choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`
}

function* piecesOf(words: string): Iterable<string> {
  for (let i = 0; i < words.length; i += piece) yield words.slice(i, i + piece)
}

function* forever(words: string): Iterable<string> {
  for (;;) yield* piecesOf(words)
}

function stream(
  body: ChatRequest,
  pieces: Iterable<string>,
  clock: SimulatedClock | undefined,
  endsBadly: boolean,
): Response {
  const iterator = pieces[Symbol.iterator]()
  const encoder = new TextEncoder()
  return new Response(
    new ReadableStream({
      pull(controller) {
        const next = iterator.next()
        clock?.pass(5)
        if (next.done === true) {
          if (!endsBadly) controller.enqueue(encoder.encode('data: [DONE]\n\n'))
          controller.close()
        } else controller.enqueue(encoder.encode(chunk(body, { content: next.value }, null)))
      },
    }),
    { status: 200, headers: { 'content-type': 'text/event-stream' } },
  )
}

function sse(chunks: readonly string[], ends: boolean): Response {
  return new Response(chunks.join('') + (ends ? 'data: [DONE]\n\n' : ''), {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
  })
}

function json(status: number, value: object): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } })
}

/** The same behind a real socket. */
export async function openFakeServer(model: FakeModel): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const stop = new AbortController()
      response.on('close', () => stop.abort())
      model
        .fetch(`http://fake${request.url}`, {
          method: 'POST',
          headers: request.headers as Record<string, string>,
          body: Buffer.concat(parts).toString(),
          signal: stop.signal,
        })
        .then(async (answer) => {
          response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
          for await (const part of answer.body ?? [])
            if (!response.write(part)) await new Promise((go) => response.once('drain', go))
          response.end()
        })
        .catch(() => response.destroy())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
