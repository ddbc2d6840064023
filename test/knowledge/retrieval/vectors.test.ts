import { expect, test } from 'vitest'
import { openEndpointVectors } from '#knowledge/retrieval/vectors.ts'

/** An endpoint that answers each call with the next of the answers, the last one again and again. */
function answering(...answers: ((texts: readonly string[]) => number[][])[]) {
  const asked: (readonly string[])[] = []
  const fetchVectors = async (texts: readonly string[]) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)]
    asked.push(texts)
    return answer?.(texts) ?? []
  }
  return { asked, endpoint: { name: 'model', fetchVectors } }
}
const right = (texts: readonly string[]) => texts.map((text) => [text.length, 1])

test('the endpoint tells by its first answer how long its vectors are', async () => {
  const vectors = await openEndpointVectors(answering(right).endpoint)
  expect([vectors.name, vectors.dimensions]).toEqual(['model', 2])
  expect(await vectors.embedQuery('验收')).toEqual([2, 1])
})

test.each([
  ['too few', () => [], 'answered 0 vectors for 1 texts'],
  [
    'too many',
    () => [
      [1, 2],
      [1, 2],
    ],
    'answered 2 vectors for 1 texts',
  ],
  ['too short', () => [[1]], 'not 2 numbers'],
  ['no number', () => [[1, Number.NaN]], 'not 2 numbers'],
  ['endless', () => [[1, Number.POSITIVE_INFINITY]], 'not 2 numbers'],
  ['zeros', () => [[0, 0]], 'a vector of zeros'],
])('an answer that is %s is refused', async (_name, wrong, message) => {
  const vectors = await openEndpointVectors(answering(right, wrong).endpoint)
  await expect(vectors.embedQuery('验收')).rejects.toThrow(message)
})

test('an empty first vector is refused at once', async () => {
  await expect(openEndpointVectors(answering(() => [[]]).endpoint)).rejects.toThrow('not 0 numbers')
})

test('many texts go in parts, the same text once, and a second attempt goes on where the first broke off', async () => {
  const texts = [...Array.from({ length: 150 }, (_, i) => '验'.repeat(i + 1)), '验']
  const fails = () => {
    throw new Error('down')
  }
  const { asked, endpoint } = answering(right, right, right, fails, right)
  const vectors = await openEndpointVectors(endpoint)
  await expect(vectors.embedDocuments(texts)).rejects.toThrow('down')
  expect((await vectors.embedDocuments(texts)).map(([length]) => length)).toEqual(texts.map(({ length }) => length))
  expect(asked.map(({ length }) => length)).toEqual([1, 64, 64, 22, 22])
})

test('what is too long for a model is cut, never in the middle of a character', async () => {
  const { asked, endpoint } = answering(right)
  await (await openEndpointVectors(endpoint)).embedQuery(`验${'𠮷'.repeat(400)}`)
  expect(asked[1]?.[0]).toHaveLength(480)
  expect(asked[1]?.[0]?.isWellFormed()).toBe(true)
})
