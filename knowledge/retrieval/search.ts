/** The way in: an index is kept between starts in `<directory>/<digest>/index.bin`, whole or not at all. */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Law } from '../law/load.ts'
import { buildIndex, digestOf, type IndexData } from './build-index.ts'
import { DamagedIndex, decodeIndex, encodeIndex } from './index-file.ts'
import { LocalIndex } from './local-index.ts'

export interface IndexOptions {
  /** Absent, or not writable: the index is built for this process only. */
  readonly directory?: string | undefined
  /** Where it is built; here, keeping this thread busy for many seconds, by default. */
  readonly build?: ((law: Law) => Promise<IndexData>) | undefined
  /** A lock this old (milliseconds) was left by a process that died while building. */
  readonly staleAfter?: number
  /** How often (milliseconds) a process looks whether another has finished building. */
  readonly lookEvery?: number
}

/** Ten times what a build takes on a small machine. */
const usualStaleAfter = 180_000
const usualLookEvery = 200

/** The stored index of exactly this law, or a new one; one process builds while others wait for its file. */
export async function openOrBuildIndex(law: Law, options: IndexOptions = {}): Promise<LocalIndex> {
  const { directory, staleAfter = usualStaleAfter, lookEvery = usualLookEvery, build = buildIndex } = options
  if (directory === undefined) return new LocalIndex(await build(law))
  const digest = digestOf(law)
  const folder = join(directory, digest)
  for (;;) {
    const stored = readStored(folder, digest)
    if (stored !== undefined) return new LocalIndex(stored)
    const lock = takeLock(directory, digest, staleAfter)
    if (lock === 'not-writable') return new LocalIndex(await build(law))
    if (lock === 'held') {
      await wait(lookEvery)
      continue
    }
    try {
      // Another process may have finished between our look and our lock.
      const finished = readStored(folder, digest)
      if (finished !== undefined) return new LocalIndex(finished)
      const built = await build(law)
      store(directory, folder, built)
      return new LocalIndex(built)
    } finally {
      rmSync(lock.path, { force: true })
    }
  }
}

function readStored(folder: string, digest: string): IndexData | undefined {
  try {
    const index = decodeIndex(readFileSync(join(folder, 'index.bin')))
    return index.digest === digest ? index : undefined
  } catch (error) {
    if (error instanceof DamagedIndex || isFileError(error)) return undefined
    throw error
  }
}

type Lock = { path: string } | 'held' | 'not-writable'

function takeLock(directory: string, digest: string, staleAfter: number): Lock {
  const path = join(directory, `${digest}.lock`)
  try {
    mkdirSync(directory, { recursive: true })
  } catch (error) {
    // EEXIST, too, means here that a file stands where the folder should be.
    if (isFileError(error)) return 'not-writable'
    throw error
  }
  try {
    claim(path)
    return { path }
  } catch (error) {
    if (!isFileError(error)) throw error
    return error.code === 'EEXIST' ? takeStale(path, staleAfter) : 'not-writable'
  }
}

/** Whoever renames the old lock away owns the next one: two waiting processes cannot both. */
function takeStale(path: string, staleAfter: number): Lock {
  const probe = `${path}.${process.pid}`
  try {
    // The lock's age is told by the file system's clock, read by touching a file beside it.
    writeFileSync(probe, '')
    if (statSync(probe).mtimeMs - statSync(path).mtimeMs < staleAfter && mayBeBuilding(path)) return 'held'
    renameSync(path, probe)
    claim(path)
    return { path }
  } catch (error) {
    if (!isFileError(error)) throw error
    // Gone or taken in the meantime: another process was faster. Anything else will not pass by waiting.
    return error.code === 'ENOENT' || error.code === 'EEXIST' ? 'held' : 'not-writable'
  } finally {
    rmSync(probe, { force: true })
  }
}

/** The lock holds its owner's process id. @throws where the lock is there already */
function claim(path: string): void {
  writeFileSync(path, String(process.pid), { flag: 'wx' })
}

/** A start that was stopped while it built must not make the next one wait. One id in two containers only builds twice. */
function mayBeBuilding(path: string): boolean {
  const owner = Number(readFileSync(path, 'utf8'))
  if (owner === 0) return true
  if (owner === process.pid) return false
  try {
    return process.kill(owner, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    return true
  }
}

/** Written beside, then renamed: a reader sees all of it or nothing. A full disk leaves the index in memory. */
function store(directory: string, folder: string, index: IndexData): void {
  let temporary: string | undefined
  try {
    temporary = mkdtempSync(join(directory, 'building-'))
    writeFileSync(join(temporary, 'index.bin'), encodeIndex(index))
    rmSync(folder, { recursive: true, force: true })
    renameSync(temporary, folder)
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true })
    if (!isFileError(error)) throw error
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error
}
