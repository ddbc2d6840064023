/**
 * Transactions that wait at the same moment share one flush to disk: one outer transaction, a savepoint for each. Each
 * succeeds or fails by itself, and is told so only when the outer one is on disk.
 */
import { CompiledQuery, type Kysely, sql, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** So many share one flush at most: the process hears nothing else meanwhile. */
const groupAtMost = 64

const savepoint = CompiledQuery.raw('savepoint one')
const release = CompiledQuery.raw('release one')
const rollback = CompiledQuery.raw('rollback to one')

type Work<T> = (trx: Transaction<Tables>) => Promise<T>

export interface GroupCommit {
  /** @param flush false: does not wait for the disk, unless another one of its group does; true by default */
  transact<T>(work: Work<T>, flush?: boolean): Promise<T>
  /** Resolves when nothing waits. */
  idle(): Promise<void>
}

interface Waiting {
  readonly flush: boolean
  /** @returns tells the one who waits, once everything is on disk */
  run(trx: Transaction<Tables>): Promise<() => void>
  reject(error: unknown): void
}

export function createGroupCommit(db: Kysely<Tables>): GroupCommit {
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined

  let flushes = true
  /** In a log written ahead NORMAL leaves the last commits to the system's own time; what comes with a later FULL is flushed too. */
  async function setFlush(wanted: boolean): Promise<void> {
    if (wanted !== flushes) await sql.raw(`pragma synchronous = ${wanted ? 'full' : 'normal'}`).execute(db)
    flushes = wanted
  }

  async function drain(): Promise<void> {
    // What arrived in the same turn of the event loop has now been heard.
    await new Promise(setImmediate)
    for (let group = waiting.splice(0, groupAtMost); group.length > 0; group = waiting.splice(0, groupAtMost)) {
      await commitGroup(db, group, () => setFlush(group.some(({ flush }) => flush)))
      await new Promise(setImmediate)
    }
    running = undefined
  }

  return {
    transact: (work, flush = true) =>
      new Promise((resolve, reject) => {
        waiting.push({
          flush,
          async run(trx) {
            const value = await work(trx)
            return () => resolve(value)
          },
          reject,
        })
        running ??= drain()
      }),
    idle: async () => running,
  }
}

async function commitGroup(db: Kysely<Tables>, group: readonly Waiting[], prepare: () => Promise<void>): Promise<void> {
  try {
    await prepare()
    const tell = await db.transaction().execute(async (trx) => {
      const [only, ...others] = group
      if (only !== undefined && others.length === 0) return [await only.run(trx)]
      const told: (() => void)[] = []
      for (const each of group) told.push(await runInSavepoint(trx, each))
      return told
    })
    for (const each of tell) each()
  } catch (error) {
    for (const { reject } of group) reject(error)
  }
}

async function runInSavepoint(trx: Transaction<Tables>, each: Waiting): Promise<() => void> {
  await trx.executeQuery(savepoint)
  try {
    const told = await each.run(trx)
    await trx.executeQuery(release)
    return told
  } catch (error) {
    await undo(trx, error)
    return () => each.reject(error)
  }
}

/** @throws the error itself where it took the whole transaction with it, as a full disk does */
async function undo(trx: Transaction<Tables>, error: unknown): Promise<void> {
  try {
    await trx.executeQuery(rollback)
    await trx.executeQuery(release)
  } catch {
    throw error
  }
}
