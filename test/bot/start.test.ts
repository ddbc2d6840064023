/** The start as `npm start` runs it: a process of its own, its lines and its end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { indexCache } from '../support/assistant.ts'

const root = join(import.meta.dirname, '../..')
const smallLaw = join(root, 'test/support/small-law')
const startChild = join(import.meta.dirname, 'support/start-child.ts')
/** Tells each loading of a law, which begins with the list of its measures. */
const tellLoadings = `data:text/javascript,${encodeURIComponent(`
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
const list = fs.readdirSync
fs.readdirSync = (folder, ...rest) => {
  if (String(folder).endsWith('/measures')) process.stderr.write('law is loaded\\n')
  return list(folder, ...rest)
}
syncBuiltinESMExports()`)}`

let folder: string
let children: ChildProcess[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'))
  children = []
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

interface Process {
  readonly child: ChildProcess
  readonly printed: { out: string; err: string }
  /** The first line of standard output. Rejects, with what was told, where the process ends before it. */
  readonly address: Promise<string>
  readonly ended: Promise<number | null>
}

function startProcess(args: readonly string[], settings: Record<string, string> = {}): Process {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const own = { PATH, NODE_COMPILE_CACHE, PORT: '0', DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'warn' }
  const env = { ...own, ...settings }
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  const printed = { out: '', err: '' }
  const ended = once(child, 'close').then(([status]) => status as number | null)
  const address = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      printed.out += piece
      if (printed.out.includes('\n')) resolve(printed.out.slice(0, printed.out.indexOf('\n')))
    })
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      printed.err += piece
    })
    ended.then(() => reject(new Error(printed.err)))
  })
  address.catch(() => undefined)
  return { child, printed, address, ended }
}

/** @returns the lines of standard error of a start that must not come about */
async function refusalOf(args: readonly string[], settings: Record<string, string> = {}): Promise<string[]> {
  const { printed, ended } = startProcess(args, settings)
  expect(await ended).toBe(1)
  expect(printed.out).toBe('')
  expect(printed.err).not.toContain('    at ')
  return printed.err.trimEnd().split('\n')
}

it('prints its address, is ready, serves the page, and ends with status 0 when it is asked to stop', async () => {
  mkdirSync(join(folder, 'data'))
  symlinkSync(join(indexCache, 'index'), join(folder, 'data', 'index'))
  const { child, printed, address, ended } = startProcess(['bot/main.js'])
  const url = await address
  expect(url).toMatch(/^http:\/\/localhost:\d+\/$/u)
  const ready = await fetch(`${url}readyz`)
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, missing: [], why: [] }])
  expect(await (await fetch(url)).text()).toContain('济宁高新区')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(printed).toEqual({ out: `${url}\n`, err: '' })
})

it('loads the law once, and tells of the index it builds at the first start only', async () => {
  for (const told of [/^law is loaded\nBuilding the search index; [^\n]+\n$/u, /^law is loaded\n$/u]) {
    const { child, printed, address, ended } = startProcess(['--import', tellLoadings, startChild, smallLaw])
    await address
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(printed.err).toMatch(told)
  }
})

it('may be stopped or killed while it builds the index, and the next start waits for nobody', async () => {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const { child, ended } = startProcess([startChild, smallLaw])
    if (child.stderr === null) throw new Error('standard error is a pipe')
    await once(child.stderr, 'data')
    child.kill(signal)
    expect(await ended).toBe(signal === 'SIGTERM' ? 0 : null)
  }
  const next = startProcess([startChild, smallLaw])
  expect((await fetch(`${await next.address}readyz`)).status).toBe(200)
})

it('names every wrong setting and does not start', async () => {
  const lines = await refusalOf(['bot/main.js'], { PORT: '70000', LOG_LEVEL: 'loud', LLM_MODEL: 'a-model' })
  expect(lines).toEqual([
    'The settings do not fit:',
    '  PORT must be a port, 0 to 65535',
    '  LOG_LEVEL must be one of fatal, error, warn, info, debug, silent',
    '  LLM_BASE_URL is missing: LLM_MODEL is set and needs it',
  ])
})

it('does not start where other machines reach it, for want of a sign-in', async () => {
  const secret = 'a secret of more than 32 characters'
  expect(await refusalOf(['bot/main.js'], { HOST: '0.0.0.0', SESSION_SECRET: secret })).toEqual([
    expect.stringMatching(/^The settings do not fit: HOST is reachable from other machines.* sign-in .*localhost/u),
  ])
})

it('says in one line that the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  expect(await refusalOf([startChild, smallLaw], { PORT: String(port) })).toEqual([
    `The settings do not fit: PORT ${port} is in use by another program. Stop that program, or set PORT to another number.`,
  ])
  other.close()
})

it('says in one line that a server is running on the same folder', async () => {
  await startProcess([startChild, smallLaw]).address
  expect(await refusalOf([startChild, smallLaw])).toEqual([
    `A server is running on DATA_DIR ${join(folder, 'data')}. Stop it first; several servers side by side need PostgreSQL (DATABASE_URL).`,
  ])
})

it('lists every fault of every measure and does not start', async () => {
  const law = join(folder, 'law')
  cpSync(smallLaw, law, { recursive: true })
  const measure = join(law, 'measures/small-2024')
  for (const fault of [
    'erratum-not-found/errata.yaml',
    'question-not-json/questions.jsonl',
    'rule-misquoted/rules.yaml',
  ])
    cpSync(join(root, 'test/bad-measures', fault), join(measure, fault.slice(fault.indexOf('/') + 1)))
  cpSync(measure, join(law, 'measures/second-2024'), { recursive: true })
  const told = (await refusalOf([startChild, law])).join('\n')
  for (const id of ['small-2024', 'second-2024'])
    expect(told).toMatch(
      new RegExp(`${id} does not load:\\n(?: {2}.*\\n)*? {2}errata\\.yaml.*\\n(?: {2}.*\\n)*? {2}rules\\.yaml`, 'u'),
    )
  expect(told).toContain('questions.jsonl:2')
})

it('tells of a calendar that does not fit, and of a folder that cannot be written', async () => {
  mkdirSync(join(folder, 'data/calendar'), { recursive: true })
  writeFileSync(join(folder, 'data/calendar/2027.yaml'), 'year: 2027\n')
  const calendar = await refusalOf([startChild, smallLaw])
  expect(calendar.join('\n')).toMatch(/the working-day calendar does not load:\n.*2027\.yaml/u)
  const unwritable = await refusalOf([startChild, smallLaw], { DATA_DIR: join(root, 'package.json', 'data') })
  expect(unwritable).toEqual([
    expect.stringMatching(/^The settings do not fit: DATA_DIR cannot be written: .*package\.json/u),
  ])
})
