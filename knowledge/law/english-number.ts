/** Numbers in English words: «six», «two and a half», «three point five», «two hundred and fifty». */
import type { Exact } from './chinese-number.ts'

const ones =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'
const values = new Map<string, bigint>([
  ['a', 1n],
  ...ones.split(' ').map((word, i): [string, bigint] => [word, BigInt(i + 1)]),
  ...tens.split(' ').map((word, i): [string, bigint] => [word, BigInt(i + 2) * 10n]),
])
const word = `(?:${[...values.keys()].join('|')}|half|hundred|and|point)`

/** A run of such words, for a pattern that looks for numbers. */
export const englishNumber = String.raw`(?:\b${word}(?:[\s-]+${word})*)`

/** @returns undefined where the words are no number */
export function readNumberWords(text: string): Exact | undefined {
  const words = text.toLowerCase().split(/[\s-]+/u)
  const pointAt = words.indexOf('point')
  if (pointAt >= 0) return readDecimal(words.slice(0, pointAt), words.slice(pointAt + 1))
  const halves = words.at(-1) === 'half' ? 1n : 0n
  // «half a», «two and a half»: the half is read, then what stands before it.
  if (words[0] === 'half')
    return words.length === 1 || words.join(' ') === 'half a' ? { numerator: 1n, denominator: 2n } : undefined
  const whole = readWhole(halves === 0n ? words : words.slice(0, -1).filter((each) => each !== 'and' && each !== 'a'))
  return whole === undefined ? undefined : { numerator: whole * 2n + halves, denominator: 2n }
}

function readDecimal(before: readonly string[], after: readonly string[]): Exact | undefined {
  const whole = readWhole(before)
  const digits = after.map((each) => values.get(each))
  if (whole === undefined || digits.length === 0 || digits.some((digit) => digit === undefined || digit > 9n))
    return undefined
  const denominator = 10n ** BigInt(digits.length)
  return { numerator: whole * denominator + BigInt(digits.join('')), denominator }
}

/** Up to 999: «two hundred and fifty», «forty five». */
function readWhole(words: readonly string[]): bigint | undefined {
  if (words.length === 0) return undefined
  const hundredAt = words.indexOf('hundred')
  if (hundredAt >= 0) {
    const hundreds = hundredAt === 0 ? undefined : readBelowHundred(words.slice(0, hundredAt))
    const rest = words.slice(hundredAt + 1).filter((each, i) => !(i === 0 && each === 'and'))
    const below = rest.length === 0 ? 0n : readBelowHundred(rest)
    return hundreds === undefined || hundreds > 9n || below === undefined ? undefined : hundreds * 100n + below
  }
  return readBelowHundred(words)
}

function readBelowHundred(words: readonly string[]): bigint | undefined {
  const [first, second, ...more] = words.map((each) => values.get(each))
  if (first === undefined || more.length > 0) return undefined
  if (words.length === 1) return first
  return second === undefined || first < 20n || second > 9n ? undefined : first + second
}
