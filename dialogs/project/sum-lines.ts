/** Where budget lines do not come to what was told: said, and nothing changed. */
import { facts as factList } from '#knowledge/law/facts.ts'
import { formatShort } from '#knowledge/law/money-words.ts'
import { budgetTotal } from '#tools/filing/values.ts'
import type { Project } from '#tools/project.ts'
import { filingWordsIn } from '../wording/filing-words.ts'

const totals = ['totalInvestmentYuan', 'totalBudgetYuan'] as const

/** @param said the total that was said along with the lines */
export function sumLines(project: Project, said: number | undefined, lang: 'zh' | 'en'): string[] {
  const sum = budgetTotal(project)
  if (sum === undefined) return []
  const words = filingWordsIn(lang)
  const told = totals.map((name) => [factList[name][lang], project.facts?.[name]] as const)
  return [[words.totalSaid, said] as const, ...told].flatMap(([label, yuan]) =>
    yuan === undefined || yuan === sum ? [] : [words.sumDiffers(formatShort(sum), label, formatShort(yuan))],
  )
}
