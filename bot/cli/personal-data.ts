/**
 * `npm run -s personal-data -- export|delete PERSON [--yes]`: all that is kept of one person, as JSON, or erased. PERSON is
 * the id that the person is shown in the chat, or an address as `channel:key`. Runs beside a server.
 */
import { parseArgs } from 'node:util'
import { openStoreBeside } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { runCommand, UsageError } from './arguments.ts'
import { confirm } from './confirm.ts'
import { readStorePlace } from './store-place.ts'

const usage = 'usage: npm run -s personal-data -- export|delete PERSON [--yes]'

await runCommand(async () => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { yes: { type: 'boolean' } } })
  const [verb, named, ...more] = positionals
  if ((verb !== 'export' && verb !== 'delete') || named === undefined || more.length > 0) throw new UsageError(usage)
  const store = await openStoreBeside(readStorePlace(), () => new Date())
  if (store === undefined) throw new Error('There is no store yet: no server has run here.')
  try {
    const personId = await store.findPersonId(named.replace(/^U-/u, ''))
    if (personId === undefined) throw new Error(`Nobody is known as ${named}.`)
    if (verb === 'export')
      process.stdout.write(`${JSON.stringify({ personId, ...(await store.personalData(personId)) }, null, 2)}\n`)
    else await erase(store, personId, values.yes === true)
  } finally {
    await store.close()
  }
})

async function erase(store: Store, personId: string, yes: boolean): Promise<void> {
  const projects = (await store.projectsOf(personId)).filter(({ access }) => access === 'owner').length
  const question = `Everything of ${personId} is erased, ${projects} projects with their reminders among it, also for those they were shared with. It cannot be undone. Go on?`
  if (!(await confirm(question, yes))) {
    process.stderr.write('Nothing was changed.\n')
    process.exitCode = 1
    return
  }
  await store.erasePerson(personId)
  process.stdout.write(`Everything of ${personId} is erased. Backups made before still hold it.\n`)
}
