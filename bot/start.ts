/** Start and stop: the settings, the clock, the law and the server meet here. */
import { accessSync, constants, mkdirSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { type Law, loadLaw } from '#knowledge/law/load.ts'
import { shanghaiDay } from '#knowledge/law/units.ts'
import { openAssistant, openKeptTexts } from './assistant.ts'
import { createBrain } from './brain.ts'
import { buildIndexBeside } from './build-index-beside.ts'
import { type Brain, compose } from './compose.ts'
import { type Config, ConfigError, readConfig, secretsIn } from './config.ts'
import { embeddingsOf } from './embeddings.ts'
import { giveBackMemory } from './give-back.ts'
import { createLog, type Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { modelOf } from './model/model.ts'
import type { KeptTexts } from './parsed-texts.ts'
import { mountPages } from './web/pages.ts'

/** Faults of what people write: told in their own words, without a stack. */
const mendable = ['ConfigError', 'MeasureError', 'CalendarError', 'MigrationError', 'StoreLocked', 'StoreUnavailable']

/**
 * Starts the assistant and tells its address on standard output; what stops the start is told on standard error, with
 * exit status 1.
 *
 * @param knowledge the folder of `measures/` and `topics.jsonl`; the product's own by default
 */
export async function start(knowledge?: string): Promise<void> {
  try {
    await run(knowledge)
  } catch (error) {
    fail(error)
  }
}

async function run(knowledge: string | undefined): Promise<void> {
  const config = readConfig(process.env)
  prepareDataDir(config.DATA_DIR)
  const log = createLog(config.LOG_LEVEL, undefined, secretsIn(config))
  const now = (): Date => new Date()
  const parsed = openKeptTexts(config.DATA_DIR)
  const law = loadLaw(knowledge, parsed)
  const composed = compose(config, {
    log,
    metrics: createMetrics({ process: true }),
    now,
    openBrain: () => openBrain(config, law, parsed, log, now),
    mountPages: (routes, entrance) => mountPages(routes, { law, today: () => shanghaiDay(now()) }, entrance),
    // On standard error: the first line of standard output is the address.
    tell: (line) => process.stderr.write(`${line}\n`),
  })
  let stopping = false
  const stop = (signal: string): void => {
    if (stopping) process.exit(1)
    stopping = true
    log.info('stopping', { signal })
    composed
      .then((running) => running.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  const running = await composed
  await running.ready
  process.stdout.write(`${running.url}\n`)
  // At an orderly end this happens by itself; a process that is killed must not leave the next start slow.
  flushCompileCache()
  await giveBackMemory()
}

/** The dialogs over law, index and tools. */
async function openBrain(config: Config, law: Law, parsed: KeptTexts, log: Log, now: () => Date): Promise<Brain> {
  const assistant = await openAssistant(config.DATA_DIR, law, {
    parsed,
    buildIndex: (texts) => {
      // On standard error: the first line of standard output is the address.
      process.stderr.write(
        'Building the search index; a first start, or one with other measures, takes up to half a minute.\n',
      )
      return buildIndexBeside(texts)
    },
    vectors: embeddingsOf(config),
    model: config.DISABLED.model === undefined ? modelOf(config) : undefined,
    onVectorFailure: (during, error) =>
      log.warn('embeddings-failed', { during, error: error instanceof Error ? error.message : String(error) }),
  })
  parsed.save()
  return createBrain(assistant, now, config.DISABLED)
}

/** @throws ConfigError where nothing can be kept there: better now than at the first message */
function prepareDataDir(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new ConfigError([`DATA_DIR cannot be written: ${error.message}`])
  }
}

function fail(error: unknown): never {
  const told = error instanceof Error ? (mendable.includes(error.name) ? error.message : error.stack) : String(error)
  process.stderr.write(`${told}\n`)
  process.exit(1)
}
