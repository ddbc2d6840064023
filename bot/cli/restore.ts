/** `npm run -s restore -- FILE [--yes]`: a backup in the place of all that is in the store, beside a running server. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { backupName } from '../store/backup.ts'
import { restoreBackup } from '../store/restore.ts'
import { runCommand, UsageError } from './arguments.ts'
import { confirm } from './confirm.ts'
import { readStorePlace } from './store-place.ts'

await runCommand(async () => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { yes: { type: 'boolean' } } })
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new UsageError('usage: npm run -s restore -- FILE [--yes]')
  const place = readStorePlace()
  const where = place.DATABASE_URL === undefined ? place.DATA_DIR : 'the database of DATABASE_URL'
  const question = `All that is in ${where} is replaced by ${file}; what came in since that backup is gone. Go on?`
  if (!(await confirm(question, values.yes === true))) {
    process.stderr.write('Nothing was changed.\n')
    process.exitCode = 1
    return
  }
  const before = join(place.DATA_DIR, 'backups', backupName('before-restore', new Date()))
  const restored = await restoreBackup(place, file, before)
  const kept = restored.before === undefined ? '' : ` What was there before is kept in ${restored.before}.`
  process.stdout.write(`${restored.rows} rows restored.${kept} Restart the servers, so that open pages begin anew.\n`)
})
