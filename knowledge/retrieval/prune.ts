/** What earlier versions of the law left in the index's folder: removed once the present index stands. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const digest = /^[0-9a-f]{64}$/

/** Removes indexes of other texts, but for one that another process is building just now. */
export function pruneIndexes(directory: string, keep: string): void {
  const names = list(directory)
  remove(
    directory,
    names.filter((name) => digest.test(name) && name !== keep && !names.includes(`${name}.lock`)),
  )
}

/** Removes stores of vectors of other texts or another model. */
export function pruneVectors(directory: string, keep: ReadonlySet<string>): void {
  remove(
    directory,
    list(directory).filter((name) => /^vectors-[0-9a-f]{32}$/.test(name) && !keep.has(name)),
  )
}

function list(directory: string): string[] {
  return orNothing(() => readdirSync(directory)) ?? []
}

function remove(directory: string, names: readonly string[]): void {
  for (const name of names) orNothing(() => rmSync(join(directory, name), { recursive: true, force: true }))
}

/** A folder that is missing or not ours to change takes room, no more: the index serves all the same. */
function orNothing<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return undefined
    throw error
  }
}
