/** The real command lines, each spawned as `npm run` spawns it. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { indexCache } from '../../support/assistant.ts'

const root = join(import.meta.dirname, '../../..')

export interface Ran {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

export function runCli(
  command: 'ask' | 'audit' | 'doctor' | 'licences' | 'tool' | 'insights' | 'backup' | 'restore' | 'personal-data',
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
