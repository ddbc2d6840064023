/** What waits, and since when: read by whoever watches the server. */
import type { SqlEngine } from './engine.ts'
import type { Waiting, WatchStore } from './store.ts'

export function createSqlWaiting({ db, stamp }: SqlEngine): WatchStore {
  return {
    async countWaiting(): Promise<Waiting> {
      const now = await stamp(db)
      const secondsSince = (instant: string | null | undefined): number =>
        instant == null ? 0 : Math.max(0, (Date.parse(now) - Date.parse(instant)) / 1000)
      const inbox = await db
        .selectFrom('inbox')
        .where('done_at', 'is', null)
        .select((eb) => [eb.fn.countAll<number>().as('rows'), eb.fn.min('received_at').as('oldest')])
        .executeTakeFirstOrThrow()
      const outbox = await db
        .selectFrom('outbox')
        .where('sent_at', 'is', null)
        .where('dead_at', 'is', null)
        .select((eb) => eb.fn.min('created_at').as('oldest'))
        .executeTakeFirstOrThrow()
      const agendas = await db
        .selectFrom('agendas')
        .where('look_at', '<=', now)
        .select((eb) => [eb.fn.countAll<number>().as('rows'), eb.fn.min('look_at').as('oldest')])
        .executeTakeFirstOrThrow()
      return {
        inbox: Number(inbox.rows),
        inboxSeconds: secondsSince(inbox.oldest),
        outboxSeconds: secondsSince(outbox.oldest),
        remindersLate: Number(agendas.rows),
        remindersLateSeconds: secondsSince(agendas.oldest),
      }
    },
  }
}
