/**
 * How long a warm start takes, beside the bare import of the packages it loads, with the same Node.js: `node test/bench/start.ts`.
 *
 * Runs of the two alternate, so that a machine that is busy for a while is busy for both. Prints the medians and their
 * ratio, with and without Node's compile cache. Time runs from the spawn to the line the process prints.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { indexCache, sharedAssistant } from '../support/assistant.ts'

const root = join(import.meta.dirname, '../..')
const runs = 7
/** Prints, when the process ends, which packages the project's own files asked for. */
const traceImports = `
import { registerHooks } from 'node:module'
const packages = new Set()
const isPackage = (url) => url?.includes('/node_modules/')
registerHooks({
  resolve(name, context, next) {
    const found = next(name, context)
    if (isPackage(found.url) && !isPackage(context.parentURL)) packages.add(/^(@[^/]+\\/)?[^/]+/.exec(name)[0])
    return found
  },
})
process.on('exit', () => console.log('packages ' + JSON.stringify([...packages])))`

interface Settings {
  readonly [name: string]: string
}

/** Runs Node until it has printed a line, then asks it to stop. @returns milliseconds to that line, and all it printed */
async function run(args: readonly string[], settings: Settings): Promise<{ milliseconds: number; printed: string }> {
  const began = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  let printed = ''
  let milliseconds: number | undefined
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    printed += piece
    if (milliseconds !== undefined || !printed.includes('\n')) return
    milliseconds = performance.now() - began
    child.kill('SIGTERM')
  })
  await closed
  if (milliseconds === undefined) throw new Error(`${args.join(' ')} printed nothing and ended.`)
  return { milliseconds, printed }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

async function compare(what: string, start: readonly string[], bare: readonly string[], settings: Settings) {
  const times: { readonly start: number[]; readonly bare: number[] } = { start: [], bare: [] }
  // The first run of each fills the caches and does not count.
  for (let i = 0; i <= runs; i++) {
    const one = { start: await run(start, settings), bare: await run(bare, settings) }
    if (i === 0) continue
    times.start.push(one.start.milliseconds)
    times.bare.push(one.bare.milliseconds)
  }
  const [startMs, bareMs] = [median(times.start), median(times.bare)]
  const ratio = median(times.start.map((value, i) => value / (times.bare[i] ?? Number.NaN)))
  return {
    what,
    'start ms': Math.round(startMs),
    'bare import ms': Math.round(bareMs),
    ratio: Number(ratio.toFixed(2)),
  }
}

await sharedAssistant()
const folder = mkdtempSync(join(tmpdir(), 'bench-start-'))
try {
  symlinkSync(join(indexCache, 'index'), join(folder, 'index'))
  const settings = { PORT: '0', HOST: 'localhost', DATA_DIR: folder, LOG_LEVEL: 'warn' }
  const start = ['bot/main.ts']
  const trace = `data:text/javascript,${encodeURIComponent(traceImports)}`
  const { printed } = await run(['--import', trace, ...start], settings)
  const packages = JSON.parse(/^packages (.*)$/mu.exec(printed)?.[1] ?? '[]') as string[]
  console.log(`The start loads: ${packages.join(', ')}`)
  const cache = JSON.stringify(join(folder, 'compiled'))
  const imports = `(await import('node:module')).enableCompileCache(${cache})
${packages.map((name) => `await import('${name}')`).join('\n')}
console.log('imported')
setInterval(() => undefined, 1000)
process.once('SIGTERM', () => process.exit(0))`
  const bare = ['--input-type=module', '--eval', imports]
  console.table([
    await compare('compile cache', start, bare, settings),
    await compare('no compile cache', start, bare, { ...settings, NODE_DISABLE_COMPILE_CACHE: '1' }),
  ])
} finally {
  rmSync(folder, { recursive: true })
}
