/**
 * Runs command lines one after another in one process, each as a process of its own would: its file is evaluated anew,
 * with its own arguments and environment; what is told is collected. Only what the files import is loaded once.
 */
import type { CommandLine } from '../cli/run.ts'

const written = { stdout: '', stderr: '' }
for (const name of ['stdout', 'stderr'] as const)
  process[name].write = (piece: unknown) => {
    written[name] += String(piece)
    return true
  }

let runs = 0
let running = Promise.resolve()
process.on('message', (line: CommandLine) => {
  running = running.then(() => run(line))
})

async function run({ command, args, env }: CommandLine): Promise<void> {
  runs += 1
  written.stdout = ''
  written.stderr = ''
  const file = new URL(`../../../bot/cli/${command}.ts`, import.meta.url)
  process.argv = [process.execPath, file.pathname, ...args]
  process.env = { ...env }
  process.exitCode = undefined
  // A file is evaluated again under another name only.
  await import(`${file.href}?run=${runs}`)
  process.send?.({ status: Number(process.exitCode ?? 0), out: written.stdout, err: written.stderr })
}
