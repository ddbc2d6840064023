import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startInboxSweep } from '#bot/inbox-sweep.ts'
import { createLog } from '#bot/log.ts'
import { StoreUnavailable } from '#bot/store/store.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('wakes what was left every ten seconds, tells whether the store is there, and asks no slow store twice', async () => {
  const events: string[] = []
  let answer = async (): Promise<string[]> => ['c1', 'c2']
  const stop = startInboxSweep({
    store: { sweepUnfinished: () => answer() },
    wake: (conversationId) => events.push(conversationId),
    onStore: (isThere) => events.push(isThere ? 'there' : 'away'),
    log: createLog('info', (line) => events.push((JSON.parse(line) as { event: string }).event)),
  })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(events.splice(0)).toEqual(['there', 'c1', 'c2'])
  answer = async () => {
    throw new StoreUnavailable('unreachable', 'away')
  }
  await vi.advanceTimersByTimeAsync(10_000)
  expect(events.splice(0)).toEqual(['away', 'store-away'])
  answer = async () => {
    throw new Error('broken')
  }
  await vi.advanceTimersByTimeAsync(10_000)
  expect(events.splice(0)).toEqual(['there', 'sweep-failed'])
  const slow = Promise.withResolvers<string[]>()
  let asked = 0
  answer = () => {
    asked += 1
    return slow.promise
  }
  await vi.advanceTimersByTimeAsync(40_000)
  expect([asked, events]).toEqual([1, []])
  const stopped = stop()
  slow.resolve(['c3'])
  await stopped
  await vi.advanceTimersByTimeAsync(40_000)
  expect([asked, events]).toEqual([1, ['there', 'c3']])
})
