/** Everybody talks for a while: each once answered, or all at a set pace. */
import { type Job, type Moment, type Outcome, Refused, type Talker } from './job.ts'

/** At a set pace it is looked so often who has to say something. */
const paceMilliseconds = 5

interface Counting {
  readonly latencies: number[]
  readonly errors: Record<string, number>
  withoutWait: number
  isOn: boolean
  isOver: boolean
}

/** @param tell is told when counting begins and ends */
export async function talk(talkers: readonly Talker[], job: Job, tell: (moment: Moment) => void): Promise<Outcome> {
  const counting: Counting = { latencies: [], errors: {}, withoutWait: 0, isOn: false, isOver: false }
  const { turnsPerSecond } = job
  const first = talkers.map(() => Promise.withResolvers<void>())
  const talking =
    turnsPerSecond === undefined
      ? Promise.all(talkers.map((talker, i) => insist(talker, i, job, counting, () => first[i]?.resolve())))
      : keepPace(talkers, job, turnsPerSecond, counting)
  // Where turns take longer than the warm-up, whoever has not been answered once would count as an empty server.
  await pause(job.warmSeconds * 1000)
  if (turnsPerSecond === undefined) await Promise.all(first.map(({ promise }) => promise))
  tell('warm')
  const idle = performance.eventLoopUtilization()
  const begun = performance.now()
  counting.isOn = true
  await pause(job.seconds * 1000)
  counting.isOn = false
  tell('over')
  const seconds = (performance.now() - begun) / 1000
  const { latencies, errors, withoutWait } = structuredClone(counting)
  const busy = performance.eventLoopUtilization(idle).utilization
  counting.isOver = true
  await talking
  return { turns: latencies.length, seconds, latencies, errors, withoutWait, busy }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

async function insist(talker: Talker, place: number, job: Job, counting: Counting, answered: () => void) {
  for (let i = place; !counting.isOver; i += 1) {
    await sayOne(talker, i, job, counting)
    answered()
  }
}

/** In an open loop a slow server gets no fewer messages; who still waits for an answer says nothing more meanwhile. */
async function keepPace(talkers: readonly Talker[], job: Job, turnsPerSecond: number, counting: Counting) {
  const open = new Set<Promise<void>>()
  const free = [...talkers]
  const begun = performance.now()
  for (let said = 0; !counting.isOver; ) {
    const due = ((performance.now() - begun) / 1000) * turnsPerSecond
    for (; said < due; said += 1) {
      const talker = free.shift()
      if (talker === undefined) {
        count(counting, 'nobody free')
        continue
      }
      const turn: Promise<void> = sayOne(talker, said, job, counting).finally(() => {
        free.push(talker)
        open.delete(turn)
      })
      open.add(turn)
    }
    await pause(paceMilliseconds)
  }
  await Promise.all(open)
}

async function sayOne(talker: Talker, i: number, { questions }: Job, counting: Counting): Promise<void> {
  const begun = performance.now()
  try {
    await talker.say(questions[i % questions.length] ?? '')
    if (counting.isOn) counting.latencies.push(performance.now() - begun)
  } catch (error) {
    const refused = error instanceof Refused ? error : new Refused(String(error))
    count(counting, refused.kind)
    if (counting.isOn && refused.kind === '429' && !(Number(refused.retryAfter) >= 1)) counting.withoutWait += 1
  }
}

function count({ isOn, errors }: Counting, kind: string): void {
  if (isOn) errors[kind] = (errors[kind] ?? 0) + 1
}
