import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readConfig } from '#bot/config.ts'
import { createLog } from '#bot/log.ts'
import { keepDaysOf, startRetention } from '#bot/retention.ts'
import { StoreUnavailable } from '#bot/store/store.ts'

const minute = 60_000
const day = 24 * 60 * minute
let lines: string[]
let left: number
let asked: { limit: number; days: object }[]
let away: boolean
const days = { conversations: 30 }
const store = {
  async sweepOld(kept: object, limit: number) {
    if (away) throw new StoreUnavailable('busy', 'away for a moment')
    asked.push({ days: kept, limit })
    const gone = Math.min(left, limit)
    left -= gone
    return gone
  },
}
beforeEach(() => {
  vi.useFakeTimers()
  lines = []
  asked = []
  left = 0
  away = false
})
afterEach(() => vi.useRealTimers())

const start = () => startRetention({ store, days, log: createLog('info', (line) => lines.push(line)) })

it('goes ten minutes after the start and then daily, in small batches until nothing is due', async () => {
  left = 450
  const stop = start()
  await vi.advanceTimersByTimeAsync(9 * minute)
  expect(asked).toEqual([])
  await vi.advanceTimersByTimeAsync(2 * minute)
  expect(asked).toEqual(Array.from({ length: 4 }, () => ({ days, limit: 200 })))
  expect(lines).toEqual([expect.stringContaining('"rows":450,"event":"old-data-gone"')])
  await vi.advanceTimersByTimeAsync(day)
  expect(asked).toHaveLength(5)
  expect(lines).toHaveLength(1)
  await stop()
})

it('tries again the next day where the store was away, and ends between two batches when it is stopped', async () => {
  away = true
  left = 1_000_000
  const stop = start()
  await vi.advanceTimersByTimeAsync(11 * minute)
  expect(lines).toEqual([expect.stringContaining('"event":"store-away"')])
  away = false
  await vi.advanceTimersByTimeAsync(day - minute)
  expect(asked.length).toBeGreaterThan(0)
  const stopped = stop()
  await vi.advanceTimersByTimeAsync(minute)
  await stopped
  expect(left).toBeGreaterThan(0)
})

it('reads 0 as for ever', () => {
  expect(keepDaysOf(readConfig({}))).toEqual({ conversations: 365, answers: 365 })
  expect(keepDaysOf(readConfig({ RETENTION_ANSWERS_DAYS: '0', RETENTION_PROJECTS_DAYS: '1095' }))).toEqual({
    conversations: 365,
    projects: 1095,
  })
})
