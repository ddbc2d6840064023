/** Budget lines as they are said: «硬件200万、软件80万», «软件开发 3,200,000元；网络安全 40万元，合计360万元». */
import { findAmounts } from '#knowledge/law/amounts.ts'
import type { BudgetLine } from './details.ts'

export type ReadBudget =
  | {
      readonly kind: 'lines'
      readonly lines: readonly BudgetLine[]
      /** The total as it was said; it may not be the sum of the lines. */
      readonly total?: number
    }
  | { readonly kind: 'vague'; readonly question: string }

const head =
  /^(?:项目|我们的?|这个项目的?|各项|分项)*(?:的)?预算(?:明细|分项|清单|构成|安排)?(?:如下|分别)?(?:是|为)?[:：\s]*|^(?:the )?budget(?: lines)?(?: (?:is|are))?[:\s]*/iu
const edges = /^[\s、，,；;。.和及：:元]+|[\s、，,；;。.：:（(]+$|(?:大约|大概|约|是|为|花|用|各)+$/gu
const isTotal = /^(?:以上|一共|总共)*(?:合计|总计|共计?|总额|总预算|总投资|total)$/iu

/** @returns undefined where a sum stands without saying what it is for, or there is none */
export function readBudget(text: string): ReadBudget | undefined {
  const words = text.trim().replace(head, '')
  const sums = findAmounts(words).filter((each) => each.kind === 'money' || each.kind === 'vague')
  const [first] = sums
  if (first === undefined) return undefined
  // «200万硬件、80万软件»: the thing follows its sum.
  const isAfter = bare(words.slice(0, first.start)) === ''
  const lines: BudgetLine[] = []
  let total: number | undefined
  for (const [i, sum] of sums.entries()) {
    const item = isAfter
      ? bare(words.slice(sum.end, sums[i + 1]?.start))
      : bare(words.slice(sums[i - 1]?.end ?? 0, sum.start))
    if (sum.kind === 'vague') return { kind: 'vague', question: sum.question }
    if (isTotal.test(item)) total = sum.yuan
    else if (item === '' || [...item].length > longestItem) return undefined
    else lines.push({ item, yuan: sum.yuan })
  }
  if (lines.length === 0) return undefined
  return { kind: 'lines', lines, ...(total === undefined ? {} : { total }) }
}

const longestItem = 40

function bare(words: string): string {
  let rest = words.trim()
  for (let before = ''; before !== rest; ) {
    before = rest
    rest = rest.replace(edges, '').trim()
  }
  return rest
}

/** Whether words that nobody asked for tell budget lines: said to be the budget, and two lines at least. */
export function tellsBudget(text: string): boolean {
  const words = text.trim()
  const begins = head.exec(words)?.[0] ?? ''
  if (begins === '') return false
  const read = readBudget(words)
  return read?.kind === 'lines' && (read.lines.length > 1 || /明细|分项|清单|构成/u.test(begins))
}
