/** What does not fit together in a project's figures: told beside the document, never mended. */
import { facts as factList } from '#knowledge/law/facts.ts'
import { formatYuan } from '#knowledge/law/money-words.ts'
import type { Project } from '../project.ts'
import { budgetTotal } from './values.ts'

const totals = ['totalInvestmentYuan', 'totalBudgetYuan'] as const

export function notesOn(project: Project): string[] {
  const sum = budgetTotal(project)
  if (sum === undefined) return []
  return totals.flatMap((name) => {
    const told = project.facts?.[name]
    if (told === undefined || told === sum) return []
    return [`预算明细合计${formatYuan(sum)}，与所填${factList[name].zh}${formatYuan(told)}不一致，请核对`]
  })
}
