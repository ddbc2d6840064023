/** Words → the detail that was asked for: a party, a person, the contents, the budget lines. */
import type { Detail, DetailName } from './details.ts'
import { readBudget } from './read-budget.ts'

export type ReadDetail =
  /** `total`: the total as it was said along with budget lines. */
  | { readonly kind: 'value'; readonly detail: Detail; readonly total?: number }
  | { readonly kind: 'vague'; readonly question: string }
  | { readonly kind: 'unread' }

const longestLine = 200
const longestList = 100
const longestText = 5_000

export function readDetail(name: DetailName, text: string): ReadDetail {
  if (name === 'budget') return readLines(text)
  if (name === 'contents') return readContents(text)
  const plain = text
    .trim()
    .replace(/^(?:就?是|为|叫|[：:])+/u, '')
    .replace(/[。.！!]+$/u, '')
    .trim()
  // «没有监理» is told, and stands in the document as it was told.
  const value = name.startsWith('parties.') && /^(?:没有|无|不需要|不用|none)/iu.test(plain) ? '无' : plain
  // A day or a number is no name.
  if (!/\p{L}{2}|无/u.test(value.replace(/[年月日号元万亿]/gu, ' ')) || [...value].length > longestLine)
    return { kind: 'unread' }
  return { kind: 'value', detail: { name, value } }
}

function readLines(text: string): ReadDetail {
  const read = readBudget(text)
  if (read === undefined) return { kind: 'unread' }
  if (read.kind === 'vague') return read
  const { lines, total } = read
  return { kind: 'value', detail: { name: 'budget', value: lines }, ...(total === undefined ? {} : { total }) }
}

/** One by one where lines or semicolons part them, numbers in front taken off; else as one. */
function readContents(text: string): ReadDetail {
  const value = text
    .split(/[\n；;]+/u)
    .map((each) => each.replace(/^\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)、.．]\s*)/u, '').trim())
    .filter((each) => each !== '')
  const fits = value.length > 0 && value.length <= longestList && value.every((each) => [...each].length <= longestText)
  return fits ? { kind: 'value', detail: { name: 'contents', value } } : { kind: 'unread' }
}
