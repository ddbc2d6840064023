/** Where the index is kept between starts: under the data folder, or in the user's own temporary folder. */
import { accessSync, constants, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/**
 * A command line may have no data folder it can write to; building the index anew at every question would cost half a
 * minute each.
 *
 * @returns undefined where neither folder can be written: the index is then used from memory
 */
export function indexFolder(dataDir: string): string | undefined {
  const own = join(dataDir, 'index')
  if (isWritable(own)) return own
  const { uid, username } = userInfo()
  const shared = join(tmpdir(), `govit-assistant-${uid === -1 ? username : uid}`)
  // In a folder that everybody may write to, only one that belongs to this user is trusted.
  return isWritable(shared) && belongsTo(uid, shared) ? join(shared, 'index') : undefined
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

function belongsTo(uid: number, folder: string): boolean {
  const found = lstatSync(folder)
  return found.isDirectory() && (uid === -1 || (found.uid === uid && (found.mode & 0o022) === 0))
}
