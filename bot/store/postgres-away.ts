/** PostgreSQL's words, and the network's, for a store that is away. */
import { StoreUnavailable } from './store-unavailable.ts'

const full = ['53100']
const readOnly = ['25006']
/** Connection lost or refused, shut down, starting, too many connections, a statement that took too long. */
const away = ['53300', '57P01', '57P02', '57P03', '57P05', '57014', '25P03']
const broken = ['58030', '53200']
const network = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]
/** The driver gives these no code. */
const words =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|connection has been discarded|not queryable/i

/** @returns undefined where the error is no fault of the server or the way to it */
export function explainPostgres(error: unknown): StoreUnavailable | undefined {
  if (error instanceof StoreUnavailable) return error
  if (error instanceof AggregateError) return firstOf(error.errors.map(explainPostgres))
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (full.includes(code)) return new StoreUnavailable('full', 'The disk of the database server is full.', error)
  if (readOnly.includes(code))
    return new StoreUnavailable('read-only', 'The database of DATABASE_URL is read-only (a standby?).', error)
  if (broken.includes(code))
    return new StoreUnavailable('broken', `The database server is ill: ${error.message}`, error)
  if (code.startsWith('08') || away.includes(code) || network.includes(code) || words.test(error.message))
    return new StoreUnavailable('unreachable', `The database of DATABASE_URL is not reached: ${error.message}`, error)
  return undefined
}

function firstOf(all: readonly (StoreUnavailable | undefined)[]): StoreUnavailable | undefined {
  return all.find((each) => each !== undefined)
}
