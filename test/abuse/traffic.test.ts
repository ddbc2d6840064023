/** Twenty times too much: the one who sends it is told to wait, and everybody else is answered as before. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callDirectLine, openSession, startAssistant, type TestAssistant } from '../bot/support/assistant.ts'

const tooMuch = 400

let assistant: TestAssistant
beforeAll(async () => {
  assistant = await startAssistant()
})
afterAll(() => assistant.stop())

type Session = Awaited<ReturnType<typeof openSession>>

async function say({ conversationId, token }: Session, text: string) {
  const begun = performance.now()
  const { status, headers } = await callDirectLine(
    assistant.origin,
    token,
    'POST',
    `/conversations/${conversationId}/activities`,
    { type: 'message', text },
  )
  return { status, wait: headers.get('retry-after'), took: performance.now() - begun }
}
const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

it('by one person: 429 with the seconds to wait, while others are answered quickly', async () => {
  const [loud, calm] = [await openSession(assistant.origin), await openSession(assistant.origin)]
  const flood = Promise.all(Array.from({ length: tooMuch }, (_, i) => say(loud, `多${i}`)))
  const others = []
  for (let i = 0; i < 15; i++) others.push(await say(calm, `好${i}`))
  const answers = await flood
  expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(22)
  const refused = answers.filter(({ status }) => status !== 200)
  expect(refused.length).toBeGreaterThan(tooMuch * 0.9)
  for (const { status, wait } of refused) expect([status, Number(wait) >= 1 && Number(wait) <= 60]).toEqual([429, true])
  expect(others.map(({ status }) => status)).toEqual(others.map(() => 200))
  expect(median(others.map(({ took }) => took))).toBeLessThan(500)
})

it('from one address: no end of sessions is not given, and those there are go on', async () => {
  const known = await openSession(assistant.origin)
  const ask = () =>
    fetch(`${assistant.origin}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
  const answers = await Promise.all(Array.from({ length: tooMuch }, ask))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(tooMuch * 0.8)
  for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  expect((await say(known, '还在')).status).toBe(200)
  assistant.passMinutes(1)
  expect((await ask()).status).toBe(200)
})
