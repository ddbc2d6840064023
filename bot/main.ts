/** Start and stop: the settings, the clock, the law and the server meet here. */
import { handleMessage } from '#dialogs/handle-message.ts'
import { loadLaw } from '#knowledge/law/load.ts'
import { shanghaiDay } from '#knowledge/law/units.ts'
import { openAssistant } from './assistant.ts'
import { type Brain, compose } from './compose.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import type { Routes } from './http.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { mountPages } from './web/pages.ts'

/** Law, index and tools as the product ships them. */
async function openBrain(config: Config, now: () => Date): Promise<Brain> {
  const assistant = await openAssistant(config.DATA_DIR)
  return {
    handle: (conversation, message, person) => {
      const known = { measure: person.measure ?? undefined, lang: person.lang ?? undefined }
      return handleMessage(conversation, message, assistant.ports(shanghaiDay(now()), known))
    },
  }
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.LOG_LEVEL)
  const now = (): Date => new Date()
  const law = loadLaw()
  const mountOwnPages = (routes: Routes): void => mountPages(routes, { law, today: () => shanghaiDay(now()) })
  const running = await compose(config, {
    log,
    metrics: createMetrics({ process: true }),
    now,
    openBrain,
    mountPages: mountOwnPages,
  })
  let stopping = false
  const stop = (signal: string): void => {
    if (stopping) process.exit(1)
    stopping = true
    log.info('stopping', { signal })
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  await running.ready
  process.stdout.write(`${running.url}\n`)
}

/** What people can mend is told in its own words, anything else with its stack. */
function fail(error: unknown): never {
  const mendable =
    error instanceof ConfigError || (error instanceof Error && ['MeasureError', 'MigrationError'].includes(error.name))
  process.stderr.write(`${mendable ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
}

if (import.meta.main) main().catch(fail)
