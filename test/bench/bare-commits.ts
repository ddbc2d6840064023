/** What the disk itself allows: commits of one row to SQLite, each flushed, with nothing around them. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { latency, round } from './figures.ts'
import type { Row } from './part.ts'

const commits = 500
/** About what a turn keeps. */
const row = 'x'.repeat(2_000)

export function bareCommits(folder: string): Row {
  const database = new DatabaseSync(join(folder, 'bare.db'))
  database.exec('pragma journal_mode = wal; pragma synchronous = full; create table kept (words text)')
  const insert = database.prepare('insert into kept values (?)')
  const times: number[] = []
  for (let i = 0; i < commits; i += 1) {
    const begun = performance.now()
    insert.run(row)
    times.push(performance.now() - begun)
  }
  database.close()
  const perSecond = (commits * 1000) / times.reduce((sum, time) => sum + time, 0)
  return {
    what: 'for comparison: bare commits of 2 KB on this disk, one flush each',
    ours: `${round(perSecond)}/s, ${latency(times)}`,
  }
}
