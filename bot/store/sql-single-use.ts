/** What may be used once: whoever writes its row first has used it, on whatever instance. */
import type { SqlEngine } from './engine.ts'

/** @returns whether this was the first use */
export function useOnce({ transact, stamp }: SqlEngine, id: string, ends: Date): Promise<boolean> {
  return transact(async (trx) => {
    const first = await trx
      .insertInto('single_use')
      .values({ id, ends_at: ends.toISOString() })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst()
    // What has ended is refused for that; clocks of instances differ by less than a day.
    const yesterday = new Date(new Date(await stamp(trx)).getTime() - 24 * 3600_000).toISOString()
    await trx.deleteFrom('single_use').where('ends_at', '<', yesterday).execute()
    return first !== undefined
  })
}
