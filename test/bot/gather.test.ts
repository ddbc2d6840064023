import { expect, test } from 'vitest'
import { gather } from '#bot/store/gather.ts'

test('what comes while a write is under way is written together by the next one', async () => {
  const written: (readonly string[])[] = []
  const gate = Promise.withResolvers<void>()
  const { add } = gather<string>(async (some) => {
    written.push(some)
    if (written.length === 1) await gate.promise
  })
  const all = [add('a'), add('b'), add('c')]
  gate.resolve()
  await Promise.all(all)
  expect(written).toEqual([['a'], ['b', 'c']])
})

test('one that cannot be written fails alone', async () => {
  const kept: string[] = []
  const gate = Promise.withResolvers<void>()
  const { add } = gather<string>(async (some) => {
    if (some.includes('first')) await gate.promise
    if (some.includes('bad')) throw new Error('bad')
    kept.push(...some)
  })
  const first = add('first')
  const others = Promise.allSettled([add('a'), add('bad'), add('b')])
  gate.resolve()
  await first
  expect((await others).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(kept).toEqual(['first', 'a', 'b'])
})
