/**
 * The optional language model: an OpenAI-compatible endpoint behind {@link ModelPort}. An answer never waits for it longer
 * than a few seconds, and never depends on it.
 */
import { createHash } from 'node:crypto'
import { instructions } from '#dialogs/by-model/instructions.ts'
import type { ModelBrief, ModelPort } from '#dialogs/ports.ts'
import { readConfig } from '../config.ts'
import { askForJson, type ModelSettings, openChat, writeWithJson, writeWithTools } from './chat.ts'
import { createBreaker, ModelError, type Patience, realTimer, type Timer, usualPatience } from './patience.ts'

/** The settings of a model among those of a process, for a command line. @throws ConfigError */
export function modelIn(environment: Readonly<Record<string, string | undefined>>): ModelPort | undefined {
  const own = Object.entries(environment).filter(([name]) => name.startsWith('LLM_'))
  return modelOf(readConfig(Object.fromEntries(own)))
}

/** Statuses by which plain servers refuse a request because it offers functions. */
const refusesFunctions = [400, 404, 405, 415, 422, 500, 501]

/** @returns undefined where none is set: answers are made from the measures and the tools alone */
export function modelOf(config: {
  LLM_BASE_URL?: string | undefined
  LLM_MODEL?: string | undefined
  LLM_API_KEY?: string | undefined
  LLM_MILLISECONDS: number
}): ModelPort | undefined {
  const { LLM_BASE_URL: baseUrl, LLM_MODEL: model, LLM_API_KEY: apiKey, LLM_MILLISECONDS: milliseconds } = config
  if (baseUrl === undefined || model === undefined) return undefined
  return openModel({ baseUrl, model, apiKey }, { ...usualPatience, milliseconds })
}

/** @returns a port whose two ways reject with ModelError, or with what a look-up threw */
export function openModel(
  settings: ModelSettings,
  patience: Patience = usualPatience,
  timer: Timer = realTimer,
): ModelPort {
  const breaker = createBreaker(patience, timer)
  // Loading takes a second or so: it is begun now, and whoever asks first hears of a failure.
  const opened = openChat(settings)
  opened.catch(() => undefined)
  let takesFunctions = true

  async function* write(brief: ModelBrief): AsyncIterable<string> {
    // Loading the client is not the model's slowness.
    const client = await opened
    breaker.enter()
    const limit = openLimit(patience, timer)
    let characters = 0
    try {
      for (let repeated = false; ; repeated = true) {
        const withFunctions = takesFunctions
        const pieces = (withFunctions ? writeWithTools : writeWithJson)(client, brief, limit.signal)
        try {
          for await (const piece of limit.each(pieces)) {
            characters += piece.length
            if (characters > patience.characters) throw new ModelError('endless', 'does not come to an end')
            yield piece
          }
          break
        } catch (error) {
          const told = describe(error)
          if (characters > 0 || limit.signal.aborted) throw told
          const refused = withFunctions && told.status !== undefined && refusesFunctions.includes(told.status)
          if (refused && takesFunctions) takesFunctions = false
          else if (repeated || !mayRepeat(told)) throw told
        }
      }
      if (characters === 0) throw new ModelError('unreadable', 'answered nothing')
      breaker.succeeded()
    } catch (error) {
      breaker.failed()
      throw describe(error)
    } finally {
      limit.close()
    }
  }

  return {
    name: settings.model,
    prompt: createHash('sha256').update(instructions.join('\n')).digest('hex'),
    write,
    async propose(brief) {
      const client = await opened
      breaker.enter()
      const limit = openLimit(patience, timer)
      try {
        const value = await limit.race(askForJson(client, brief, limit.signal))
        breaker.succeeded()
        return value
      } catch (error) {
        breaker.failed()
        throw describe(error)
      } finally {
        limit.close()
      }
    },
  }
}

function mayRepeat({ fault, status }: ModelError): boolean {
  return fault === 'unreachable' || status === 429 || (status !== undefined && status >= 500)
}

interface Limit {
  readonly signal: AbortSignal
  race<T>(work: Promise<T>): Promise<T>
  each(pieces: AsyncIterable<string>): AsyncIterable<string>
  close(): void
}

/** Ends whatever is under way when the time is up, also where the endpoint goes silent in the middle. */
function openLimit({ milliseconds }: Patience, timer: Timer): Limit {
  const stop = new AbortController()
  const late = Promise.withResolvers<never>()
  late.promise.catch(() => undefined)
  const callOff = timer.after(milliseconds, () => {
    const error = new ModelError('slow', 'did not answer in time')
    late.reject(error)
    stop.abort(error)
  })
  const race = <T>(work: Promise<T>): Promise<T> => Promise.race([work, late.promise])
  return {
    signal: stop.signal,
    race,
    async *each(pieces) {
      const iterator = pieces[Symbol.asyncIterator]()
      for (let next = await race(iterator.next()); next.done !== true; next = await race(iterator.next()))
        yield next.value
    },
    close() {
      callOff()
      stop.abort()
    },
  }
}

function describe(error: unknown): ModelError {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ModelError) return cause
    if ('status' in cause && typeof cause.status === 'number')
      return new ModelError('status', `answered with status ${cause.status}`, cause.status)
    if (/^(AbortError|TimeoutError|APIConnectionTimeoutError|APIUserAbortError)$/.test(cause.name))
      return new ModelError('slow', 'did not answer in time')
  }
  const isConnection = error instanceof Error && /connection|fetch failed/i.test(`${error.name} ${error.message}`)
  return isConnection
    ? new ModelError('unreachable', 'cannot be reached')
    : new ModelError('unreadable', 'answered what cannot be read')
}
