/** The server in a process of its own, to be killed. Prints its port when it listens. A turn told `stuck` ends in no process with STUCK=1. */
import { compose } from '#bot/compose.ts'
import { readConfig } from '#bot/config.ts'
import { createLog } from '#bot/log.ts'
import { createMetrics } from '#bot/metrics.ts'
import { scriptedDialog } from './dialog.ts'

const script = scriptedDialog()
const running = await compose(readConfig(process.env), {
  log: createLog('silent'),
  metrics: createMetrics({ process: false }),
  now: () => new Date(),
  openBrain: async () => ({
    handle: (conversation, message, person, projects) => {
      if (message.text === 'stuck' && process.env.STUCK === '1') return new Promise(() => undefined)
      return script.handle(conversation, message, person, projects)
    },
  }),
})
process.on('SIGTERM', () => {
  script.release()
  running.stop().then(() => process.exit(0))
})
await running.ready
process.stdout.write(`${running.port}\n`)
