/**
 * One structured line per event on standard output. Never what a user wrote, who they are, a token, a cookie or a secret:
 * nobody logs these, and what an error quotes of them is struck out here.
 */
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

/**
 * @param write takes one line; standard output by default
 * @param secrets are struck out wherever they stand
 */
export function createLog(level: string, write?: (line: string) => void, secrets: readonly string[] = []): Log {
  const shown = (fields?: Fields): Fields => withoutSecrets(withoutNames(fields), secrets)
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'event' }
  const logger = write === undefined ? pino(options) : pino(options, { write })
  return {
    debug: (event, fields) => logger.debug(shown(fields), event),
    info: (event, fields) => logger.info(shown(fields), event),
    warn: (event, fields) => logger.warn(shown(fields), event),
    error: (event, error, fields) => logger.error(shown({ ...fields, error: describeError(error) }), event),
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

function withoutSecrets(fields: Fields, secrets: readonly string[]): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? mask(value, secrets) : value]),
  )
}

/** Shorter ones would strike out ordinary words. */
const shortestSecret = 8

/**
 * What an error of somebody else's quotes may be anything: identity numbers (18 digits, GB 11643), mobile numbers, and
 * tokens and passwords in the shapes they travel in are struck out, and every secret of the settings.
 */
export function mask(text: string, secrets: readonly string[] = []): string {
  const known = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .reduce((rest, secret) => rest.replaceAll(secret, '〔密〕').replaceAll(encodeURIComponent(secret), '〔密〕'), text)
  return shapes.reduce((rest, [shape, instead]) => rest.replace(shape, instead), known)
}

/** Wide signs count as digits too: people type them. */
const digit = '[0-9\uff10-\uff19]'
/** Within a digest or an id it is not a number of a person. */
const apart = (number: string): RegExp =>
  new RegExp(`(?<![0-9A-Za-z\uff10-\uff19])${number}(?![0-9A-Za-z\uff10-\uff19])`, 'gu')
const secretName = '(?:[a-z]*_?(?:secret|password|passwd|token|cookie|api_?key|sign(?:ature)?))'
const shapes: readonly (readonly [RegExp, string])[] = [
  [apart(`${digit}{17}[0-9\uff10-\uff19Xx\uff38\uff58]`), '〔身份证号〕'],
  [apart(`(?:(?:\\+|00)?86[- ]?)?[1\uff11][3-9\uff13-\uff19]${digit}(?:[- ]?${digit}{4}){2}`), '〔手机号〕'],
  [/(?<=\b(?:Bearer|Basic) )[\w.~+/=-]{8,}/giu, '〔密〕'],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/gu, '〔密〕'],
  [/(?<=[?&](?:code|t)=)[^\s"'&]{4,}/gu, '〔密〕'],
  [/(?<=:\/\/[^\s:/@]*:)[^\s/@]+(?=@)/gu, '〔密〕'],
  [new RegExp(`(?<=\\b${secretName}["']?=["']?)[^\\s"'&;,]{4,}`, 'giu'), '〔密〕'],
  // «gettoken: refused» tells what happened; what follows a colon is a secret where it looks like one.
  [
    new RegExp(`(?<=\\b${secretName}["']?\\s?:\\s?["']?)(?=[^\\s"'&;,]*[0-9]|[^\\s"'&;,]{16})[^\\s"'&;,]{4,}`, 'giu'),
    '〔密〕',
  ],
]

/** The error and what caused it, outermost first. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? `${error.name}: ${error.message}`
  return error.cause === undefined ? own : `${own}\ncaused by ${describeError(error.cause)}`
}
