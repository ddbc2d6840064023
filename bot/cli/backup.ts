/** `npm run -s backup [-- FILE]`: one file of all that is in the store, made beside a running server; prints its name. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { backupName, writeBackup } from '../store/backup.ts'
import { runCommand, UsageError } from './arguments.ts'
import { readStorePlace } from './store-place.ts'

await runCommand(async () => {
  const { positionals } = parseArgs({ allowPositionals: true })
  if (positionals.length > 1) throw new UsageError('usage: npm run -s backup [-- FILE]')
  const place = readStorePlace()
  const file = positionals[0] ?? join(place.DATA_DIR, 'backups', backupName('assistant', new Date()))
  const { rows } = await writeBackup(place, file)
  process.stderr.write(`${rows} rows, checked. Files under ${join(place.DATA_DIR, 'calendar')} are not in it.\n`)
  process.stdout.write(`${file}\n`)
})
