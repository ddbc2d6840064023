import { expect, it } from 'vitest'
import { backOffMilliseconds } from '#bot/back-off.ts'
import { createCircuit } from '#bot/channels/circuit.ts'

function circuitAt() {
  const clock = { milliseconds: 0 }
  const circuit = createCircuit(() => clock.milliseconds)
  const fail = (conversationId: string, reached = false) => circuit.fail({ conversationId, reached })
  return { clock, circuit, fail }
}

it('pauses a platform that could not be reached five times in a row, twice as long each time, five minutes at most', () => {
  const { clock, circuit, fail } = circuitAt()
  for (let i = 1; i <= 4; i++) fail('c1')
  expect(circuit.pausedSeconds()).toBe(0)
  const pauses: number[] = []
  for (let i = 0; i < 8; i++) {
    fail('c1')
    pauses.push(circuit.pausedSeconds())
    expect(circuit.isTrying()).toBe(true)
    clock.milliseconds += circuit.pausedSeconds() * 1000
  }
  expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 300, 300])
  circuit.succeed()
  expect([circuit.pausedSeconds(), circuit.isTrying()]).toEqual([0, false])
})

it('does not take one conversation that the platform answers badly for a platform that is down', () => {
  const { circuit, fail } = circuitAt()
  for (let i = 1; i <= 20; i++) fail('c1', true)
  expect(circuit.pausedSeconds()).toBe(0)
  fail('c2', true)
  expect(circuit.pausedSeconds()).toBe(5)
})

it('counts failures of messages that were on their way when the pause began as nothing new', () => {
  const { circuit, fail } = circuitAt()
  for (let i = 1; i <= 12; i++) fail('c1')
  expect(circuit.pausedSeconds()).toBe(5)
})

it('waits twice as long at every try, ten minutes at most, somewhere in the upper half of that', () => {
  const pace = { firstMilliseconds: 2_000, longestMilliseconds: 600_000 }
  expect([0, 1, 2, 8, 29].map((failures) => backOffMilliseconds(failures, 1, pace))).toEqual([
    2e3, 4e3, 8e3, 512e3, 6e5,
  ])
  expect([0, 1, 29].map((failures) => backOffMilliseconds(failures, 0, pace))).toEqual([1e3, 2e3, 3e5])
})
