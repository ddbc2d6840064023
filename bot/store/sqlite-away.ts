/** SQLite's words for a store that is away. */
import { StoreUnavailable } from './store-unavailable.ts'

const damaged = 'The database under DATA_DIR is damaged: put a backup back with `npm run -s restore -- FILE`'

/** Primary result codes: https://www.sqlite.org/rescode.html */
const explained: Readonly<Record<number, () => [StoreUnavailable['reason'], string]>> = {
  5: () => ['busy', 'The database under DATA_DIR is held by another program; what was to be kept was not.'],
  8: () => ['read-only', 'The database under DATA_DIR cannot be written: the disk or the file is read-only.'],
  10: () => ['broken', 'The disk under DATA_DIR cannot be read or written (I/O error).'],
  11: () => ['broken', `${damaged} (database disk image is malformed).`],
  13: () => ['full', 'The disk under DATA_DIR is full: nothing more can be kept until there is room.'],
  14: () => [
    'unreachable',
    'The database under DATA_DIR cannot be opened: check that the folder is there and writable.',
  ],
  26: () => ['broken', `${damaged} (file is not a database).`],
}

/** @returns undefined where the error is no fault of the place it is kept in */
export function explainSqlite(error: unknown): StoreUnavailable | undefined {
  if (error instanceof StoreUnavailable) return error
  if (!(error instanceof Error)) return undefined
  // An extended code has the primary one in its lowest byte.
  if ('errcode' in error && typeof error.errcode === 'number') {
    const found = explained[error.errcode & 0xff]?.()
    return found === undefined ? undefined : new StoreUnavailable(found[0], found[1], error)
  }
  if (!('code' in error) || !('syscall' in error)) return undefined
  if (error.code === 'ENOSPC') return new StoreUnavailable('full', `The disk under DATA_DIR is full: ${error.message}`)
  return new StoreUnavailable('unreachable', `DATA_DIR cannot be used: ${error.message}`, error)
}
