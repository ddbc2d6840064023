/** One structured line per event on standard output. Never what a user wrote, who they are, a token, a cookie or a secret. */
import { createHash } from 'node:crypto'
import { pino } from 'pino'

type Fields = Readonly<Record<string, string | number | boolean | undefined>>

export interface Log {
  debug(event: string, fields?: Fields): void
  info(event: string, fields?: Fields): void
  warn(event: string, fields?: Fields): void
  /** @param error told with its stack; what the house gets wrong must be mendable from the log */
  error(event: string, error: unknown, fields?: Fields): void
}

/** @param write takes one line; standard output by default */
export function createLog(level: string, write?: (line: string) => void): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'event' }
  const logger = write === undefined ? pino(options) : pino(options, { write })
  return {
    debug: (event, fields) => logger.debug(withoutNames(fields), event),
    info: (event, fields) => logger.info(withoutNames(fields), event),
    warn: (event, fields) => logger.warn(withoutNames(fields), event),
    error: (event, error, fields) => logger.error({ ...withoutNames(fields), error: describeError(error) }, event),
  }
}

/** Some platforms' conversations are named after a person's account: lines of one conversation stay together, by a digest. */
function withoutNames(fields: Fields = {}): Fields {
  const named = (['conversationId', 'toldIn'] as const).flatMap((name) => {
    const value = fields[name]
    return typeof value === 'string' && !uuid.test(value) ? [[name, digestOf(value)]] : []
  })
  return { ...fields, ...Object.fromEntries(named) }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The error and what caused it, outermost first. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? `${error.name}: ${error.message}`
  return error.cause === undefined ? own : `${own}\ncaused by ${describeError(error.cause)}`
}
