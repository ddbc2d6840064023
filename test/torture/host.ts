/**
 * The server as `npm start` composes it, in a process of its own that is there to be killed: with one channel more, whose
 * platform is TORTURE_PLATFORM, and a dialog that answers every message with its own words. Prints its port when ready.
 * TORTURE_CLOCK is the instant its clock shows at the start; on PostgreSQL the reminders alone see that clock.
 */
import { openAssistant } from '#bot/assistant.ts'
import { type Brain, compose } from '#bot/compose.ts'
import { readConfig } from '#bot/config.ts'
import { createLog } from '#bot/log.ts'
import { createMetrics } from '#bot/metrics.ts'
import { createReminderBrain } from '#bot/reminder-brain.ts'
import type { ReminderBrain } from '#bot/reminders.ts'
import { createPlatformChannel } from './host-channel.ts'
import { createEcho } from './host-dialog.ts'

const ahead = Date.parse(process.env.TORTURE_CLOCK ?? new Date().toISOString()) - Date.now()
const now = (): Date => new Date(Date.now() + ahead)
const config = readConfig(process.env)
const log = createLog(config.LOG_LEVEL, (line) => process.stderr.write(line))

/** Instants of the store in, instants of the store out; in between the torture's own clock. */
function shifted(brain: ReminderBrain): ReminderBrain {
  const shift = (at: string, by: number): string => new Date(Date.parse(at) + by).toISOString()
  return {
    standing: brain.standing,
    async lookAfter(agenda, person, records, at) {
      const outlook = await brain.lookAfter(agenda, person, records, shift(at, ahead))
      return { ...outlook, lookAt: outlook.lookAt === null ? null : shift(outlook.lookAt, -ahead) }
    },
    checkAt: (at) => shift(brain.checkAt(shift(at, ahead)), -ahead),
  }
}

async function openBrain(): Promise<Brain> {
  const assistant = await openAssistant(config.DATA_DIR)
  const reminders = createReminderBrain(assistant)
  return {
    handle: createEcho(assistant, now),
    reminders: config.DATABASE_URL === undefined ? reminders : shifted(reminders),
  }
}

try {
  const running = await compose(config, {
    log,
    metrics: createMetrics({ process: false }),
    now,
    openBrain,
    openChannels: (parts) => [createPlatformChannel(parts, process.env.TORTURE_PLATFORM ?? '')],
  })
  process.on('SIGTERM', () => running.stop().then(() => process.exit(0)))
  await running.ready
  process.stdout.write(`${running.port}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
