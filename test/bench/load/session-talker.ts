/** Opens sessions of the page, one after another, as nobody's browser does. */
import { type Job, Refused, type Talker } from './job.ts'
import { post } from './post.ts'

export function openSessionTalkers({ origin, conversations }: Job): Talker[] {
  return Array.from({ length: conversations }, () => ({
    async say() {
      const { status, headers } = await post(`${origin}/api/session`, { fresh: false })
      if (status !== 200) throw new Refused(String(status), headers['retry-after'])
    },
  }))
}
