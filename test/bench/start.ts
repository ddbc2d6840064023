/**
 * How long a start takes until it is ready, beside the bare import of the packages that `npm start` loads, with the same
 * Node.js; and how much memory stands idle. Runs of the two alternate, so that a machine that is busy for a while is busy
 * for both. Time runs from the spawn to the line the process prints.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { indexCache, sharedAssistant } from '../support/assistant.ts'
import { median, round } from './figures.ts'
import { load } from './loading.ts'
import { atMost, type Options, type Row } from './part.ts'
import { policyQuestions } from './questions.ts'
import { residentMegabytesOf, serveAssistant } from './serving.ts'

const root = join(import.meta.dirname, '../..')
/** Memory is read when the start's own garbage has had time to go. */
const settleMilliseconds = 3_000
const aims = { warm: 2, memory: 1.5 }
/** Prints, when the process ends, which packages the project's own files asked for. */
const traceImports = `
import { registerHooks } from 'node:module'
const packages = new Set()
const isPackage = (url) => url?.includes('/node_modules/')
registerHooks({
  resolve(name, context, next) {
    const found = next(name, context)
    if (isPackage(found.url) && !isPackage(context.parentURL)) packages.add(name)
    return found
  },
})
process.on('exit', () => console.log('packages ' + JSON.stringify([...packages])))`

type Environment = Readonly<Record<string, string>>

interface Ran {
  readonly milliseconds: number
  readonly megabytes: number
  readonly printed: string
}

export async function run({ quick, folder, progress }: Options): Promise<Row[]> {
  await sharedAssistant()
  const data = join(folder, 'data')
  const environment = { PORT: '0', HOST: 'localhost', DATA_DIR: data, LOG_LEVEL: 'warn' }
  const fresh = (): void => {
    rmSync(data, { recursive: true, force: true })
    mkdirSync(data)
    symlinkSync(join(indexCache, 'index'), join(data, 'index'))
  }
  fresh()
  const start = ['bot/main.js']
  const names = await packagesOf(start, environment)
  const bare = ['--input-type=module', '--eval', importing(names, join(folder, 'compiled'))]
  const uncompiled = { ...environment, NODE_DISABLE_COMPILE_CACHE: '1' }
  const runs = quick ? 3 : 9
  progress.begin('pairs of starts', 2 * (runs + 1))
  const pairs = async (settings: Environment, before: () => void): Promise<readonly [Ran, Ran][]> => {
    const found: [Ran, Ran][] = []
    // The first of each fills what is kept between starts and does not count.
    for (let i = 0; i <= runs; i += 1) {
      before()
      const pair: [Ran, Ran] = [await runOnce(start, settings), await runOnce(bare, settings)]
      if (i > 0) found.push(pair)
      progress.step()
    }
    return found
  }
  const warm = await pairs(environment, () => undefined)
  const cold = await pairs(uncompiled, fresh)
  return [
    compare(`start to ready, warm`, warm, 'milliseconds', 'ms', aims.warm),
    compare('start to ready, cold: no database, nothing compiled or parsed yet', cold, 'milliseconds', 'ms'),
    compare('resident memory, idle', warm, 'megabytes', 'MB', aims.memory),
    await underLoad(quick, join(folder, 'loaded')),
    { what: 'packages that a start loads', ours: names.join(', ') },
  ]
}

async function packagesOf(start: readonly string[], environment: Environment): Promise<string[]> {
  const trace = `data:text/javascript,${encodeURIComponent(traceImports)}`
  const { printed } = await runOnce(['--import', trace, ...start], environment)
  return JSON.parse(/^packages (.*)$/mu.exec(printed)?.[1] ?? '[]') as string[]
}

function importing(packages: readonly string[], cache: string): string {
  return `(await import('node:module')).enableCompileCache(${JSON.stringify(cache)})
${packages.map((name) => `await import('${name}')`).join('\n')}
console.log('imported')
setInterval(() => undefined, 1000)
process.once('SIGTERM', () => process.exit(0))`
}

/** Runs Node until it has printed a line, lets it settle, then asks it to stop. */
async function runOnce(args: readonly string[], environment: Environment): Promise<Ran> {
  const began = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  let printed = ''
  const first = Promise.withResolvers<number>()
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    printed += piece
    if (printed.includes('\n')) first.resolve(performance.now() - began)
  })
  const milliseconds = await Promise.race([first.promise, closed.then(() => undefined)])
  if (milliseconds === undefined) throw new Error(`${args[0]} printed nothing and ended.`)
  await new Promise((resolve) => setTimeout(resolve, settleMilliseconds))
  const megabytes = residentMegabytesOf(child.pid ?? 0)
  child.kill('SIGTERM')
  await closed
  return { milliseconds, megabytes, printed }
}

function compare(
  what: string,
  pairs: readonly [Ran, Ran][],
  figure: 'milliseconds' | 'megabytes',
  unit: string,
  limit?: number,
): Row {
  const ratio = median(pairs.map(([ours, bare]) => ours[figure] / bare[figure]))
  return {
    what,
    ours: `${round(median(pairs.map(([ours]) => ours[figure])))} ${unit}`,
    beside: `bare import ${round(median(pairs.map(([, bare]) => bare[figure])))} ${unit}`,
    ratio,
    ...(limit === undefined ? {} : { aim: atMost(ratio, limit) }),
  }
}

async function underLoad(quick: boolean, dataDir: string): Promise<Row> {
  const server = await serveAssistant(dataDir, { environment: { MESSAGES_PER_MINUTE: '1000000' } })
  const idle = server.residentMegabytes()
  const job = { door: 'direct-line', conversations: 50, warmSeconds: 2, seconds: quick ? 5 : 30 } as const
  const { turns } = await load(server, { ...job, questions: policyQuestions })
  const loaded = server.residentMegabytes()
  await server.stop()
  return {
    what: `resident memory after ${turns} turns of 50 conversations`,
    ours: `${round(loaded)} MB`,
    beside: `at its start ${round(idle)} MB`,
    ratio: loaded / idle,
  }
}
