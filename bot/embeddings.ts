/**
 * An OpenAI-compatible embeddings endpoint, asked through LangChain. Optional: answers never wait for it longer than
 * a few seconds, and never depend on it. Its package is loaded when it is first asked.
 */
import type { OpenAIEmbeddings } from '@langchain/openai'
import type { VectorEndpoint } from '#knowledge/retrieval/vectors.ts'
import type { Config } from './config.ts'

export interface EmbeddingsSettings {
  /** `http://localhost:8080/v1` */
  readonly baseUrl: string
  readonly model: string
  readonly apiKey?: string | undefined
}

export interface EmbeddingsPatience {
  /** For one question, in milliseconds, the answer's body included. */
  readonly questionMilliseconds: number
  /** For some dozens of texts while the index is made. */
  readonly textsMilliseconds: number
  /** After this many failures in a row the endpoint is left alone for a while. */
  readonly failures: number
  readonly pauseMilliseconds: number
}

const usualPatience: EmbeddingsPatience = {
  questionMilliseconds: 3000,
  textsMilliseconds: 60_000,
  failures: 3,
  pauseMilliseconds: 30_000,
}

/** `slow`: no whole answer in time; `status`: refused or failed; `paused`: not asked, after failures. */
export type EmbeddingsFault = 'slow' | 'status' | 'unreachable' | 'unreadable' | 'paused'

/** Without the endpoint's own words: they may repeat what a user wrote, or the key. */
export class EmbeddingsError extends Error {
  readonly fault: EmbeddingsFault
  constructor(fault: EmbeddingsFault, message: string) {
    super(`the embeddings endpoint ${message}`)
    this.name = 'EmbeddingsError'
    this.fault = fault
  }
}

/** @returns undefined where no endpoint is configured: the built-in vectors serve alone */
export function embeddingsOf(
  config: Pick<Config, 'EMBEDDINGS_BASE_URL' | 'EMBEDDINGS_MODEL' | 'EMBEDDINGS_API_KEY'>,
): VectorEndpoint | undefined {
  const { EMBEDDINGS_BASE_URL: baseUrl, EMBEDDINGS_MODEL: model, EMBEDDINGS_API_KEY: apiKey } = config
  if (baseUrl === undefined || model === undefined) return undefined
  return openEmbeddings({ baseUrl, model, apiKey })
}

/**
 * @param now milliseconds that only go forward, for the pause
 * @returns an endpoint whose `fetchVectors` rejects with EmbeddingsError; one request a call, none repeated
 */
export function openEmbeddings(
  settings: EmbeddingsSettings,
  patience: EmbeddingsPatience = usualPatience,
  now: () => number = () => performance.now(),
): VectorEndpoint {
  const clients = new Map<number, Promise<OpenAIEmbeddings>>()
  let failures = 0
  let pausedUntil = 0
  const clientFor = (milliseconds: number): Promise<OpenAIEmbeddings> => {
    const client = clients.get(milliseconds) ?? openClient(settings, milliseconds)
    clients.set(milliseconds, client)
    return client
  }
  return {
    name: settings.model,
    fetchVectors: async (texts) => {
      if (failures >= patience.failures) {
        if (now() < pausedUntil) throw new EmbeddingsError('paused', 'is left alone for a while after failures')
        // Only this one call tries it; the others stay away until it has answered.
        pausedUntil = now() + patience.pauseMilliseconds
      }
      const client = await clientFor(texts.length === 1 ? patience.questionMilliseconds : patience.textsMilliseconds)
      try {
        const vectors = await client.embedDocuments([...texts])
        failures = 0
        return vectors
      } catch (error) {
        failures += 1
        if (failures >= patience.failures) pausedUntil = now() + patience.pauseMilliseconds
        throw describe(error)
      }
    },
  }
}

async function openClient(settings: EmbeddingsSettings, milliseconds: number): Promise<OpenAIEmbeddings> {
  const { OpenAIEmbeddings } = await import('@langchain/openai')
  return new OpenAIEmbeddings({
    model: settings.model,
    // Never undefined: LangChain would send another service's OPENAI_API_KEY from the environment.
    apiKey: settings.apiKey ?? 'none',
    encodingFormat: 'float',
    maxRetries: 0,
    configuration: {
      baseURL: settings.baseUrl,
      organization: null,
      project: null,
      fetch: (input, init) => fetchWithin(milliseconds, settings.apiKey !== undefined, input, init),
    },
  })
}

/** The client's own time-out ends with the answer's head; this one also covers a body that does not come. */
function fetchWithin(
  milliseconds: number,
  withKey: boolean,
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const headers = new Headers(init.headers)
  if (!withKey) headers.delete('authorization')
  const limit = AbortSignal.timeout(milliseconds)
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit
  return fetch(input, { ...init, headers, signal, redirect: 'error' })
}

function describe(error: unknown): EmbeddingsError {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (
      /^(AbortError|TimeoutError|APIConnectionTimeoutError|APIUserAbortError)$/.test(cause.name) ||
      /\babort|timed? ?out/i.test(cause.message)
    )
      return new EmbeddingsError('slow', 'did not answer in time')
    if ('status' in cause && typeof cause.status === 'number')
      return new EmbeddingsError('status', `answered with status ${cause.status}`)
  }
  const isConnection = error instanceof Error && /connection/i.test(`${error.name} ${error.message}`)
  return isConnection
    ? new EmbeddingsError('unreachable', 'cannot be reached')
    : new EmbeddingsError('unreadable', 'answered what is no list of vectors')
}
