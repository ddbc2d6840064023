/** Buttons and cards that nobody drew: every verb there is, with arguments of every kind, in any order. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readButton } from '#bot/channels/button.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { Talk } from '../support/talk.ts'
import { runs } from './support/runs.ts'

const dialogs = join(import.meta.dirname, '../../dialogs')
const source = readdirSync(dialogs, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(dialogs, name), 'utf8'))
  .join('\n')
const wordsAfter = (pattern: RegExp): string[] => [
  ...new Set([...source.matchAll(pattern)].map(([, word = '']) => word)),
]
const verbs = wordsAfter(/(?:verb: |case |verb === )'([a-z-]+)'/gu)
const argumentNames = wordsAfter(/args\.(\w+)/gu)

const argument = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '-1',
    '1e999',
    '9'.repeat(400),
    '\u202e万003',
    '../../etc/passwd',
    'jining-htz-2024',
  ),
  fc.constantFrom('totalInvestmentYuan', 'p-m1', 'name', '2026-02-30', '0', 'true'),
  fc.double(),
  fc.boolean(),
)
const payload = fc.record({
  verb: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...verbs) }, { weight: 1, arbitrary: fc.string() }),
  args: fc.dictionary(
    fc.oneof(fc.constantFrom(...argumentNames, '__proto__', 'in.duties', 'in.0'), fc.string({ maxLength: 8 })),
    argument,
    { maxKeys: 6 },
  ),
})

it('knows the verbs', () => {
  expect(verbs.length).toBeGreaterThan(20)
  expect(argumentNames.length).toBeGreaterThan(5)
})

it('answers any button with words, in the middle of a declaration too', async () => {
  const assistant = await sharedAssistant()
  await fc.assert(
    fc.asyncProperty(fc.array(payload, { minLength: 1, maxLength: 4 }), fc.boolean(), async (presses, isFilling) => {
      const talk = new Talk(assistant, { today: '2026-11-24' as IsoDate, place: 'jining-htz-2024' })
      if (isFilling) await talk.say('我要申报一个300万元的视频会议项目')
      for (const press of presses) {
        const button = readButton(JSON.parse(JSON.stringify({ v: 1, ...press })))
        if (button === undefined) continue
        const { replies } = await talk.pressPayload(button)
        for (const reply of replies) expect([reply.text === '', reply.summary === '']).toEqual([false, false])
      }
    }),
    runs(120),
  )
})

it.each([
  [{ v: 1, verb: 'a', args: { b: { c: 1 } } }],
  [{ v: 1, verb: 'a', args: { b: ['c'] } }],
  [{ v: 1, verb: 'a'.repeat(101), args: {} }],
  [{ v: 1, verb: 'a', args: { b: 'c'.repeat(4001) } }],
  [{ v: 2, verb: 'a', args: {} }],
  [[{ v: 1, verb: 'a', args: {} }]],
  ['{"v":1,"verb":"a"}'],
])('takes %j for no button', (value) => {
  expect(readButton(value)).toBeUndefined()
})
