/** Many people at a human pace for long, with the limits as everywhere; then somebody who sends twenty times too much. */
import { join } from 'node:path'
import { latency, median, quantile, round, slope } from './figures.ts'
import type { Job } from './load/job.ts'
import { type Load, load } from './loading.ts'
import { type Aim, atMost, type Options, type Row } from './part.ts'
import { policyQuestions } from './questions.ts'
import { type Served, serveAssistant } from './serving.ts'
import { type Sample, type Watch, watch } from './watch.ts'

const people = 500
/** Of all together: each asks something every four seconds, a little over half of what one may. */
const turnsPerSecond = 125
const limits = { loopMilliseconds: 100, slower: 3, percentAMinute: 1 }
/** What the settings allow a person and an address in a minute. */
const allowed = { messages: 30, sessions: 120 }
const tooMuch = 20

const questions = policyQuestions

export async function run({ quick, minutes, folder, profiles, progress }: Options): Promise<Row[]> {
  const server = await serveAssistant(join(folder, 'data'), { profiles })
  try {
    const seconds = quick ? 30 : minutes * 60
    progress.begin('twentieths of the soak, and two runs of the flood', 22)
    const soaked = await soak(server, seconds, () => progress.step())
    return [...soaked, ...(await flood(server, quick ? 8 : 60, () => progress.step()))]
  } finally {
    await server.stop()
  }
}

async function soak(server: Served, seconds: number, step: () => void): Promise<Row[]> {
  const job = {
    door: 'direct-line',
    conversations: people,
    warmSeconds: 5,
    seconds,
    questions,
    turnsPerSecond,
  } as const
  let ticking: NodeJS.Timeout | undefined
  let watched: Watch | undefined
  const { turns, latencies, errors } = await load(server, job, (moment) => {
    if (moment === 'over') return clearInterval(ticking)
    ticking = setInterval(step, (seconds * 1000) / 20)
    watched = watch(server.origin, Math.max(1, seconds / 120))
  })
  const samples = (await watched?.stop()) ?? []
  // Code is compiled and caches fill in the first third.
  const settled = samples.slice(Math.floor(samples.length / 3))
  const loop = quantile(
    settled.map(({ loopP99 }) => loopP99),
    1,
  )
  const what = `soak, ${people} conversations, ${turnsPerSecond} turns/s asked for, ${round(seconds / 60)} min`
  return [
    { what, ours: `${turns} turns, ${latency(latencies)}` },
    { what: `${what}: errors`, ours: told(errors), aim: none(sum(errors)) },
    {
      what: `${what}: event loop delay, worst 99th percentile of ${settled.length} spells`,
      ours: `${round(loop)} ms, median of them ${round(median(settled.map(({ loopP99 }) => loopP99)))} ms, longest single delay ${round(Math.max(...settled.map(({ loopLongest }) => loopLongest)))} ms`,
      aim: atMost(loop, limits.loopMilliseconds, ' ms'),
    },
    memory(what, 'resident', settled),
    memory(what, 'heap', settled),
  ]
}

function memory(what: string, of: 'resident' | 'heap', samples: readonly Sample[]): Row {
  const values = samples.map((sample) => sample[of])
  const perMinute = slope(samples.map((sample) => ({ at: sample.minutes, value: sample[of] })))
  const percent = (perMinute / median(values)) * 100
  const row = {
    what: `${what}: ${of === 'heap' ? 'JavaScript heap' : 'resident memory'}`,
    ours: `median ${round(median(values))} MB, from ${round(Math.min(...values))} to ${round(Math.max(...values))}, slope ${round(perMinute)} MB a minute (${round(percent)} %)`,
  }
  return of === 'heap' ? row : { ...row, aim: atMost(percent, limits.percentAMinute, ' % a minute') }
}

/** Well-behaved people alone, then beside those who send far too much at both doors. */
async function flood(server: Served, seconds: number, step: () => void): Promise<Row[]> {
  const calm = {
    conversations: 100,
    warmSeconds: 2,
    seconds,
    questions,
    turnsPerSecond: 25,
    door: 'direct-line',
  } as const
  const before = await load(server, calm)
  step()
  const loud = loudOf(20, seconds)
  const sessions = { ...loud, door: 'session', turnsPerSecond: (allowed.sessions / 60) * tooMuch } as const
  const [during, byPerson, byAddress] = await Promise.all([
    load(server, calm),
    load(server, loud),
    load(server, sessions),
  ])
  step()
  const ratio = median(during.latencies) / median(before.latencies)
  return [
    {
      what: `the well-behaved (${calm.turnsPerSecond} turns/s) while others send ${tooMuch} times too much`,
      ours: `${during.turns} turns, ${latency(during.latencies)}, ${told(during.errors)}`,
      beside: `alone: ${latency(before.latencies)}`,
      ratio,
      aim: atMost(ratio, limits.slower),
    },
    refused(`${loud.conversations} people, ${tooMuch} × ${allowed.messages} messages a minute each`, byPerson),
    refused(`one address, ${tooMuch} × ${allowed.sessions} sessions a minute`, byAddress),
  ]
}

function loudOf(conversations: number, seconds: number): Omit<Job, 'origin'> {
  const turnsPerSecond = conversations * (allowed.messages / 60) * tooMuch
  return { door: 'direct-line', conversations, warmSeconds: 2, seconds, questions, turnsPerSecond }
}

function refused(what: string, { turns, errors, withoutWait, latencies }: Load): Row {
  const { 429: tooMany = 0, 'nobody free': _, ...others } = errors
  const wrong = sum(others) + withoutWait
  return {
    what,
    ours: `${turns} taken (${latency(latencies)}), ${tooMany} × 429, ${withoutWait} of them without Retry-After, other errors: ${told(others)}`,
    aim: { words: 'most are 429, all with Retry-After, nothing else', isMet: tooMany > turns && wrong === 0 },
  }
}

const sum = (errors: Load['errors']): number => Object.values(errors).reduce((all, count) => all + count, 0)

function told(errors: Load['errors']): string {
  const kinds = Object.entries(errors).map(([kind, count]) => `${count} × ${kind}`)
  return kinds.length === 0 ? 'no error' : kinds.join(', ')
}

const none = (count: number): Aim => ({ words: 'none', isMet: count === 0 })
