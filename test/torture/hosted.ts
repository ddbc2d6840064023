/** A server of the torture as its parent holds it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { indexCache, sharedAssistant } from '../support/assistant.ts'

export interface Hosted {
  readonly port: number
  readonly origin: string
  /** Lines of its log. */
  readonly logged: string[]
  isRunning(): boolean
  kill(): Promise<void>
  /** @returns its exit status */
  stop(): Promise<number>
}

const running = new Set<ChildProcess>()
// Nothing outlives the torture, however it ends.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Where the search index is shared with the tests: no server of the torture has to build it. */
export async function makeDataDir(folder: string): Promise<void> {
  await sharedAssistant()
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(folder, 'index'))) symlinkSync(join(indexCache, 'index'), join(folder, 'index'))
}

/** @throws with what it said where it does not start */
export async function startHost(dataDir: string, environment: Readonly<Record<string, string>>): Promise<Hosted> {
  const env = { ...process.env, PORT: '0', LOG_LEVEL: 'warn', DATA_DIR: dataDir, ...environment }
  const script = join(import.meta.dirname, 'host.ts')
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  const logged: string[] = []
  createInterface(child.stderr).on('line', (line) => logged.push(line))
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return (code ?? -1) as number
  })
  const first = await Promise.race([once(child.stdout, 'data').then(([data]) => String(data)), ended])
  if (typeof first === 'number') throw new Error(`The server does not start (${first}): ${logged.join('\n')}`)
  const port = Number(first)
  return {
    port,
    origin: `http://localhost:${port}`,
    logged,
    isRunning: () => running.has(child),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** Another server in the same words as `npm start`. @returns its exit status and what it said on standard error */
export async function runMain(dataDir: string): Promise<{ status: number; said: string }> {
  const env = { ...process.env, PORT: '0', DATA_DIR: dataDir }
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../bot/main.js')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  running.add(child)
  let said = ''
  child.stderr.on('data', (data) => {
    said += String(data)
  })
  const [status] = await once(child, 'close')
  running.delete(child)
  return { status: status ?? -1, said: said.trim() }
}
