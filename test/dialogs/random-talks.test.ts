/** Random answers, corrections, questions, presses and cancels: no crash, no answer lost, the review is what was said last. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharedAssistant } from '../support/assistant.ts'
import { randomTalk, takeRandomTalk } from '../support/random-talk.ts'

const runs = 300

test(`${runs} random talks lose no answer`, { timeout: 300_000 }, async () => {
  const assistant = await sharedAssistant()
  let acts = 0
  await fc.assert(
    fc.asyncProperty(randomTalk(16), async (talk) => {
      acts += await takeRandomTalk(assistant, talk)
    }),
    { numRuns: runs },
  )
  expect(acts).toBeGreaterThan(runs)
})
