/** The whole assistant on this machine: server, store, pages, dialogs and the law. */

import type { Assistant } from '#bot/assistant.ts'
import { createBrain } from '#bot/brain.ts'
import { compose, type Running } from '#bot/compose.ts'
import { readConfig } from '#bot/config.ts'
import { createLog } from '#bot/log.ts'
import { createMetrics } from '#bot/metrics.ts'
import { mountPages } from '#bot/web/pages.ts'
import type { ModelPort } from '#dialogs/ports.ts'
import { shanghaiDay } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../../support/assistant.ts'
import { steppingClock } from '../support/clock.ts'

/** @param port the one it had before, for a restart; 0 for any that is free */
export async function startWholeAssistant(dataDir: string, port = 0, model?: ModelPort): Promise<Running> {
  const now = steppingClock('2026-11-23T01:00:00.000Z')
  const today = () => shanghaiDay(now())
  const assistant = withModel(await sharedAssistant(), model)
  const running = await compose(readConfig({ PORT: String(port), DATA_DIR: dataDir }), {
    log: createLog('silent'),
    metrics: createMetrics({ process: false }),
    now,
    openBrain: async () => createBrain(assistant, now),
    mountPages: (routes, entrance) => mountPages(routes, { law: assistant.law, today }, entrance),
  })
  await running.ready
  return running
}

function withModel(assistant: Assistant, model: ModelPort | undefined): Assistant {
  if (model === undefined) return assistant
  return { ...assistant, ports: (...given) => ({ ...assistant.ports(...given), model }) }
}
