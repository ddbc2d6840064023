/**
 * Whole turns, each durably committed, beside a bot that only says things back on the same restify and botbuilder. Rounds
 * of all alternate, so that a machine that is busy for a while is busy for each.
 */
import { join } from 'node:path'
import { bareCommits } from './bare-commits.ts'
import { latency, median, round } from './figures.ts'
import type { Job } from './load/job.ts'
import { type Load, load } from './loading.ts'
import { atLeast, type Options, type Row } from './part.ts'
import { policyQuestions } from './questions.ts'
import { type Served, serveAssistant, serveEcho } from './serving.ts'

const sizes = [1, 50, 500]
const aim = 0.5

interface Lane {
  readonly name: 'echo posted' | 'echo expectReplies' | '/api/messages' | 'Direct Line'
  readonly server: Served
  readonly door: Job['door']
}

export async function run({ quick, folder, profiles, progress }: Options): Promise<Row[]> {
  const echo = await serveEcho()
  const environment = { MESSAGES_PER_MINUTE: '1000000' }
  const assistant = await serveAssistant(join(folder, 'data'), { environment, profiles })
  const lanes: Lane[] = [
    { name: 'echo posted', server: echo, door: 'posted' },
    { name: 'echo expectReplies', server: echo, door: 'expect-replies' },
    { name: '/api/messages', server: assistant, door: 'posted' },
    { name: 'Direct Line', server: assistant, door: 'direct-line' },
  ]
  const rounds = quick ? 1 : 5
  const rows: Row[] = [bareCommits(folder)]
  progress.begin('rounds of turns', sizes.length * rounds * lanes.length)
  for (const conversations of sizes) {
    const found = new Map<string, Load[]>()
    for (let i = 0; i < rounds; i += 1)
      for (const { name, server, door } of lanes) {
        const seconds = quick ? 3 : 8
        const job = { door, conversations, seconds, warmSeconds: i === 0 ? 2 : 1, questions: policyQuestions }
        found.set(name, [...(found.get(name) ?? []), await load(server, job)])
        progress.step()
      }
    for (const ours of ['/api/messages', 'Direct Line'])
      for (const beside of ['echo posted', 'echo expectReplies'])
        rows.push(compare(conversations, [ours, found.get(ours) ?? []], [beside, found.get(beside) ?? []]))
  }
  await Promise.all([echo.stop(), assistant.stop()])
  return rows
}

type Named = readonly [name: string, loads: readonly Load[]]

function compare(conversations: number, [name, ours]: Named, [besideName, beside]: Named): Row {
  const ratio = median(ours.map((each, i) => each.turnsPerSecond / (beside[i]?.turnsPerSecond ?? Number.NaN)))
  return {
    what: `${name}, ${conversations} ${conversations === 1 ? 'conversation' : 'conversations'}`,
    ours: describe(ours),
    beside: `${besideName}: ${describe(beside)}`,
    ratio,
    // At a single conversation the processor waits most of the time: what counts there is the latency.
    ...(besideName === 'echo posted' && conversations > 1 ? { aim: atLeast(ratio, aim) } : {}),
  }
}

function describe(loads: readonly Load[]): string {
  const errors = loads.flatMap((each) => Object.entries(each.errors).map(([kind, count]) => `${count} × ${kind}`))
  return [
    `${round(median(loads.map((each) => each.turnsPerSecond)))} turns/s`,
    latency(loads.flatMap((each) => each.latencies)),
    `${round(median(loads.map((each) => each.cpuMilliseconds)))} ms CPU a turn`,
    `generator ${Math.round(median(loads.map((each) => each.busy)) * 100)} % busy`,
    ...errors,
  ].join(', ')
}
