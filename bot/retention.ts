/** Once a day what has been kept long enough is let go of, a few rows at a time. */
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import { type KeepDays, type Store, StoreUnavailable } from './store/store.ts'

/** Not at the start itself, when everybody comes back at once. */
const firstMilliseconds = 10 * 60_000
const dailyMilliseconds = 24 * 3600_000
/** So many rows are one transaction; turns go in between. */
const rowsAtOnce = 200
const pauseMilliseconds = 100

export interface RetentionParts {
  readonly store: Pick<Store, 'sweepOld'>
  readonly days: KeepDays
  readonly log: Log
}

type Periods = Pick<Config, 'RETENTION_CONVERSATIONS_DAYS' | 'RETENTION_ANSWERS_DAYS' | 'RETENTION_PROJECTS_DAYS'>

/** The settings' 0 is «for ever». */
export function keepDaysOf(config: Periods): KeepDays {
  return {
    ...(config.RETENTION_CONVERSATIONS_DAYS === 0 ? {} : { conversations: config.RETENTION_CONVERSATIONS_DAYS }),
    ...(config.RETENTION_ANSWERS_DAYS === 0 ? {} : { answers: config.RETENTION_ANSWERS_DAYS }),
    ...(config.RETENTION_PROJECTS_DAYS === 0 ? {} : { projects: config.RETENTION_PROJECTS_DAYS }),
  }
}

/** @returns stops it; resolves when no sweep is under way */
export function startRetention({ store, days, log }: RetentionParts): () => Promise<void> {
  let stopped = false
  let underWay: Promise<void> = Promise.resolve()
  let timer = setTimeout(run, firstMilliseconds).unref()

  function run(): void {
    timer = setTimeout(run, dailyMilliseconds).unref()
    underWay = sweep()
  }

  async function sweep(): Promise<void> {
    let rows = 0
    try {
      for (let gone = 1; gone > 0 && !stopped; rows += gone) {
        gone = await store.sweepOld(days, rowsAtOnce)
        if (gone > 0) await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
      }
      if (rows > 0) log.info('old-data-gone', { rows })
    } catch (error) {
      if (error instanceof StoreUnavailable) log.warn('store-away', { reason: error.reason, told: error.message })
      else log.error('retention-failed', error)
    }
  }

  return async () => {
    stopped = true
    clearTimeout(timer)
    await underWay
  }
}
