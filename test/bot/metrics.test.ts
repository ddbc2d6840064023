import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createMetrics } from '#bot/metrics.ts'
import { openSqlite } from '#bot/store/sqlite.ts'
import { StoreUnavailable } from '#bot/store/store.ts'
import { watchFailures } from '#bot/store/store-unavailable.ts'
import { fillStore } from './support/full-store.ts'

const linesOf = (text: string, name: string): string[] => text.split('\n').filter((line) => line.startsWith(name))

it('asks the store once for everything that waits, and tells nothing of it while the store is away', async () => {
  const metrics = createMetrics({ process: false })
  let asked = 0
  let waiting: object | undefined = {
    inbox: 2,
    inboxSeconds: 7.5,
    outboxSeconds: 90,
    remindersLate: 3,
    remindersLateSeconds: 60,
  }
  metrics.watchWaiting(async () => {
    asked += 1
    return waiting as never
  })
  const text = await metrics.render()
  expect(asked).toBe(1)
  expect(linesOf(text, 'assistant_waiting')).toEqual([
    'assistant_waiting{what="inbox"} 2',
    'assistant_waiting{what="reminders"} 3',
  ])
  expect(linesOf(text, 'assistant_oldest')).toEqual([
    'assistant_oldest_waiting_seconds{what="inbox"} 7.5',
    'assistant_oldest_waiting_seconds{what="outbox"} 90',
    'assistant_oldest_waiting_seconds{what="reminders"} 60',
  ])
  waiting = undefined
  expect(linesOf(await metrics.render(), 'assistant_oldest')).toEqual([])
})

it('counts reminders as late from the moment they were due', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'metrics-'))
  let now = Date.parse('2026-03-02T01:00:00.000Z')
  const store = await openSqlite(join(folder, 'assistant.db'), () => new Date(now))
  await fillStore(store)
  const before = await store.countWaiting()
  now += 3_600_000
  const after = await store.countWaiting()
  expect(after.remindersLate).toBeGreaterThan(0)
  expect(after.remindersLateSeconds).toBeGreaterThanOrEqual(before.remindersLateSeconds)
  expect(after.inbox).toBe(1)
  await store.close()
  rmSync(folder, { recursive: true })
})

it('counts calls of the store that fail, by why, and lets them fail', async () => {
  const metrics = createMetrics({ process: false })
  const failing = {
    away: async () => {
      throw new StoreUnavailable('full', 'the disk is full')
    },
    broken: async () => {
      throw new TypeError('x is not a function')
    },
    well: async () => 1,
  }
  const store = watchFailures(failing, metrics.countStoreFailure)
  await expect(store.away()).rejects.toThrow(StoreUnavailable)
  await expect(store.broken()).rejects.toThrow(TypeError)
  expect(await store.well()).toBe(1)
  expect(linesOf(await metrics.render(), 'assistant_store')).toEqual([
    'assistant_store_errors_total{reason="full"} 1',
    'assistant_store_errors_total{reason="fault"} 1',
  ])
})
