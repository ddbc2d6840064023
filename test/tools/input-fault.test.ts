import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { InputError } from '#tools/input-error.ts'
import { parseInput } from '#tools/tool.ts'

const letters = 'abcdefghijklmnop'.split('')
const schema = z.strictObject({
  place: z.string({ error: 'must be a place' }),
  days: z.array(z.strictObject({ on: z.iso.date({ error: 'must be a day' }) })).optional(),
  many: z
    .strictObject(Object.fromEntries(letters.map((letter) => [`${letter}Yuan`, z.number().optional()])))
    .optional(),
})

function mistake(input: unknown): Pick<InputError, 'code' | 'path' | 'message'> {
  try {
    parseInput(schema, input)
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error('nothing was wrong')
}

test('what is right is given back', () => {
  expect(parseInput(schema, { place: '诸城' })).toEqual({ place: '诸城' })
})

describe('a mistake names its field and what would be right', () => {
  test.each([
    [{}, 'place', 'place: is missing; must be a place'],
    [{ place: 3 }, 'place', 'place: must be a place'],
    [{ place: null }, 'place', 'place: must be a place'],
    [{ place: 'x', days: [{ on: '2026-01-01' }, {}] }, 'days.1.on', 'days.1.on: is missing; must be a day'],
    [{ place: 'x', plaze: 'y' }, 'plaze', 'plaze: there is no field «plaze»; there are place, days, many'],
    [
      { place: 'x', days: [{ on: '2026-01-01', at: 1 }] },
      'days.0.at',
      'days.0.at: there is no field «at»; there are on',
    ],
    [
      { place: 'x', many: { cYuans: 1 } },
      'many.cYuans',
      'many.cYuans: there is no field «cYuans»; the nearest of 16 are cYuan, aYuan, bYuan',
    ],
    [
      { place: 'x', constructor: 1 },
      'constructor',
      'constructor: there is no field «constructor»; there are place, days, many',
    ],
  ])('%j', (input, path, message) => {
    const error = mistake(input)
    expect(error).toMatchObject({ code: 'bad-input', path })
    expect(error.message).toBe(message)
  })

  test('the whole input may be what is wrong', () => {
    expect(mistake('诸城').path).toBeUndefined()
  })
})
