/** Servers of the bench, each in a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { indexCache, sharedAssistant } from '../support/assistant.ts'

const root = join(import.meta.dirname, '../..')
/** The kernel counts processor time in hundredths. */
const ticksPerSecond = 100

export interface Served {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string
  readonly pid: number
  /** Processor time so far. */
  cpuSeconds(): number
  /** Memory that stands in the machine's own. */
  residentMegabytes(): number
  stop(): Promise<void>
}

export interface Serving {
  readonly environment?: Readonly<Record<string, string>>
  /** A CPU profile of it goes there. */
  readonly profiles?: string | undefined
}

/** Opens the channels; how much one person may say is as everywhere. */
export const openSettings = {
  HOST: 'localhost',
  PORT: '0',
  LOG_LEVEL: 'warn',
  ALLOW_ANONYMOUS_BOT_ENDPOINT: '1',
  DIRECT_LINE_SECRET: 'a-secret-of-the-bench-for-its-own-clients',
} as const

/** As `npm start`, with the tests' search index. @param dataDir made where it is missing */
export async function serveAssistant(dataDir: string, serving: Serving = {}): Promise<Served> {
  await sharedAssistant()
  mkdirSync(dataDir, { recursive: true })
  symlinkSync(join(indexCache, 'index'), join(dataDir, 'index'))
  const environment = { ...openSettings, DATA_DIR: dataDir, ...serving.environment }
  return serve('bot/main.js', { ...serving, environment })
}

export function serveEcho(): Promise<Served> {
  return serve('test/bench/echo-bot.ts', {})
}

/** @param script prints its address once it is ready. @throws with what it said where it does not start */
async function serve(script: string, { environment, profiles }: Serving): Promise<Served> {
  const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]
  const child = spawn(process.execPath, [...profiling, script], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const end = (): void => void child.kill('SIGKILL')
  process.on('exit', end)
  const said: string[] = []
  createInterface(child.stderr).on('line', (line) => said.push(line))
  const closed = once(child, 'close')
  const first = await Promise.race([once(createInterface(child.stdout), 'line'), closed.then(() => undefined)])
  const { pid } = child
  if (first === undefined || pid === undefined) throw new Error(`${script} does not start:\n${said.join('\n')}`)
  return {
    origin: new URL(String(first[0])).origin,
    pid,
    cpuSeconds: () => cpuSecondsOf(pid),
    residentMegabytes: () => residentMegabytesOf(pid),
    async stop() {
      child.kill('SIGTERM')
      await closed
      process.off('exit', end)
      if (said.length > 0) process.stderr.write(`${script} said:\n${said.slice(0, 20).join('\n')}\n`)
    },
  }
}

function cpuSecondsOf(pid: number): number {
  // The name of the process stands in brackets and may hold anything; user and system time are the 12th and 13th after.
  const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(after[11]) + Number(after[12])) / ticksPerSecond
}

export function residentMegabytesOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}
