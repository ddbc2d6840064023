/** A load generator as its parent holds it. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { FromGenerator, Job, Moment, Outcome } from './load/job.ts'
import type { Served } from './serving.ts'

export interface Load extends Outcome {
  readonly turnsPerSecond: number
  /** Processor time of the server for each turn. */
  readonly cpuMilliseconds: number
}

/** @param tell is told when counting begins and ends @throws where the generator fails */
export async function load(server: Served, job: Omit<Job, 'origin'>, tell?: (moment: Moment) => void): Promise<Load> {
  const child = fork(join(import.meta.dirname, 'generator-child.ts'))
  const end = (): void => void child.kill('SIGKILL')
  process.on('exit', end)
  const { promise, resolve, reject } = Promise.withResolvers<Load>()
  const cpu = { warm: 0, over: 0 }
  child.on('message', (message) => {
    const said = message as FromGenerator
    if ('failed' in said) return reject(new Error(`The load generator failed: ${said.failed}`))
    if ('moment' in said) {
      cpu[said.moment] = server.cpuSeconds()
      return tell?.(said.moment)
    }
    const { outcome } = said
    const cpuMilliseconds = ((cpu.over - cpu.warm) * 1000) / outcome.turns
    resolve({ ...outcome, cpuMilliseconds, turnsPerSecond: outcome.turns / outcome.seconds })
  })
  child.on('exit', (code) =>
    reject(new Error(`The load generator ended (${code}) without an outcome: ${job.door}, ${job.conversations}.`)),
  )
  child.send({ ...job, origin: server.origin } satisfies Job)
  try {
    return await promise
  } finally {
    process.off('exit', end)
  }
}
