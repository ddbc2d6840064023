/** JSON by POST over connections that stay open; less work for the generator than `fetch`. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Posted {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

export async function post(url: string, body: object, token?: string): Promise<Posted> {
  const bytes = Buffer.from(JSON.stringify(body))
  const { promise, resolve, reject } = Promise.withResolvers<Posted>()
  const headers = {
    'content-type': 'application/json',
    'content-length': bytes.length,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const sent = request(url, { method: 'POST', agent, headers }, (response) => {
    text(response).then(
      (read) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: read }),
      reject,
    )
  })
  sent.on('error', reject)
  sent.end(bytes)
  return promise
}
