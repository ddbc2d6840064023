/** Keeps messages in a store without end and prints each number once the store has acknowledged it. Killed by its parent. */
import { openSqlite } from '#bot/store/sqlite.ts'

const file = process.argv[2]
if (file === undefined) throw new Error('usage: commit-child.ts FILE')
const store = await openSqlite(file, () => new Date())
const person = await store.personAt({ channel: 'web', key: 'child' })
await store.beginConversation('c1', 'directline', person.id)
for (let i = 1; ; i++) {
  await store.accept({
    channel: 'directline',
    conversationId: 'c1',
    personId: person.id,
    message: { id: `m${i}`, text: '' },
    shown: { i },
  })
  process.stdout.write(`${i}\n`)
}
