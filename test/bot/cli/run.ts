/** The real command lines: spawned as `npm run` spawns them, or many after one another in one process. */
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { indexCache } from '../../support/assistant.ts'

const root = join(import.meta.dirname, '../../..')

export interface Ran {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

type Command = 'ask' | 'audit' | 'doctor' | 'licences' | 'tool' | 'insights' | 'backup' | 'restore' | 'personal-data'

/** What `commands-child.ts` is told. */
export interface CommandLine {
  readonly command: Command
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

export interface Commands {
  /** One at a time. Nothing stands on its standard input. */
  run(command: Command, args: readonly string[], dataDir?: string): Promise<Ran>
  stop(): Promise<void>
}

/** Most of a command's time goes to loading what it imports; a file that tries many pays that once. */
export function startCommands(): Commands {
  const file = join(root, 'test/bot/support/commands-child.ts')
  const child = fork(file, { cwd: root, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ended = once(child, 'exit')
  return {
    async run(command, args, dataDir = indexCache) {
      const answer = once(child, 'message')
      child.send({ command, args, env: { ...process.env, DATA_DIR: dataDir } } satisfies CommandLine)
      const [ran] = await Promise.race([answer, ended.then(() => Promise.reject(new Error(`${command} ended it`)))])
      return ran as Ran
    },
    async stop() {
      child.kill()
      await ended
    },
  }
}

export function runCli(
  command: Command,
  args: readonly string[],
  input = '',
  dataDir = indexCache,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`bot/cli/${command}.ts`, ...args], {
      cwd: root,
      env: { ...process.env, ...environment, DATA_DIR: dataDir },
    })
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (piece: Buffer) => out.push(piece))
    child.stderr.on('data', (piece: Buffer) => err.push(piece))
    child.on('error', reject)
    child.on('close', (status) =>
      resolve({ status, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    )
    child.stdin.on('error', reject)
    child.stdin.end(input)
  })
}

/** A folder that cannot be made, for anyone: its parent is a file. */
export const unwritable = join(root, 'package.json', 'data')

/** Every line parsed; nothing else may stand there. */
export function linesOf(out: string): Record<string, unknown>[] {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
