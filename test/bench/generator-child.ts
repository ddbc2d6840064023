/** A load generator: a process of its own, so that what it costs is not the server's. */
import { openBotFrameworkTalkers } from './load/bot-framework-talker.ts'
import { openDirectLineTalkers } from './load/direct-line-talker.ts'
import type { FromGenerator, Job, Talker } from './load/job.ts'
import { openSessionTalkers } from './load/session-talker.ts'
import { talk } from './load/talk.ts'

const tell = (said: FromGenerator): void => void process.send?.(said, undefined, undefined, () => undefined)

process.once('message', async (message) => {
  const job = message as Job
  try {
    const talkers = await openTalkers(job)
    const outcome = await talk(talkers, job, (moment) => tell({ moment }))
    process.send?.({ outcome } satisfies FromGenerator, undefined, undefined, () => process.exit(0))
  } catch (error) {
    const failed = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.send?.({ failed } satisfies FromGenerator, undefined, undefined, () => process.exit(1))
  }
})

async function openTalkers(job: Job): Promise<readonly Talker[]> {
  if (job.door === 'session') return openSessionTalkers(job)
  return job.door === 'direct-line' ? openDirectLineTalkers(job) : openBotFrameworkTalkers(job)
}
