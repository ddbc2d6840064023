/** An OpenAI-compatible embeddings server on loopback, which can be told to misbehave. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const dimensions = 61

export type Behaviour =
  | 'well'
  | 'silent'
  | 'stalls-in-body'
  | 'status-500'
  | 'status-429'
  | 'shorter-vectors'
  | 'not-numbers'
  | 'zeros'
  | 'too-few'
  | 'no-json'
  | 'redirects'

export interface EmbeddingsServer {
  readonly url: string
  readonly requests: {
    readonly path: string
    readonly headers: IncomingHttpHeaders
    readonly body: EmbeddingsRequest
  }[]
  behaviour: Behaviour
  close(): Promise<void>
}

interface EmbeddingsRequest {
  readonly model: string
  readonly input: readonly string[]
  readonly encoding_format: string
}

export async function openEmbeddingsServer(): Promise<EmbeddingsServer> {
  const requests: EmbeddingsServer['requests'] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as EmbeddingsRequest
      requests.push({ path: request.url ?? '', headers: request.headers, body })
      answer(opened.behaviour, body, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const opened: EmbeddingsServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    behaviour: 'well',
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return opened
}

function answer(behaviour: Behaviour, { model, input }: EmbeddingsRequest, response: ServerResponse): void {
  if (behaviour === 'silent') return
  if (behaviour === 'redirects') {
    response.writeHead(307, { location: 'http://127.0.0.1:1/v1/embeddings' })
    response.end()
    return
  }
  if (behaviour === 'status-500' || behaviour === 'status-429') {
    const echo = { error: { message: `cannot read: ${input.join()}` } }
    response.writeHead(Number(behaviour.slice('status-'.length)), { 'content-type': 'application/json' })
    response.end(JSON.stringify(echo))
    return
  }
  response.writeHead(200, { 'content-type': 'application/json' })
  if (behaviour === 'stalls-in-body') {
    response.write('{"object":"list","data":[')
    return
  }
  if (behaviour === 'no-json') {
    response.end('<html>welcome</html>')
    return
  }
  const vectors = input.map((text) => vectorOf(behaviour, text))
  const data = (behaviour === 'too-few' ? vectors.slice(1) : vectors).map((embedding, index) => ({
    object: 'embedding',
    index,
    embedding,
  }))
  response.end(JSON.stringify({ object: 'list', model, data, usage: { prompt_tokens: 0, total_tokens: 0 } }))
}

/** By a text's characters: of no meaning, but like texts lie near each other. NaN is null in JSON, as servers write it. */
function vectorOf(behaviour: Behaviour, text: string): number[] {
  const vector = new Array<number>(behaviour === 'shorter-vectors' ? dimensions - 1 : dimensions).fill(0)
  if (behaviour === 'zeros') return vector
  for (const character of text) {
    const at = (character.codePointAt(0) ?? 0) % vector.length
    vector[at] = (vector[at] ?? 0) + 1
  }
  return behaviour === 'not-numbers' ? vector.with(3, Number.NaN) : vector
}
