import { describe, expect, it } from 'vitest'
import type { Timers } from '#bot/channels/timers.ts'
import { createWorkingNotice, LatestHeard } from '#bot/channels/working-notice.ts'

/** Timers that run out when told to. */
function heldTimers(): { timers: Timers; waited: number[]; runOut(): Promise<void> } {
  const waited: number[] = []
  let resolvers: (() => void)[] = []
  return {
    waited,
    timers: {
      wait(milliseconds, stopped) {
        waited.push(milliseconds)
        return new Promise((resolve) => {
          resolvers.push(resolve)
          stopped.addEventListener('abort', () => resolve())
        })
      },
      every: () => () => undefined,
    },
    async runOut() {
      const due = resolvers
      resolvers = []
      for (const resolve of due) resolve()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

describe('a notice that an answer takes a while', () => {
  it('is shown once, after its time', async () => {
    const { timers, waited, runOut } = heldTimers()
    const shown: string[] = []
    const notice = createWorkingNotice({
      afterMilliseconds: 3000,
      timers,
      show: async (conversationId) => void shown.push(conversationId),
      failed: () => undefined,
    })
    notice.begin('c1')
    expect(shown).toEqual([])
    await runOut()
    await runOut()
    expect(shown).toEqual(['c1'])
    expect(waited).toEqual([3000])
  })

  it('is not shown where the answer was faster', async () => {
    const { timers, runOut } = heldTimers()
    const shown: string[] = []
    const notice = createWorkingNotice({
      afterMilliseconds: 3000,
      timers,
      show: async (conversationId) => void shown.push(conversationId),
      failed: () => undefined,
    })
    notice.begin('c1')()
    await runOut()
    expect(shown).toEqual([])
  })

  it('comes again until it is ended, where it fades by itself', async () => {
    const { timers, waited, runOut } = heldTimers()
    let shown = 0
    const notice = createWorkingNotice({
      afterMilliseconds: 700,
      againMilliseconds: 4000,
      timers,
      async show() {
        shown += 1
      },
      failed: () => undefined,
    })
    const end = notice.begin('c1')
    await runOut()
    await runOut()
    expect([shown, waited]).toEqual([2, [700, 4000, 4000]])
    end()
    await runOut()
    expect(shown).toBe(2)
  })

  it('that cannot be shown is told and holds up nothing', async () => {
    const { timers, runOut } = heldTimers()
    const failures: unknown[] = []
    const notice = createWorkingNotice({
      afterMilliseconds: 1,
      timers,
      show: () => Promise.reject(new Error('down')),
      failed: (error) => failures.push(error),
    })
    notice.begin('c1')
    await runOut()
    expect(failures).toEqual([new Error('down')])
  })
})

it('what was heard last is kept for so many conversations, the oldest forgotten first', () => {
  const heard = new LatestHeard<number>(2)
  heard.keep('a', 1)
  heard.keep('b', 2)
  heard.keep('a', 3)
  heard.keep('c', 4)
  expect([heard.of('a'), heard.of('b'), heard.of('c')]).toEqual([3, undefined, 4])
})
